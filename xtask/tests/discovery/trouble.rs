//! What can go wrong with an answer.

use std::time::Duration;

use xtask::browser::Answer;

use crate::browsers::servers::{friends, mastodon, trouble};
use crate::check::{SERVER, fails, fails_on, judged, told, web};
use crate::load::{HASTY, PATIENT, Person, load};

#[test]
fn errors_of_the_server() {
    let status =
        |status: u16| format!("mastodon unreachable: server.example answered with status {status}");
    for code in [500, 503] {
        fails_on(trouble::page(code), PATIENT, &status(code));
        fails_on(Answer::status(code), PATIENT, &status(code));
        let down = format!("- unreachable: server.example answered with status {code}");
        fails(trouble::down(code), PATIENT, &down);
    }
    fails_on(trouble::page(403), PATIENT, &status(403));
    let refused = "mastodon notShown: server.example does not show its list to strangers";
    fails_on(Answer::json(r#"{"error":"no"}"#).but(403), PATIENT, refused);
    fails_on(trouble::page(404), PATIENT, refused);
    fails(
        Box::new(trouble::challenge),
        PATIENT,
        "- unreachable: server.example answered with status 403",
    );
}

#[test]
fn redirects_of_a_list_are_not_followed_anywhere() {
    let astray = |to: &str| {
        format!("mastodon unreachable: server.example leads to {to}, which is not followed")
    };
    for to in ["https://elsewhere.example/list", "http://server.example/list"] {
        let proxy = web(trouble::at(mastodon::LIST, Answer::redirect(to), friends()));
        proxy.answer("elsewhere.example", |_| Answer::json("[]"));
        let outcome = load(&proxy, SERVER, PATIENT, Person::Agrees);
        assert_eq!(told(&outcome), astray(to));
    }
    let looping = Answer::redirect(mastodon::LIST);
    fails_on(looping, PATIENT, "mastodon unreachable: nobody answers at server.example");
    let moved = Answer::redirect("/moved");
    let server =
        trouble::at("/moved", Answer::json("[]"), trouble::at(mastodon::LIST, moved, friends()));
    judged(server, "mastodon public", &["limited.example -"]);
}

#[test]
fn answers_that_take_too_long() {
    let late = "mastodon unreachable: server.example did not answer in time";
    fails_on(Answer::never(), HASTY, late);
    fails_on(Answer::json("[]").after(Duration::from_secs(60)), HASTY, late);
    fails_on(Answer::padded(1000).dripping(1, Duration::from_millis(20)), HASTY, late);
    let broken = Answer::padded(1000).cut_after(10);
    fails_on(broken, PATIENT, "mastodon unreachable: nobody answers at server.example");
}

#[test]
fn answers_that_are_too_large() {
    let large = "mastodon unreachable: the list of server.example is too large";
    fails_on(Answer::endless(), PATIENT, large);
    fails_on(Answer::padded(33 << 20).gzipped(), PATIENT, large);
}

#[test]
fn answers_that_are_something_else() {
    let list = r#"[{"domain":"bad.example","severity":"suspend","comment":""}]"#;
    for answer in [
        Answer::of("text/html", list),
        Answer::of("application/octet-stream", list),
        Answer::json(list).gzipped(),
        Answer::json(list).dripping(10, Duration::from_millis(1)),
    ] {
        let server = trouble::at(mastodon::LIST, answer, friends());
        judged(server, "mastodon public", &["a.bad.example suspend"]);
    }
    let broken = b"[{\"domain\":\"bad.example\",\"severity\":\"suspend\",\"comment\":\"\xff\"}]";
    let server = trouble::at(mastodon::LIST, Answer::json(*broken), friends());
    judged(server, "mastodon public", &["a.bad.example suspend"]);
    for (answer, what) in [
        (Answer::html("<!doctype html><p>Soon"), "markup"),
        (Answer::json(r#"{"error":"no"}"#), "object"),
        (Answer::json(""), "empty"),
    ] {
        let server = trouble::at(mastodon::LIST, answer, friends());
        let outcome = load(&web(server), SERVER, PATIENT, Person::Refuses);
        let start = "mastodon unreachable: what server.example answered is not a list";
        assert!(told(&outcome).starts_with(start), "{what}: {}", told(&outcome));
    }
}

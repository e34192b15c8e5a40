//! Finding out what a server is.

use super::*;

#[test]
fn by_the_version_of_the_interface() {
    let rest = |instance: &str| {
        vec![
            (NODE, status(404, "")),
            (V2, status(404, "<html>")),
            (V1, ok(instance)),
            (BLOCKS, ok("[]")),
        ]
    };
    check(rest(r#"{"uri":"example.social","version":"3.5.3"}"#), "public (mastodon 3.5.3): ");
    let v2 = ok(r#"{"domain":"example.social","version":"4.5.0"}"#);
    check(
        vec![(NODE, ok("<!doctype html>")), (V2, v2.clone()), (BLOCKS, ok(LIST))],
        "public (mastodon 4.5.0): suspend bad.example",
    );
    check(
        vec![(NODE, ok(LINKS)), (DOCUMENT, ok("{}")), (V2, v2), (BLOCKS, ok(LIST))],
        "public (mastodon 4.5.0): suspend bad.example",
    );
}

#[test]
fn no_fediverse_server() {
    let no = "notFediverse: example.social is not a fediverse server";
    let not_found = || status(404, "<html>");
    check(
        vec![(NODE, not_found()), (V2, not_found()), (V1, not_found()), (FINGER, not_found())],
        no,
    );
    let page = || ok("<!doctype html><title>Welcome</title>");
    check(vec![(NODE, page()), (V2, page()), (V1, page()), (FINGER, page())], no);
    let other = || ok(r#"{"version":"1.0"}"#);
    check(vec![(NODE, other()), (V2, other()), (V1, other()), (FINGER, status(500, ""))], no);
}

#[test]
fn what_stands_before_a_server_says_nothing_about_it() {
    let no = || status(403, "<title>Just a moment...</title>");
    check(
        vec![(NODE, no()), (V2, no()), (V1, no())],
        "unreachable: example.social answered with status 403",
    );
}

#[test]
fn trouble() {
    check(vec![(NODE, Answer::Nobody)], "unreachable: nobody answers at example.social");
    check(vec![(NODE, Answer::TooLate)], "unreachable: example.social did not answer in time");
    check(vec![(NODE, Answer::TooLarge)], "unreachable: the list of example.social is too large");
    check(vec![(NODE, status(503, ""))], "unreachable: example.social answered with status 503");
    check(
        vec![(NODE, ok(LINKS)), (DOCUMENT, status(500, ""))],
        "unreachable: example.social answered with status 500",
    );
}

#[test]
fn a_server_that_is_busy_says_when_to_ask_again() {
    let busy = |code| status(code, "").with(|it| it.retry_after = Some("120".to_owned()));
    check(
        vec![(NODE, busy(503))],
        "unreachable: example.social answered with status 503 not for 120 s",
    );
    check(
        found("mastodon", "4.5.0", vec![(BLOCKS, busy(429))]),
        "unreachable (mastodon 4.5.0): example.social answered with status 429 not for 120 s",
    );
    let reset = |it: &mut AnswerHeaders| {
        it.rate_limit_reset = Some("2023-11-14T22:18:20.000000Z".to_owned());
    };
    check(
        found("mastodon", "4.5.0", vec![(BLOCKS, status(429, "{}").with(reset))]),
        "unreachable (mastodon 4.5.0): example.social answered with status 429 not for 300 s",
    );
    check(
        found("mastodon", "4.5.0", vec![(BLOCKS, busy(500))]),
        "unreachable (mastodon 4.5.0): example.social answered with status 500",
    );
}

//! From a server's name to verdicts by its list, against servers that answer as each software does.
#![allow(clippy::unwrap_used, reason = "all of it is a test")]

mod browsers {
    pub mod servers;
}
mod client;
mod load;

use std::time::Duration;

use browsers::servers::{Server, friends, mastodon, shop, silence, suspend, trouble};
use load::{LIMITS, PATIENT, judge, load};
use xtask::browser::{Answer, Proxy};

const SERVER: &str = "server.example";

/// Loads the list of a server; then each host is judged as said, `host verdict`.
#[track_caller]
fn judged(server: Server, cases: &[&str]) {
    let proxy = Proxy::start().unwrap();
    proxy.answer(SERVER, server);
    let list = load(&proxy, SERVER, PATIENT).unwrap();
    for case in cases {
        let (host, _) = case.split_once(' ').unwrap();
        assert_eq!(format!("{host} {}", judge(&list, host)), *case);
    }
}

/// The list of this server cannot be had, and why; nothing but the server was asked.
#[track_caller]
fn fails(server: Server, limits: client::Limits, expected: &str) {
    let proxy = Proxy::start().unwrap();
    proxy.answer(SERVER, server);
    assert_eq!(load(&proxy, SERVER, limits).map(|_| ()), Err(expected.to_owned()));
    assert!(proxy.attempts().iter().all(|it| it == SERVER));
}

/// As [`fails`], where a Mastodon server answers this instead of its list.
#[track_caller]
fn fails_on(answer: Answer, expected: &str) {
    fails(trouble::at(mastodon::LIST, answer, friends()), LIMITS, expected);
}

#[test]
fn mastodon_covers_what_is_below() {
    let entries = [
        suspend("bad.example"),
        silence("milder.bad.example"),
        silence("limited.example"),
        suspend("starred.example").starred(),
    ];
    let cases = [
        "bad.example suspend",
        "www.bad.example suspend",
        "milder.bad.example silence",
        "notbad.example -",
        "a.limited.example silence",
        "a.starred.example suspend",
        "other.example -",
    ];
    judged(mastodon::open(&entries), &cases);
}

#[test]
fn what_is_no_fediverse_server() {
    let expected = "server.example is not a fediverse server";
    fails(Box::new(shop::open), PATIENT, expected);
    fails(Box::new(shop::application), PATIENT, expected);
}

#[test]
fn what_is_not_shown() {
    let expected = "server.example does not show its list to strangers";
    fails(Box::new(mastodon::hidden), PATIENT, expected);
    fails(mastodon::members_only(&[suspend("bad.example")]), PATIENT, expected);
}

#[test]
fn what_goes_wrong_on_the_way() {
    fails_on(Answer::status(500), "server.example answered with status 500");
    fails_on(Answer::status(503), "server.example answered with status 503");
    fails_on(Answer::never(), "server.example did not answer in time");
    fails_on(
        Answer::padded(1000).dripping(1, Duration::from_millis(20)),
        "server.example did not answer in time",
    );
    fails_on(Answer::padded(1000).cut_after(10), "nobody answers at server.example");
    let large = Answer::padded(40 << 20).gzipped();
    fails(
        trouble::at(mastodon::LIST, large, friends()),
        PATIENT,
        "the list of server.example is too large",
    );
}

//! One line for what is loaded from one server, `server.example`, and what is told of it.

use fencepost::source::{Found, Outcome};
use xtask::browser::{Answer, Proxy};

use crate::browsers::servers::{Server, friends, mastodon, trouble};
use crate::client::Limits;
use crate::load::{PATIENT, Person, judge, load};

/// The name of the server.
pub const SERVER: &str = "server.example";

/// A web with this server alone.
pub fn web(server: Server) -> Proxy {
    let proxy = Proxy::start().unwrap();
    proxy.answer(SERVER, server);
    proxy
}

/// What a person is told of an outcome: the software, the access, and the error where there is no list.
pub fn told(outcome: &Outcome) -> String {
    let software = outcome.software.as_ref().map_or("-", |it| it.name.as_str());
    let access = outcome.access.as_str();
    match &outcome.found {
        Found::List(_) => format!("{software} {access}"),
        Found::NotModified => format!("{software} {access}, not modified"),
        Found::Nothing(error) => format!("{software} {access}: {error}"),
    }
}

/// Loads the list of a server; then each host is judged as said, `host verdict`.
#[track_caller]
pub fn judged(server: Server, expected: &str, cases: &[&str]) {
    verdicts(&load(&web(server), SERVER, PATIENT, Person::Refuses), expected, cases);
}

#[track_caller]
pub fn verdicts(outcome: &Outcome, expected: &str, cases: &[&str]) {
    assert_eq!(told(outcome), expected);
    let Found::List(list) = &outcome.found else { panic!("no list") };
    for case in cases {
        let (host, _) = case.split_once(' ').unwrap();
        assert_eq!(format!("{host} {}", judge(list, host)), *case);
    }
}

/// The list of this server cannot be had, and why; nobody but the server was asked.
#[track_caller]
pub fn fails(server: Server, limits: Limits, expected: &str) {
    let proxy = web(server);
    assert_eq!(told(&load(&proxy, SERVER, limits, Person::Refuses)), expected);
    assert!(proxy.attempts().iter().all(|it| it == SERVER), "{:?}", proxy.attempts());
    assert_eq!(proxy.most_at_once(SERVER), 1);
}

/// As [`fails`], where a Mastodon server answers this instead of its list.
#[track_caller]
pub fn fails_on(answer: Answer, limits: Limits, expected: &str) {
    fails(trouble::at(mastodon::LIST, answer, friends()), limits, expected);
}

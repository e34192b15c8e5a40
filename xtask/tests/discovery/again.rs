//! Lists that were loaded before, and lists at an address.

use fencepost::address::NativeParser;
use fencepost::source::{Fetching, Found};

use crate::browsers::servers::{
    Server, curated, friendica, friends, lemmy, mastodon, silence, suspend, trouble,
};
use crate::check::{SERVER, told, verdicts, web};
use crate::load::{NOW, PATIENT, Person, finish, load, load_again};

#[test]
fn what_did_not_change_is_not_sent_again() {
    for server in
        [mastodon::open(&[suspend("bad.example")]), friendica::open(&[suspend("bad.example")])]
    {
        let proxy = web(server);
        let first = load(&proxy, SERVER, PATIENT, Person::Refuses);
        assert!(first.etag.as_ref().unwrap().starts_with("W/\""));
        proxy.clear();
        let again = load_again(&proxy, &first);
        assert_eq!((&again.found, &again.etag), (&Found::NotModified, &first.etag));
        assert_eq!(proxy.requests().len(), 1);
    }
}

#[test]
fn what_changed_is_read_again() {
    let proxy = web(mastodon::open(&[suspend("bad.example")]));
    let first = load(&proxy, SERVER, PATIENT, Person::Refuses);
    proxy.answer(SERVER, mastodon::open(&[silence("bad.example")]));
    let second = load_again(&proxy, &first);
    verdicts(&second, "mastodon public", &["bad.example silence"]);
    proxy.answer(SERVER, lemmy::v0_19(&[suspend("bad.example")]));
    verdicts(&load_again(&proxy, &second), "lemmy public", &["a.bad.example -"]);
    proxy.answer(SERVER, mastodon::hidden);
    let hidden = load_again(&proxy, &second);
    assert_eq!(
        told(&hidden),
        "mastodon notShown: server.example does not show its list to strangers"
    );
}

#[test]
fn a_list_at_an_address() {
    let entries = [suspend("bad.example"), silence("limited.example")];
    for (path, limited) in [(curated::CSV, "silence"), (curated::PLAIN, "suspend")] {
        let proxy = web(curated::host(&entries));
        let address = format!("https://{SERVER}{path}");
        let start = |known| Fetching::subscription(&address, known, &NativeParser).unwrap();
        let outcome = finish(&proxy, PATIENT, Person::Refuses, start(None));
        let cases = ["a.bad.example suspend", &format!("a.limited.example {limited}")];
        verdicts(&outcome, "- public", &cases);
        assert!(outcome.etag.unwrap().starts_with('"'));
    }
}

#[test]
fn a_busy_server_says_when_to_come_back() {
    let come_back = |server: Server| load(&web(server), SERVER, PATIENT, Person::Refuses);
    let limited = come_back(mastodon::rate_limited("2026-01-01T00:05:00.000000Z"));
    assert_eq!(told(&limited), "mastodon unreachable: server.example answered with status 429");
    assert_eq!(limited.not_before, Some(NOW + 300_000.0));
    let busy = trouble::page(503).with("retry-after", "120");
    let busy = come_back(trouble::at(mastodon::LIST, busy, friends()));
    assert_eq!(busy.not_before, Some(NOW + 120_000.0));
}

//! From a name to the server, if there is one.

use fencepost::source::Found;
use xtask::browser::{Answer, Proxy};

use crate::browsers::servers::{akkoma, friends, mastodon, shop, split, suspend, threads, trouble};
use crate::check::{SERVER, fails, judged, told, verdicts, web};
use crate::load::{PATIENT, Person, load, load_again};

#[test]
fn without_node_info_the_interface_says_what_it_is() {
    let missing = || Answer::status(404);
    let server = akkoma::open(&[suspend("bad.example")]);
    let server = trouble::at("/.well-known/nodeinfo", missing(), server);
    judged(server, "akkoma public", &["a.bad.example suspend"]);
    let server = trouble::at("/.well-known/nodeinfo", missing(), friends());
    judged(server, "mastodon public", &["a.limited.example silence"]);
}

#[test]
fn what_is_no_fediverse_server() {
    let expected = "- notFediverse: server.example is not a fediverse server";
    fails(Box::new(shop::open), PATIENT, expected);
    fails(Box::new(shop::application), PATIENT, expected);
    fails(Box::new(threads::open), PATIENT, expected);
}

#[test]
fn what_is_not_there() {
    let proxy = Proxy::start().unwrap();
    let outcome = load(&proxy, SERVER, PATIENT, Person::Agrees);
    assert_eq!(told(&outcome), "- unreachable: nobody answers at server.example");
}

#[test]
fn a_server_elsewhere_is_asked_when_a_person_agrees() {
    let entries = [suspend("bad.example")];
    let elsewhere = || split::web(SERVER, mastodon::open(&entries));
    for apex in [
        split::apex("web.example"),
        split::apex_without_cors("web.example"),
        split::apex_with_links("web.example", elsewhere()),
    ] {
        let proxy = web(apex);
        proxy.answer("web.example", elsewhere());
        let outcome = load(&proxy, SERVER, PATIENT, Person::Agrees);
        verdicts(&outcome, "mastodon public", &["a.bad.example suspend"]);
        assert_eq!((outcome.server.as_str(), outcome.host.as_str()), (SERVER, "web.example"));
        let again = load_again(&proxy, &outcome);
        assert_eq!(told(&again), "mastodon public, not modified");

        let refused = load(&proxy, SERVER, PATIENT, Person::Refuses);
        assert!(matches!(refused.found, Found::Nothing(_)));
        assert_eq!(refused.access.as_str(), "unreachable");
    }
}

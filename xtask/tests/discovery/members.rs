//! Lists that are read by a member, in a tab on the server.

use fencepost::address::NativeParser;
use fencepost::domain::Domain;
use fencepost::source::{MembersAnswer, MembersList, members_path};

use crate::browsers::servers::{Server, mastodon, suspend};
use crate::check::{SERVER, web};
use crate::client::Client;
use crate::load::{PATIENT, Person, judge, load};

#[test]
fn mastodon_for_members() {
    let read = |server: Server, cookie: &str| {
        let proxy = web(server);
        let software = load(&proxy, SERVER, PATIENT, Person::Refuses).software.unwrap();
        let address = |path| format!("https://{SERVER}{path}");
        let ask = |path| {
            Client::new(&proxy, PATIENT).ask(&address(path), &[("cookie", cookie)], None).unwrap()
        };
        let list = ask(members_path(&software).unwrap());
        let signed_in = ask(mastodon::PREFERENCES).address == address(mastodon::PREFERENCES);
        let answer = MembersAnswer { status: list.status, body: list.body, signed_in };
        answer.read(&Domain::parse(SERVER).unwrap(), &NativeParser)
    };
    let members_only = || mastodon::members_only(&[suspend("bad.example")]);
    let MembersList::Loaded(access, list) = read(members_only(), mastodon::COOKIE) else {
        panic!("no list")
    };
    assert_eq!((access.as_str(), judge(&list, "bad.example")), ("signedInOnly", "suspend"));
    assert_eq!(read(members_only(), ""), MembersList::NotSignedIn);
    assert_eq!(read(Box::new(mastodon::hidden), mastodon::COOKIE), MembersList::Unpublished);
}

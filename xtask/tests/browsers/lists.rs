//! Loading lists: from a server, from a file, and what cannot be loaded.

use anyhow::Result;
use serde_json::json;
use xtask::browser::{Answer, Browser, Install, Session};
use xtask::running::{ALL_SITES, ask};

use super::fixture::{self, Trials, load, marked, open, show, wait_for_marks};
use super::panels::{choose_list, filled, look_everywhere, outcome, submit};
use super::servers::{FRIENDS, Server, friends, mastodon, shop, trouble};

const PAGE: &str = "<a href='https://threads.net/'>a</a> <a href='https://limited.example/'>b</a>
    <a href='https://starred.example/'>c</a>";

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.alone("lists_welcome", welcome);
    trials.add("lists_from_a_file", from_a_file);
    trials.add("lists_that_cannot_be_loaded", failures);
    trials.add("lists_that_come_too_late", too_late);
    trials.add("lists_are_asked_for_without_a_trace", without_a_trace);
}

fn welcome(browser: Browser) -> Result<()> {
    let session = fixture::session(browser, "fencepost", Install::Temporary)?;
    session.proxy().answer(FRIENDS, friends());
    session.allow(&["https://friends.example/*"])?;
    session.show_own("welcome.html")?;
    submit(&session, "@me@Friends.Example")?;
    let text = outcome(&session, "good")?;
    for part in
        [FRIENDS, "2 suspended", "1 limited", "1 is starred out for readers, yet recognised"]
    {
        assert!(text.contains(part), "no {part} in {text}");
    }
    session.allow(&[ALL_SITES])?;
    look_everywhere(&session)?;
    show(&session, "page.example", PAGE)?;
    wait_for_marks(&session, &["a suspend true", "b silence true", "c suspend true"])?;

    let mut attempts = session.proxy().attempts();
    attempts.sort();
    attempts.dedup();
    assert_eq!(attempts, [FRIENDS, "page.example"]);
    Ok(())
}

fn from_a_file(session: &Session) -> Result<()> {
    session.show_own("options.html")?;
    filled(session)?;
    choose_list(session, &fixture::data("blocks.csv"))?;
    let text = outcome(session, "good")?;
    for part in ["blocks.csv", "1 suspended", "1 limited", "1 line needs a look"] {
        assert!(text.contains(part), "no {part} in {text}");
    }
    open(session, "page.example", PAGE)?;
    assert_eq!(marked(session)?, ["a suspend true", "b silence true"]);

    session.show_own("options.html")?;
    filled(session)?;
    choose_list(session, &fixture::data("probe/options.html"))?;
    assert!(outcome(session, "bad")?.contains("options.html"));
    open(session, "page.example", PAGE)?;
    assert_eq!(marked(session)?, ["a suspend true", "b silence true"]);
    Ok(())
}

fn failures(session: &Session) -> Result<()> {
    load(session, "Before", "threads.net,suspend,false,false,,false")?;
    session.show_own("welcome.html")?;
    let odd = Answer::json(r#"{"error":"try again"}"#);
    let odd = trouble::at(mastodon::LIST, odd, Box::new(mastodon::hidden));
    let endless = trouble::at(mastodon::LIST, Answer::endless(), Box::new(mastodon::hidden));
    for (name, expected, server) in [
        ("nobody.example", "No server answered", None),
        ("shop.example", "not as a fediverse server", Some(Box::new(shop::open) as Server)),
        ("shop.example", "not as a fediverse server", Some(Box::new(shop::application))),
        ("hidden.example", "does not show its list", Some(Box::new(mastodon::hidden))),
        ("broken.example", "status 503", Some(trouble::down(503))),
        ("endless.example", "32 MB", Some(endless)),
        ("odd.example", "not a list", Some(odd)),
        ("not a name", "not a server’s name", None),
    ] {
        check(session, name, expected, server)?;
    }

    open(session, "page.example", PAGE)?;
    assert_eq!(marked(session)?, ["a suspend true"]);
    Ok(())
}

fn too_late(session: &Session) -> Result<()> {
    load(session, "Before", "threads.net,suspend,false,false,,false")?;
    session.show_own("welcome.html")?;
    let never: Server = Box::new(|_| Answer::never());
    check(session, "slow.example", "did not answer within 15 seconds", Some(never))?;
    open(session, "page.example", PAGE)?;
    assert_eq!(marked(session)?, ["a suspend true"]);
    Ok(())
}

fn without_a_trace(session: &Session) -> Result<()> {
    // Without an icon of its own, a browser asks for one when it likes.
    let page = Answer::html("<link rel=icon href=data:,><p>Home")
        .with("set-cookie", "session=secret; Secure; HttpOnly");
    session.proxy().answer(FRIENDS, trouble::at("/", page, friends()));
    session.show(&format!("https://{FRIENDS}/"))?;
    session.proxy().clear();
    let loaded =
        ask(session, &json!({"addServer": {"server": FRIENDS, "home": true, "allowed": []}}))?;
    assert!(loaded["loaded"].is_object(), "{loaded}");
    let requests = session.proxy().requests();
    let paths: Vec<&str> = requests.iter().map(|request| request.path.as_str()).collect();
    assert_eq!(paths, ["/.well-known/nodeinfo", "/nodeinfo/2.0", "/api/v1/instance/domain_blocks"]);
    for request in &requests {
        for name in ["cookie", "referer", "origin"] {
            assert_eq!(request.header(name), None);
        }
    }
    // Pages are looked at without a word to anybody.
    session.proxy().clear();
    open(session, "page.example", PAGE)?;
    assert_eq!(marked(session)?.len(), 3);
    session.click_toolbar()?.close()?;
    assert!(session.proxy().attempts().iter().all(|name| name == "page.example"));
    Ok(())
}

/// What a person reads who types this name.
#[track_caller]
fn check(session: &Session, name: &str, expected: &str, server: Option<Server>) -> Result<()> {
    match server {
        Some(server) => session.proxy().answer(name, server),
        None => session.proxy().forget(name),
    }
    submit(session, name)?;
    let text = outcome(session, "bad")?;
    assert!(text.contains(expected), "no {expected} in {text}");
    assert!(text.contains("still in force"), "{text}");
    Ok(())
}

//! Loading lists: from a server, from a file, and what cannot be loaded.

use anyhow::Result;
use fencepost::digest::Digest;
use serde_json::json;
use xtask::browser::{Answer, Browser, Install, Request, Session, wait};
use xtask::running::{ALL_SITES, ask};

use super::fixture::{self, Trials, load, marked, open, show, visible, wait_for_marks};

const SERVER: &str = "friends.example";
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
    session.proxy().answer(SERVER, mastodon);
    session.allow(&["https://friends.example/*"])?;
    session.show_own("welcome.html")?;
    submit(&session, "@me@Friends.Example")?;
    let text = outcome(&session, "good")?;
    for part in [SERVER, "2 suspended", "1 limited", "1 is starred out for readers, yet recognised"]
    {
        assert!(text.contains(part), "no {part} in {text}");
    }
    session.allow(&[ALL_SITES])?;
    session.click("[data-part=sites-every]")?;
    wait("the choice", || {
        let script =
            "return !document.querySelector('[data-part=choice-every] [data-part=chosen]').hidden";
        Ok((session.in_page(script, &[])? == true).then_some(()))
    })?;
    show(&session, "page.example", PAGE)?;
    wait_for_marks(&session, &["a suspend true", "b silence true", "c suspend true"])?;

    let mut attempts = session.proxy().attempts();
    attempts.sort();
    attempts.dedup();
    assert_eq!(attempts, [SERVER, "page.example"]);
    Ok(())
}

fn from_a_file(session: &Session) -> Result<()> {
    session.show_own("options.html")?;
    ready(session)?;
    session.choose_file("[data-part=file]", &fixture::data("blocks.csv"))?;
    let text = outcome(session, "good")?;
    for part in ["blocks.csv", "1 suspended", "1 limited", "1 line needs a look"] {
        assert!(text.contains(part), "no {part} in {text}");
    }
    open(session, "page.example", PAGE)?;
    assert_eq!(marked(session)?, ["a suspend true", "b silence true"]);

    session.show_own("options.html")?;
    ready(session)?;
    session.choose_file("[data-part=file]", &fixture::data("probe/options.html"))?;
    assert!(outcome(session, "bad")?.contains("options.html"));
    open(session, "page.example", PAGE)?;
    assert_eq!(marked(session)?, ["a suspend true", "b silence true"]);
    Ok(())
}

fn failures(session: &Session) -> Result<()> {
    load(session, "Before", "threads.net,suspend,false,false,,false")?;
    session.show_own("welcome.html")?;
    check(session, "nobody.example", "No server answered", None)?;
    check(session, "shop.example", "not as a fediverse server", Some(|_| Answer::status(404)))?;
    check(session, "shop.example", "not as a fediverse server", Some(|_| Answer::html("<p>Shop")))?;
    check(session, "hidden.example", "does not show its list", Some(hidden))?;
    check(session, "broken.example", "status 503", Some(|_| Answer::status(503)))?;
    check(session, "endless.example", "32 MB", Some(|_| Answer::endless()))?;
    check(session, "odd.example", "not a list", Some(odd))?;
    check(session, "not a name", "not a server’s name", None)?;

    open(session, "page.example", PAGE)?;
    assert_eq!(marked(session)?, ["a suspend true"]);
    Ok(())
}

fn too_late(session: &Session) -> Result<()> {
    load(session, "Before", "threads.net,suspend,false,false,,false")?;
    session.show_own("welcome.html")?;
    check(session, "slow.example", "did not answer within 15 seconds", Some(|_| Answer::never()))?;
    open(session, "page.example", PAGE)?;
    assert_eq!(marked(session)?, ["a suspend true"]);
    Ok(())
}

fn without_a_trace(session: &Session) -> Result<()> {
    session.proxy().answer(SERVER, |request| {
        let page = request.path == "/";
        if page {
            Answer::html("<p>Home").with("set-cookie", "session=secret; Secure; HttpOnly")
        } else {
            mastodon(request)
        }
    });
    session.show(&format!("https://{SERVER}/"))?;
    session.proxy().clear();
    let loaded = ask(session, &json!({"addServer": {"server": SERVER}}))?;
    assert!(loaded["loaded"].is_object(), "{loaded}");
    let requests = session.proxy().requests();
    let paths: Vec<&str> = requests.iter().map(|request| request.path.as_str()).collect();
    assert_eq!(paths, ["/api/v1/instance/domain_blocks"]);
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
fn check(
    session: &Session,
    name: &str,
    expected: &str,
    server: Option<fn(&Request) -> Answer>,
) -> Result<()> {
    match server {
        Some(answer) => session.proxy().answer(name, answer),
        None => session.proxy().forget(name),
    }
    submit(session, name)?;
    let text = outcome(session, "bad")?;
    assert!(text.contains(expected), "no {expected} in {text}");
    assert!(text.contains("still in force"), "{text}");
    Ok(())
}

fn submit(session: &Session, name: &str) -> Result<()> {
    ready(session)?;
    session.in_page("document.querySelector('[data-part=add-result]').replaceChildren()", &[])?;
    session.in_page("document.querySelector('[data-part=server]').value = ''", &[])?;
    session.click("[data-part=server]")?;
    session.press(name)?;
    session.click("[data-part=server-form] [type=submit]")
}

fn ready(session: &Session) -> Result<()> {
    wait("the page to be filled", || {
        let script =
            "return document.querySelector('[data-part=server]') !== null && !document.body.hidden";
        Ok((session.in_page(script, &[])? == true).then_some(()))
    })
}

fn outcome(session: &Session, expected: &str) -> Result<String> {
    wait("the outcome", || {
        let text = session.in_page(
            "return document.querySelector(`[data-part=add-result] [data-outcome=${arguments[0]}]`)?.innerText ?? null",
            &[json!(expected)],
        )?;
        Ok(text.as_str().map(visible))
    })
}

fn mastodon(request: &Request) -> Answer {
    match request.path.as_str() {
        "/api/v1/instance/domain_blocks" => Answer::json(blocks()),
        _ => Answer::status(404),
    }
}

/// As Mastodon answers `GET /api/v1/instance/domain_blocks`; the third name is starred out for readers.
fn blocks() -> String {
    let block = |shown: &str, name: &str, severity: &str| {
        let digest = Digest::of(name).to_string();
        json!({"domain": shown, "digest": digest, "severity": severity, "comment": ""})
    };
    json!([
        block("threads.net", "threads.net", "suspend"),
        block("limited.example", "limited.example", "silence"),
        block("sta****.***mple", "starred.example", "suspend"),
    ])
    .to_string()
}

fn hidden(request: &Request) -> Answer {
    node_info(request).unwrap_or_else(|| Answer::status(404))
}

fn odd(request: &Request) -> Answer {
    node_info(request).unwrap_or_else(|| Answer::json(r#"{"error":"try again"}"#))
}

/// What only a fediverse server has.
fn node_info(request: &Request) -> Option<Answer> {
    let rel = "http://nodeinfo.diaspora.software/ns/schema/2.0";
    match request.path.as_str() {
        "/.well-known/nodeinfo" => {
            let href = format!("https://{}/nodeinfo/2.0", request.host);
            Some(Answer::json(json!({"links": [{"rel": rel, "href": href}]}).to_string()))
        }
        "/nodeinfo/2.0" => {
            let software = json!({"name": "mastodon", "version": "4.5.0"});
            Some(Answer::json(json!({"version": "2.0", "software": software}).to_string()))
        }
        _ => None,
    }
}

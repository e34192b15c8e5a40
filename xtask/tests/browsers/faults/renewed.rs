//! The background starts again and again, and with another build of the extension.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use tempfile::TempDir;
use xtask::browser::{Browser, Install, Session, wait};
use xtask::running::{self, ask};

use super::kept::{Kept, send};
use crate::browsers::fixture::{self, Trials, load, marked, open, wait_for_marks};
use crate::browsers::servers::trouble::Gate;
use crate::browsers::servers::{mastodon, suspend};

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("faults_of_a_hundred_starts", hundred_starts);
    trials.alone("faults_of_an_update_in_a_refresh", update_in_refresh);
    trials.alone("faults_of_a_change_while_the_judge_starts", change_in_start);
}

const SERVER: &str = "server.example";
const HOME: &str = "home:server.example";
const PAGE: &str = "<a href='https://bad.example/'>a</a> <a href='https://new.example/'>b</a>";

/// Each time somebody else wakes it.
fn hundred_starts(session: &Session) -> Result<()> {
    load(session, "List", "bad.example,suspend,false,false,,false")?;
    open(session, "page.example", PAGE)?;
    let before = Kept::read(session)?;
    session.messages()?;
    for start in 0..100 {
        session.stop_background()?;
        match start % 3 {
            0 => drop(ask(session, &json!("lists"))?),
            1 => send(session, "'lists'")?,
            _ => session
                .in_page("document.links[0].href = 'https://bad.example/' + Math.random()", &[])
                .map(drop)?,
        }
    }
    open(session, "page.example", PAGE)?;
    assert_eq!(marked(session)?, ["a suspend true"]);
    assert_eq!(Kept::read(session)?, before);
    let messages = session.messages()?;
    ensure!(!messages.iter().any(|it| it.contains("Uncaught")), "{messages:?}");
    Ok(())
}

/// Pages are told of the change only when they are answered by it.
fn change_in_start(browser: Browser) -> Result<()> {
    const BEFORE: &str =
        "<a href='https://bad.example/'>a</a> <a href='https://else.example/'>b</a>";
    let folder = TempDir::new().context("making a folder")?;
    let extension = fixture::altered(browser, folder.path(), |files| {
        fixture::with_script(files, "slow-judge.js", include_bytes!("slow_judge.js"))
    })?;
    let session = fixture::session_with(browser, extension, Install::Temporary)?;
    running::grant_all(&session)?;
    load(&session, "List", "bad.example,suspend,false,false,,false")?;
    open(&session, "page.example", BEFORE)?;
    assert_eq!(marked(&session)?, ["a suspend true"]);

    session.stop_background()?;
    let remembered = "(globalThis.browser ?? chrome).storage.session";
    session.in_extension(&format!("await {remembered}.set({{ armed: true }})"), &[])?;
    session.in_page("document.links[1].href = 'https://new.example/'", &[])?;
    wait("the judge to start", || {
        let waits = format!("return (await {remembered}.get('waits')).waits");
        Ok((session.in_extension(&waits, &[])? == true).then_some(()))
    })?;
    load(&session, "Other", "new.example,suspend,false,false,,false")?;
    wait_for_marks(&session, &["a suspend true", "b suspend true"])
}

fn update_in_refresh(browser: Browser) -> Result<()> {
    let folder = TempDir::new().context("making a folder")?;
    let extension = fixture::altered(browser, folder.path(), |_| Ok(()))?;
    let session = fixture::session_with(browser, extension, Install::Temporary)?;
    running::grant_all(&session)?;
    session.proxy().answer(SERVER, mastodon::open(&[suspend("bad.example")]));
    ask(&session, &json!({"addServer": {"server": SERVER, "home": true, "allowed": []}}))?;
    let before = Kept::read(&session)?;
    open(&session, "page.example", PAGE)?;

    session.proxy().clear();
    // The server does not answer before the update is over.
    let gate = Gate::default();
    let shut = gate.shut();
    let more = mastodon::open(&[suspend("bad.example"), suspend("new.example")]);
    session.proxy().answer(SERVER, gate.before(more));
    send(&session, "{ refresh: 'home:server.example' }")?;
    wait("the request", || Ok((!session.proxy().requests().is_empty()).then_some(())))?;
    session.update(&fixture::built("fencepost", browser)?)?;
    whole(&session)?;
    assert_eq!(Kept::read(&session)?, before);
    drop(shut);
    let answer = ask(&session, &json!({"refresh": HOME}))?;
    ensure!(answer["loaded"]["failure"] == Value::Null, "{answer}");
    open(&session, "page.example", PAGE)?;
    assert_eq!(marked(&session)?, ["a suspend true", "b suspend true"]);
    Kept::read(&session).map(drop)
}

/// After an update pages are looked at, those that are open already too.
fn whole(session: &Session) -> Result<()> {
    wait("the content script to be registered", || {
        let script = "return (await (globalThis.browser ?? chrome).scripting.getRegisteredContentScripts()).length";
        Ok((session.in_extension(script, &[])? == 1).then_some(()))
    })?;
    wait("the page that is open", || Ok((marked(session)? == ["a suspend true"]).then_some(())))
}

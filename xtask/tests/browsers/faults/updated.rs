//! An update from the first version: whatever it kept is in force, and pages are looked at as before.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use tempfile::TempDir;
use xtask::browser::{Browser, Install, Session, wait};
use xtask::running::{self, ALL_SITES, ask};

use super::first_version;
use super::kept::Kept;
use crate::browsers::fixture::{self, Trials, marked, open};
use crate::browsers::servers::{mastodon, suspend};

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.alone("faults_of_an_update_from_the_first_version", update);
}

const PAGE: &str = "<a href='https://home.example/'>a</a> <a href='https://file.example/'>b</a>";

fn update(browser: Browser) -> Result<()> {
    if !first_version::is_known() {
        eprintln!("the first version is not in the history here, so no update from it is tried");
        return Ok(());
    }
    let folder = TempDir::new().context("making a folder")?;
    let extension = folder.path().join("extension");
    xtask::write(&extension, &first_version::extension(browser)?)?;
    let session = fixture::session_with(browser, extension, Install::Temporary)?;
    running::grant_all(&session)?;
    session.proxy().answer("server.example", mastodon::open(&[suspend("home.example")]));
    tell(&session, &json!({"addServer": {"server": "server.example"}}))?;
    let file = "#domain,#severity\nfile.example,silence\n";
    tell(&session, &json!({"addFile": {"name": "List", "text": file}}))?;
    tell(&session, &json!({"setMarks": {"shown": false}}))?;

    session.update(&fixture::built("fencepost", browser)?)?;
    let script = "const { permissions, scripting } = globalThis.browser ?? chrome;
        const scripts = await scripting.getRegisteredContentScripts();
        return [scripts.length, await permissions.contains({ origins: [arguments[0]] })];";
    wait("the content script to be registered", || {
        let found = session.in_extension(script, &[json!(ALL_SITES)])?;
        Ok((found == json!([1, true])).then_some(()))
    })?;
    let marks = ["a suspend", "b silence"];
    open(&session, "page.example", PAGE)?;
    assert_eq!(marked(&session)?, marks.map(|it| format!("{it} \"setting\"")));
    let kept = Kept::read(&session)?;
    assert_eq!((kept.count("home:server.example"), kept.count("file:List")), (1, 1), "{kept:?}");
    ask(&session, &json!({"setMarks": true}))?;
    open(&session, "page.example", PAGE)?;
    assert_eq!(marked(&session)?, marks.map(|it| format!("{it} true")));
    let answer = ask(&session, &json!({"refresh": "home:server.example"}))?;
    ensure!(answer["loaded"]["failure"] == Value::Null, "{answer}");
    Kept::read(&session).map(drop)
}

/// Asks the first version for something.
fn tell(session: &Session, message: &Value) -> Result<()> {
    let script = "return await (globalThis.browser ?? chrome).runtime.sendMessage(arguments[0])";
    let answer = session.in_extension(script, std::slice::from_ref(message))?;
    ensure!(answer["failed"] == Value::Null, "{answer}");
    Ok(())
}

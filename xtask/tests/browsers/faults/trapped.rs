//! The core traps, which it never should: it is started again with its lists, and the person is told.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use tempfile::TempDir;
use xtask::browser::{Browser, Install, Session, wait};
use xtask::running::{self, ask};

use super::kept::Kept;
use crate::browsers::fixture::{self, Trials, load, marked, open, show, visible};

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.alone("faults_of_a_core_that_traps", trapped);
}

const PAGE: &str = "<a href='https://bad.example/'>a</a>";
const TRAP: &str = "<a href='https://trap.example/@user'>a</a>";
const MARKED: [&str; 1] = ["a suspend true"];

fn trapped(browser: Browser) -> Result<()> {
    let folder = TempDir::new().context("making a folder")?;
    let extension = fixture::altered(browser, folder.path(), |files| {
        let script = include_bytes!("trap.js");
        fixture::with_script(files, "trap.js", script)?;
        fixture::with_script_in(files, "fill.js", "trap.js", script)
    })?;
    let session = fixture::session_with(browser, extension, Install::Temporary)?;
    running::grant_all(&session)?;
    load(&session, "List", "bad.example,suspend,false,false,,false")?;
    open(&session, "page.example", PAGE)?;
    assert_eq!(marked(&session)?, MARKED);
    let before = Kept::read(&session)?;

    // What judges: the page asks a few times, then lets it be.
    open(&session, "odd.example", TRAP)?;
    popup(&session, true)?;
    open(&session, "page.example", PAGE)?;
    assert_eq!(marked(&session)?, MARKED);
    popup(&session, false)?;

    // What keeps lists: before it changes anything, and in the middle of a change.
    let address = "https://trap.example/list.csv";
    let subscribe = json!({"subscribe": {"address": address, "meaning": null, "allowed": []}});
    let file = json!({"addFile": {"name": "trap.example", "text": "domain\nx.example\n", "meaning": "suspend"}});
    for request in [subscribe, file] {
        let answer = ask(&session, &request)?;
        ensure!(answer["failed"]["message"]["key"] == "failTrapped", "{answer}");
        assert_eq!(Kept::read(&session)?, before);
        popup(&session, true)?;
    }
    let answer = load(&session, "Other", "other.example,suspend,false,false,,false")?;
    ensure!(answer["failure"] == Value::Null, "{answer}");
    open(&session, "page.example", PAGE)?;
    assert_eq!(marked(&session)?, MARKED);
    Kept::read(&session)?;
    popup_itself(&session)
}

/// What fills the popup traps: it says so, and is filled where nothing is wrong any more.
fn popup_itself(session: &Session) -> Result<()> {
    show(session, "trap.example", PAGE)?;
    let dead = session.click_toolbar()?;
    wait("the sentence", || {
        let text = visible(&dead.text()?);
        let says = text.contains("Your lists are as they were");
        Ok((says && text.contains("Try again")).then_some(()))
    })?;
    dead.close()?;
    open(session, "page.example", PAGE)?;
    assert_eq!(marked(session)?, MARKED);
    popup(session, true)?;
    popup(session, false)
}

/// Opens the popup, which says what happened once.
fn popup(session: &Session, told: bool) -> Result<()> {
    let popup = session.click_toolbar()?;
    wait("the popup", || {
        let text = visible(&popup.text()?);
        let is_filled = text.contains("Lists");
        Ok((is_filled && told == text.contains("was started again")).then_some(()))
    })?;
    popup.close()
}

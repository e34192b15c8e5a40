//! The database cannot be opened: pages go on, and the person reads a sentence.

use anyhow::{Result, ensure};
use serde_json::json;
use xtask::browser::{Session, wait};
use xtask::running::ask;

use super::kept::{Kept, run};
use crate::browsers::fixture::{Trials, load, marked, open, show, visible, wait_for_marks};
use crate::browsers::panels::filled;

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("faults_of_a_database_of_a_later_version", later);
    trials.add("faults_of_a_database_that_goes_away", goes_away);
}

const PAGE: &str = "<a href='https://bad.example/'>a</a>";
const ROW: &str = "bad.example,suspend,false,false,,false";
const MARKED: [&str; 1] = ["a suspend true"];

fn later(session: &Session) -> Result<()> {
    load(session, "List", ROW)?;
    session.stop_background()?;
    run(
        session,
        "const later = indexedDB.open('fencepost', 99);
         later.onupgradeneeded = () => {};
         (await request(later)).close();",
        &[],
    )?;
    session.messages()?;
    show(session, "page.example", PAGE)?;
    let popup = session.click_toolbar()?;
    wait("the sentence", || {
        let text = visible(&popup.text()?);
        Ok(text.contains("stored cannot be read").then_some(()))
    })?;
    popup.close()?;
    let answer = ask(session, &json!("lists"))?;
    assert_eq!(answer["failed"]["message"]["key"], "failRead", "{answer}");
    let text = session.in_page("return document.body.innerText", &[])?;
    assert_eq!(text, "a", "the page is what it was");
    for page in ["options.html", "welcome.html", "privacy.html", "check.html", "compare.html"] {
        session.show_own(page)?;
        wait(&format!("the sentence on {page}"), || {
            let text = session.in_page("return document.body.innerText", &[])?;
            Ok(text.as_str().is_some_and(|it| it.contains("stored cannot be read")).then_some(()))
        })?;
    }
    silent(session)?;

    // Without it everything begins anew, and without another start.
    run(session, "await request(indexedDB.deleteDatabase('fencepost'))", &[])?;
    load(session, "List", ROW)?;
    open(session, "page.example", PAGE)?;
    assert_eq!(marked(session)?, MARKED);
    session.show_own("options.html")?;
    filled(session)
}

/// Somebody deletes it while it is in use.
fn goes_away(session: &Session) -> Result<()> {
    load(session, "List", ROW)?;
    open(session, "page.example", PAGE)?;
    assert_eq!(marked(session)?, MARKED);
    session.messages()?;
    run(session, "await request(indexedDB.deleteDatabase('fencepost'))", &[])?;
    let popup = session.click_toolbar()?;
    wait("the popup", || Ok(visible(&popup.text()?).contains("No list").then_some(())))?;
    popup.close()?;
    load(session, "Other", "other.example,suspend,false,false,,false")?;
    wait_for_marks(session, &[])?;
    load(session, "List", ROW)?;
    wait_for_marks(session, &MARKED)?;
    silent(session)?;
    Kept::read(session).map(drop)
}

/// Nothing was thrown where nobody listens.
fn silent(session: &Session) -> Result<()> {
    let messages = session.messages()?;
    let thrown = |it: &&String| it.contains("Uncaught") || it.contains("unhandled");
    ensure!(!messages.iter().any(|it| thrown(&it)), "{messages:?}");
    Ok(())
}

//! A removal that is taken back, also by way of a background that was stopped, and one that is not.

use anyhow::Result;
use serde_json::json;
use xtask::browser::{Session, wait};
use xtask::running::ask;

use super::faults::kept::{Kept, run};
use super::fixture::{Trials, load, marked, open};
use super::panels::{filled, said};

const PAGE: &str = "<a href='https://bad.example/'>a</a>";
const ID: &str = "file:My list";

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("removing_can_be_taken_back", taken_back);
    trials.add("removed_lists_are_forgotten", forgotten);
}

fn taken_back(session: &Session) -> Result<()> {
    load(session, "My list", "bad.example,suspend,false,false,Why,false")?;
    let before = Kept::read(session)?;
    session.show_own("options.html")?;
    filled(session)?;
    session.click("[data-part=list-remove]")?;
    said(session, "lists-result", "The list My list is removed.")?;
    said(session, "removed", "The list My list is removed.")?;
    let focused = session.in_page("return document.activeElement.dataset.do", &[])?;
    assert_eq!(focused, "take-back");
    session.stop_background()?;
    open(session, "page.example", PAGE)?;
    assert!(marked(session)?.is_empty());

    // The page can be left and opened again, and everything comes back.
    session.show_own("options.html")?;
    filled(session)?;
    session.click("[data-do=take-back]")?;
    said(session, "lists-result", "in force again")?;
    assert_eq!(Kept::read(session)?, before);
    open(session, "page.example", PAGE)?;
    assert_eq!(marked(session)?, ["a suspend true"]);
    Ok(())
}

fn forgotten(session: &Session) -> Result<()> {
    load(session, "My list", "bad.example,suspend,false,false,Why,false")?;
    ask(session, &json!({"remove": ID}))?;
    let kept = "return await database(async (open) => {
        const all = open.transaction(['reports', 'rows']);
        const count = (name) => request(all.objectStore(name).count(arguments[0]));
        return [await count('reports'), await count('rows')];
    })";
    assert_eq!(run(session, kept, &[json!(ID)])?, json!([1, 1]));
    // As if it had been removed longer ago.
    let aged = "await edit('reports', arguments[0], (report) => ({ ...report, removedAt: report.removedAt - 300_000 }))";
    run(session, aged, &[json!(ID)])?;
    super::faults::clock::ring(session)?;
    wait("the list to be forgotten", || {
        Ok((run(session, kept, &[json!(ID)])? == json!([0, 0])).then_some(()))
    })?;
    let answer = ask(session, &json!({"takeBack": ID}))?;
    assert_eq!(answer["failed"]["message"]["key"], "failForgotten");
    Ok(())
}

//! The person takes permissions back while they are in use.

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use xtask::browser::{Session, wait};
use xtask::running::{self, ALL_SITES, ask};

use super::clock::{due, ring};
use super::kept::Kept;
use crate::browsers::fixture::{Trials, load, marked, open, visible, wait_for_marks};
use crate::browsers::panels::filled;
use crate::browsers::servers::{curated, suspend};

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("faults_of_sites_that_are_withdrawn", sites);
    trials.add("faults_of_a_server_that_is_withdrawn", server);
}

const HOST: &str = "lists.example";
const PAGE: &str = "<a href='https://bad.example/'>a</a>";
const MARKED: [&str; 1] = ["a suspend true"];

/// A page that is open goes on as far as the browser lets it.
fn sites(session: &Session) -> Result<()> {
    load(session, "List", "bad.example,suspend,false,false,,false")?;
    open(session, "page.example", PAGE)?;
    assert_eq!(marked(session)?, MARKED);
    session.messages()?;
    session.revoke(&[ALL_SITES])?;
    session.in_page(
        "document.body.insertAdjacentHTML('beforeend', '<a href=https://bad.example/late>late</a>')",
        &[],
    )?;
    // The press on the button allows to look, this once.
    let popup = session.click_toolbar()?;
    wait("the popup", || Ok(visible(&popup.text()?).contains("1 listed place").then_some(())))?;
    popup.close()?;
    load(session, "List", "other.example,suspend,false,false,,false")?;
    let messages = session.messages()?;
    ensure!(!messages.iter().any(|it| it.contains("Uncaught")), "{messages:?}");

    running::grant_all(session)?;
    wait_for_marks(session, &[])?;
    load(session, "List", "bad.example,suspend,false,false,,false")?;
    wait_for_marks(session, &["a suspend true", "late suspend true"])?;
    Kept::read(session).map(drop)
}

/// A list that cannot be asked for any more stays, and the person reads why.
fn server(session: &Session) -> Result<()> {
    session.proxy().answer(HOST, curated::host(&[suspend("bad.example")]));
    let address = format!("https://{HOST}{}", curated::CSV);
    let request = json!({"subscribe": {"address": address, "meaning": null, "allowed": []}});
    let answer = ask(session, &request)?;
    ensure!(answer["loaded"].is_object(), "{answer}");
    let id = format!("subscription:{address}");
    let before = Kept::read(session)?;
    session.revoke(&[ALL_SITES])?;
    due(session, &id)?;
    ring(session)?;
    wait("the failure", || {
        let list = &ask(session, &json!("lists"))?["lists"]["lists"][0];
        Ok((list["failure"]["key"] == "failNotAllowed").then_some(()))
    })?;
    assert_eq!(Kept::read(session)?, before);
    session.show_own("options.html")?;
    filled(session)?;
    let text = session.in_page("return document.body.innerText", &[])?;
    ensure!(text.as_str().is_some_and(|it| it.contains("does not let this extension")), "{text}");

    running::grant_all(session)?;
    let answer = ask(session, &json!({"refresh": id}))?;
    ensure!(answer["loaded"]["failure"] == Value::Null, "{answer}");
    open(session, "page.example", PAGE)?;
    assert_eq!(marked(session)?, MARKED);
    Ok(())
}

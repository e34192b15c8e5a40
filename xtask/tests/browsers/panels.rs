//! The panels that the welcome page and the settings share, as a person uses them.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::json;
use xtask::browser::{Session, wait};

use super::fixture::visible;

/// Types the name of a server, and presses the button beside it.
pub fn submit(session: &Session, name: &str) -> Result<()> {
    filled(session)?;
    session.in_page("document.querySelector('[data-part=add-result]').replaceChildren()", &[])?;
    session.in_page("document.querySelector('[data-part=server]').value = ''", &[])?;
    session.click("[data-part=server]")?;
    session.press(name)?;
    session.click("[data-part=server-form] [type=submit]")
}

/// Opens the other ways to add a list, and picks a file.
pub fn choose_list(session: &Session, file: &Path) -> Result<()> {
    session.in_page("document.querySelector('[data-part=ways]').open = true", &[])?;
    session.choose_file("[data-part=file]", file)
}

/// Waits until the page is filled.
pub fn filled(session: &Session) -> Result<()> {
    wait("the page to be filled", || {
        // Which sites are looked at comes last.
        let script = "return document.querySelector('[data-chosen]') !== null";
        Ok((session.in_page(script, &[])? == true).then_some(()))
    })
}

/// What the page says of the list that was asked for last: `good` or `bad`.
pub fn outcome(session: &Session, expected: &str) -> Result<String> {
    wait("the outcome", || {
        let text = session.in_page(
            "return document.querySelector(`[data-part=add-result] [data-outcome=${arguments[0]}]`)?.innerText ?? null",
            &[json!(expected)],
        )?;
        Ok(text.as_str().map(visible))
    })
}

/// Chooses to look at every site; the browser has to be told what to answer.
pub fn look_everywhere(session: &Session) -> Result<()> {
    session.click("[data-part=sites-every]")?;
    wait("the choice", || {
        let script =
            "return !document.querySelector('[data-part=choice-every] [data-part=chosen]').hidden";
        Ok((session.in_page(script, &[])? == true).then_some(()))
    })
}

/// The question that this part of the page asks.
pub fn asked(session: &Session, part: &str) -> Result<String> {
    wait("the question", || {
        let text = session.in_page(
            "return document.querySelector(`[data-part=${arguments[0]}] [data-outcome=question]`)?.innerText ?? null",
            &[json!(part)],
        )?;
        Ok(text.as_str().map(visible))
    })
}

/// Waits until this part of the page says something with these words.
pub fn said(session: &Session, part: &str, expected: &str) -> Result<()> {
    let mut last = String::new();
    let waited = wait("what is said", || {
        let script = "return document.querySelector(`[data-part=${arguments[0]}]`).innerText";
        last = visible(session.in_page(script, &[json!(part)])?.as_str().unwrap_or_default());
        Ok(last.contains(expected).then_some(()))
    });
    waited.with_context(|| format!("expected {expected:?}, found {last:?}"))
}

/// What each list's card says.
pub fn cards(session: &Session) -> Result<Vec<String>> {
    let script = "return [...document.querySelectorAll('[data-id]')].map(it => it.innerText)";
    let cards: Vec<String> = serde_json::from_value(session.in_page(script, &[])?)?;
    Ok(cards.iter().map(|card| visible(card)).collect())
}

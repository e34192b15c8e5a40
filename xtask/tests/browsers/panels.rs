//! The panels that the welcome page and the settings share, as a person uses them.

use anyhow::Result;
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

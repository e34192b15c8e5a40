//! The extension as it runs in a browser: what can be asked of it, and what it marks.
#![allow(clippy::indexing_slicing, reason = "an index that JSON does not have answers null")]

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use url::Url;

use crate::browser::{Answer, Proxy, Session, wait};

/// Every site, as a permission.
pub const ALL_SITES: &str = "*://*/*";

/// A listed link of a page, as `./build.sh marks` prints it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// The absolute address that it leads to.
    pub url: String,
    /// Its text, white space folded; the alternative text of an area.
    pub text: String,
    /// What is shown of it.
    pub severity: Option<String>,
    /// The name that matched.
    pub listed: Option<String>,
    /// The domain of a wrapper around the target.
    pub via: Option<String>,
    /// The names of all lists that apply.
    pub lists: Vec<String>,
    /// Whether the mark is drawn.
    pub marked: Marked,
    /// The domain or handle that it leads to.
    #[serde(skip_serializing)]
    pub target: Option<String>,
    /// The first sentence of the explanation, in English.
    #[serde(skip_serializing)]
    pub reason: Option<String>,
}

/// Whether a listed link carries a mark that can be seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Marked {
    /// It does; or it should and does not.
    Drawn(bool),
    /// `hidden`: there is nothing to be seen of the link itself; `setting`: marks are switched off.
    Not(String),
}

/// Asks the background about the lists from one of the extension's own pages: `fencepost::protocol::lists::Request`.
///
/// # Errors
/// When nobody answers.
pub fn ask(session: &Session, request: &Value) -> Result<Value> {
    let script =
        "return await (globalThis.browser ?? chrome).runtime.sendMessage({ lists: arguments[0] })";
    session.in_extension(script, std::slice::from_ref(request))
}

/// Loads a list from text; `Err` is the sentence that a person would read, in the inner result.
///
/// # Errors
/// When nobody answers.
pub fn load(session: &Session, name: &str, text: &str) -> Result<Result<Value, String>> {
    let answer = ask(session, &json!({"addFile": {"name": name, "text": text, "meaning": null}}))?;
    if answer["loaded"].is_object() {
        return Ok(Ok(answer["loaded"].clone()));
    }
    match &answer["failed"]["message"] {
        Value::Null => bail!("loading {name}: {answer}"),
        message => Ok(Err(sentence(session, message)?)),
    }
}

/// Grants all sites, and waits until pages are looked at.
///
/// # Errors
/// When it does not come to that.
pub fn grant_all(session: &Session) -> Result<()> {
    session.grant(&[ALL_SITES])?;
    wait("the content script to be registered", || {
        let script = "return (await (globalThis.browser ?? chrome).scripting.getRegisteredContentScripts()).length";
        Ok((session.in_extension(script, &[])? != 0).then_some(()))
    })
}

/// From now on, exactly this address answers with this page; the rest of its host answers 404.
///
/// # Errors
/// When it is not an absolute address of a host.
pub fn serve(proxy: &Proxy, address: &str, page: impl Into<Vec<u8>>) -> Result<()> {
    let url = Url::parse(address).with_context(|| format!("reading the address {address}"))?;
    let host = url.host_str().with_context(|| format!("no host in {address}"))?;
    let path = url[url::Position::BeforePath..url::Position::AfterQuery].to_owned();
    let page = Answer::html(page);
    proxy.answer(
        host,
        move |request| {
            if request.path == path { page.clone() } else { Answer::status(404) }
        },
    );
    Ok(())
}

/// Waits until all links of the shown page have been judged.
///
/// # Errors
/// When the content script is not there.
pub fn settled(session: &Session) -> Result<()> {
    wait("the content script", || {
        let there = session.in_content("return Boolean(globalThis.fencepost)", &[])?;
        Ok((there == true).then_some(()))
    })?;
    session.in_content("await fencepost.present()", &[]).map(drop)
}

/// All listed links of the shown page, in its order.
///
/// # Errors
/// When the extension may not look at it.
pub fn marks(session: &Session) -> Result<Vec<Mark>> {
    settled(session)?;
    session.in_content("await fencepost.brought.listed?.placeRest()", &[])?;
    let script = concat!(include_str!("running/sentence.js"), include_str!("running/marks.js"));
    let marks = session.in_content(script, &[])?;
    Ok(serde_json::from_value(marks)?)
}

/// Points at a marked link, and waits for its card.
///
/// # Errors
/// When no card comes.
pub fn hover_for_card(session: &Session, selector: &str) -> Result<()> {
    session.hover(selector)?;
    wait("the card", || Ok(card(session)?.map(drop)))
}

/// The text of the card that is shown.
///
/// # Errors
/// When the extension may not look at the page.
pub fn card(session: &Session) -> Result<Option<String>> {
    let script = concat!(include_str!("running/popover.js"), include_str!("running/card.js"));
    let text = session.in_content(script, &[])?;
    Ok(text.as_str().map(str::to_owned))
}

/// Where the card that is shown stands in the window: left, top, right and bottom, in CSS pixels.
///
/// # Errors
/// When there is none.
pub fn card_box(session: &Session) -> Result<[f64; 4]> {
    let script = concat!(
        include_str!("running/popover.js"),
        "const { left, top, right, bottom } = popover.getBoundingClientRect(); return [left, top, right, bottom]"
    );
    Ok(serde_json::from_value(session.in_content(script, &[])?)?)
}

/// A message in English.
fn sentence(session: &Session, message: &Value) -> Result<String> {
    let script = concat!(include_str!("running/sentence.js"), "\nreturn sentence(arguments[0]);");
    let text = session.in_extension(script, std::slice::from_ref(message))?;
    Ok(text.as_str().unwrap_or_default().to_owned())
}

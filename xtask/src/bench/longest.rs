//! B6: the longest that a page of 10,000 links cannot take its turn because of us.
//!
//! The page is laid out and at rest before the content script is put into it, as where it runs on click only. So
//! nothing of the page's own is in the figure, and what the script has the browser do is: styles, layout, painting.

use std::sync::Arc;

use anyhow::Result;
use serde_json::json;

use super::figure::Figure;
use super::pages::{HOST, names, page, rest};
use super::rival::{NOBODY, OURS, Rival};
use super::turns::{figure, take_turns};
use crate::browser::{Browser, Proxy, Session};
use crate::run::say;
use crate::running;

const LINKS: usize = 10_000;
/// For how long the page is watched, in milliseconds.
const WATCHED: u32 = 1_500;

/// Measures in one browser.
///
/// # Errors
/// When a browser does not start, or a page cannot be opened.
pub fn measure(browser: Browser, place: &str, rounds: usize) -> Result<Vec<Figure>> {
    say(&format!("measuring the longest task in {place}"));
    let proxy = Arc::new(Proxy::start()?);
    let script = include_str!("../../../bench/pages/longest.js");
    let address = format!("https://{HOST}/");
    running::serve(&proxy, &address, format!("{}<script>{script}</script>", page(LINKS)))?;
    let names = names(1_000);
    let ours = Rival::open(OURS, browser, &proxy, &names)?;
    let forget = "await (globalThis.browser ?? chrome).scripting.unregisterContentScripts()";
    ours.session.in_extension(forget, &[])?;
    let measured = take_turns(rounds, &[NOBODY, OURS], |name| {
        ours.session.show(&address)?;
        let files: &[&str] = if *name == OURS { &["content.js"] } else { &[] };
        longest(&ours.session, &address, files)
    })?;
    let case = format!("longest task on a page of {LINKS} links, {place}");
    let figures = [NOBODY, OURS].iter().zip(measured);
    Ok(figures.map(|(name, times)| figure("B6", &case, name, "ms", times)).collect())
}

fn longest(session: &Session, address: &str, files: &[&str]) -> Result<f64> {
    // The page that this is done from is opened before, and what opening it costs is over.
    let script = "
        const api = globalThis.browser ?? chrome;
        const tab = (await api.tabs.query({})).find(tab => tab.url === arguments[0]);
        const at = { tabId: tab.id };
        await api.scripting.executeScript({ target: at, func: () => {} });
        if (arguments[1].length) await api.scripting.executeScript({ target: at, files: arguments[1] });";
    session.in_extension(script, &[json!(address), json!([])])?;
    rest(session)?;
    session.in_page("listen(arguments[0])", &[json!(WATCHED)])?;
    session.in_extension(script, &[json!(address), json!(files)])?;
    let longest = session.in_page("return await heard()", &[])?;
    Ok(longest.as_f64().unwrap_or_default())
}

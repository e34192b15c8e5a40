//! The check page, as a person uses it.

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::json;
use xtask::browser::{Session, wait};
use xtask::running;

use super::super::fixture::visible;
use super::super::servers::{Entry, mastodon};

/// The server of the person who asks.
pub const HOME: &str = "home.example";

/// What the page answers.
#[derive(Debug, Deserialize)]
pub struct Shown {
    pub rows: Vec<Row>,
    pub notes: String,
    pub closing: String,
}

/// One row of the answer.
#[derive(Debug, Deserialize)]
pub struct Row {
    pub what: String,
    pub outcome: String,
    pub why: String,
}

impl Shown {
    /// The row about this.
    pub fn row(&self, what: &str) -> Result<&Row> {
        self.rows.iter().find(|it| it.what == what).with_context(|| format!("no row {what}"))
    }

    /// Each row's outcome, in their order.
    pub fn outcomes(&self) -> Vec<&str> {
        self.rows.iter().map(|it| it.outcome.as_str()).collect()
    }
}

/// Loads the home, a Mastodon server with this list; nothing is asked of it after that.
pub fn load_home(session: &Session, entries: &[Entry]) -> Result<()> {
    session.proxy().answer(HOME, mastodon::open(entries));
    let request = json!({"addServer": {"server": HOME, "home": true, "allowed": []}});
    let answer = running::ask(session, &request)?;
    assert!(answer["loaded"].is_object(), "{answer}");
    session.proxy().clear();
    session.proxy().answer(HOME, mastodon::open(entries));
    Ok(())
}

/// Asks about this, and waits for what own lists say.
pub fn ask(session: &Session, text: &str) -> Result<()> {
    session.show_own("check.html")?;
    wait("the page", || {
        Ok((session.in_page("return !document.body.hidden", &[])? == true).then_some(()))
    })?;
    session.click("[data-part=ask]")?;
    session.press(text)?;
    session.click("[data-part=ask-form] [type=submit]")?;
    wait("an answer", || {
        let script = "return !document.querySelector('[data-part=looked]').hidden";
        Ok((session.in_page(script, &[])? == true).then_some(()))
    })
}

/// Presses the button that names servers, and waits for the answer.
pub fn ask_servers(session: &Session) -> Result<Shown> {
    press(session, "ask")?;
    done(session)
}

/// Presses the button that does this, once it is there.
pub fn press(session: &Session, does: &str) -> Result<()> {
    let button = format!("[data-part=looked] [data-do={does}]");
    wait(&format!("the button {does}"), || {
        let script = "return document.querySelector(arguments[0]) !== null";
        Ok((session.in_page(script, &[json!(button)])? == true).then_some(()))
    })?;
    session.click(&button)
}

/// Waits until the servers have answered.
pub fn done(session: &Session) -> Result<Shown> {
    wait("the servers' answer", || {
        let script = "return document.querySelector('[data-part=again]:not([hidden])') !== null
            && document.querySelector('[data-part=offer]').childElementCount === 0";
        Ok((session.in_page(script, &[])? == true).then_some(()))
    })
    .with_context(|| said(session, "looked").unwrap_or_default())?;
    answer(session)
}

/// What the answer says now.
pub fn answer(session: &Session) -> Result<Shown> {
    let value = session.in_page(
        "const text = (root, part) => root.querySelector(`[data-part=${part}]`)?.innerText ?? '';
         const whole = document.querySelector('[data-part=answer]');
         const rows = [...whole.querySelectorAll('[data-part=rows] tr')];
         return {
             rows: rows.map(row => ({
                 what: text(row, 'row-what'),
                 outcome: text(row, 'row-whether'),
                 why: text(row, 'row-why'),
             })),
             notes: text(whole, 'notes'),
             closing: text(whole, 'closing'),
         };",
        &[],
    )?;
    Ok(serde_json::from_str(&visible(&value.to_string()))?)
}

/// What this part of the page says.
pub fn said(session: &Session, part: &str) -> Result<String> {
    let script = "return document.querySelector(`[data-part=${arguments[0]}]`)?.innerText ?? ''";
    Ok(visible(session.in_page(script, &[json!(part)])?.as_str().unwrap_or_default()))
}

/// The hosts that were asked, each once, sorted.
pub fn attempts(session: &Session) -> Vec<String> {
    let mut attempts = session.proxy().attempts();
    // Over a connection that was open before, a host is asked without another attempt.
    attempts.extend(session.proxy().requests().into_iter().map(|it| it.host));
    attempts.sort();
    attempts.dedup();
    attempts
}

/// Waits until this part of the page says this.
pub fn wait_for(session: &Session, part: &str, expected: &str) -> Result<()> {
    wait(expected, || Ok(said(session, part)?.contains(expected).then_some(())))
        .with_context(|| said(session, "looked").unwrap_or_default())
}

/// Waits until the page in front is the check page about this.
pub fn wait_for_subject(session: &Session, expected: &str) -> Result<()> {
    wait(expected, || Ok(said(session, "subject").is_ok_and(|it| it == expected).then_some(())))
}

/// Asserts that nothing stands beyond the window but what can be scrolled there by itself.
pub fn fits(session: &Session) -> Result<()> {
    let beyond = session.in_page(
        "return [...document.querySelectorAll('main *')].filter(it => !it.closest('.heard-only, .scroll')
             && it.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
             .map(it => it.outerHTML.slice(0, 100))",
        &[],
    )?;
    assert_eq!(beyond, json!([]));
    Ok(())
}

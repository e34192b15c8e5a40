//! What is kept, read past the extension.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};
use serde::Deserialize;
use serde_json::Value;
use xtask::browser::Session;

/// The functions that scripts here begin with.
const FUNCTIONS: &str = include_str!("kept.js");

/// What is kept of all lists.
#[derive(Debug, PartialEq, Deserialize)]
pub struct Kept {
    pub lists: BTreeMap<String, List>,
    /// How many rules the index has.
    pub rules: u64,
    /// How large the index is.
    pub bytes: u64,
    /// Whether marks are shown, once that was set.
    pub marks: Option<bool>,
}

/// What is kept of a list: how many entries it has in each place.
#[derive(Debug, PartialEq, Deserialize)]
pub struct List {
    pub report: u64,
    pub keys: u64,
    pub rows: u64,
    pub held: bool,
}

impl Kept {
    /// Reads it, and makes sure that all that is kept belongs together.
    pub fn read(session: &Session) -> Result<Kept> {
        let kept: Kept = serde_json::from_value(run(session, "return await kept()", &[])?)?;
        for list in kept.lists.values() {
            ensure!(list.report == list.keys && list.keys == list.rows, "{kept:?}");
        }
        ensure!(kept.rules == kept.lists.values().map(|list| list.keys).sum::<u64>(), "{kept:?}");
        Ok(kept)
    }

    /// How many entries of a list are in force.
    pub fn count(&self, id: &str) -> u64 {
        self.lists.get(id).map_or(0, |list| list.keys)
    }
}

/// Runs the body of an async function in a page of the extension, with the functions of `kept.js`.
pub fn run(session: &Session, body: &str, args: &[Value]) -> Result<Value> {
    session.in_extension(&format!("{FUNCTIONS}\n{body}"), args)
}

/// Asks the background for something, and does not wait for the answer. `request` is an expression of JavaScript.
pub fn send(session: &Session, request: &str) -> Result<()> {
    let send = "(globalThis.browser ?? chrome).runtime.sendMessage";
    run(session, &format!("{send}({{ lists: {request} }}).catch(() => {{}})"), &[]).map(drop)
}

/// Asks the background for something. `request` is an expression of JavaScript.
pub fn ask(session: &Session, request: &str) -> Result<Value> {
    let send = "(globalThis.browser ?? chrome).runtime.sendMessage";
    run(session, &format!("return await {send}({{ lists: {request} }})"), &[])
}

/// Loads a file with so many names, which takes the place of the one before.
pub fn import(session: &Session, tag: &str, count: usize) -> Result<()> {
    let file = format!("{{ name: 'Big', text: names('{tag}', {count}), meaning: null }}");
    let answer = ask(session, &format!("{{ addFile: {file} }}"))?;
    ensure!(answer["loaded"].is_object(), "{answer}");
    Ok(())
}

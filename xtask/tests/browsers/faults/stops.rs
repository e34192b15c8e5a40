//! The background ends at the points where it waits for something: all of the old is in force or all of the new, and
//! the next run finishes the work.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::{Value, json};
use tempfile::TempDir;
use xtask::browser::{Browser, Install, Session};
use xtask::running;

use super::changes::{ALL, Change};
use super::kept::run;
use crate::browsers::fixture::{self, Trials};

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.alone("faults_stop_at_points_of_every_kind", |browser| stop(browser, of_every_kind));
    trials.long("faults_stop_at_every_point", |browser| stop(browser, every_one));
}

/// The functions that scripts here begin with.
const FUNCTIONS: &str = include_str!("states.js");
/// What every change waits for.
const ALWAYS: [&str; 3] = ["put index", "commit", "keep"];
/// How the names of points begin between which a change is written.
const WRITING: [&str; 3] = ["put ", "delete ", "commit"];

/// What is kept, and what is in force.
#[derive(Debug, PartialEq, Deserialize)]
struct State {
    stores: String,
    local: String,
    found: Value,
}

/// How far the background got.
#[derive(Debug, Deserialize)]
struct Progress {
    at: String,
    passed: Vec<String>,
}

/// The numbers of some of the points with these names, counted from 1; told the names that it was asked about before.
type Choose = fn(&[String], &BTreeSet<String>) -> Vec<usize>;

/// Of the points where the same is waited for, the last: in every change those between which it is written, and those
/// of which no other change has any.
fn of_every_kind(points: &[String], before: &BTreeSet<String>) -> Vec<usize> {
    let last: BTreeMap<_, _> = points.iter().zip(1..).collect();
    let is_chosen = |name: &str| {
        !before.contains(name) || WRITING.iter().any(|writing| name.starts_with(writing))
    };
    let mut numbers: Vec<_> =
        last.into_iter().filter(|(name, _)| is_chosen(name)).map(|(_, number)| number).collect();
    numbers.sort_unstable();
    numbers
}

fn every_one(points: &[String], _: &BTreeSet<String>) -> Vec<usize> {
    (1..=points.len()).collect()
}

fn stop(browser: Browser, choose: Choose) -> Result<()> {
    let folder = TempDir::new().context("making a folder")?;
    let extension = fixture::altered(browser, folder.path(), |files| {
        fixture::with_script(files, "stops.js", include_bytes!("stops.js"))
    })?;
    let session = fixture::session_with(browser, extension, Install::Temporary)?;
    running::grant_all(&session)?;
    let mut before = BTreeSet::new();
    for change in &ALL {
        let n_points = stop_in(&session, change, choose, &mut before)
            .with_context(|| format!("changing {}, {browser:?}", change.what))?;
        eprintln!("{browser:?}: stopped at {n_points} points of changing {}", change.what);
    }
    Ok(())
}

/// Ends the background at some points of a change; how many those are.
fn stop_in(
    session: &Session,
    change: &Change,
    choose: Choose,
    before: &mut BTreeSet<String>,
) -> Result<usize> {
    change.make_old(session)?;
    session.stop_background()?;
    script(session, "window.old = await take()", &[])?;
    let old = state(session, change)?;
    let whole = begin(session, change, None)?;
    let new = state(session, change)?;
    ensure!(whole.at == "end" && old != new, "{whole:?}: {old:?}, {new:?}");
    ensure!(ALWAYS.iter().all(|it| whole.passed.iter().any(|point| point == it)), "{whole:?}");

    let points = choose(&whole.passed, before);
    before.extend(whole.passed);
    for number in &points {
        let reached = begin(session, change, Some(*number))?;
        session.stop_background()?;
        finish(session, change, &old, &new)
            .with_context(|| format!("stopped at the last of {:?}", reached.passed))?;
    }
    Ok(points.len())
}

/// Makes the old state and has it changed, up to the point of this number.
fn begin(session: &Session, change: &Change, number: Option<usize>) -> Result<Progress> {
    session.stop_background()?;
    let looked = if change.with_judge { change.places } else { &[] };
    let body = format!(
        "(await put(window.old)).close(); await look(arguments[1]);
         return await upTo(arguments[0], {})",
        change.request
    );
    let progress = script(session, &body, &[json!(number), json!(looked)])?;
    Ok(serde_json::from_value(progress)?)
}

/// What there is after an interruption is one of two states. Then the work is finished.
fn finish(session: &Session, change: &Change, old: &State, new: &State) -> Result<()> {
    let left = state(session, change)?;
    let expected = if left.stores == new.stores { new } else { old };
    ensure!(
        left.stores == expected.stores && left.found == expected.found,
        "neither old nor new: {left:?}\nold: {old:?}\nnew: {new:?}"
    );
    let ask = format!("await runtime.sendMessage({{ lists: {} }})", change.request);
    script(session, &ask, &[])?;
    let done = state(session, change)?;
    ensure!(done == *new, "not finished: {done:?}, and not {new:?}");
    Ok(())
}

fn state(session: &Session, change: &Change) -> Result<State> {
    let state = script(session, "return await state(arguments[0])", &[json!(change.places)])?;
    Ok(serde_json::from_value(state)?)
}

fn script(session: &Session, body: &str, args: &[Value]) -> Result<Value> {
    run(session, &format!("{FUNCTIONS}\n{body}"), args)
}

//! The search over all lists: what is found, and that 100,000 rows are as easy to walk through as ten.

use anyhow::Result;
use serde_json::{Value, json};
use xtask::browser::{Session, wait};
use xtask::running::{self, ask};

use super::fixture::{Trials, load, visible};
use super::panels::{filled, said};
use super::servers::{FRIENDS, friends};

/// How many entries the large list has.
const MANY: usize = 100_000;
const DOWN: &str = "\u{e015}";
const UP: &str = "\u{e013}";
const PAGE_DOWN: &str = "\u{e00f}";
const HOME: &str = "\u{e011}";
const END: &str = "\u{e010}";

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("search_finds_names_and_reasons", finds);
    trials.add("search_in_100000_rows", many);
}

fn finds(session: &Session) -> Result<()> {
    session.proxy().answer(FRIENDS, friends());
    ask(session, &json!({"addServer": {"server": FRIENDS, "home": true, "allowed": []}}))?;
    load(session, "My list", "loud.example,silence,false,false,Too loud,false")?;
    ask(
        session,
        &json!({"setRule": {"name": "mine.example", "severity": "suspend", "note": "Ich will nicht, Übel"}}),
    )?;
    session.show_own("options.html")?;
    filled(session)?;
    type_in(session, "LOUD")?;
    found(session, &["loud.example Limited Too loud My list"])?;
    type_in(session, "übel")?;
    found(session, &["mine.example Suspended Ich will nicht, Übel Your own rules"])?;
    // What covers a name is found by it, and so is what its server stars out.
    type_in(session, "https://www.loud.example/@me")?;
    found(session, &["loud.example Limited Too loud My list"])?;
    type_in(session, "starred.example")?;
    wait("the entry that is starred out", || {
        let rows = rows(session)?;
        Ok((rows.len() == 1 && rows[0].contains('*') && rows[0].ends_with(FRIENDS)).then_some(()))
    })?;
    session.click("[data-part=search-table] [role=row]")?;
    said(session, "search-entry", "The server stars this name out")?;
    // A rule that is removed is not found any more, and taken back it is.
    type_in(session, "mine.example")?;
    found(session, &["mine.example Suspended Ich will nicht, Übel Your own rules"])?;
    session.click("[data-do=remove-rule]")?;
    said(session, "rules-result", "The rule for mine.example is removed.")?;
    type_in(session, "mine.example")?;
    said(session, "search-said", "No entry has this")?;
    session.press("\u{e004}")?;
    session.click("[data-part=rule-undo]")?;
    said(session, "rules-result", "The rule for mine.example is in force.")?;
    type_in(session, "mine.example")?;
    found(session, &["mine.example Suspended Ich will nicht, Übel Your own rules"])
}

fn many(session: &Session) -> Result<()> {
    let rows: String =
        (0..MANY).map(|it| format!("n{it:05}.example,suspend,,,Reason {it},\n")).collect();
    let head = "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\n";
    running::load(session, "large", &format!("{head}{rows}"))?
        .map_err(|why| anyhow::anyhow!(why))?;
    session.show_own("options.html")?;
    filled(session)?;
    session.click("[data-part=search-all]")?;
    said(session, "search-said", "100,000 entries of 100,000")?;
    session.in_page("document.querySelector('[data-part=search-table]').focus()", &[])?;
    at(session, DOWN, 1)?;
    at(session, DOWN, 2)?;
    at(session, UP, 1)?;
    at(session, END, MANY)?;
    at(session, UP, MANY - 1)?;
    at(session, HOME, 1)?;
    session.press(PAGE_DOWN)?;
    let (row, _) = chosen(session)?;
    assert!(row > 4, "{row}");
    // Wherever it is scrolled to, the rows that are in sight are there, and no more than a few others.
    let frames = session.in_page(SCROLL, &[])?;
    assert!(frames["most"].as_u64().is_some_and(|it| it < 60), "{frames}");
    assert_eq!(frames["missing"], 0, "{frames}");
    eprintln!("{:?}: {frames}", session.browser());
    type_in(session, "n99999")?;
    found(session, &["n99999.example Suspended Reason 99999 large"])
}

/// Scrolls the table through for two seconds, and tells how many rows there were at most, how often a place in sight had
/// none, and how long frames took, in milliseconds.
const SCROLL: &str = "
    const view = document.querySelector('[data-part=search-table]');
    const box = view.getBoundingClientRect();
    let [most, missing, last] = [0, 0, performance.now()];
    const frames = [];
    for (const start = last; last - start < 2000; ) {
        view.scrollTop += 487;
        const now = await new Promise(requestAnimationFrame);
        frames.push(now - last);
        last = now;
        const rows = [...view.querySelectorAll('[role=row]')];
        most = Math.max(most, rows.length);
        const { top, bottom } = view.getBoundingClientRect();
        const places = rows.map((row) => row.getBoundingClientRect());
        const covers = (y) => places.some((place) => place.top <= y && place.bottom >= y);
        if (![top + 5, (top + bottom) / 2, bottom - 5].every(covers)) missing += 1;
    }
    frames.sort((a, b) => a - b);
    const part = (share) => Math.round(frames[Math.floor(share * (frames.length - 1))] * 10) / 10;
    return { most, missing, frames: frames.length, median: part(0.5), p95: part(0.95), longest: part(1) };";

/// Presses a key; afterwards this row is chosen, counted from 1, and in sight.
#[track_caller]
fn at(session: &Session, key: &str, expected: usize) -> Result<()> {
    session.press(key)?;
    assert_eq!(chosen(session)?, (expected, true));
    Ok(())
}

/// The number of the chosen row, as assistive technology is told it, and whether it is in sight.
fn chosen(session: &Session) -> Result<(usize, bool)> {
    let chosen = session.in_page(
        "const view = document.querySelector('[data-part=search-table]');
         const row = document.getElementById(view.getAttribute('aria-activedescendant'));
         const [inner, outer] = [row.getBoundingClientRect(), view.getBoundingClientRect()];
         const inSight = inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
         return [Number(row.getAttribute('aria-rowindex')), inSight && row.ariaSelected === 'true'];",
        &[],
    )?;
    Ok(serde_json::from_value(chosen)?)
}

fn type_in(session: &Session, words: &str) -> Result<()> {
    session.in_page("document.querySelector('[data-part=search-field]').select()", &[])?;
    session.click("[data-part=search-field]")?;
    session.in_page("document.querySelector('[data-part=search-field]').select()", &[])?;
    session.press(words)
}

/// Waits until exactly these rows are shown.
fn found(session: &Session, expected: &[&str]) -> Result<()> {
    let mut last = Vec::new();
    let waited = wait("what is found", || {
        last = rows(session)?;
        Ok((last == expected).then_some(()))
    });
    waited.map_err(|error| anyhow::anyhow!("{error:#}: expected {expected:?}, found {last:?}"))
}

fn rows(session: &Session) -> Result<Vec<String>> {
    let rows: Value = session.in_page(
        "return [...document.querySelectorAll('[data-part=search-table] [role=row]')]
             .map((row) => [...row.children].map((it) => it.textContent).join(' '))",
        &[],
    )?;
    let rows: Vec<String> = serde_json::from_value(rows)?;
    Ok(rows.iter().map(|row| visible(row)).collect())
}

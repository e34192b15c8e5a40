//! B8: pages that change all the time.

use std::sync::Arc;

use anyhow::Result;
use serde_json::json;

use super::figure::Figure;
use super::pages::{HOST, names};
use super::process;
use super::rival::{NOBODY, OURS, PLAIN, Rival};
use super::turns::{figure, take_turns};
use crate::browser::{Browser, Proxy};
use crate::run::say;
use crate::running;

/// What changes: what is reported, what the page does, for how long in one turn in milliseconds, how many changes at
/// each step, and what the page begins with.
type Change = (&'static str, &'static str, u32, u32, fn() -> String);

const CHANGES: [Change; 2] = [
    ("50 links every 100 ms", "scroll", 2_000, 50, String::new),
    ("5,000 text mutations a second on a page without links", "write", 1_000, 50, texts),
];

/// Measures in one browser. Pages change only while it is their turn.
///
/// # Errors
/// When a browser does not start, or the page cannot be asked.
pub fn measure(browser: Browser, place: &str, rounds: usize) -> Result<Vec<Figure>> {
    say(&format!("measuring pages that change in {place}"));
    let proxy = Arc::new(Proxy::start()?);
    let names = names(1_000);
    let open = |name| Rival::open(name, browser, &proxy, &names);
    let rivals = [NOBODY, PLAIN, OURS].into_iter().map(open);
    let rivals = rivals.collect::<Result<Vec<_>>>()?;
    let mut figures = Vec::new();
    for (what, kind, duration, count, begin) in CHANGES {
        let address = format!("https://{HOST}/");
        running::serve(&proxy, &address, page(&begin()))?;
        for Rival { session, .. } in &rivals {
            session.show(&address)?;
        }
        let measured = take_turns(rounds, &rivals, |Rival { session, .. }| {
            let process = process::of_page(session)?;
            let before = process::main_thread(process)?;
            session.in_page(
                "await change(...arguments)",
                &[json!(kind), json!(duration), json!(count)],
            )?;
            let time = process::main_thread(process)? - before;
            Ok(time.as_secs_f64() * 1e6 / f64::from(duration))
        })?;
        let case = format!("{what}, {place}");
        for (Rival { name, .. }, times) in rivals.iter().zip(measured) {
            figures.push(figure("B8", &case, name, "ms a second", times));
        }
    }
    Ok(figures)
}

fn page(content: &str) -> String {
    let script = include_str!("../../../bench/pages/changes.js");
    format!("<!doctype html><title>Changes</title>{content}<script>{script}</script>")
}

fn texts() -> String {
    "<p>Some text</p>".repeat(100)
}

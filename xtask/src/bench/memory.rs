//! B9: the memory of the background, and of each tab.

use std::sync::Arc;

use anyhow::Result;

use super::figure::Figure;
use super::pages::{names, page, rest};
use super::process::memory;
use super::rival::{NOBODY, OURS, Rival};
use super::turns::{figure, take_turns};
use crate::browser::{Browser, Proxy};
use crate::run::say;
use crate::running;

/// How many pairs of browsers are started at most: each is one turn.
const BROWSERS: usize = 3;
/// Tabs beside the first.
const MORE: usize = 9;
const MIB: f64 = (1 << 20) as f64;

/// Measures in one browser; it is started anew for each of these rounds, as tabs of former rounds would be seen.
///
/// # Errors
/// When a browser does not start, or a page cannot be opened.
pub fn measure(browser: Browser, place: &str, rounds: usize) -> Result<Vec<Figure>> {
    say(&format!("measuring memory in {place}"));
    let proxy = Arc::new(Proxy::start()?);
    for tab in 0..=MORE {
        running::serve(&proxy, &address(tab), page(1_000))?;
    }
    let names = names(100_000);
    let measured = take_turns(rounds.min(BROWSERS), &[NOBODY, OURS], |name| {
        let rival = Rival::open(name, browser, &proxy, &names)?;
        let session = &rival.session;
        session.show(&address(0))?;
        rest(session)?;
        let one = memory(session)? as f64 / MIB;
        for tab in 1..=MORE {
            session.show_more(&address(tab))?;
        }
        rest(session)?;
        Ok((one, memory(session)? as f64 / MIB))
    })?;
    let mut figures = Vec::new();
    let [nobody, ours] = &measured[..] else { return Ok(figures) };
    let mut add = |what: &str, values: Vec<f64>| {
        figures.push(figure("B9", &format!("{what}, {place}"), OURS, "MiB", values));
    };
    let pairs = || ours.iter().zip(nobody);
    add("added with one tab", pairs().map(|(ours, nobody)| ours.0 - nobody.0).collect());
    let per_tab = |(one, ten): &(f64, f64)| (ten - one) / MORE as f64;
    add(
        "added by each further tab",
        pairs().map(|(ours, nobody)| per_tab(ours) - per_tab(nobody)).collect(),
    );
    for (name, values) in [(OURS, ours), (NOBODY, nobody)] {
        let values = values.iter().map(|it| it.1);
        let case = format!("all processes with ten tabs, {place}");
        figures.push(figure("B9", &case, name, "MiB", values));
    }
    Ok(figures)
}

fn address(tab: usize) -> String {
    format!("https://site{tab}.example/")
}

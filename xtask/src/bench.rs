//! `./build.sh bench`: what Fencepost costs, beside its peers and the floor.
//!
//! The contestants are in `bench`, a workspace of its own, so that nothing else compiles or installs them. Each prints
//! its figures, or is measured from here in a browser; they become one table, with the budgets that they are held
//! against.

mod budgets;
mod changes;
mod figure;
mod longest;
mod memory;
mod native;
mod node;
mod pages;
pub mod process;
mod report;
mod rival;
mod sizes;
mod turns;
mod wake;
mod web;

use std::thread;

use anyhow::{Result, anyhow, bail};
use lexopt::Parser;
use lexopt::prelude::*;

use crate::browser::Browser;
use crate::run::say;
use figure::Figure;

/// How often each contestant has its turn where nothing else is said.
const ROUNDS: usize = 15;

/// Whether the two browsers may be measured at once: where they leave most of the processor idle, or time is not what
/// is measured.
#[derive(Clone, Copy)]
enum Both {
    InTurn,
    AtOnce,
}

/// What is measured in both browsers: the ids of it, and what measures it so many times.
type InBrowser = (&'static [&'static str], Both, fn(Browser, &str, usize) -> Result<Vec<Figure>>);

const IN_BROWSERS: [InBrowser; 6] = [
    (&["B1", "B2", "B5"], Both::InTurn, web::measure),
    (&["B4"], Both::InTurn, wake::measure),
    (&["B6", "B7"], Both::InTurn, pages::measure),
    (&["B6"], Both::InTurn, longest::measure),
    (&["B8"], Both::AtOnce, changes::measure),
    (&["B9"], Both::AtOnce, memory::measure),
];

/// What the command line says.
struct Options {
    /// Only what a change is held against, in two minutes.
    quick: bool,
    /// Only these measures; all when there is none.
    only: Vec<String>,
    rounds: usize,
}

/// Measures, prints the table, and says which budgets are missed. Everything at once is written to `docs` too.
///
/// # Errors
/// When a contestant cannot be built or fails; with `--quick`, as [`gate`].
#[allow(clippy::print_stdout, reason = "a command's answer goes to standard output")]
pub fn bench(args: Parser) -> Result<()> {
    let options = Options::read(args)?;
    if options.quick {
        return gate();
    }
    let figures = options.measure()?;
    let verdicts = budgets::check(&figures);
    print!("{}", report::markdown(&figures, &verdicts));
    if options.is_whole() {
        report::write(&figures, &verdicts)?;
        say("written to docs/benchmarks.md and docs/benchmarks.json");
    }
    Ok(())
}

/// Measures what a change is held against: ratios within one run, natively, in seconds.
///
/// # Errors
/// When a contestant cannot be built or fails, or a gated budget is missed by more than a tenth.
#[allow(clippy::print_stdout, reason = "a command's answer goes to standard output")]
pub fn gate() -> Result<()> {
    let figures = native::quick()?;
    let verdicts = budgets::check(&figures);
    print!("{}", report::markdown(&figures, &verdicts));
    let missed: Vec<_> = verdicts.iter().filter(|it| it.fails_gate()).map(|it| it.what()).collect();
    if !missed.is_empty() {
        bail!("slower than it was: {}", missed.join("; "));
    }
    Ok(())
}

impl Options {
    fn read(mut args: Parser) -> Result<Options> {
        let mut options = Options { quick: false, only: Vec::new(), rounds: ROUNDS };
        while let Some(arg) = args.next()? {
            match arg {
                Long("quick") => options.quick = true,
                Long("rounds") => options.rounds = args.value()?.parse()?,
                Value(id) => options.only.push(id.string()?),
                other => return Err(other.unexpected().into()),
            }
        }
        Ok(options)
    }

    fn is_whole(&self) -> bool {
        self.only.is_empty() && self.rounds >= ROUNDS
    }

    fn wants(&self, ids: &[&str]) -> bool {
        self.only.is_empty() || self.only.iter().any(|it| ids.contains(&it.as_str()))
    }

    fn measure(&self) -> Result<Vec<Figure>> {
        let mut figures = native::measure(self.rounds, |id| self.wants(&[id]))?;
        if self.wants(&["B1", "B2", "B5"]) {
            figures.extend(node::measure(self.rounds)?);
        }
        for (_, both, measure) in IN_BROWSERS.iter().filter(|it| self.wants(it.0)) {
            figures.extend(in_both(*both, |browser, place| measure(browser, place, self.rounds))?);
        }
        if self.wants(&["B10"]) {
            figures.extend(sizes::measure()?);
        }
        figures.retain(|it| self.wants(&[&it.measure]));
        Ok(figures)
    }
}

fn in_both(
    both: Both,
    measure: impl Fn(Browser, &str) -> Result<Vec<Figure>> + Sync,
) -> Result<Vec<Figure>> {
    let chromium = || measure(Browser::Chromium, "Chromium");
    let firefox = || measure(Browser::Firefox, "Firefox");
    let measured = match both {
        Both::InTurn => [chromium()?, firefox()?],
        Both::AtOnce => thread::scope(|scope| {
            let firefox = scope.spawn(firefox);
            let chromium = chromium()?;
            let firefox = firefox.join().map_err(|_| anyhow!("measuring in Firefox failed"))?;
            anyhow::Ok([chromium, firefox?])
        })?,
    };
    Ok(measured.concat())
}

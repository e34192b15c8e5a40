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
mod popup;
pub mod process;
mod report;
mod rival;
mod sizes;
mod steps;
mod turns;
mod wake;
mod web;

use anyhow::{Result, bail};
use lexopt::Parser;
use lexopt::prelude::*;

use crate::run::say;
use figure::Figure;

/// How often each contestant has its turn where nothing else is said.
const ROUNDS: usize = 15;

/// What the command line says.
struct Options {
    /// Only what a change is held against, in two minutes.
    quick: bool,
    /// What a run before this one has measured is not measured again.
    go_on: bool,
    /// Only these measures or steps; all when there is none.
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
    let figures = native::quick(ROUNDS)?;
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
        let mut options = Options { quick: false, go_on: false, only: Vec::new(), rounds: ROUNDS };
        while let Some(arg) = args.next()? {
            match arg {
                Long("quick") => options.quick = true,
                Long("go-on") => options.go_on = true,
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

    fn measure(&self) -> Result<Vec<Figure>> {
        let is_wanted =
            |step: &steps::Step| self.only.is_empty() || self.only.iter().any(|it| step.is(it));
        let mut figures = Vec::new();
        for step in steps::all().iter().filter(|it| is_wanted(it)) {
            let kept = if self.go_on { step.kept() } else { None };
            figures.extend(kept.map_or_else(|| step.measure(self.rounds), Ok)?);
        }
        Ok(figures)
    }
}

//! `./build.sh bench`: what Fencepost costs, beside its peers and the floor.
//!
//! The contestants are in `bench`, a workspace of its own, so that nothing else compiles or installs them. Each prints
//! its figures; here they become one table, with the budgets that they are held against.

mod budgets;
mod figure;
mod native;
mod node;
mod report;
mod sizes;
mod web;

use anyhow::{Result, bail};
use lexopt::Parser;
use lexopt::prelude::*;

use crate::run::say;

/// How much is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Every measure, at least 15 rounds; the documentation is written.
    Full,
    /// What a change is held against, in two minutes; nothing is written.
    Quick,
}

/// Measures, prints the table, and says which budgets are missed.
///
/// # Errors
/// When a contestant cannot be built or fails; with `--quick`, also when a gated budget is missed by more than a tenth.
#[allow(clippy::print_stdout, reason = "a command's answer goes to standard output")]
pub fn bench(mut args: Parser) -> Result<()> {
    let mut extent = Extent::Full;
    while let Some(arg) = args.next()? {
        match arg {
            Long("quick") => extent = Extent::Quick,
            other => return Err(other.unexpected().into()),
        }
    }
    let mut figures = native::measure(extent)?;
    if extent == Extent::Full {
        figures.extend(node::measure()?);
        figures.extend(web::measure()?);
        figures.extend(sizes::measure()?);
    }
    let verdicts = budgets::check(&figures);
    print!("{}", report::markdown(&figures, &verdicts));
    if extent == Extent::Full {
        report::write(&figures, &verdicts)?;
        say("written to docs/benchmarks.md and docs/benchmarks.json");
        return Ok(());
    }
    let missed: Vec<_> = verdicts.iter().filter(|it| it.fails_gate()).map(|it| it.what()).collect();
    if !missed.is_empty() {
        bail!("slower than it was: {}", missed.join("; "));
    }
    Ok(())
}

//! `./build.sh soak`: what takes too long for a test: ten thousand pages, two days of refreshes, a stop at every point.
//!
//! They are trials of `xtask/tests/browsers`, each with a small version among the tests.

use anyhow::Result;
use lexopt::Parser;
use lexopt::prelude::*;

use crate::run::{cargo, say, show};
use crate::tools;

/// The variable of the environment that has the browser tests run these trials in place of the others.
pub const VARIABLE: &str = "FENCEPOST_SOAK";

/// Runs the long trials, or those with this in their names, in one browser after the other: memory is measured.
///
/// # Errors
/// When a trial fails.
pub fn soak(mut args: Parser) -> Result<()> {
    let mut filter = None;
    while let Some(arg) = args.next()? {
        match arg {
            Value(name) if filter.is_none() => filter = Some(name.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    tools::chromium()?;
    tools::firefox()?;
    say("soaking the extension in both browsers");
    let mut cargo = cargo(["test", "--package", "xtask", "--test", "browsers", "--"]);
    show(cargo.args(["--test-threads", "1"]).args(filter).env(VARIABLE, "1"))
}

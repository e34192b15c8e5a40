//! The real browsers with the real extension.

use anyhow::{Result, bail};

/// `./build.sh run`.
///
/// # Errors
/// Not there yet.
pub fn run(_args: lexopt::Parser) -> Result<()> {
    bail!("not there yet")
}

/// `./build.sh marks`.
///
/// # Errors
/// Not there yet.
pub fn marks(_args: lexopt::Parser) -> Result<()> {
    bail!("not there yet")
}

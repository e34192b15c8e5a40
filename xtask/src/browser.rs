//! The real browsers with the real extension.

use anyhow::{Result, bail};

/// A browser that Fencepost is built for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browser {
    /// Chromium and its kin.
    Chromium,
    /// Firefox.
    Firefox,
}

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

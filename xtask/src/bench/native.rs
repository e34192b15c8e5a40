//! B1, B2, B3, B5 and B11 natively.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::Extent;
use super::figure::{self, Figure};
use crate::root::target;
use crate::run::{cargo, run, say};

/// Builds the contestants and lets them run.
///
/// # Errors
/// When they cannot be built, or fail.
pub fn measure(extent: Extent) -> Result<Vec<Figure>> {
    let program = program()?;
    let steps: &[&[&str]] = match extent {
        Extent::Full => &[
            &["lookups", "15", "500", "5000", "50000", "500000"],
            &["digests", "15"],
            &["reading", "15", "1000", "100000"],
            &["refresh", "1", "1", "100", "10000", "1000000"],
        ],
        Extent::Quick => {
            &[&["lookups", "7", "500", "50000"], &["digests", "15"], &["refresh", "1", "10000"]]
        }
    };
    let mut figures = Vec::new();
    for step in steps {
        say(&format!("measuring {}", step.first().unwrap_or(&"")));
        figures.extend(figure::read(&ask(&program, step)?)?);
    }
    Ok(figures)
}

/// What the program of the contestants prints.
///
/// # Errors
/// When it fails.
pub fn ask(program: &Path, args: &[&str]) -> Result<String> {
    let output = Command::new(program).args(args).output();
    let output = output.with_context(|| format!("cannot start {}", program.display()))?;
    if !output.status.success() {
        bail!(
            "{} {} failed: {}",
            program.display(),
            args.join(" "),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// The program of the native contestants, built.
///
/// # Errors
/// When it cannot be built.
pub fn program() -> Result<PathBuf> {
    say("building the native contestants");
    let folder = target().join("bench");
    let mut build = cargo(["build", "--quiet", "--release", "--locked", "--bins"]);
    build.args(["--manifest-path", "bench/Cargo.toml", "--target-dir"]).arg(&folder);
    run(&mut build)?;
    Ok(folder.join("release/fencepost-bench"))
}

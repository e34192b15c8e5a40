//! B1, B2, B3, B5 and B11 natively.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::figure::{self, Figure};
use crate::root::target;
use crate::run::{cargo, run, say};

/// What the program of the contestants measures: the ids of it, its name there, and the sizes of lists.
pub type Step = (&'static [&'static str], &'static str, &'static [&'static str]);

/// All of it.
pub const STEPS: [Step; 4] = [
    (&["B1", "B2"], "lookups", &["500", "5000", "50000", "500000"]),
    (&["B3"], "digests", &[]),
    (&["B5"], "reading", &["1000", "100000"]),
    (&["B11"], "refresh", &["1", "100", "10000", "1000000"]),
];

/// What a change is held against: only ratios within one run, on lists that are quickly built.
const QUICK: [Step; 4] = [
    (&["B1", "B2"], "lookups", &["500", "50000"]),
    (&["B3"], "digests", &[]),
    (&["B5"], "reading", &["5000"]),
    (&["B11"], "refresh", &["10000"]),
];

/// Lets each contestant of a step have so many turns.
///
/// # Errors
/// When they cannot be built, or fail.
pub fn measure(name: &str, rounds: usize, sizes: &[&str]) -> Result<Vec<Figure>> {
    let program = program()?;
    say(&format!("measuring {name}"));
    let rounds = rounds.to_string();
    figure::read(&ask(&program, &[&[name, rounds.as_str()], sizes].concat())?)
}

/// What a change is held against.
///
/// # Errors
/// As [`measure`].
pub fn quick(rounds: usize) -> Result<Vec<Figure>> {
    let measured = QUICK.map(|(_, name, sizes)| measure(name, rounds, sizes));
    Ok(measured.into_iter().collect::<Result<Vec<_>>>()?.concat())
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

//! B1, B2, B3, B5 and B11 natively.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::figure::{self, Figure};
use crate::root::target;
use crate::run::{cargo, run, say};

/// What the program of the contestants measures: the ids of it, its name there, and the sizes of lists.
type Step = (&'static [&'static str], &'static str, &'static [&'static str]);

const STEPS: [Step; 4] = [
    (&["B1", "B2"], "lookups", &["500", "5000", "50000", "500000"]),
    (&["B3"], "digests", &[]),
    (&["B5"], "reading", &["1000", "100000"]),
    (&["B11"], "refresh", &["1", "100", "10000", "1000000"]),
];

/// Of these measures, lets each contestant have so many turns.
///
/// # Errors
/// When they cannot be built, or fail.
pub fn measure(rounds: usize, is_wanted: impl Fn(&str) -> bool) -> Result<Vec<Figure>> {
    let wanted = STEPS.iter().filter(|(ids, ..)| ids.iter().any(|it| is_wanted(it)));
    let rounds = rounds.to_string();
    take(wanted.map(|(_, name, sizes)| (*name, rounds.as_str(), *sizes)))
}

/// What a change is held against: only ratios within one run, on lists that are quickly built.
///
/// # Errors
/// As [`measure`].
pub fn quick() -> Result<Vec<Figure>> {
    take([
        ("lookups", "15", &["500", "50000"][..]),
        ("digests", "15", &[]),
        ("reading", "15", &["5000"]),
        ("refresh", "1", &["10000"]),
    ])
}

fn take<'s>(
    steps: impl IntoIterator<Item = (&'s str, &'s str, &'s [&'s str])>,
) -> Result<Vec<Figure>> {
    let mut figures = Vec::new();
    for (name, rounds, sizes) in steps {
        let program = program()?;
        say(&format!("measuring {name}"));
        let args = [&[name, rounds], sizes].concat();
        figures.extend(figure::read(&ask(&program, &args)?)?);
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

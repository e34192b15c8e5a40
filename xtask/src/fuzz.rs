//! `./build.sh fuzz`: looks for bytes that break what holds for any bytes (`tests/properties`).
//!
//! Works with a stable compiler: `cargo fuzz` asks it for the coverage that libFuzzer needs, and only the sanitizers,
//! which find wrong memory accesses, need another. Without `unsafe` in the core there is nothing for them to find.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use lexopt::Parser;
use lexopt::prelude::*;

use crate::root::{root, target};
use crate::run::{cargo, run, say};
use crate::tools;

/// How long each target runs by default, in seconds.
const SECONDS: u32 = 60;
/// How long one input may take, in seconds; most take a thousandth.
const SECONDS_FOR_ONE: u32 = 20;
/// The longest input, in bytes: long enough to tell a time in the square of it from one in proportion.
const LONGEST: u32 = 16 << 10;
/// How much memory a target may use, in mebibytes.
const MEMORY: u32 = 2048;

/// Runs every target, or one, or one on a single input.
///
/// # Errors
/// When an input was found for which something does not hold, or a target cannot be built.
#[allow(clippy::print_stdout, reason = "a command's answer goes to standard output")]
pub fn fuzz(mut args: Parser) -> Result<()> {
    let (mut seconds, mut chosen, mut input) = (SECONDS, None, None);
    while let Some(arg) = args.next()? {
        match arg {
            Long("seconds") => seconds = args.value()?.parse()?,
            Value(name) if chosen.is_none() => chosen = Some(name.string()?),
            Value(path) if input.is_none() => input = Some(PathBuf::from(path)),
            other => return Err(other.unexpected().into()),
        }
    }
    let all = targets()?;
    if let Some(name) = chosen.as_ref().filter(|it| !all.contains(it)) {
        let all = all.join(", ");
        return Err(lexopt::Error::from(format!("no target \"{name}\"; there are {all}")).into());
    }
    tools::cargo_fuzz()?;
    if let Some((name, input)) = chosen.as_ref().zip(input) {
        return run(cargo_fuzz("run", Some(name))?.arg(input));
    }
    say("building the fuzz targets");
    run(&mut cargo_fuzz("build", chosen.as_deref())?)?;
    let mut n_found = 0;
    for name in all.iter().filter(|it| chosen.as_ref().is_none_or(|chosen| chosen == *it)) {
        match look(name, seconds)? {
            None => println!("{name}: nothing found in {seconds} s"),
            Some(input) => {
                n_found += 1;
                println!(
                    "{name}: found {0}; `./build.sh fuzz {name} {0}` repeats it",
                    input.display()
                );
            }
        }
    }
    if n_found > 0 {
        bail!("{n_found} targets found an input for which something does not hold");
    }
    Ok(())
}

/// The names of all targets.
fn targets() -> Result<Vec<String>> {
    let folder = root().join("fuzz/fuzz_targets");
    let files =
        fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut names = Vec::new();
    for file in files {
        let path = file?.path();
        names.extend(path.file_stem().map(|it| it.to_string_lossy().into_owned()));
    }
    names.sort_unstable();
    Ok(names)
}

/// Runs a target and answers the input that it found. What it learns is kept in `target/fuzz` for the next time.
fn look(name: &str, seconds: u32) -> Result<Option<PathBuf>> {
    let learnt = folder().join("corpus").join(name);
    fs::create_dir_all(&learnt).with_context(|| format!("cannot make {}", learnt.display()))?;
    let mut command = cargo_fuzz("run", Some(name))?;
    command.arg(learnt).arg(Path::new("fuzz/corpus").join(name)).arg("--");
    command.arg(format!("-max_total_time={seconds}")).arg(format!("-timeout={SECONDS_FOR_ONE}"));
    command.arg(format!("-max_len={LONGEST}")).arg(format!("-rss_limit_mb={MEMORY}"));
    let output = command.output().with_context(|| format!("cannot start the target {name}"))?;
    if output.status.success() {
        return Ok(None);
    }
    let text = String::from_utf8_lossy(&output.stderr);
    // What libFuzzer says of a crash, a timeout and too much memory alike.
    let path = text.lines().find_map(|it| it.split_once("Test unit written to ")).map(|it| it.1);
    let Some(path) = path else { bail!("the target {name} failed without an input:\n{text}") };
    let path = Path::new(path.trim());
    Ok(Some(path.strip_prefix(root()).unwrap_or(path).to_owned()))
}

/// A command of `cargo fuzz`.
fn cargo_fuzz(command: &str, target: Option<&str>) -> Result<Command> {
    let mut cargo = cargo(["fuzz", command, "--fuzz-dir", "fuzz", "--sanitizer", "none"]);
    cargo.arg("--target-dir").arg(folder()).args(target).env("PATH", tools::path()?);
    Ok(cargo)
}

/// Where the targets are built, and keep what they learn.
fn folder() -> PathBuf {
    target().join("fuzz")
}

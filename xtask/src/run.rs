//! Other programs, run to their end. What is said of the progress goes to standard error.

use std::env;
use std::io;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::root::root;

/// Says what is being done.
pub fn say(what: &str) {
    eprintln!("build.sh: {what}");
}

/// Runs a program that tells of its progress.
///
/// # Errors
/// When it cannot be started, or fails.
pub fn run(command: &mut Command) -> Result<()> {
    show(command.stdout(io::stderr()))
}

/// Runs a program whose words are what was asked for.
///
/// # Errors
/// As [`run`].
pub fn show(command: &mut Command) -> Result<()> {
    let name = command.get_program().display().to_string();
    let status =
        command.stdin(Stdio::null()).status().with_context(|| format!("cannot start {name}"))?;
    if !status.success() {
        bail!("{name} failed ({status})");
    }
    Ok(())
}

/// Runs a program, and answers what it prints on its standard output, whether it succeeds or not.
///
/// # Errors
/// When it cannot be started.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output();
    let output =
        output.with_context(|| format!("cannot start {}", command.get_program().display()))?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Cargo, at the root of the repository.
pub fn cargo<'a>(args: impl IntoIterator<Item = &'a str>) -> Command {
    let mut cargo = Command::new("cargo");
    cargo.args(args).current_dir(root());
    forget_own_package(&mut cargo);
    cargo
}

/// Takes out of the environment what Cargo told us about ourselves.
///
/// Some crates (ring) are compiled anew whenever it changes, so a Cargo started from here may not see it.
pub fn forget_own_package(command: &mut Command) {
    const OURS: [&str; 4] = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"];
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(|name| OURS.iter().any(|ours| name.starts_with(ours))) {
            command.env_remove(name);
        }
    }
}

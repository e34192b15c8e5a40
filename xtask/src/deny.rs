//! `./build.sh deny`: what comes from others, held against `deny.toml`: under which licence, from where, and whether
//! anything is known against it.

use std::process::Command;

use anyhow::Result;
use lexopt::Parser;

use crate::run::{cargo, run, say, show};
use crate::tools;

/// The workspaces whose programs come near what strangers write; the peers in `bench` are measured and nothing else.
const MANIFESTS: [&str; 2] = ["Cargo.toml", "fuzz/Cargo.toml"];

/// Checks both lock files.
///
/// # Errors
/// What is not allowed.
pub fn deny(mut args: Parser) -> Result<()> {
    if let Some(arg) = args.next()? {
        return Err(arg.unexpected().into());
    }
    tools::cargo_deny()?;
    // The advisories are a repository of their own, which not every machine can reach.
    let has_advisories = run(cargo_deny("Cargo.toml")?.args(["fetch", "db"])).is_ok();
    for manifest in MANIFESTS {
        say(&format!("checking what {manifest} needs"));
        show(cargo_deny(manifest)?.args(["check", "bans", "licenses", "sources"]))?;
        if has_advisories {
            show(cargo_deny(manifest)?.args(["check", "--disable-fetch", "advisories"]))?;
        }
    }
    if !has_advisories {
        say(
            "the advisories cannot be had here, so nobody knows whether any is about these crates; all else is well",
        );
    }
    Ok(())
}

/// A command of `cargo deny`.
fn cargo_deny(manifest: &str) -> Result<Command> {
    let mut cargo = cargo(["deny", "--locked", "--manifest-path", manifest]);
    cargo.env("PATH", tools::path()?);
    Ok(cargo)
}

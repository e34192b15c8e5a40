//! B1, B2, B3 and B5 in Node.js: the core as WebAssembly beside the peers that are JavaScript.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::figure::{self, Figure};
use super::native;
use crate::root::{root, target};
use crate::run::{cargo, run, say};
use crate::stamp::Stamp;
use crate::{tools, wasm};

/// The list of B3: 5,000 names in clear and 1,000 starred out.
pub const STARRED: &str = "6000";
/// Pages have those between.
const SIZES: [&str; 3] = ["500", "100000", "500000"];

/// What the core is built for.
#[derive(Clone, Copy)]
pub enum Target {
    /// Node.js, where modules are loaded at once.
    Node,
    /// The same, and compiled to be fast instead of small, which the extension's modules are not.
    FastNode,
    /// A page.
    Web,
}

/// Lets them run.
///
/// # Errors
/// When npm or a tool is missing, or a contestant fails.
pub fn measure(rounds: usize) -> Result<Vec<Figure>> {
    let mut node = Command::new("node");
    node.arg(root().join("bench/js/node.js")).arg(rounds.to_string());
    node.arg(module(Target::Node)?).arg(module(Target::FastNode)?);
    node.arg(corpus(STARRED)?);
    for size in SIZES {
        node.arg(corpus(size)?);
    }
    say("measuring in Node.js");
    let output = node.output().context("cannot start node")?;
    if !output.status.success() {
        bail!("the contestants in Node.js failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    figure::read(&String::from_utf8(output.stdout)?)
}

/// A file with a list of so many names, and hosts that are looked for in it.
///
/// # Errors
/// When it cannot be written.
pub fn corpus(size: &str) -> Result<PathBuf> {
    let file = target().join(format!("bench/names-{size}.json"));
    fs::write(&file, native::ask(&native::program()?, &["names", "1", size])?)
        .with_context(|| format!("cannot write {}", file.display()))?;
    Ok(file)
}

/// The core as a module, compiled as the extension's modules are but for what wasm-opt makes of them; and the peers
/// beside it, installed.
///
/// # Errors
/// When a tool is missing or fails.
pub fn module(of: Target) -> Result<PathBuf> {
    peers()?;
    tools::for_wasm()?;
    say("building the core as WebAssembly");
    let bench = target().join("bench");
    let (profile, name) = match of {
        Target::Node => ("module", "nodejs"),
        Target::FastNode => ("release", "nodejs"),
        Target::Web => ("module", "web"),
    };
    let mut build = cargo(["build", "--quiet", "--locked", "--lib", "--profile", profile]);
    build.args(["--target", "wasm32-unknown-unknown", "--manifest-path", "bench/Cargo.toml"]);
    run(build.arg("--target-dir").arg(&bench).env("CARGO_ENCODED_RUSTFLAGS", wasm::flags()?))?;
    let folder = bench.join(format!("{name}-{profile}"));
    let mut bind = Command::new(tools::folder().join("bin/wasm-bindgen"));
    bind.args(["--target", name, "--out-dir"]).arg(&folder);
    let code = format!("wasm32-unknown-unknown/{profile}/fencepost_bench.wasm");
    run(bind.arg(bench.join(code)))?;
    Ok(folder.join("fencepost_bench.js"))
}

fn peers() -> Result<()> {
    let bench = root().join("bench");
    let lock =
        fs::read(bench.join("package-lock.json")).context("cannot read package-lock.json")?;
    let stamp = Stamp::of(bench.join("node_modules/.fencepost"), &[&lock]);
    if !stamp.is_current() {
        say("installing the npm packages of the peers");
        run(Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(bench))?;
        stamp.set()?;
    }
    Ok(())
}

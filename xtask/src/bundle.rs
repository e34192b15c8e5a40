//! Scripts as they ship: the two that run inside pages and those that fill own pages, each one small file, and those that
//! load the core.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::budget;
use crate::root::target;
use crate::run::run;
use crate::tools;

/// The oldest browsers that the manifest allows.
const BROWSERS: &str = "--target=chrome123,firefox140";

/// The scripts that are bundled, each with what it imports.
pub struct Scripts {
    /// Runs in every frame of every page.
    pub content: Vec<u8>,
    /// Runs where a card is asked for.
    pub card: Vec<u8>,
    /// Fills the check page.
    pub check: Vec<u8>,
    /// Fills the page that compares servers.
    pub compare: Vec<u8>,
}

/// Bundles the scripts.
///
/// # Errors
/// When esbuild is missing or fails, or a script is larger than its budget.
pub fn build() -> Result<Scripts> {
    let folder = target().join("bundle");
    let mut inside = esbuild(&folder)?;
    inside.args(["content=extension/content/main.js", "card=extension/content/card/main.js"]);
    // As a function of its own, so that no name of ours meets the page's other extensions or a second injection.
    run(inside.args(["--bundle", "--format=iife"]))?;

    let mut check = esbuild(&folder)?;
    run(check.args([
        "check=extension/check/main.js",
        "compare=extension/check/compare.js",
        "--bundle",
        "--format=esm",
    ]))?;

    let read = |name| fs::read(folder.join(name)).with_context(|| format!("cannot read {name}"));
    let scripts = Scripts {
        content: read("content.js")?,
        card: read("card.js")?,
        check: read("check.js")?,
        compare: read("compare.js")?,
    };
    budget::CONTENT.check(scripts.content.len())?;
    budget::CARD.check(scripts.card.len())?;
    Ok(scripts)
}

/// A module of its own, smaller: what wasm-bindgen writes is meant to be read.
///
/// # Errors
/// When esbuild is missing or fails.
pub fn minify(module: &Path) -> Result<Vec<u8>> {
    let folder = target().join("bundle/core");
    run(esbuild(&folder)?.arg("--format=esm").arg(module))?;
    let small = folder.join(module.file_name().context("a module without a name")?);
    fs::read(&small).with_context(|| format!("cannot read {}", small.display()))
}

fn esbuild(folder: &Path) -> Result<Command> {
    let mut esbuild = tools::node_program("esbuild")?;
    esbuild.args(["--minify", "--charset=utf8", "--log-level=warning", BROWSERS]);
    esbuild.arg(format!("--outdir={}", folder.display()));
    Ok(esbuild)
}

//! The two scripts that run inside pages, each one small file.

use std::fs;

use anyhow::{Context, Result};

use crate::budget;
use crate::root::target;
use crate::run::run;
use crate::tools;

/// The oldest browsers that the manifest allows.
const BROWSERS: &str = "--target=chrome123,firefox140";

/// `content.js` and `card.js`, each with what it imports.
pub struct Scripts {
    /// Runs in every frame of every page.
    pub content: Vec<u8>,
    /// Runs where a card is asked for.
    pub card: Vec<u8>,
}

/// Bundles the scripts.
///
/// # Errors
/// When esbuild is missing or fails, or a script is larger than its budget.
pub fn build() -> Result<Scripts> {
    let folder = target().join("bundle");
    let mut esbuild = tools::node_program("esbuild")?;
    esbuild.args(["content=extension/content/main.js", "card=extension/content/card/main.js"]);
    // As a function of its own, so that no name of ours meets the page's other extensions or a second injection.
    esbuild.args([
        "--bundle",
        "--minify",
        "--format=iife",
        "--charset=utf8",
        "--log-level=warning",
        BROWSERS,
    ]);
    run(esbuild.arg(format!("--outdir={}", folder.display())))?;

    let read = |name| fs::read(folder.join(name)).with_context(|| format!("cannot read {name}"));
    let scripts = Scripts { content: read("content.js")?, card: read("card.js")? };
    budget::CONTENT.check(scripts.content.len())?;
    budget::CARD.check(scripts.card.len())?;
    Ok(scripts)
}

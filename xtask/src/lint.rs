//! `./build.sh lint`: everything that is wrong with the code before it runs.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use lexopt::Parser;
use serde::Deserialize;

use crate::run::{cargo, output, say, show};
use crate::{brand, package, tidy, tools, wasm};

/// Checks the sources, then the packages of every brand.
///
/// # Errors
/// What is wrong.
pub fn lint(mut args: Parser) -> Result<()> {
    if let Some(arg) = args.next()? {
        return Err(arg.unexpected().into());
    }
    sources()?;
    packages()
}

/// Form, lints and types of the sources.
///
/// # Errors
/// What is wrong.
pub fn sources() -> Result<()> {
    say("checking form, lints and types");
    tidy::check()?;
    show(&mut cargo(["fmt", "--all", "--check"]))?;
    for apart in ["fuzz/Cargo.toml", "bench/Cargo.toml"] {
        show(&mut cargo(["fmt", "--manifest-path", apart, "--check"]))?;
    }
    let strict = ["--", "--deny", "warnings"];
    show(cargo(["clippy", "--quiet", "--workspace", "--all-targets"]).args(strict))?;
    // The browser tests are no part of all targets, because `cargo test` is not to run them.
    show(cargo(["clippy", "--quiet", "--package", "xtask", "--test", "browsers"]).args(strict))?;
    tools::wasm_target()?;
    show(cargo(["clippy", "--quiet", "--lib", "--target", "wasm32-unknown-unknown"]).args(strict))?;
    wasm::build()?;
    show(tools::node_program("tsc")?.args(["--project", "tsconfig.json"]))
}

/// The packages of every brand, as the stores see them.
///
/// # Errors
/// What a part cannot be built of, or what a store would say.
pub fn packages() -> Result<()> {
    let folder = tempfile::tempdir().context("cannot make a folder")?;
    for (name, bytes) in package::make(&brand::names()?)? {
        // Chromium's store has no linter to run; Firefox's covers what both have in common.
        if name.ends_with(".xpi") {
            say(&format!("checking {name}"));
            let path = folder.path().join(&name);
            fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
            check_package(&path)?;
        }
    }
    Ok(())
}

/// What the add-on linter says (`addons-linter --output json`).
#[derive(Deserialize)]
struct Report {
    errors: Vec<Message>,
    warnings: Vec<Message>,
    notices: Vec<Message>,
}

#[derive(Deserialize)]
struct Message {
    code: String,
    message: String,
    file: Option<String>,
}

impl Message {
    fn line(&self) -> String {
        format!("\n  {} {}: {}", self.file.as_deref().unwrap_or("package"), self.code, self.message)
    }
}

fn check_package(path: &Path) -> Result<()> {
    let text = output(tools::node_program("addons-linter")?.args(["--output", "json"]).arg(path))?;
    let report: Report =
        serde_json::from_str(&text).context("cannot read what addons-linter says")?;
    let messages = [report.errors, report.warnings, report.notices];
    let lines: String = messages.iter().flatten().map(Message::line).collect();
    if !lines.is_empty() {
        bail!("{} would not pass a store:{lines}", path.display());
    }
    Ok(())
}

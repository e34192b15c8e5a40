//! The first version, built from the history, once, into `target/former`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result, bail};
use xtask::Files;
use xtask::browser::Browser;

/// The first commit whose package works, and so the first that could store anything.
const FIRST: &str = "922205bcbcfc48b979afff1390f139036612b199";

/// Whether the history reaches back to it. That of a shallow clone does not, and a source archive has none.
pub fn is_known() -> bool {
    let commit = format!("{FIRST}^{{commit}}");
    let asked =
        Command::new("git").args(["cat-file", "-e", &commit]).current_dir(xtask::root()).output();
    asked.is_ok_and(|it| it.status.success())
}

/// The extension of the first version.
///
/// # Errors
/// When it cannot be built.
pub fn extension(browser: Browser) -> Result<Files> {
    static BUILDING: Mutex<()> = Mutex::new(());

    let _one = BUILDING.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = xtask::root().join("target/former").join(FIRST);
    let kind = match browser {
        Browser::Chromium => "zip",
        Browser::Firefox => "xpi",
    };
    if package(&folder, kind).is_none() {
        build(&folder).context("building the first version")?;
    }
    let path = package(&folder, kind).context("the first version has no package")?;
    xtask::unzip(&fs::read(&path)?).with_context(|| path.display().to_string())
}

/// The package of this kind that was built there.
fn package(folder: &Path, kind: &str) -> Option<PathBuf> {
    let entries = fs::read_dir(folder.join("dist")).ok()?;
    let mut paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    paths.find(|path| path.extension().is_some_and(|it| it == kind))
}

/// Builds it as it was built then, with the npm packages of today.
fn build(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    let sources = folder.join("sources.tar");
    git(&["archive", "--output", &sources.display().to_string(), FIRST])?;
    run(Command::new("tar").arg("xf").arg(&sources).current_dir(folder))?;
    // It was larger than it allowed itself to be.
    let budget = folder.join("xtask/src/budget.rs");
    fs::write(&budget, fs::read_to_string(&budget)?.replace("_000 }", "_000_000 }"))?;
    std::os::unix::fs::symlink(xtask::tools::node_modules()?, folder.join("node_modules"))?;
    // Its npm packages are held against the list of its own, which those of today were not installed from.
    fs::copy(xtask::root().join("package-lock.json"), folder.join("package-lock.json"))?;
    let mut cargo = Command::new("cargo");
    cargo.args(["run", "--quiet", "--package", "xtask", "--", "package"]).current_dir(folder);
    xtask::forget_own_package(&mut cargo);
    // Not where that of today is: its build program would take the place of ours.
    run(cargo.env("CARGO_TARGET_DIR", folder.join("target")))
}

fn git(args: &[&str]) -> Result<()> {
    run(Command::new("git").args(args).current_dir(xtask::root()))
}

fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("starting {command:?}"))?;
    if !status.success() {
        bail!("{command:?}: {status}");
    }
    Ok(())
}

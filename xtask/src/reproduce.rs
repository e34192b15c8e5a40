//! `./build.sh reproduce`: whether two builds in two folders give the same packages.

use std::env;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use lexopt::Parser;

use crate::archive::unzip;
use crate::brand::{self, Brand};
use crate::extension::{Files, write};
use crate::package::{source, sums};
use crate::run::{run, say};
use crate::tools;

/// Names of folders that differ in length, since a path could leave its mark by either.
const FOLDERS: [&str; 2] = ["a", "another folder of a longer name"];

/// Builds all packages twice in new folders, from what the source archives hold, and compares their checksums.
///
/// # Errors
/// When a build fails, or gives something else than the other.
pub fn reproduce(mut args: Parser) -> Result<()> {
    if let Some(arg) = args.next()? {
        return Err(arg.unexpected().into());
    }
    let sources = sources()?;
    let modules = tools::node_modules()?;
    let scratch = tempfile::tempdir().context("cannot make a folder")?;
    let build = |name| build(&scratch.path().join(name), &sources, &modules);
    let [one, other] = [build(FOLDERS[0])?, build(FOLDERS[1])?];
    print!("{one}");
    let differing: Vec<_> = one.lines().filter(|line| !other.contains(line)).collect();
    if one != other {
        bail!("the second build gave something else; of the first:\n{}", differing.join("\n"));
    }
    say("both builds gave the same");
    Ok(())
}

/// The sources as a reviewer gets them, with every brand.
fn sources() -> Result<Files> {
    let mut sources = Files::new();
    for name in brand::names()? {
        sources.extend(unzip(&source::archive(&Brand::read(&name)?, "")?)?);
    }
    Ok(sources)
}

/// Builds in a folder of its own, and answers the checksums of what was made.
fn build(folder: &Path, sources: &Files, modules: &Path) -> Result<String> {
    say(&format!("building in {}", folder.display()));
    write(folder, sources).with_context(|| format!("cannot write {}", folder.display()))?;
    symlink(modules, folder.join("node_modules")).context("cannot lend the npm packages")?;
    let program = env::current_exe().context("cannot find the build program")?;
    run(at(folder, &program).args(["package", "--all"]))?;
    sums::of(&folder.join("dist"))
}

/// The build program, at work in another folder than its own.
pub fn at(folder: &Path, program: &Path) -> Command {
    let mut command = Command::new(program);
    // It finds the repository by this (src/root.rs).
    command.current_dir(folder).env("CARGO_MANIFEST_DIR", folder.join("xtask"));
    command.env_remove("CARGO_TARGET_DIR");
    command
}

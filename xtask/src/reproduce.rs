//! `./build.sh reproduce`: whether two builds in two folders give the same packages.

use std::env;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use lexopt::Parser;

use crate::package::{self, sums};
use crate::root::root;
use crate::run::{run, say};
use crate::{extension, tools};

/// Names of folders that differ in length, since a path could leave its mark by either.
const FOLDERS: [&str; 2] = ["a", "another folder of a longer name"];

/// Builds all packages twice, from copies of the sources in two new folders, and compares their checksums.
///
/// # Errors
/// When a build fails, or gives something else than the other.
pub fn reproduce(mut args: Parser) -> Result<()> {
    if let Some(arg) = args.next()? {
        return Err(arg.unexpected().into());
    }
    let modules = tools::node_modules()?;
    let scratch = tempfile::tempdir().context("cannot make a folder")?;
    let build = |name| build(&scratch.path().join(name), &modules);
    let [one, other] = [build(FOLDERS[0])?, build(FOLDERS[1])?];
    print!("{one}");
    let differing: Vec<_> = one.lines().filter(|line| !other.contains(line)).collect();
    if one != other {
        bail!("the second build gave something else; of the first:\n{}", differing.join("\n"));
    }
    say("both builds gave the same");
    Ok(())
}

/// Builds in a copy, and answers the checksums of what was made.
fn build(folder: &Path, modules: &Path) -> Result<String> {
    say(&format!("building in {}", folder.display()));
    copy(folder)?;
    symlink(modules, folder.join("node_modules")).context("cannot lend the npm packages")?;
    let mut program = Command::new(env::current_exe().context("cannot find the build program")?);
    program.args(["package", "--all"]).current_dir(folder);
    // It finds the repository by this (src/root.rs).
    run(program.env("CARGO_MANIFEST_DIR", folder.join("xtask")).env_remove("CARGO_TARGET_DIR"))?;
    sums::of(&folder.join("dist"))
}

/// Copies what git knows, and every brand whether git knows it or not.
fn copy(folder: &Path) -> Result<()> {
    let mut paths: Vec<PathBuf> =
        package::source::tracked()?.into_iter().map(PathBuf::from).collect();
    let mut brands = extension::Files::new();
    extension::copy(&root().join("brands"), "brands/", &mut brands)?;
    paths.extend(brands.into_keys().map(PathBuf::from));
    for path in paths {
        let (from, to) = (root().join(&path), folder.join(&path));
        if from.is_file() {
            fs::create_dir_all(to.parent().unwrap_or(folder))
                .and_then(|()| fs::copy(&from, &to))
                .with_context(|| format!("cannot copy {}", path.display()))?;
        }
    }
    Ok(())
}

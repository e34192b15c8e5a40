//! The brands in `brands/`: what a build takes from them, and what is wrong with them.

pub mod check;
pub mod new;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use fencepost::brand::{Files, Finding, Whole};
use lexopt::Parser;
use lexopt::prelude::*;

use crate::extension::copy;
use crate::root::root;

/// The brand that belongs to no server.
pub const NEUTRAL: &str = "fencepost";

/// `./build.sh brand new NAME …` and `./build.sh brand check NAME`.
///
/// # Errors
/// As either says.
pub fn brand(mut args: Parser) -> Result<()> {
    match args.next()? {
        Some(Value(word)) if word == "new" => new::new(args),
        Some(Value(word)) if word == "check" => check::check(args),
        Some(other) => Err(other.unexpected().into()),
        None => Err(lexopt::Error::from("say `brand new NAME` or `brand check NAME`").into()),
    }
}

/// One folder of `brands/`.
#[derive(Debug)]
pub struct Brand {
    /// The folder's name, which packages carry.
    pub name: String,
    /// What it says.
    pub says: Whole,
}

impl Brand {
    /// The brand of this name.
    ///
    /// # Errors
    /// When there is none, or with everything that is wrong with it.
    pub fn read(name: &str) -> Result<Brand> {
        match Brand::look_at(&folder(name)?)? {
            Ok((says, _)) => Ok(Brand { name: name.to_owned(), says }),
            Err(findings) => {
                let fatal = findings.iter().filter(|it| it.problem.is_fatal());
                let lines: String = fatal.map(|it| format!("\n  brands/{name}/{it}")).collect();
                bail!("the brand {name} cannot be built:{lines}")
            }
        }
    }

    /// What is said by the files of a folder, and what about them could be better; or all that is wrong.
    ///
    /// # Errors
    /// When the folder cannot be read.
    #[allow(clippy::type_complexity, reason = "it is what the core answers")]
    pub fn look_at(folder: &Path) -> Result<Result<(Whole, Vec<Finding>), Vec<Finding>>> {
        let mut files = Files::new();
        copy(folder, "", &mut files)?;
        Ok(fencepost::brand::read(&files))
    }
}

/// Brands that may be built beside each other.
///
/// # Errors
/// When one cannot be read, or when two have one add-on id: one would replace the other in the browser.
pub fn read_all(names: &[String]) -> Result<Vec<Brand>> {
    let brands = names.iter().map(|name| Brand::read(name)).collect::<Result<Vec<_>>>()?;
    for brand in &brands {
        check_id(&brand.name, &brand.says.facade.gecko_id)?;
    }
    Ok(brands)
}

/// Refuses an add-on id that another brand has too.
fn check_id(name: &str, id: &str) -> Result<()> {
    for other in names()?.iter().filter(|other| *other != name) {
        // What is wrong with another brand is told when that one is built.
        if Brand::read(other).is_ok_and(|other| other.says.facade.gecko_id == id) {
            bail!("brands/{name}/brand.toml and brands/{other}/brand.toml have one add-on id, `{id}`: write another gecko = \"…\" into one of them");
        }
    }
    Ok(())
}

/// The names of all brands, sorted.
///
/// # Errors
/// When the folder cannot be read.
pub fn names() -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(root().join("brands")).context("cannot read brands")? {
        names.push(entry.context("cannot read brands")?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

/// The folder of the brand with this name.
fn folder(name: &str) -> Result<PathBuf> {
    let folder = root().join("brands").join(name);
    if name.contains(['/', '\\']) || !folder.is_dir() {
        bail!("no brand \"{name}\"; there are {}", names()?.join(", "));
    }
    Ok(folder)
}

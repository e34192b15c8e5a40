//! The brands in `brands/`: what a build takes from them, and what is wrong with them.

pub mod check;
pub mod new;
mod server;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use fencepost::brand::{Files, Finding, Whole};
use lexopt::Parser;
use lexopt::prelude::*;

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
    /// The files that say it, by their paths in its folder.
    pub files: Files,
}

impl Brand {
    /// The brand of this name in `brands/`; a name with a `/` in it is the path of a folder elsewhere.
    ///
    /// # Errors
    /// When there is none, or with everything that is wrong with it.
    pub fn read(name: &str) -> Result<Brand> {
        let folder = folder(name)?;
        let files = files(&folder)?;
        match fencepost::brand::read(&files) {
            Ok((says, _)) => {
                let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
                Ok(Brand { name, says, files })
            }
            Err(findings) => {
                let fatal = findings.iter().filter(|it| it.problem.is_fatal());
                let place = shown(&folder);
                let lines: String = fatal.map(|it| format!("\n  {place}/{it}")).collect();
                bail!("the brand {name} cannot be built:{lines}")
            }
        }
    }
}

/// What a brand's folder says, with what could be better; or else everything that is wrong.
pub type Look = std::result::Result<(Whole, Vec<Finding>), Vec<Finding>>;

/// Looks at a brand's folder.
///
/// # Errors
/// When it cannot be read.
pub fn look_at(folder: &Path) -> Result<Look> {
    Ok(fencepost::brand::read(&files(folder)?))
}

fn files(folder: &Path) -> Result<Files> {
    let mut files = Files::new();
    collect(folder, "", &mut files)?;
    Ok(files)
}

/// Brands that may be built.
///
/// # Errors
/// When one cannot be read, or has the add-on id of another: one would replace the other in the browser.
pub fn read_all(names: &[String]) -> Result<Vec<Brand>> {
    let brands = names.iter().map(|name| Brand::read(name)).collect::<Result<Vec<_>>>()?;
    for (name, brand) in names.iter().zip(&brands) {
        check_id(&folder(name)?, &brand.says.facade.gecko_id)?;
    }
    Ok(brands)
}

/// Refuses an add-on id that a brand in `brands/` has too.
fn check_id(own: &Path, id: &str) -> Result<()> {
    for name in names()? {
        let other = folder(&name)?;
        // What is wrong with another brand is told when that one is built.
        let Ok((says, _)) = look_at(&other)? else { continue };
        if other != own && says.facade.gecko_id == id {
            let (own, other) = (shown(own), shown(&other));
            bail!(
                "{own}/brand.toml and {other}/brand.toml have one add-on id, `{id}`: write another gecko = \"…\" into one of them"
            );
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

/// The folder of a brand.
fn folder(name: &str) -> Result<PathBuf> {
    let folder =
        if name.contains('/') { root().join(name) } else { root().join("brands").join(name) };
    if !folder.is_dir() {
        bail!("no brand \"{name}\"; there are {}", names()?.join(", "));
    }
    Ok(folder)
}

/// A folder as people name it.
fn shown(folder: &Path) -> String {
    folder.strip_prefix(root()).unwrap_or(folder).display().to_string()
}

/// Takes all files of a folder, but those that an editor or the system keeps there.
fn collect(folder: &Path, prefix: &str, files: &mut Files) -> Result<()> {
    let context = || format!("cannot read {}", shown(folder));
    for entry in fs::read_dir(folder).with_context(context)? {
        let entry = entry.with_context(context)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        if name.starts_with('.') || name.ends_with('~') {
            continue;
        } else if entry.file_type().with_context(context)?.is_dir() {
            collect(&entry.path(), &format!("{path}/"), files)?;
        } else {
            let bytes = fs::read(entry.path());
            files.insert(
                path,
                bytes.with_context(|| format!("cannot read {}", shown(&entry.path())))?,
            );
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use fencepost::severity::Severity;

    use super::*;

    #[test]
    fn every_brand_can_be_built_beside_the_others() {
        let names = names().unwrap();
        assert_eq!(read_all(&names).unwrap().len(), names.len());
    }

    #[test]
    fn the_neutral_brand_speaks_for_nobody() {
        let brand = Brand::read(NEUTRAL).unwrap().says.brand;
        assert!(brand.home.is_empty() && brand.announcements.is_empty() && brand.noted.is_empty());
    }

    #[test]
    fn the_brand_of_datasci_social() {
        let Whole { brand, pages, .. } = Brand::read("datasci.social").unwrap().says;
        let statements: Vec<_> = brand
            .home_statements()
            .map(|(domain, severity, it)| (domain.as_str(), severity, it.day()))
            .collect();
        assert_eq!(statements, [("threads.net", Severity::Suspend, "2025-01-20")]);
        assert_eq!(brand.announcements[0].title, "Threads suspended");
        let noted: Vec<_> =
            brand.noted_platforms().map(|(platform, _)| platform.name.as_str()).collect();
        assert_eq!(noted, ["Instagram", "Facebook", "X", "Truth Social"]);
        let others: Vec<_> = pages.others.iter().map(|page| page.name.as_str()).collect();
        assert_eq!(others, ["mstdn.social", "masto.ai", "hachyderm.io"]);
        assert_eq!(pages.references[0].name, "FediPact");
        assert_eq!(pages.alternatives[0].name, "Pixelfed");
        assert_eq!(pages.posts[0].1.len(), 4);
    }

    #[test]
    fn an_unknown_brand_is_told_from_those_there_are() {
        let error = Brand::read("none").unwrap_err().to_string();
        assert!(
            error.starts_with("no brand \"none\"; there are ") && error.contains(NEUTRAL),
            "{error}"
        );
    }

    #[test]
    fn one_id_for_two_brands_is_refused() {
        let error = check_id(Path::new("brands/copy"), "fencepost@fencepost.example").unwrap_err();
        assert_eq!(
            error.to_string(),
            "brands/copy/brand.toml and brands/fencepost/brand.toml have one add-on id, `fencepost@fencepost.example`: write another gecko = \"…\" into one of them"
        );
    }
}

//! The brands in `brands/`: what a build takes from them, and what is wrong with them.

pub mod check;
pub mod new;
mod server;

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail};
use fencepost::brand::{Files, Finding, Whole};
use fencepost::day::Day;
use lexopt::Parser;
use lexopt::prelude::*;

use crate::icons;
use crate::root::root;

/// The brand that belongs to no server.
pub const NEUTRAL: &str = "fencepost";

/// The largest file that a brand may have, in bytes: nothing that is read of one is as large.
const LARGEST: u64 = 5_000_000;

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
        let Verdict { brand, errors, .. } = look(&folder)?;
        brand.with_context(|| {
            let lines: String = errors.iter().map(|line| format!("\n  {line}")).collect();
            format!("the brand {name} cannot be built:{lines}")
        })
    }
}

/// What was found in a brand's folder.
pub struct Verdict {
    /// The brand, when nothing is wrong with it.
    pub brand: Option<Brand>,
    /// All that is wrong, a line each.
    pub errors: Vec<String>,
    /// What could be better, a line each.
    pub hints: Vec<String>,
}

/// Looks at a brand's folder, and whether it can be told from the other brands.
///
/// # Errors
/// When it cannot be read.
pub fn look(folder: &Path) -> Result<Verdict> {
    let place = shown(folder);
    let line = |finding: &Finding| format!("{place}/{finding}");
    let files = files(folder)?;
    let (says, findings) = match fencepost::brand::read(&files, today()) {
        Ok((says, hints)) => (Some(says), hints),
        Err(findings) => (None, findings),
    };
    let of_kind = |fatal| findings.iter().filter(move |it| it.problem.is_fatal() == fatal);
    let mut errors: Vec<_> = of_kind(true).map(line).collect();
    let hints = of_kind(false).map(line).collect();
    let Some(says) = says else { return Ok(Verdict { brand: None, errors, hints }) };
    let drawn = icons::render_all(&says.facade.icon).err();
    errors.extend(drawn.map(|error| format!("{place}/icon.svg: {error:#}")));
    errors.extend(same_id(folder, &says.facade.gecko_id)?);
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let brand = errors.is_empty().then_some(Brand { name, says, files });
    Ok(Verdict { brand, errors, hints })
}

/// The day on which this runs.
pub fn today() -> Day {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Day::of_moment(since.as_secs_f64() * 1000.0)
}

fn files(folder: &Path) -> Result<Files> {
    let mut files = Files::new();
    collect(folder, "", &mut files)?;
    Ok(files)
}

/// Brands that may be built.
///
/// # Errors
/// With everything that is wrong with any of them.
pub fn read_all(names: &[String]) -> Result<Vec<Brand>> {
    let (mut brands, mut errors) = (Vec::new(), Vec::new());
    for name in names {
        match Brand::read(name) {
            Ok(brand) => brands.push(brand),
            Err(error) => errors.push(format!("{error:#}")),
        }
    }
    if !errors.is_empty() {
        bail!("{}", errors.join("\n"));
    }
    Ok(brands)
}

/// What is said of an add-on id that a brand in `brands/` has too: one would replace the other in the browser.
fn same_id(own: &Path, id: &str) -> Result<Option<String>> {
    for name in names()? {
        let other = root().join("brands").join(name);
        if other == own {
            continue;
        }
        // What is wrong with another brand is told when that one is built.
        let Ok(files) = files(&other) else { continue };
        let Ok((says, _)) = fencepost::brand::read(&files, today()) else { continue };
        if says.facade.gecko_id.eq_ignore_ascii_case(id) {
            let text = fs::read_to_string(own.join("brand.toml")).unwrap_or_default();
            let line = text.lines().position(|line| line.contains(id)).unwrap_or_default() + 1;
            return Ok(Some(format!(
                "{}/brand.toml line {line}: {}/brand.toml has the add-on id `{id}` too: write another gecko = \"…\" into one of them",
                shown(own),
                shown(&other)
            )));
        }
    }
    Ok(None)
}

/// The names of all brands, sorted.
///
/// # Errors
/// When the folder cannot be read.
pub fn names() -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(root().join("brands")).context("cannot read brands")? {
        let entry = entry.context("cannot read brands")?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() && !name.starts_with('.') {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// The folder of a brand.
fn folder(name: &str) -> Result<PathBuf> {
    let brands = root().join("brands");
    let folder = if name.contains('/') { root().join(name) } else { brands.join(name) };
    if !folder.is_dir() || [".", ".."].contains(&name) || name.is_empty() {
        bail!("no brand \"{name}\"; there are {}", names()?.join(", "));
    }
    let folder = if name.contains('/') { by_one_path(&folder, &brands)? } else { folder };
    let own = folder.file_name().and_then(OsStr::to_str).unwrap_or_default();
    if !is_folder_name(own) {
        bail!(
            "\"{own}\" would be the name of files: name the folder with letters, digits, `-` and `.`"
        );
    }
    // The source archive has both under one name.
    if folder.parent() != Some(&brands) && names()?.iter().any(|it| it == own) {
        bail!("there is a brand {own} in brands: give {} another name", folder.display());
    }
    Ok(folder)
}

/// The path of a folder, the same however it was written.
fn by_one_path(folder: &Path, brands: &Path) -> Result<PathBuf> {
    let real = |it: &Path| it.canonicalize().with_context(|| format!("cannot read {}", shown(it)));
    let folder = real(folder)?;
    Ok(folder.strip_prefix(real(brands)?).map_or_else(|_| folder.clone(), |rest| brands.join(rest)))
}

/// Whether a folder with this name can give its name to packages, and stand in a command.
fn is_folder_name(name: &str) -> bool {
    let fits = |it: char| it.is_ascii_alphanumeric() || "-._".contains(it);
    name.chars().all(fits) && name.starts_with(|it: char| it.is_ascii_alphanumeric())
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
        }
        let place = shown(&entry.path());
        let data = entry.metadata().with_context(|| format!("cannot read {place}"))?;
        if data.is_dir() {
            collect(&entry.path(), &format!("{path}/"), files)?;
        } else if data.is_symlink() {
            bail!(
                "{place} leads to another place, which others do not have: put the file itself there"
            );
        } else if !data.is_file() {
            bail!("{place} is no file: take it out of the folder");
        } else if data.len() > LARGEST {
            bail!(
                "{place} has {} bytes, at most {LARGEST} fit: shorten it, or take it out of the folder",
                data.len()
            );
        } else {
            let bytes = fs::read(entry.path()).with_context(|| format!("cannot read {place}"))?;
            files.insert(path, bytes);
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
        let error = same_id(Path::new("brands/copy"), "Fencepost@fencepost.example").unwrap();
        assert_eq!(
            error.unwrap(),
            "brands/copy/brand.toml line 1: brands/fencepost/brand.toml has the add-on id `Fencepost@fencepost.example` too: write another gecko = \"…\" into one of them"
        );
    }
}

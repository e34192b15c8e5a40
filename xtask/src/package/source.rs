//! The source archive that a store's reviewer builds from.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result};

use crate::archive::{Effort, zip};
use crate::brand::Brand;
use crate::extension::Files;
use crate::root::root;
use crate::run::{output, say};
use crate::tools;

/// What a reviewer reads first.
const NOTES: &str = include_str!("notes.md");

/// Everything that git knows, and the folder of the brand whether it does or not, with notes for whoever builds it.
/// `None` where there is no git: in an unpacked source archive.
///
/// # Errors
/// When a file cannot be read.
pub fn archive(brand: &Brand, version: &str) -> Result<Option<Vec<u8>>> {
    let paths = tracked()?;
    if paths.is_empty() {
        say("git knows nothing here, so there is no source archive");
        return Ok(None);
    }
    let mut files = Files::new();
    for path in paths {
        let from = root().join(&path);
        // Deleted and not yet committed.
        if from.is_file() {
            let bytes = fs::read(from).with_context(|| format!("cannot read {path}"))?;
            files.insert(path, bytes);
        }
    }
    for (path, bytes) in &brand.files {
        files.insert(format!("brands/{}/{path}", brand.name), bytes.clone());
    }
    let notes = NOTES.replace("{brand}", &brand.name).replace("{version}", version);
    let notes = notes.replace("{rust}", &tools::rust_version()?);
    files.insert("REVIEWERS.md".to_owned(), notes.into_bytes());
    zip(&files, Effort::Little).map(Some)
}

/// The paths of the files that git knows; none where there is no git.
///
/// # Errors
/// When git cannot be started.
pub fn tracked() -> Result<Vec<String>> {
    // Only in a repository of its own: the archive may be unpacked within another.
    if !root().join(".git").exists() {
        return Ok(Vec::new());
    }
    let paths = output(Command::new("git").args(["ls-files", "-z"]).current_dir(root()))?;
    Ok(paths.split('\0').filter(|it| !it.is_empty()).map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn holds_what_is_built_from_and_how() {
        let brand = Brand::read("datasci.social").unwrap();
        let Some(bytes) = archive(&brand, "1.2.3").unwrap() else { return };
        assert_eq!(archive(&brand, "1.2.3").unwrap().as_ref(), Some(&bytes));
        let mut archive = ::zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        for path in ["Cargo.lock", "package-lock.json", "brands/datasci.social/brand.toml"] {
            assert!(archive.by_name(path).is_ok(), "no {path}");
        }
        assert_eq!(archive.by_name("build.sh").unwrap().unix_mode(), Some(0o100_755));
        let notes = std::io::read_to_string(archive.by_name("REVIEWERS.md").unwrap()).unwrap();
        assert!(notes.contains("./build.sh package --brand datasci.social"), "{notes}");
        assert!(!notes.contains('{'), "{notes}");
    }
}

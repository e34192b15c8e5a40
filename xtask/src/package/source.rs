//! The source archive that a store's reviewer builds from.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::archive::{Effort, zip};
use crate::brand::Brand;
use crate::extension::Files;
use crate::root::root;
use crate::run::output;
use crate::tools;

/// What a reviewer reads first.
const NOTES: &str = include_str!("notes.md");

/// All sources, and the folder of the brand whether git knows it or not, with notes for whoever builds it.
///
/// # Errors
/// When a file cannot be read.
pub fn archive(brand: &Brand, version: &str) -> Result<Vec<u8>> {
    let mut files = sources()?;
    for (path, bytes) in &brand.files {
        files.insert(format!("brands/{}/{path}", brand.name), bytes.clone());
    }
    let notes = NOTES.replace("{brand}", &brand.name).replace("{version}", version);
    let notes = notes.replace("{rust}", &tools::rust_version()?);
    files.insert("REVIEWERS.md".to_owned(), notes.into_bytes());
    zip(&files, Effort::Little)
}

/// All sources: what git knows, or where there is no git, as in an unpacked archive, everything that was not made here.
///
/// # Errors
/// When a file cannot be read, or git does not say.
pub fn sources() -> Result<Files> {
    let mut files = Files::new();
    // Only in a repository of its own: the archive may be unpacked within another.
    if !root().join(".git").exists() {
        gather(&root(), "", &mut files)?;
        return Ok(files);
    }
    let paths = output(Command::new("git").args(["ls-files", "-z"]).current_dir(root()))?;
    for path in paths.split('\0').filter(|it| !it.is_empty()) {
        let from = root().join(path);
        // Deleted and not yet committed.
        if from.is_file() {
            let bytes = fs::read(from).with_context(|| format!("cannot read {path}"))?;
            files.insert(path.to_owned(), bytes);
        }
    }
    if files.is_empty() {
        bail!("git knows no file here, or does not answer: `git ls-files` says why");
    }
    Ok(files)
}

/// Takes the files of a folder, but those that its `.gitignore` names as made here.
fn gather(folder: &Path, prefix: &str, files: &mut Files) -> Result<()> {
    let context = || format!("cannot read {}", folder.display());
    let ignored = fs::read_to_string(folder.join(".gitignore")).unwrap_or_default();
    let is_made = |name: &str| ignored.lines().any(|it| it.strip_prefix('/') == Some(name));
    for entry in fs::read_dir(folder).with_context(context)? {
        let entry = entry.with_context(context)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        let kind = entry.file_type().with_context(context)?;
        if is_made(&name) {
            continue;
        } else if kind.is_dir() {
            gather(&entry.path(), &format!("{path}/"), files)?;
        } else if kind.is_file() {
            let bytes = fs::read(entry.path());
            files.insert(path, bytes.with_context(context)?);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::unzip;

    #[test]
    fn holds_what_is_built_from_and_how() {
        let brand = Brand::read("datasci.social").unwrap();
        let bytes = archive(&brand, "1.2.3").unwrap();
        assert_eq!(archive(&brand, "1.2.3").unwrap(), bytes);
        let files = unzip(&bytes).unwrap();
        for path in ["Cargo.lock", "package-lock.json", "brands/datasci.social/brand.toml"] {
            assert!(files.contains_key(path), "no {path}");
        }
        let notes = String::from_utf8_lossy(&files["REVIEWERS.md"]);
        assert!(notes.contains("./build.sh package --brand datasci.social"), "{notes}");
        assert!(!notes.contains('{'), "{notes}");
    }

    #[test]
    fn without_git_all_is_taken_that_was_not_made_here() {
        let folder = tempfile::tempdir().unwrap();
        let texts = [
            (".gitignore", "/target\n/docs/*\n"),
            ("a.rs", ""),
            ("src/target/b.rs", ""),
            ("target/c", ""),
        ];
        let texts = texts.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
        crate::write(folder.path(), &texts.into()).unwrap();
        let mut files = Files::new();
        gather(folder.path(), "", &mut files).unwrap();
        let paths: Vec<_> = files.keys().map(String::as_str).collect();
        assert_eq!(paths, [".gitignore", "a.rs", "src/target/b.rs"]);
    }
}

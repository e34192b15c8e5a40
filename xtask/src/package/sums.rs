//! Checksums of what was made, as `sha256sum --check` reads them.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::stamp::hex;

/// A line for each file in this folder, sorted by name.
///
/// # Errors
/// When one cannot be read.
pub fn of(folder: &Path) -> Result<String> {
    let mut lines = Vec::new();
    for entry in fs::read_dir(folder).context("cannot read dist")? {
        let entry = entry.context("cannot read dist")?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name != "SHA256SUMS" && entry.file_type().context("cannot read dist")?.is_file() {
            let bytes = fs::read(entry.path()).with_context(|| format!("cannot read {name}"))?;
            lines.push((name, hex(&bytes)));
        }
    }
    lines.sort();
    Ok(lines.iter().map(|(name, sum)| format!("{sum}  {name}\n")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorted_and_without_itself() {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [("b", "abc"), ("a", ""), ("SHA256SUMS", "old")] {
            fs::write(folder.path().join(name), text).unwrap();
        }
        assert_eq!(
            of(folder.path()).unwrap(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a\n\
             ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  b\n"
        );
    }
}

//! Zip files that are the same, byte for byte, whenever what is in them is.

use std::io::{Cursor, Read, Write};

use anyhow::{Context, Result};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::extension::Files;

/// How hard to press.
#[derive(Clone, Copy)]
pub enum Effort {
    /// What is downloaded by many: takes seconds.
    Most,
    /// What is downloaded by few.
    Little,
}

/// What comes after 9, flate2's best, are rounds of zopfli: slow to make, quick to unpack, and some hundredths smaller.
const LEVEL: i64 = 14;

/// These files as a zip: in the order of their names, all of one time, readable by all and scripts executable.
///
/// # Errors
/// When there is more than a zip can hold.
pub fn zip(files: &Files, effort: Effort) -> Result<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(match effort {
            Effort::Most => LEVEL,
            Effort::Little => 9,
        }))
        // 1 January 1980, the first that a zip can say.
        .last_modified_time(DateTime::default());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        let is_script = bytes.starts_with(b"#!");
        let options = options.unix_permissions(if is_script { 0o755 } else { 0o644 });
        zip.start_file(path.as_str(), options).with_context(|| format!("cannot pack {path}"))?;
        zip.write_all(bytes).with_context(|| format!("cannot pack {path}"))?;
    }
    Ok(zip.finish().context("cannot pack")?.into_inner())
}

/// The files in a zip.
///
/// # Errors
/// When it is none.
pub fn unzip(bytes: &[u8]) -> Result<Files> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).context("cannot unpack")?;
    let mut files = Files::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).context("cannot unpack")?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).context("cannot unpack")?;
        files.insert(file.name().context("cannot unpack")?.into_owned(), bytes);
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> Files {
        let files = [("b/c.txt", b"x".repeat(10_000)), ("a.txt", b"a".to_vec())];
        files.into_iter().map(|(path, bytes)| (path.to_owned(), bytes)).collect()
    }

    #[test]
    fn equal_files_give_equal_bytes() {
        for effort in [Effort::Most, Effort::Little] {
            assert_eq!(zip(&files(), effort).unwrap(), zip(&files(), effort).unwrap());
        }
    }

    #[test]
    fn scripts_can_be_run() {
        let script = Files::from([("build.sh".to_owned(), b"#!/bin/sh\n".to_vec())]);
        let bytes = zip(&script, Effort::Little).unwrap();
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        assert_eq!(archive.by_name("build.sh").unwrap().unix_mode(), Some(0o100_755));
    }

    #[test]
    fn holds_the_files_sorted_and_without_a_time() {
        let mut archive =
            ZipArchive::new(Cursor::new(zip(&files(), Effort::Most).unwrap())).unwrap();
        let names = archive.file_names().map(|name| name.unwrap().into_owned());
        assert_eq!(names.collect::<Vec<_>>(), ["a.txt", "b/c.txt"]);
        let file = archive.by_name("b/c.txt").unwrap();
        assert_eq!(file.last_modified(), Some(DateTime::default()));
        assert_eq!(file.unix_mode(), Some(0o100_644));
        assert!(file.compressed_size() < 100);
        drop(file);
        assert_eq!(unzip(archive.into_inner().get_ref()).unwrap(), files());
    }
}

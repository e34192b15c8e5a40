//! Zip files that are the same, byte for byte, whenever what is in them is.

use std::io::{Cursor, Write};

use anyhow::{Context, Result};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

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

#[cfg(test)]
mod tests {
    use std::io::Read;

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
    fn holds_the_files_sorted_and_without_a_time() {
        let mut archive =
            zip::ZipArchive::new(Cursor::new(zip(&files(), Effort::Most).unwrap())).unwrap();
        let names = archive.file_names().map(|name| name.unwrap().into_owned());
        assert_eq!(names.collect::<Vec<_>>(), ["a.txt", "b/c.txt"]);
        let mut file = archive.by_name("b/c.txt").unwrap();
        assert_eq!(file.last_modified(), Some(DateTime::default()));
        assert_eq!(file.unix_mode(), Some(0o100_644));
        assert!(file.compressed_size() < 100);
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        assert_eq!(bytes, b"x".repeat(10_000));
    }
}

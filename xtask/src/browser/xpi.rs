use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Packs a directory into a ZIP archive: what Firefox takes for an installation that lasts.
///
/// # Errors
/// When something cannot be read or written.
pub fn pack(dir: &Path, file: &Path) -> Result<()> {
    let archive = File::create(file).with_context(|| format!("writing {}", file.display()))?;
    let mut archive = ZipWriter::new(archive);
    add(&mut archive, dir, "")?;
    archive.finish().with_context(|| format!("writing {}", file.display()))?;
    Ok(())
}

fn add(archive: &mut ZipWriter<File>, dir: &Path, prefix: &str) -> Result<()> {
    for entry in fs::read_dir(dir).with_context(|| format!("reading {}", dir.display()))? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().display());
        if entry.file_type()?.is_dir() {
            add(archive, &entry.path(), &format!("{name}/"))?;
            continue;
        }
        archive.start_file(&name, SimpleFileOptions::default())?;
        archive.write_all(&fs::read(entry.path()).with_context(|| format!("reading {name}"))?)?;
    }
    Ok(())
}

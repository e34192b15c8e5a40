use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::Crc;

/// Packs a directory into a ZIP archive without compression: what Firefox takes for an installation that lasts.
///
/// # Errors
/// When something cannot be read or written.
pub fn pack(dir: &Path, file: &Path) -> Result<()> {
    let mut names = Vec::new();
    list(dir, "", &mut names)?;
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for name in &names {
        let bytes = fs::read(dir.join(name)).with_context(|| format!("reading {name}"))?;
        let mut crc = Crc::new();
        crc.update(&bytes);
        let (offset, length) = (u32::try_from(archive.len())?, u32::try_from(bytes.len())?);
        // From "version needed" to "extra field length", the same in both headers (APPNOTE.TXT 4.3.7 and 4.3.12).
        let mut facts = vec![20, 0, 0, 8, 0, 0, 0, 0, 0x21, 0];
        facts.extend(crc.sum().to_le_bytes());
        facts.extend(length.to_le_bytes());
        facts.extend(length.to_le_bytes());
        facts.extend(u16::try_from(name.len())?.to_le_bytes());
        facts.extend([0, 0]);

        archive.extend(b"PK\x03\x04");
        archive.extend(&facts);
        archive.extend(name.as_bytes());
        archive.extend(bytes);

        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&facts);
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (offset, length) = (u32::try_from(archive.len())?, u32::try_from(directory.len())?);
    let count = u16::try_from(names.len())?.to_le_bytes();
    archive.extend(directory);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    archive.extend(count);
    archive.extend(count);
    archive.extend(length.to_le_bytes());
    archive.extend(offset.to_le_bytes());
    archive.extend([0, 0]);
    fs::write(file, archive).with_context(|| format!("writing {}", file.display()))
}

fn list(dir: &Path, prefix: &str, names: &mut Vec<String>) -> Result<()> {
    for entry in fs::read_dir(dir).with_context(|| format!("reading {}", dir.display()))? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().display());
        if entry.file_type()?.is_dir() {
            list(&entry.path(), &format!("{name}/"), names)?;
        } else {
            names.push(name);
        }
    }
    Ok(())
}

//! The brands in `brands/`: what a build takes from them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::root::root;

/// The brand that belongs to no server.
pub const NEUTRAL: &str = "fencepost";

/// One folder of `brands/`.
pub struct Brand {
    /// The folder's name, which packages carry.
    pub name: String,
    /// What it says.
    pub says: fencepost::brand::Brand,
    folder: PathBuf,
}

impl Brand {
    /// The brand of this name.
    ///
    /// # Errors
    /// When there is none, or it cannot be read.
    pub fn read(name: &str) -> Result<Brand> {
        let folder = root().join("brands").join(name);
        if name.contains(['/', '\\']) || !folder.join("brand.toml").is_file() {
            bail!("no brand \"{name}\"; there are {}", names()?.join(", "));
        }
        let place = format!("brands/{name}");
        let text = fs::read_to_string(folder.join("brand.toml"));
        let text = text.with_context(|| format!("cannot read {place}/brand.toml"))?;
        let announcements = announcements(&folder.join("announcements")).context(place.clone())?;
        let announcements: Vec<_> =
            announcements.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let says = fencepost::brand::read(&text, &announcements).context(place)?;
        Ok(Brand { name: name.to_owned(), says, folder })
    }

    /// What the extension reads of its brand.
    ///
    /// # Errors
    /// Never in practice: a brand has nothing that JSON lacks.
    pub fn json(&self) -> Result<Vec<u8>> {
        serde_json::to_vec(&self.says).context("cannot write brand.json")
    }

    /// The icon, an SVG.
    ///
    /// # Errors
    /// When it is missing.
    pub fn icon(&self) -> Result<Vec<u8>> {
        fs::read(self.folder.join("icon.svg"))
            .with_context(|| format!("cannot read brands/{}/icon.svg", self.name))
    }
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

/// The names and texts of a brand's announcements, sorted by name; none without the folder.
fn announcements(folder: &Path) -> Result<Vec<(String, String)>> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut announcements = Vec::new();
    for entry in fs::read_dir(folder).context("cannot read announcements")? {
        let entry = entry.context("cannot read announcements")?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.ends_with(".md") {
            continue;
        }
        let text = fs::read_to_string(entry.path());
        let text = text.with_context(|| format!("cannot read announcements/{name}"))?;
        announcements.push((name, text));
    }
    announcements.sort();
    Ok(announcements)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_brand_can_be_read() {
        for name in names().unwrap() {
            let brand = Brand::read(&name).unwrap();
            assert!(!brand.icon().unwrap().is_empty(), "{name}");
            let json: serde_json::Value = serde_json::from_slice(&brand.json().unwrap()).unwrap();
            let count = json["announcements"].as_array().map(Vec::len);
            assert_eq!(count, Some(brand.says.announcements.len()), "{name}");
        }
    }

    #[test]
    fn an_unknown_brand_is_told_from_those_there_are() {
        let error = Brand::read("none").err().unwrap().to_string();
        assert!(
            error.starts_with("no brand \"none\"; there are ") && error.contains(NEUTRAL),
            "{error}"
        );
    }
}

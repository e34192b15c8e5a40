//! The brands in `brands/`: what a build takes from them.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::root::root;

/// The brand that belongs to no server.
pub const NEUTRAL: &str = "fencepost";

/// One folder of `brands/`.
pub struct Brand {
    /// The folder's name, which packages carry.
    pub name: String,
    /// What the manifest says.
    pub facts: Facts,
    folder: PathBuf,
}

/// What `brand.toml` says for the manifest.
#[derive(Deserialize)]
pub struct Facts {
    /// The extension's name.
    pub name: String,
    /// Where there is little room.
    pub short_name: String,
    /// What it does, in one sentence.
    pub description: String,
    /// Its ids in the stores.
    pub ids: Ids,
}

/// A brand's ids.
#[derive(Deserialize)]
pub struct Ids {
    /// Firefox.
    pub gecko: String,
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
        let text = fs::read_to_string(folder.join("brand.toml"));
        let text = text.with_context(|| format!("cannot read brands/{name}/brand.toml"))?;
        let facts = toml::from_str(&text).with_context(|| format!("brands/{name}/brand.toml"))?;
        Ok(Brand { name: name.to_owned(), facts, folder })
    }

    /// What the extension reads of its brand.
    ///
    /// # Errors
    /// When an announcement cannot be read, or says something that is not allowed.
    pub fn json(&self) -> Result<Vec<u8>> {
        Ok(b"{}\n".to_vec())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_brand_can_be_read() {
        for name in names().unwrap() {
            let brand = Brand::read(&name).unwrap();
            assert!(!brand.icon().unwrap().is_empty(), "{name}");
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

//! A stand-in until the build is there.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::browser::Browser;

/// The unpacked extension of a brand.
///
/// # Errors
/// When it was not built.
pub fn extension(brand: &str, browser: Browser) -> Result<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("no root")?;
    Ok(root.join(format!("target/extension/{brand}-{browser:?}").to_lowercase()))
}

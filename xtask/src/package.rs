//! `./build.sh package`: what people install, in `dist/`, and what stores and reviewers want with it.

mod bill;
pub mod source;
mod store;
pub mod sums;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use lexopt::Parser;
use lexopt::prelude::*;

use crate::archive::{Effort, zip};
use crate::brand::{self, Brand};
use crate::browser::Browser;
use crate::budget;
use crate::extension::{Parts, word};
use crate::root::root;

/// Makes what is released of the neutral brand, of `--brand NAME`, or of `--all`.
///
/// # Errors
/// When a brand or a part cannot be built, or a package is larger than its budget.
pub fn package(mut args: Parser) -> Result<()> {
    let mut brands = vec![brand::NEUTRAL.to_owned()];
    while let Some(arg) = args.next()? {
        match arg {
            Long("brand") => brands = vec![args.value()?.string()?],
            Long("all") => brands = brand::names()?,
            other => return Err(other.unexpected().into()),
        }
    }
    // What is wrong with a brand is told before anything is built.
    let brands = brand::read_all(&brands)?;
    let parts = Parts::build()?;
    let bill = bill::components()?;
    let mut paths = Vec::new();
    for brand in &brands {
        let stem = format!("{}-{}", brand.name, parts.version());
        for (name, bytes) in packages(&parts, brand)? {
            paths.push(put(&name, &bytes)?);
        }
        let bill = bill::write(brand, parts.version(), &bill)?;
        paths.push(put(&format!("{stem}-bill.cdx.json"), &bill)?);
        let source = source::archive(brand, parts.version())?;
        paths.push(put(&format!("{stem}-source.zip"), &source)?);
        paths.push(put(&format!("{stem}-store.zip"), &store::texts(brand)?)?);
    }
    paths.push(put("SHA256SUMS", sums::of(&root().join("dist"))?.as_bytes())?);
    for path in paths {
        println!("{}", path.strip_prefix(root()).unwrap_or(&path).display());
    }
    Ok(())
}

/// A package: the name of its file, and its bytes.
pub type Package = (String, Vec<u8>);

/// The packages of these brands: for each Chromium's, then Firefox's.
///
/// # Errors
/// As [`package`].
pub fn make(brands: &[String]) -> Result<Vec<Package>> {
    let brands = brand::read_all(brands)?;
    let parts = Parts::build()?;
    let packages =
        brands.iter().map(|brand| packages(&parts, brand)).collect::<Result<Vec<_>>>()?;
    Ok(packages.concat())
}

fn packages(parts: &Parts, brand: &Brand) -> Result<Vec<Package>> {
    let is_ours = brand.name == brand::NEUTRAL;
    let budget = if is_ours { &budget::PACKAGE } else { &budget::BRANDED };
    let mut packages = Vec::new();
    for browser in [Browser::Chromium, Browser::Firefox] {
        let bytes = zip(&parts.extension(brand, browser)?, Effort::Most)?;
        budget.check(bytes.len()).with_context(|| brand.name.clone())?;
        packages.push((file_name(&brand.name, parts.version(), browser), bytes));
    }
    Ok(packages)
}

fn file_name(brand: &str, version: &str, browser: Browser) -> String {
    let kind = match browser {
        Browser::Chromium => "zip",
        Browser::Firefox => "xpi",
    };
    format!("{brand}-{version}-{}.{kind}", word(browser))
}

/// Writes a file into `dist/`.
fn put(name: &str, bytes: &[u8]) -> Result<PathBuf> {
    let folder = root().join("dist");
    fs::create_dir_all(&folder).context("cannot make dist")?;
    let path = folder.join(name);
    fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_say_brand_version_and_browser() {
        assert_eq!(
            file_name("fencepost", "0.1.0", Browser::Firefox),
            "fencepost-0.1.0-firefox.xpi"
        );
        assert_eq!(
            file_name("datasci.social", "0.1.0", Browser::Chromium),
            "datasci.social-0.1.0-chromium.zip"
        );
    }
}

//! `./build.sh package`: what people install, in `dist/`.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use lexopt::Parser;
use lexopt::prelude::*;

use crate::archive::zip;
use crate::brand::{self, Brand};
use crate::browser::Browser;
use crate::budget;
use crate::extension::{Parts, word};
use crate::root::root;

/// Makes the packages of the neutral brand, of `--brand NAME`, or of `--all`.
///
/// # Errors
/// When a part cannot be built, or a package is larger than its budget.
pub fn package(mut args: Parser) -> Result<()> {
    let mut brands = vec![brand::NEUTRAL.to_owned()];
    while let Some(arg) = args.next()? {
        match arg {
            Long("brand") => brands = vec![args.value()?.string()?],
            Long("all") => brands = brand::names()?,
            other => return Err(other.unexpected().into()),
        }
    }
    for path in make(&brands)? {
        println!("{}", path.strip_prefix(root()).unwrap_or(&path).display());
    }
    Ok(())
}

/// Makes the packages of these brands, and answers where they are: for each brand Chromium's, then Firefox's.
///
/// # Errors
/// As [`package`].
pub fn make(brands: &[String]) -> Result<Vec<PathBuf>> {
    let brands = brands.iter().map(|name| Brand::read(name)).collect::<Result<Vec<_>>>()?;
    let parts = Parts::build()?;
    fs::create_dir_all(root().join("dist")).context("cannot make dist")?;
    let mut paths = Vec::new();
    for brand in &brands {
        for browser in [Browser::Chromium, Browser::Firefox] {
            let bytes = zip(&parts.extension(brand, browser)?)?;
            budget::PACKAGE.check(bytes.len()).with_context(|| brand.name.clone())?;
            let path = root().join("dist").join(file_name(&brand.name, parts.version(), browser));
            fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
            paths.push(path);
        }
    }
    Ok(paths)
}

fn file_name(brand: &str, version: &str, browser: Browser) -> String {
    let kind = match browser {
        Browser::Chromium => "zip",
        Browser::Firefox => "xpi",
    };
    format!("{brand}-{version}-{}.{kind}", word(browser))
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

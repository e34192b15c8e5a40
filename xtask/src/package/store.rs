//! What a store shows of an extension, in each language.

use std::fs;

use anyhow::{Context, Result};

use crate::archive::{Effort, zip};
use crate::brand::Brand;
use crate::extension::Files;
use crate::root::root;
use crate::words;

/// A text for each language of the brand: its own name and description, then the long text of `docs/store/`.
///
/// # Errors
/// When a text cannot be read.
pub fn texts(brand: &Brand) -> Result<Vec<u8>> {
    let mut files = Files::new();
    for (language, words) in words::languages(&brand.says.facade) {
        let Some(long) = long(language)? else { continue };
        let text = format!("{}\n\n{}\n\n{long}", words.name, words.description);
        files.insert(format!("{language}.txt"), text.into_bytes());
    }
    zip(&files, Effort::Little)
}

/// The long text in a language; `None` when nobody wrote one.
fn long(language: &str) -> Result<Option<String>> {
    let path = root().join("docs/store").join(format!("{language}.txt"));
    if !path.exists() {
        return Ok(None);
    }
    fs::read_to_string(&path)
        .map(Some)
        .with_context(|| format!("cannot read docs/store/{language}.txt"))
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, read_to_string};

    use super::*;

    #[test]
    fn begins_with_the_brands_own_words() {
        let brand = Brand::read("datasci.social").unwrap();
        let mut archive = ::zip::ZipArchive::new(Cursor::new(texts(&brand).unwrap())).unwrap();
        let mut read = |name| read_to_string(archive.by_name(name).unwrap()).unwrap();
        assert!(
            read("en.txt").starts_with("Fencepost for datasci.social\n\nMarks links to places")
        );
        assert!(read("de.txt").starts_with("Fencepost für datasci.social\n\nMarkiert Links"));
    }
}

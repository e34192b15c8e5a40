//! What a store shows of an extension, in each language.

use anyhow::{Context, Result};

use crate::archive::{Effort, zip};
use crate::brand::Brand;
use crate::extension::{Files, copy};
use crate::root::root;

/// A text for each language of `docs/store/`: the brand's own name and description, in English where it does not say
/// them in that language, then the long text.
///
/// # Errors
/// When a text cannot be read.
pub fn texts(brand: &Brand) -> Result<Vec<u8>> {
    let facade = &brand.says.facade;
    let mut long = Files::new();
    copy(&root().join("docs/store"), "", &mut long)?;
    let mut files = Files::new();
    for (name, long) in long {
        let words = facade.localised.get(name.trim_end_matches(".txt")).unwrap_or(&facade.words);
        let long = String::from_utf8(long).with_context(|| format!("docs/store/{name}"))?;
        let text = format!("{}\n\n{}\n\n{long}", words.name, words.description);
        files.insert(name, text.into_bytes());
    }
    zip(&files, Effort::Little)
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
        assert!(read("ar.txt").starts_with("Fencepost لخادم datasci.social\n\nتضع علامة"));
    }
}

//! The sizes that a build may not exceed.

use std::io::Write;

use anyhow::{Context, Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;

/// The module that a first mark waits for, after gzip.
pub const JUDGE: Budget = Budget { what: "the judge after gzip", bytes: 150_000 };
/// The module of the extension's own pages, after gzip.
pub const PAGES: Budget = Budget { what: "the pages after gzip", bytes: 180_000 };
/// The module that works unseen, after gzip.
pub const KEEPER: Budget = Budget { what: "the keeper after gzip", bytes: 231_000 };
/// What runs on every page.
pub const CONTENT: Budget = Budget { what: "content.js", bytes: 10_000 };
/// What draws marks, only where something is listed.
pub const LISTED: Budget = Budget { what: "listed.js", bytes: 10_000 };
/// What shows a card, only where one is asked for.
pub const CARD: Budget = Budget { what: "card.js", bytes: 10_000 };
/// What reads text, embeds and shadow roots, only where there are any.
pub const MORE: Budget = Budget { what: "more.js", bytes: 10_000 };
/// What goes from mark to mark, only where somebody does.
pub const VISIT: Budget = Budget { what: "visit.js", bytes: 10_000 };
/// What people download.
pub const PACKAGE: Budget = Budget { what: "the package", bytes: 650_000 };
/// The same with what a brand says: its announcements, and a list to start from of some thousand names.
pub const BRANDED: Budget = Budget {
    what: "the package, with announcements and a list that may have to be shorter,",
    bytes: 800_000,
};

/// How large something may be.
pub struct Budget {
    what: &'static str,
    bytes: usize,
}

impl Budget {
    /// Fails the build when it is larger.
    ///
    /// # Errors
    /// Names the size and the budget.
    pub fn check(&self, bytes: usize) -> Result<()> {
        if bytes > self.bytes {
            bail!("{} has {bytes} bytes, its budget is {} bytes", self.what, self.bytes);
        }
        Ok(())
    }
}

/// How many bytes are left after gzip at its best.
///
/// # Errors
/// Never in practice: it writes to memory.
pub fn gzip_len(bytes: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).context("cannot compress")?;
    Ok(encoder.finish().context("cannot compress")?.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_byte_too_many_fails() {
        assert!(CONTENT.check(10_000).is_ok());
        let error = CONTENT.check(10_001).unwrap_err().to_string();
        assert_eq!(error, "content.js has 10001 bytes, its budget is 10000 bytes");
    }

    #[test]
    fn gzip_makes_zeros_small() {
        assert!(gzip_len(&[0; 100_000]).unwrap() < 200);
    }
}

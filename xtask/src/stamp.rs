//! What a step was last done with, so that it is done again only when that has changed.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

/// A file beside what a step made, with the hash of what it was made from.
pub struct Stamp {
    path: PathBuf,
    hash: String,
}

impl Stamp {
    /// The stamp of a step with these inputs.
    pub fn of(path: PathBuf, inputs: &[&[u8]]) -> Stamp {
        let mut sha = Sha256::new();
        for input in inputs {
            // With its length, so that two inputs are not taken for one.
            sha.update((input.len() as u64).to_le_bytes());
            sha.update(input);
        }
        Stamp { path, hash: digits(&sha.finalize()) }
    }

    /// Whether the step was done with these inputs.
    pub fn is_current(&self) -> bool {
        fs::read_to_string(&self.path).is_ok_and(|hash| hash == self.hash)
    }

    /// The step is done.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn set(&self) -> Result<()> {
        fs::write(&self.path, &self.hash)
            .with_context(|| format!("cannot write {}", self.path.display()))
    }
}

/// The SHA-256 of bytes, in hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    digits(&Sha256::digest(bytes))
}

fn digits(hash: &[u8]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_current_for_the_same_inputs_only() {
        let folder = tempfile::tempdir().unwrap();
        let stamp = |inputs: &[&[u8]]| Stamp::of(folder.path().join("stamp"), inputs);

        assert!(!stamp(&[b"ab", b"c"]).is_current());
        stamp(&[b"ab", b"c"]).set().unwrap();
        assert!(stamp(&[b"ab", b"c"]).is_current());
        assert!(!stamp(&[b"a", b"bc"]).is_current());
    }
}

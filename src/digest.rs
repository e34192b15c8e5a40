//! SHA-256 of a name: how a server lets others recognise a name that it does not show.

use std::fmt;

use sha2::{Digest as _, Sha256};
use thiserror::Error;

/// SHA-256 of a name, as Mastodon publishes it beside each entry of its list.
///
/// It covers exactly the stored name: lower case, ASCII, without scheme, `@` or newline, and not the names below it
/// (`app/models/domain_block.rb`, `domain_digest`; <https://docs.joinmastodon.org/entities/DomainBlock/#digest>).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest([u8; 32]);

/// Why a text is no [`Digest`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DigestError {
    /// A digest has 64 characters, this text so many.
    #[error("digest has {0} characters and not 64")]
    Length(usize),
    /// No hexadecimal digit.
    #[error("digest holds {0:?}, which is no hexadecimal digit")]
    Character(char),
}

impl Digest {
    /// The digest of this name as it is; nothing is normalised.
    pub fn of(name: &str) -> Digest {
        Digest(Sha256::digest(name.as_bytes()).into())
    }

    /// Reads 64 hexadecimal digits, in either case.
    pub fn parse(hex: &str) -> Result<Digest, DigestError> {
        if !hex.bytes().all(|it| it.is_ascii_hexdigit()) {
            let character = hex.chars().find(|it| !it.is_ascii_hexdigit());
            return Err(DigestError::Character(character.unwrap_or_default()));
        }
        if hex.len() != 64 {
            return Err(DigestError::Length(hex.len()));
        }
        let mut bytes = [0; 32];
        for (byte, [high, low]) in bytes.iter_mut().zip(hex.as_bytes().as_chunks().0) {
            *byte = nibble(*high) << 4 | nibble(*low);
        }
        Ok(Digest(bytes))
    }

    /// A digest whose bytes are known.
    pub fn from_bytes(bytes: [u8; 32]) -> Digest {
        Digest(bytes)
    }

    /// The digest's bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

fn nibble(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        _ => digit.to_ascii_lowercase().wrapping_sub(b'a' - 10) & 0xf,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expected: &str) {
        assert_eq!(Digest::of(name).to_string(), expected);
        assert_eq!(Digest::parse(expected), Ok(Digest::of(name)));
        assert_eq!(Digest::parse(&expected.to_uppercase()), Ok(Digest::of(name)));
    }

    #[track_caller]
    fn check_error(hex: &str, expected: &str) {
        assert_eq!(Digest::parse(hex).unwrap_err().to_string(), expected);
    }

    #[test]
    fn agrees_with_mastodon() {
        // The first two from <https://docs.joinmastodon.org/methods/instance/#domain_blocks>.
        check(
            "birb.elfenban.de",
            "5d2c6e02a0cced8fb05f32626437e3d23096480b47efbba659b6d9e80c85d280",
        );
        check(
            "birdbots.leptonics.com",
            "ce019d8d32cce8e369ac4367f4dc232103e6f489fbdd247fb99f9c8a646078a4",
        );
        check("example.com", "a379a6f6eeafb9a55e378c118034e2751e682fab9f2d30ab13d2125586ce1947");
        check("threads.net", "b21d0b29503885ad18844f66c5abc26d7eac38e572c5cceee663e6ea08d1e825");
    }

    #[test]
    fn what_is_no_digest_says_why() {
        check_error("", "digest has 0 characters and not 64");
        check_error(&"0".repeat(63), "digest has 63 characters and not 64");
        check_error(&"0".repeat(65), "digest has 65 characters and not 64");
        check_error(&"0".repeat(66), "digest has 66 characters and not 64");
        check_error("xyz", "digest holds 'x', which is no hexadecimal digit");
        check_error("é", "digest holds 'é', which is no hexadecimal digit");
    }
}

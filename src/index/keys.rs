//! What the index needs of one list: hashes, digests and patterns, no names.

use super::bytes::{self, Reader, push_number, push_text};
use super::lookup::Rolling;
use super::rule::Rule;
use super::{IndexError, glimpse};
use crate::blocklist::pattern::PatternKind;
use crate::blocklist::{BlockName, Blocklist};
use crate::digest::Digest;

/// A digest, as bytes.
pub(super) type DigestBytes = [u8; 32];

/// All keys of one list.
#[derive(Default)]
pub(super) struct Keys<'k> {
    pub(super) names: Vec<(u64, Rule)>,
    pub(super) digests: Vec<(DigestBytes, Rule)>,
    /// Of the names that the digests are of.
    pub(super) glimpses: Vec<u64>,
    pub(super) patterns: Vec<(PatternKind, &'k str, Rule)>,
}

/// Writes the keys of a list.
pub(super) fn write(list: &Blocklist) -> Vec<u8> {
    let (mut names, mut digests, mut patterns) = (Vec::new(), Vec::new(), Vec::new());
    let mut counts = [0; 3];
    for (row, block) in (0..).zip(&list.blocks) {
        let rule = Rule::of(block, list.precedence, row);
        match &block.name {
            BlockName::Domain(domain) => {
                counts[0] += 1;
                names.extend(Rolling::of(domain.as_str()).to_le_bytes());
                rule.write(&mut names);
            }
            BlockName::Obfuscated { digest: Some(digest), shown } => {
                counts[1] += 1;
                digests.extend(glimpse::of_shown(shown).to_le_bytes());
                digests.extend(Digest::as_bytes(digest));
                rule.write(&mut digests);
            }
            BlockName::Pattern(pattern) => {
                counts[2] += 1;
                patterns.push(pattern.kind() as u8);
                rule.write(&mut patterns);
                push_text(&mut patterns, pattern.text());
            }
            BlockName::Obfuscated { digest: None, .. } | BlockName::Literal(_) => {}
        }
    }
    let mut keys = bytes::begin(bytes::KEYS);
    counts.into_iter().for_each(|count| push_number(&mut keys, count));
    keys.extend(names);
    keys.extend(digests);
    keys.extend(patterns);
    bytes::seal(keys)
}

/// Reads what [`write`] wrote.
pub(super) fn read(keys: &[u8]) -> Result<Keys<'_>, IndexError> {
    let mut reader = Reader::open(bytes::KEYS, keys)?;
    let [names, digests, patterns] = reader.numbers()?;
    let mut keys = Keys::default();
    for _ in 0..names {
        let hash = reader.take().map(u64::from_le_bytes);
        keys.names.push(hash.zip(Rule::take(&mut reader)).ok_or(IndexError::Layout)?);
    }
    for _ in 0..digests {
        let glimpse = reader.take().map(u64::from_le_bytes);
        keys.glimpses.push(glimpse.ok_or(IndexError::Layout)?);
        keys.digests.push(reader.take().zip(Rule::take(&mut reader)).ok_or(IndexError::Layout)?);
    }
    for _ in 0..patterns {
        keys.patterns.push(read_pattern(&mut reader).ok_or(IndexError::Layout)?);
    }
    if reader.rest().is_empty() { Ok(keys) } else { Err(IndexError::Layout) }
}

/// Reads one pattern, as keys and index write it.
pub(super) fn read_pattern<'b>(reader: &mut Reader<'b>) -> Option<(PatternKind, &'b str, Rule)> {
    let kind = *PatternKind::ALL.get(usize::from(reader.byte()?))?;
    let rule = Rule::take(reader)?;
    Some((kind, reader.text()?, rule))
}

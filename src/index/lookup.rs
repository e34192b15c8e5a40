//! The tables of the hot buffer, and look-ups in them.

use std::ops::Range;

use super::{Hit, How, IndexError};
use crate::digest::Digest;
use crate::severity::Severity;

/// A slot: hash, first rule.
pub(super) const SLOT: usize = 12;
/// A rule: list, severity, flags, row.
pub(super) const RULE: usize = 8;
/// A digest: its bytes, first rule.
pub(super) const DIGEST: usize = 36;

/// What stands in a gap between slots instead of a rule.
pub(super) const GAP: u32 = u32::MAX;
/// The flag of a name's last rule.
pub(super) const LAST: u8 = 1;

/// Where in the hot buffer the tables are.
#[derive(Clone, Debug)]
pub(super) struct Tables {
    hot: Vec<u8>,
    /// Over how many slots the hashes are spread.
    range: usize,
    slots: Range<usize>,
    rules: Range<usize>,
    digests: Range<usize>,
}

/// The hash of a name, rolled from its last byte to its first.
#[derive(Clone, Copy)]
pub(super) struct Rolling(u64);

impl Rolling {
    pub(super) fn new() -> Rolling {
        Rolling(0xcbf2_9ce4_8422_2325)
    }

    /// The hash of the whole name.
    pub(super) fn of(name: &str) -> u64 {
        name.bytes().rev().fold(Rolling::new(), Rolling::push).hash()
    }

    /// FNV-1a (<http://www.isthe.com/chongo/tech/comp/fnv/>).
    fn push(self, byte: u8) -> Rolling {
        Rolling((self.0 ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
    }

    /// FNV leaves the upper bits of short names alike, but a slot is chosen by them: so mix once more.
    fn hash(self) -> u64 {
        let mixed = (self.0 ^ (self.0 >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
        (mixed ^ (mixed >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93)
    }
}

/// The slot that is a hash's share of a table of this many slots.
pub(super) fn ideal_slot(hash: u64, range: usize) -> usize {
    ((u128::from(hash) * range as u128) >> 64) as usize
}

/// How a name was recognised.
#[derive(Clone, Copy)]
enum By {
    Hash,
    Digest,
}

impl Tables {
    /// `sizes`: how many slots, rules and digests there are, which lie one after the other from `start` to the end.
    pub(super) fn locate(
        start: usize,
        range: usize,
        sizes: [usize; 3],
        hot: Vec<u8>,
    ) -> Result<Tables, IndexError> {
        let mut end = start;
        let mut part = |size: usize, count: usize| {
            let start = end;
            end = size
                .checked_mul(count)
                .and_then(|it| it.checked_add(start))
                .ok_or(IndexError::Layout)?;
            Ok(start..end)
        };
        let [slots, rules, digests] = sizes;
        let (slots, rules, digests) =
            (part(SLOT, slots)?, part(RULE, rules)?, part(DIGEST, digests)?);
        if end != hot.len() {
            return Err(IndexError::Layout);
        }
        Ok(Tables { hot, range, slots, rules, digests })
    }

    /// Finds the rules for a host: those of the longest of its suffixes that each list holds, in the order of the lists.
    pub(super) fn find_suffixes(&self, host: &str, hits: &mut Vec<Hit>) {
        let mut rolling = Rolling::new();
        let bytes = host.as_bytes();
        for (at, &byte) in bytes.iter().enumerate().rev() {
            rolling = rolling.push(byte);
            let is_label_start = at == 0 || bytes.get(at - 1) == Some(&b'.');
            if is_label_start {
                let suffix = host.get(at..).unwrap_or_default();
                let how = if at == 0 { How::Exact } else { How::Ancestor };
                self.find(suffix, rolling.hash(), how, hits);
            }
        }
    }

    /// Finds the rules for exactly this name.
    pub(super) fn find_whole(&self, name: &str, hits: &mut Vec<Hit>) {
        self.find(name, Rolling::of(name), How::Exact, hits);
    }

    /// Adds the rules for a name, in the order of the lists. Shorter names come first, so each list's former decision gives way.
    fn find(&self, name: &str, hash: u64, how: How, hits: &mut Vec<Hit>) {
        if let Some(rule) = self.first_rule(hash) {
            self.decide(rule, name, how, By::Hash, hits);
        }
        if self.digests.is_empty() {
            return;
        }
        if let Some(rule) = self.first_rule_of_digest(&Digest::of(name)) {
            self.decide(rule, name, How::Digest, By::Digest, hits);
        }
    }

    fn first_rule(&self, hash: u64) -> Option<u32> {
        let (slots, _) = self.hot.get(self.slots.clone())?.as_chunks::<SLOT>();
        for slot in slots.get(ideal_slot(hash, self.range)..)? {
            let (found, rule) = slot.split_first_chunk()?;
            let rule = u32::from_le_bytes(*rule.first_chunk()?);
            let found = u64::from_le_bytes(*found);
            if found >= hash || rule == GAP {
                return (found == hash && rule != GAP).then_some(rule);
            }
        }
        None
    }

    fn first_rule_of_digest(&self, digest: &Digest) -> Option<u32> {
        let (digests, _) = self.hot.get(self.digests.clone())?.as_chunks::<DIGEST>();
        let at =
            digests.binary_search_by(|it| it.first_chunk().cmp(&Some(digest.as_bytes()))).ok()?;
        Some(u32::from_le_bytes(*digests.get(at)?.last_chunk()?))
    }

    fn decide(&self, first: u32, name: &str, how: How, by: By, hits: &mut Vec<Hit>) {
        let (rules, _) = self.hot.get(self.rules.clone()).unwrap_or_default().as_chunks::<RULE>();
        for &[list_low, list_high, severity, flags, row @ ..] in rules.iter().skip(first as usize) {
            let Some(&severity) = Severity::ALL.get(usize::from(severity)) else { return };
            let list = usize::from(u16::from_le_bytes([list_low, list_high]));
            let hit =
                Hit { list, severity, how, listed: name.to_owned(), row: u32::from_le_bytes(row) };
            let place = hits.partition_point(|it| it.list < list);
            match hits.get_mut(place).filter(|it| it.list == list) {
                None => hits.insert(place, hit),
                // In clear and by its digest it is one name, so there the stricter counts.
                Some(former) if matches!(by, By::Digest) && former.listed == name => {
                    if severity > former.severity {
                        *former = hit;
                    }
                }
                Some(former) => *former = hit,
            }
            if flags & LAST != 0 {
                return;
            }
        }
    }
}

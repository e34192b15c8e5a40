//! The tables of the hot buffer, and look-ups in them.

use std::ops::Range;

use super::bytes::Reader;
use super::rule::{self, BEFORE_ALL, LAST, Rule, STRICTEST};
use super::{Hit, How, IndexError, keys};
use crate::blocklist::pattern;
use crate::digest::Digest;

/// A slot: hash, first rule.
pub(super) const SLOT: usize = 12;
/// A rule: list, then severity, flags, row.
pub(super) const RULE: usize = 2 + rule::LENGTH;
/// A digest: its bytes, first rule.
pub(super) const DIGEST: usize = 36;

/// What stands in a gap between slots instead of a rule.
pub(super) const GAP: u32 = u32::MAX;

/// Where in the hot buffer the tables are.
#[derive(Clone, Debug, Default)]
pub(super) struct Tables {
    hot: Vec<u8>,
    n_patterns: usize,
    patterns: Range<usize>,
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

/// A search for one host.
struct Search<'s> {
    host: &'s str,
    hits: &'s mut Vec<Hit>,
}

impl Tables {
    /// `sizes`: how many slots, rules and digests there are, which lie one after the other from the end of the
    /// patterns to the end of all.
    pub(super) fn locate(
        n_patterns: usize,
        patterns: Range<usize>,
        range: usize,
        sizes: [usize; 3],
        hot: Vec<u8>,
    ) -> Result<Tables, IndexError> {
        let mut end = patterns.end;
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
        Ok(Tables { hot, n_patterns, patterns, range, slots, rules, digests })
    }

    /// Finds the rules for a host, one a list, in the order of the lists: of its suffixes and of the patterns that fit
    /// it.
    pub(super) fn find_host(&self, host: &str, hits: &mut Vec<Hit>) {
        let mut search = Search { host, hits };
        let mut rolling = Rolling::new();
        let bytes = host.as_bytes();
        for (at, &byte) in bytes.iter().enumerate().rev() {
            rolling = rolling.push(byte);
            let is_label_start = at == 0 || bytes.get(at - 1) == Some(&b'.');
            if is_label_start {
                let suffix = host.get(at..).unwrap_or_default();
                let how = if at == 0 { How::Exact } else { How::Ancestor };
                self.find(suffix, rolling.hash(), how, &mut search);
            }
        }
        self.find_patterns(&mut search);
    }

    /// Finds the rules for exactly this name.
    pub(super) fn find_whole(&self, name: &str, hits: &mut Vec<Hit>) {
        self.find(name, Rolling::of(name), How::Exact, &mut Search { host: name, hits });
    }

    /// As [`Tables::find_host`], for a host without suffixes.
    pub(super) fn find_ip(&self, host: &str, hits: &mut Vec<Hit>) {
        self.find_whole(host, hits);
        self.find_patterns(&mut Search { host, hits });
    }

    /// Finds what lists say about a name. Shorter names come first, so each list's former decision gives way.
    fn find(&self, name: &str, hash: u64, how: How, search: &mut Search<'_>) {
        if let Some(rule) = self.first_rule(hash) {
            self.decide(rule, name, how, search);
        }
        if self.digests.is_empty() {
            return;
        }
        if let Some(rule) = self.first_rule_of_digest(&Digest::of(name)) {
            self.decide(rule, name, How::Digest, search);
        }
    }

    fn find_patterns(&self, search: &mut Search<'_>) {
        let mut reader = Reader::new(self.hot.get(self.patterns.clone()).unwrap_or_default());
        for _ in 0..self.n_patterns {
            let Some(list) = reader.short() else { return };
            let Some((kind, text, rule)) = keys::read_pattern(&mut reader) else { return };
            if pattern::fits(kind, text, search.host) {
                search.take(list, rule, text, How::Glob);
            }
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

    fn decide(&self, first: u32, name: &str, how: How, search: &mut Search<'_>) {
        let (rules, _) = self.hot.get(self.rules.clone()).unwrap_or_default().as_chunks::<RULE>();
        for [low, high, rule @ ..] in rules.iter().skip(first as usize) {
            let Some(rule) = Rule::read(rule) else { return };
            if rule.applies(name, search.host) {
                search.take(u16::from_le_bytes([*low, *high]), rule, name, how);
            }
            if rule.flags & LAST != 0 {
                return;
            }
        }
    }
}

impl Search<'_> {
    /// Takes in what a list says, unless something else that it says counts more.
    fn take(&mut self, list: u16, rule: Rule, name: &str, how: How) {
        let list = usize::from(list);
        let place = self.hits.partition_point(|it| it.list < list);
        let former = self.hits.get_mut(place).filter(|it| it.list == list);
        let permits = rule.flags & BEFORE_ALL != 0;
        let gives_way = former.as_ref().is_none_or(|former| {
            if permits || former.permits {
                permits
            } else if matches!(how, How::Glob) {
                // A pattern has no length to compare.
                rule.severity > former.severity
            } else if rule.flags & STRICTEST != 0 {
                rule.severity >= former.severity
            } else {
                // In clear and by its digest, alone and with what is below, it is one name: the stricter counts.
                former.listed != name || rule.severity > former.severity
            }
        });
        if !gives_way {
            return;
        }
        let (severity, row) = (rule.severity, rule.row);
        let hit = Hit { list, severity, how, listed: name.to_owned(), row, permits };
        match former {
            Some(former) => *former = hit,
            None => self.hits.insert(place, hit),
        }
    }
}

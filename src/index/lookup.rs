//! The tables of the hot buffer, and look-ups in them.

use std::ops::Range;

use super::bytes::Reader;
use super::rule::{self, BEFORE_ALL, LAST, Rule, STRICTEST};
use super::{Hit, How, IndexError, glimpse, keys};
use crate::blocklist::pattern;
use crate::digest::Digest;
use crate::domain::is_normal_byte;

/// A slot: hash, first rule.
pub(super) const SLOT: usize = 12;
/// A rule: list, then severity, flags, row.
pub(super) const RULE: usize = 2 + rule::LENGTH;
/// A digest: its bytes, first rule.
pub(super) const DIGEST: usize = 36;

/// What stands in a gap between slots instead of a rule.
pub(super) const GAP: u32 = u32::MAX;

/// How many slots are looked at one after the other: nearly all names are within three of their ideal places.
const NEAR: usize = 32;

/// A slot's hash and first rule.
#[inline(always)]
fn read_slot([a, b, c, d, e, f, g, h, rule @ ..]: &[u8; SLOT]) -> (u64, u32) {
    (u64::from_le_bytes([*a, *b, *c, *d, *e, *f, *g, *h]), u32::from_le_bytes(*rule))
}

/// Where in the hot buffer the tables are.
#[derive(Clone, Debug, Default)]
pub(super) struct Tables {
    hot: Vec<u8>,
    n_patterns: usize,
    patterns: Range<usize>,
    sieve: Range<usize>,
    /// Over how many slots the hashes are spread.
    range: usize,
    slots: Range<usize>,
    rules: Range<usize>,
    digests: Range<usize>,
    glimpses: Range<usize>,
}

/// The hash of a name, rolled from its last byte to its first.
///
/// It takes in seven bytes at a time, for a multiplication for each would be most of a look-up.
#[derive(Clone, Copy)]
pub(super) struct Rolling {
    hash: u64,
    /// What leads keeps a label that goes on apart from the next one, and tells when there are seven.
    word: u64,
}

const BEGINS: u64 = 1;
const GOES_ON: u64 = 2;

impl Rolling {
    fn new() -> Rolling {
        Rolling { hash: 0xcbf2_9ce4_8422_2325, word: BEGINS }
    }

    /// The hash of the whole name.
    pub(super) fn of(name: &str) -> u64 {
        name.bytes().rev().fold(Rolling::new(), Rolling::push).end()
    }

    // What runs for each letter is put in place also where the build is for size: a call would cost more than the work.
    #[inline(always)]
    fn push(self, byte: u8) -> Rolling {
        let Rolling { hash, word } = self;
        match byte {
            b'.' => Rolling { hash: self.end(), word: BEGINS },
            _ if word >> 56 == 0 => Rolling { hash, word: word << 8 | u64::from(byte) },
            _ => Rolling { hash: self.end(), word: GOES_ON << 8 | u64::from(byte) },
        }
    }

    /// The hash of what was taken in.
    #[inline(always)]
    fn end(self) -> u64 {
        mix(self.hash ^ self.word)
    }
}

/// Spreads a number over all bits.
#[inline(always)]
pub(super) fn mix(number: u64) -> u64 {
    let mixed = (number ^ (number >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    (mixed ^ (mixed >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93)
}

/// The slot that is a hash's share of a table of this many slots.
#[inline(always)]
pub(super) fn ideal_slot(hash: u64, range: usize) -> usize {
    // The upper half is enough for four thousand million slots, and a product of 128 bits is dear in WebAssembly.
    (((hash >> 32) * range as u64) >> 32) as usize
}

/// The byte of a sieve of so many bytes, and the bit in it, that are a hash's share.
#[inline(always)]
pub(super) fn sieve_place(hash: u64, length: usize) -> (usize, u8) {
    // The half of the hash that does not choose the slot.
    let place = (((hash & 0xffff_ffff) * (length * 8) as u64) >> 32) as usize;
    (place >> 3, 1 << (place & 7))
}

/// A search for one host.
struct Search<'s> {
    host: &'s str,
    hits: &'s mut Vec<Hit>,
}

impl Tables {
    /// `sizes`: how many bytes of the sieve, slots, rules, digests and bytes of glimpses there are, which lie one after
    /// the other from the end of the patterns to the end of all.
    pub(super) fn locate(
        n_patterns: usize,
        patterns: Range<usize>,
        range: usize,
        sizes: [usize; 5],
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
        let [sieve, slots, rules, digests, glimpses] = sizes;
        let sieve = part(1, sieve)?;
        let (slots, rules) = (part(SLOT, slots)?, part(RULE, rules)?);
        let (digests, glimpses) = (part(DIGEST, digests)?, part(1, glimpses)?);
        if end != hot.len() {
            return Err(IndexError::Layout);
        }
        Ok(Tables { hot, n_patterns, patterns, sieve, range, slots, rules, digests, glimpses })
    }

    /// Finds the rules for a host, one a list, in the order of the lists: of its suffixes and of the patterns that fit
    /// it.
    pub(super) fn find_host(&self, host: &str, hits: &mut Vec<Hit>) {
        let mut search = Search { host, hits };
        let mut rolling = Rolling::new();
        for (at, &byte) in host.as_bytes().iter().enumerate().rev() {
            rolling = rolling.push(byte);
            if byte == b'.' {
                let name = host.get(at + 1..).unwrap_or_default();
                self.find(name, rolling.hash, How::Ancestor, &mut search);
            }
        }
        self.find(host, rolling.end(), How::Exact, &mut search);
        self.find_patterns(&mut search);
    }

    /// Whether there may be a rule for a host, or an IP address; also for what has other
    /// letters than a [`Domain`](crate::domain::Domain) or an empty label, so that a text need not be looked over before.
    pub(super) fn may_know(&self, host: &str) -> bool {
        if self.n_patterns != 0 {
            return true;
        }
        let may_have = |at: usize, hash: u64| {
            self.first_rule(hash).is_some()
                || self.may_be_starred_out(host.get(at..).unwrap_or_default())
        };
        let mut rolling = Rolling::new();
        for (at, &byte) in host.as_bytes().iter().enumerate().rev() {
            match byte {
                _ if is_normal_byte(byte) => rolling = rolling.push(byte),
                b'.' if rolling.word != BEGINS => {
                    rolling = rolling.push(byte);
                    if may_have(at + 1, rolling.hash) {
                        return true;
                    }
                }
                _ => return true,
            }
        }
        rolling.word == BEGINS || may_have(0, rolling.end())
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
        if !self.may_be_starred_out(name) {
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
        let sieve = self.hot.get(self.sieve.clone())?;
        let (byte, bit) = sieve_place(hash, sieve.len());
        if sieve.get(byte)? & bit == 0 {
            return None;
        }
        let (slots, _) = self.hot.get(self.slots.clone())?.as_chunks::<SLOT>();
        let slots = slots.get(ideal_slot(hash, self.range)..)?;
        for slot in slots.iter().take(NEAR) {
            let (found, rule) = read_slot(slot);
            if found >= hash || rule == GAP {
                return (found == hash && rule != GAP).then_some(rule);
            }
        }
        self.first_rule_far(slots.get(NEAR..)?, hash)
    }

    /// The same, where very many names have their ideal places close together, as only somebody has them who chose the
    /// names for that. Up to the first gap the slots are in order, and behind it is none that should be before it.
    #[cold]
    fn first_rule_far(&self, slots: &[[u8; SLOT]], hash: u64) -> Option<u32> {
        let is_before = |slot: &[u8; SLOT]| {
            let (found, rule) = read_slot(slot);
            found < hash && rule != GAP
        };
        let (found, rule) = read_slot(slots.get(slots.partition_point(is_before))?);
        (found == hash && rule != GAP).then_some(rule)
    }

    fn may_be_starred_out(&self, name: &str) -> bool {
        !self.digests.is_empty()
            && glimpse::may_be(name, self.hot.get(self.glimpses.clone()).unwrap_or_default())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::NativeParser;
    use crate::blocklist::Blocklist;
    use crate::domain::Domain;
    use crate::index::{Index, Rank};

    /// Names that somebody chose so that their hashes are small crowd the first half of the table.
    #[test]
    fn a_crowd_is_searched_and_not_walked_through() {
        let names = |tail: &'static str| (0..200_000).map(move |it| format!("{it}{tail}"));
        let is_small = |name: &String| Rolling::of(name) >> 58 == 0;
        let crowd: Vec<_> = names(".example").filter(is_small).collect();
        let others: Vec<_> = names(".invalid").take(20).collect();
        let listed = || crowd.iter().chain(&others);
        let text: String = listed().map(|name| format!("{name}\n")).collect();
        let list = Blocklist::read(text.as_bytes(), &NativeParser).unwrap();
        let index = Index::of(&[("list", Rank::Home, &list)]).unwrap();
        let is_found = |name: &String| !index.find(&Domain::parse(name).unwrap()).is_empty();
        assert!(crowd.len() > 1_000, "{}", crowd.len());
        assert!(listed().all(is_found));
        assert!(!names(".org").any(|name| is_found(&name)));
    }
}

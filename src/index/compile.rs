//! From lists to buffers.

use std::cmp::Reverse;

use super::bytes::{self, push_number, push_text};
use super::lookup::{GAP, LAST, Rolling, ideal_slot};
use super::{Rank, rows};
use crate::blocklist::{BlockName, DomainBlock};
use crate::digest::Digest;
use crate::severity::Severity;

/// A list to be compiled.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// See [`ListInfo::id`](super::ListInfo::id).
    pub id: &'a str,
    /// See [`ListInfo::name`](super::ListInfo::name).
    pub name: &'a str,
    /// See [`ListInfo::rank`](super::ListInfo::rank).
    pub rank: Rank,
    /// [`Blocklist::blocks`](crate::blocklist::Blocklist::blocks).
    pub blocks: &'a [DomainBlock],
}

/// What is stored of all lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compiled {
    /// For [`Index::load`](super::Index::load).
    pub hot: Vec<u8>,
    /// For [`Rows::load`](super::Rows::load).
    pub cold: Vec<u8>,
}

/// Compiles lists, at most 65,536 of them, into buffers; the same lists always into the same bytes.
///
/// Of several entries of one list for one name the strictest counts, and of equals the first.
pub fn compile(lists: &[Entry<'_>]) -> Compiled {
    let mut names = Vec::new();
    let mut digests = Vec::new();
    let mut row = 0;
    for (list, entry) in (0..=u16::MAX).zip(lists) {
        for block in entry.blocks {
            let rule = Rule { list, severity: block.severity, row };
            match &block.name {
                BlockName::Domain(domain) => names.push((Rolling::of(domain.as_str()), rule)),
                BlockName::Obfuscated { digest: Some(digest), .. } => digests.push((*digest, rule)),
                BlockName::Obfuscated { digest: None, .. }
                | BlockName::Literal(_)
                | BlockName::Pattern(_) => {}
            }
            row += 1;
        }
    }
    let mut rules = Vec::new();
    let names = group(names, &mut rules);
    let digests = group(digests, &mut rules);
    Compiled { hot: hot(lists, &names, &digests, &rules), cold: rows::write(lists) }
}

/// What one list says about one name.
#[derive(Clone, Copy)]
struct Rule {
    list: u16,
    severity: Severity,
    row: u32,
}

/// A name and where its rules begin.
type Group<K> = (K, u32);

/// Sorts the names, lays each one's rules next to each other, one a list, and says where they begin.
fn group<K: Ord + Copy>(mut names: Vec<(K, Rule)>, rules: &mut Vec<u8>) -> Vec<Group<K>> {
    names.sort_unstable_by_key(|(key, rule)| (*key, rule.list, Reverse(rule.severity), rule.row));
    names.dedup_by_key(|(key, rule)| (*key, rule.list));
    let mut groups = Vec::with_capacity(names.len());
    for name in names.chunk_by(|(left, _), (right, _)| left == right) {
        let Some((key, _)) = name.first() else { continue };
        groups.push((*key, first_rule(rules)));
        for (at, (_, rule)) in name.iter().enumerate() {
            let flags = if at + 1 == name.len() { LAST } else { 0 };
            rules.extend(rule.list.to_le_bytes());
            // A severity is written as its position in `Severity::ALL`.
            rules.extend([rule.severity as u8, flags]);
            rules.extend(rule.row.to_le_bytes());
        }
    }
    groups
}

fn first_rule(rules: &[u8]) -> u32 {
    // Saturated, it stands for a gap: what a browser could not hold anyway is not found.
    u32::try_from(rules.len() / super::lookup::RULE).unwrap_or(GAP)
}

fn hot(
    lists: &[Entry<'_>],
    names: &[Group<u64>],
    digests: &[Group<Digest>],
    rules: &[u8],
) -> Vec<u8> {
    let range = names.len() + names.len() / 4;
    let slots = slots(names, range);
    let mut hot = bytes::begin(bytes::HOT);
    for size in [lists.len(), range, slots.len(), rules.len() / super::lookup::RULE, digests.len()]
    {
        push_number(&mut hot, size);
    }
    for list in lists {
        push_number(&mut hot, list.rank as usize);
        push_text(&mut hot, list.id);
        push_text(&mut hot, list.name);
    }
    for (hash, rule) in slots {
        hot.extend(hash.to_le_bytes());
        hot.extend(rule.to_le_bytes());
    }
    hot.extend(rules);
    for (digest, rule) in digests {
        hot.extend(digest.as_bytes());
        hot.extend(rule.to_le_bytes());
    }
    hot.shrink_to_fit();
    bytes::seal(hot)
}

/// Each name at its ideal place or right behind those before it, and a gap at the end.
fn slots(names: &[Group<u64>], range: usize) -> Vec<Group<u64>> {
    let mut slots = Vec::with_capacity(range + 1);
    for &(hash, rule) in names {
        slots.resize(slots.len().max(ideal_slot(hash, range)), (0, GAP));
        slots.push((hash, rule));
    }
    slots
}

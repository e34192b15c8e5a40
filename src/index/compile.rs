//! From the keys of lists to the index.

use std::cmp::Reverse;

use super::bytes::{self, push_number, push_text};
use super::lookup::{GAP, ideal_slot, sieve_place};
use super::rule::{LAST, Rule};
use super::{IndexError, Rank, glimpse, keys, lookup};
use crate::blocklist::pattern::PatternKind;

/// A list to be compiled.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// See [`ListInfo::id`](super::ListInfo::id).
    pub id: &'a str,
    /// See [`ListInfo::name`](super::ListInfo::name).
    pub name: &'a str,
    /// See [`ListInfo::rank`](super::ListInfo::rank).
    pub rank: Rank,
    /// What [`keys`](super::keys()) made of it.
    pub keys: &'a [u8],
}

/// Compiles lists, at most 65,536 of them, for [`Index::load`](super::Index::load); the same lists always into the
/// same bytes.
///
/// Of several entries of one list for one name that reach equally far the strictest counts, and of equals the first.
///
/// # Errors
/// When the keys of a list are damaged.
pub fn compile(lists: &[Entry<'_>]) -> Result<Vec<u8>, IndexError> {
    let (mut names, mut digests) = (Vec::new(), Vec::new());
    let (mut glimpses, mut patterns) = (Vec::new(), Vec::new());
    for (list, entry) in (0..=u16::MAX).zip(lists) {
        let keys = keys::read(entry.keys)?;
        names.extend(keys.names.into_iter().map(|(key, rule)| (key, Ruling { list, rule })));
        digests.extend(keys.digests.into_iter().map(|(key, rule)| (key, Ruling { list, rule })));
        glimpses.extend(keys.glimpses);
        patterns.extend(keys.patterns.into_iter().map(|it| (list, it)));
    }
    let mut rules = Vec::new();
    let names = group(names, &mut rules);
    let digests = group(digests, &mut rules);
    Ok(hot(lists, &names, &digests, &glimpse::write(&glimpses), &patterns, &rules))
}

/// What one list says about one name.
#[derive(Clone, Copy)]
struct Ruling {
    list: u16,
    rule: Rule,
}

/// A name and where its rules begin.
type Group<K> = (K, u32);

/// Sorts the names, lays each one's rules next to each other, one a list and reach, and says where they begin.
fn group<K: Ord + Copy>(mut names: Vec<(K, Ruling)>, rules: &mut Vec<u8>) -> Vec<Group<K>> {
    names.sort_unstable_by_key(|(key, it)| {
        (*key, it.list, it.rule.reach(), Reverse(it.rule.severity), it.rule.row)
    });
    names.dedup_by_key(|(key, it)| (*key, it.list, it.rule.reach()));
    let mut groups = Vec::with_capacity(names.len());
    for name in names.chunk_by(|(left, _), (right, _)| left == right) {
        let Some((key, _)) = name.first() else { continue };
        groups.push((*key, first_rule(rules)));
        for (at, (_, Ruling { list, rule })) in name.iter().enumerate() {
            let last = if at + 1 == name.len() { LAST } else { 0 };
            rules.extend(list.to_le_bytes());
            Rule { flags: rule.flags & !LAST | last, ..*rule }.write(rules);
        }
    }
    groups
}

fn first_rule(rules: &[u8]) -> u32 {
    // Saturated, it stands for a gap: what a browser could not hold anyway is not found.
    u32::try_from(rules.len() / lookup::RULE).unwrap_or(GAP)
}

fn hot(
    lists: &[Entry<'_>],
    names: &[Group<u64>],
    digests: &[Group<keys::DigestBytes>],
    glimpses: &[u8],
    patterns: &[(u16, (PatternKind, &str, Rule))],
    rules: &[u8],
) -> Vec<u8> {
    let sieve = sieve(names);
    let range = names.len() + names.len() / 5;
    let slots = slots(names, range);
    let mut hot = bytes::begin(bytes::HOT);
    let n_rules = rules.len() / lookup::RULE;
    let tables = [sieve.len(), slots.len(), n_rules, digests.len(), glimpses.len()];
    for size in [lists.len(), patterns.len(), range].into_iter().chain(tables) {
        push_number(&mut hot, size);
    }
    for list in lists {
        push_number(&mut hot, list.rank as usize);
        push_text(&mut hot, list.id);
        push_text(&mut hot, list.name);
    }
    for (list, (kind, text, rule)) in patterns {
        hot.extend(list.to_le_bytes());
        hot.push(*kind as u8);
        rule.write(&mut hot);
        push_text(&mut hot, text);
    }
    hot.extend(sieve);
    for (hash, rule) in slots {
        hot.extend(hash.to_le_bytes());
        hot.extend(rule.to_le_bytes());
    }
    hot.extend(rules);
    for (digest, rule) in digests {
        hot.extend(digest);
        hot.extend(rule.to_le_bytes());
    }
    hot.extend(glimpses);
    hot.shrink_to_fit();
    bytes::seal(hot)
}

/// A bit for each name, in as many bytes as there are names.
fn sieve(names: &[Group<u64>]) -> Vec<u8> {
    let mut sieve = vec![0; names.len()];
    for (hash, _) in names {
        let (byte, bit) = sieve_place(*hash, sieve.len());
        if let Some(byte) = sieve.get_mut(byte) {
            *byte |= bit;
        }
    }
    sieve
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

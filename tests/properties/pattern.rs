//! Patterns that servers match hosts with.

use fencepost::blocklist::pattern::{PatternKind, fits};

use super::choice;

/// A pattern and a host, separated by a zero; the first byte chooses the pattern's language. Agrees with a matcher that
/// keeps all places in the pattern that the host so far can have led to.
pub fn pattern(bytes: &[u8]) {
    let (kind, bytes) = choice(bytes);
    let kind = PatternKind::ALL[kind % PatternKind::ALL.len()];
    let text = String::from_utf8_lossy(bytes).to_ascii_lowercase();
    let (pattern, host) = text.split_once('\0').unwrap_or((&text, "a.example"));
    let expected = match kind {
        PatternKind::Glob => fits_parts(&glob(pattern.as_bytes()), host),
        PatternKind::OneEach => fits_parts(&parts(pattern, Part::Alphanumeric), host),
        PatternKind::AnyBelow => {
            let parts = parts(pattern, Part::Any);
            let parents = host.match_indices('.').map(|(at, _)| &host[at + 1..]);
            [host].into_iter().chain(parents).any(|it| fits_parts(&parts, it))
        }
        PatternKind::Beginning => {
            let beginning = pattern.strip_suffix(".*");
            beginning.map_or(host == pattern, |it| host.starts_with(it))
        }
    };
    assert_eq!(fits(kind, pattern, host), expected, "{kind:?} {pattern:?} {host:?}");
}

/// What a pattern is made of.
enum Part {
    Any,
    Alphanumeric,
    One(Box<dyn Fn(u8) -> bool>),
}

/// Text in which a star is this.
fn parts(pattern: &str, star: Part) -> Vec<Part> {
    let is_any = matches!(star, Part::Any);
    let star = || if is_any { Part::Any } else { Part::Alphanumeric };
    let part = |byte: u8| if byte == b'*' { star() } else { same(byte) };
    pattern.bytes().map(part).collect()
}

fn same(byte: u8) -> Part {
    Part::One(Box::new(move |it| it == byte))
}

fn glob(mut pattern: &[u8]) -> Vec<Part> {
    let mut parts = Vec::new();
    while let Some((&first, rest)) = pattern.split_first() {
        let (part, length) = match first {
            b'*' => (Part::Any, 1),
            b'?' => (Part::One(Box::new(|_| true)), 1),
            b'\\' if !rest.is_empty() => (same(rest[0]), 2),
            b'[' => class(rest).unwrap_or_else(|| (same(b'['), 1)),
            other => (same(other), 1),
        };
        parts.push(part);
        pattern = &pattern[length..];
    }
    parts
}

/// A class behind its bracket, and how long it is with both brackets.
fn class(text: &[u8]) -> Option<(Part, usize)> {
    let is_negated = matches!(text.first(), Some(b'!' | b'^'));
    let start = usize::from(is_negated);
    let mut ranges = Vec::new();
    let mut at = start;
    while text.get(at) != Some(&b']') || at == start {
        let length = match text[at.min(text.len())..] {
            [] => return None,
            [from, b'-', to, ..] if to != b']' => {
                ranges.push((from, to));
                3
            }
            [b'\\', one, ..] => {
                ranges.push((one, one));
                2
            }
            [one, ..] => {
                ranges.push((one, one));
                1
            }
        };
        at += length;
    }
    let holds = move |byte| ranges.iter().any(|(from, to)| (*from..=*to).contains(&byte));
    Some((Part::One(Box::new(move |byte| holds(byte) != is_negated)), at + 2))
}

fn fits_parts(parts: &[Part], host: &str) -> bool {
    let mut reached = vec![false; parts.len() + 1];
    reached[0] = true;
    pass_stars(parts, &mut reached);
    for byte in host.bytes() {
        let mut next = vec![false; parts.len() + 1];
        for (at, part) in parts.iter().enumerate().filter(|(at, _)| reached[*at]) {
            match part {
                Part::Any => next[at] = true,
                Part::Alphanumeric => next[at + 1] |= byte.is_ascii_alphanumeric(),
                Part::One(fits) => next[at + 1] |= fits(byte),
            }
        }
        pass_stars(parts, &mut next);
        reached = next;
    }
    reached[parts.len()]
}

fn pass_stars(parts: &[Part], reached: &mut [bool]) {
    for (at, part) in parts.iter().enumerate() {
        reached[at + 1] |= reached[at] && matches!(part, Part::Any);
    }
}

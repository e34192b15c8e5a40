//! Bytes that may be a list.

use std::collections::HashSet;

use fencepost::address::NativeParser;
use fencepost::blocklist::{BlockName, Blocklist, Covers, DomainBlock, ListError};
use fencepost::changes::{self, Changes};
use fencepost::day::Day;
use fencepost::domain::Domain;
use fencepost::export::{self, Record};
use fencepost::index::{Rows, keys};
use fencepost::severity::Severity;

use super::memory::peak;
use super::oracle::{self, Oracle};

/// How much memory reading may take for each byte: of two bytes, `a` and the end of a line, an entry can be made, and a
/// problem when it is there twice.
const MEMORY_PER_BYTE: usize = 400;
/// And for nothing at all: tables of the readers.
const MEMORY: usize = 1 << 18;
/// The longest text of an error or a problem, in bytes.
const LONGEST_MESSAGE: usize = 2000;
/// How many names the index is asked about.
const ASKED: usize = 20;

/// A list that is read, from any bytes, is sound and comes back from storage; what is none is refused in a sentence.
pub fn list(bytes: &[u8]) {
    let Some(list) = read(bytes, || Blocklist::read(bytes, &NativeParser)) else { return };
    is_sound(&list, bytes.len());
    is_stored(&list);
    is_exported(&list);
    let again = Blocklist::read_as(list.format, bytes, &NativeParser);
    assert_eq!(again.map(|it| it.blocks), Ok(list.blocks), "read as what it was taken for");
}

/// Reads, twice alike, and within a memory that the bytes account for.
pub fn read(bytes: &[u8], read: impl Fn() -> Result<Blocklist, ListError>) -> Option<Blocklist> {
    let (result, memory) = peak(&read);
    assert!(memory <= MEMORY + MEMORY_PER_BYTE * bytes.len(), "{memory} bytes of memory");
    assert_eq!(result, read(), "read twice");
    result.inspect_err(|error| is_message(&error.to_string())).ok()
}

/// Everything about the list itself, of which so many bytes were read.
pub fn is_sound(list: &Blocklist, length: usize) {
    assert!(list.entries as usize <= length, "an entry takes a byte");
    assert!(list.blocks.len() <= list.entries as usize, "a block is an entry");
    assert!(list.problems.len() <= 1 + 6 * list.entries as usize, "an entry has few problems");
    let mut names = HashSet::new();
    for block in &list.blocks {
        is_sound_block(block);
        let is_new = names.insert((&block.name, block.covers));
        assert!(is_new || is_unrecognisable(block), "{} is there twice", block.name.shown());
    }
    for problem in &list.problems {
        is_message(&problem.to_string());
    }
    let counts = list.counts();
    let counted = counts.suspended + counts.limited + counts.allowed + counts.other;
    let canaries = list.blocks.iter().filter(|it| it.canary).count();
    assert_eq!(counted as usize + canaries, list.blocks.len(), "all are counted");
}

fn is_sound_block(block: &DomainBlock) {
    let shown = block.name.shown();
    assert!(!shown.is_empty() && !shown.contains(is_hidden), "{shown:?}");
    assert!(shown.chars().count() <= 260, "{shown:?} is longer than a name");
    match &block.name {
        BlockName::Domain(domain) => assert_eq!(Domain::parse(shown).as_ref(), Ok(domain)),
        BlockName::Pattern(pattern) => assert!(pattern.text().contains(['*', '?', '[', '\\'])),
        BlockName::Obfuscated { .. } | BlockName::Literal(_) => assert!(shown.contains('*')),
    }
    assert!(!block.canary || matches!(block.name, BlockName::Domain(_)));
    for text in [&block.word, &block.public_comment].into_iter().flatten() {
        assert!(!text.is_empty() && text.trim() == text, "{text:?}");
    }
}

/// What is stored of a list is the list; the index of it agrees with a simpler matcher.
pub fn is_stored(list: &Blocklist) {
    let today = Day::parse("2026-01-01").unwrap();
    let rows = Rows::load(Rows::write(list, today, None)).unwrap();
    assert_eq!((rows.len(), rows.precedence()), (list.blocks.len(), list.precedence));
    for (row, block) in (0..).zip(&list.blocks) {
        let row = rows.row(row).expect("as many rows as blocks");
        assert_eq!(row.block().as_ref(), Some(block));
        assert_eq!(row.first_seen, today);
    }
    let later = Day::parse("2026-01-02").unwrap();
    let later = Rows::load(Rows::write(list, later, Some(&rows))).unwrap();
    assert!(later.iter().all(|it| it.first_seen == today), "a known entry keeps its first day");
    assert!(Changes::between(changes::rows(list), changes::rows(list)).is_empty());

    let lists = [list.clone()];
    assert_eq!(keys(list), keys(&lists[0]));
    let index = oracle::index(&lists);
    let rows = [rows];
    let names = list.blocks.iter().map(|it| it.name.shown()).filter(|it| it.len() < 300);
    Oracle::new(&lists, &index, &rows).check(names.take(ASKED).chain(["example.com", "com"]));
}

/// What is written for other programs, and for safe keeping, is read again.
fn is_exported(list: &Blocklist) {
    for block in &list.blocks {
        let record = serde_json::to_string(&Record::of(block, None)).unwrap();
        let record: Record = serde_json::from_str(&record).unwrap();
        assert_eq!(record.block(), Some(without_reach_of_stars(block)));
    }
    let today = Day::parse("2026-01-01").unwrap();
    let rows = Rows::load(Rows::write(list, today, None)).unwrap();
    let csv = export::csv(rows.iter());
    let read = Blocklist::read(csv.as_bytes(), &NativeParser).unwrap();
    let read: Vec<_> = read.blocks.iter().map(|it| (it.name.shown(), it.severity)).collect();
    assert_eq!(read, exported(list));
}

/// What an export for Mastodon holds: each name once, with the strictest that the list says of it.
fn exported(list: &Blocklist) -> Vec<(&str, Severity)> {
    let mut exported: Vec<(&str, Severity)> = Vec::new();
    let blocks = list.blocks.iter().filter(|it| !it.canary && it.severity != Severity::Noted);
    for block in blocks.filter(|it| it.severity != Severity::Noop || it.reject_media) {
        let BlockName::Domain(domain) = &block.name else { continue };
        if domain.is_ip() || domain.as_str().contains('_') {
            continue;
        }
        match exported.iter_mut().find(|it| it.0 == domain.as_str()) {
            Some((_, severity)) => *severity = block.severity.max(*severity),
            None => exported.push((domain.as_str(), block.severity)),
        }
    }
    exported
}

/// How far a name with stars reaches is not written down: its stars say it, or it is never matched.
pub fn without_reach_of_stars(block: &DomainBlock) -> DomainBlock {
    let reaches = match block.name {
        BlockName::Domain(_) => block.covers,
        BlockName::Obfuscated { digest: Some(_), .. } => block.covers,
        _ => Covers::default(),
    };
    DomainBlock { covers: reaches, ..block.clone() }
}

fn is_unrecognisable(block: &DomainBlock) -> bool {
    matches!(block.name, BlockName::Obfuscated { digest: None, .. })
}

/// Characters that turn or hide what stands in a name.
fn is_hidden(it: char) -> bool {
    it.is_control() && it != '\0' || matches!(it, '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{feff}')
}

/// Checks that a sentence can be shown.
pub fn is_message(text: &str) {
    assert!(!text.is_empty() && text.len() <= LONGEST_MESSAGE, "{text:?}");
}

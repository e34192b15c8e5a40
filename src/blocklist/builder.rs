//! Collects the entries of one list, whatever their format.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher};

use super::canary::is_canary;
use super::json::Row;
use super::name::{self, DigestFit, Named};
use super::problem::excerpt;
use super::{
    Because, BlockName, Blocklist, DomainBlock, Extent, Format, ListError, MAX_ENTRIES, Problem,
    ProblemKind,
};
use crate::address::AddressParser;
use crate::day::Day;
use crate::digest::Digest;
use crate::severity::Severity;

/// One entry as its list writes it.
#[derive(Default)]
pub(super) struct Entry<'a> {
    pub(super) name: &'a str,
    pub(super) digest: Option<&'a str>,
    /// `None` when the list has no place for a severity.
    pub(super) severity: Option<&'a str>,
    pub(super) word: Option<&'a str>,
    pub(super) comment: Option<&'a str>,
    pub(super) reject_media: Option<&'a str>,
    pub(super) reject_reports: Option<&'a str>,
    /// A day, or a moment.
    pub(super) since: Option<&'a str>,
    /// In which of several groups of one list; what is said of one name in several groups becomes one entry.
    pub(super) group: u8,
}

/// A list in the making.
pub(super) struct Builder<'a> {
    format: Format,
    because: Because,
    extent: Extent,
    parser: &'a dyn AddressParser,
    blocks: Vec<DomainBlock>,
    /// Where each block was read first, and in which groups.
    places: Vec<(u32, u32)>,
    /// Which block has the name, by its hash: a million names twice would be too much for a browser.
    by_name: HashMap<u64, usize, BuildHasherDefault<Hashed>>,
    hasher: RandomState,
    problems: Vec<Problem>,
    entries: u32,
    entries_read: u32,
    /// How many name a server, whatever comes of it.
    entries_naming: u32,
}

impl<'a> Builder<'a> {
    pub(super) fn new(
        format: Format,
        because: Because,
        parser: &'a dyn AddressParser,
    ) -> Builder<'a> {
        Builder {
            format,
            because,
            extent: Extent::default(),
            parser,
            blocks: Vec::new(),
            places: Vec::new(),
            by_name: HashMap::default(),
            hasher: RandomState::new(),
            problems: Vec::new(),
            entries: 0,
            entries_read: 0,
            entries_naming: 0,
        }
    }

    pub(super) fn problem(&mut self, line: u32, name: &str, kind: ProblemKind) {
        self.problems.push(Problem::new(self.format, line, name, kind));
    }

    /// Counts an entry, readable or not, and says which it is, from 1; to be called before anything else of it.
    pub(super) fn count(&mut self) -> Result<u32, ListError> {
        self.entries += 1;
        if self.entries as usize > MAX_ENTRIES { Err(ListError::TooLong) } else { Ok(self.entries) }
    }

    /// Counts a row of a JSON document that names this server, and takes it in.
    pub(super) fn row(
        &mut self,
        row: &Row<'_>,
        name: Option<&str>,
        entry: &Entry<'_>,
    ) -> Result<(), ListError> {
        let line = self.count()?;
        match name {
            None if !row.is_object => self.problem(line, "", ProblemKind::NotAnObject),
            name => self.entry(line, &Entry { name: name.unwrap_or_default(), ..*entry }),
        }
        Ok(())
    }

    /// Counts a row that decides nothing about the server that it names.
    pub(super) fn pass(&mut self) -> Result<(), ListError> {
        self.entries_naming += 1;
        self.count().map(|_| ())
    }

    /// Takes an entry in, or reports why not.
    pub(super) fn entry(&mut self, line: u32, entry: &Entry<'_>) {
        self.entries_naming += u32::from(!entry.name.trim().is_empty());
        if let Err(kind) = self.try_entry(line, entry) {
            self.problem(line, entry.name.trim(), kind);
        }
    }

    /// Sets what the server says of the list itself.
    pub(super) fn extends(&mut self, extent: Extent) {
        self.extent = extent;
    }

    pub(super) fn blocks(&self) -> &[DomainBlock] {
        &self.blocks
    }

    /// Leaves out what has no effect of its own and is not in this group.
    pub(super) fn keep_effects_and(&mut self, group: u8) {
        let bit = 1 << (group % 32);
        let mut places = self.places.iter();
        self.blocks.retain(|block| {
            let is_member = places.next().is_some_and(|(_, groups)| groups & bit != 0);
            is_member || block.severity > Severity::Noop
        });
    }

    /// Whether something is in this group.
    pub(super) fn has_group(&self, group: u8) -> bool {
        self.places.iter().any(|(_, groups)| groups & 1 << (group % 32) != 0)
    }

    /// How many were counted.
    pub(super) fn entries(&self) -> u32 {
        self.entries
    }

    /// How many of those counted could be read, duplicates among them.
    pub(super) fn entries_read(&self) -> u32 {
        self.entries_read
    }

    pub(super) fn first_problem(&self) -> Option<&Problem> {
        self.problems.first()
    }

    /// The list of a JSON document: none when it has entries and not one names a server.
    pub(super) fn finish_document(self) -> Result<Blocklist, ListError> {
        match (self.entries, self.entries_naming) {
            (1.., 0) => Err(ListError::NoEntries),
            _ => Ok(self.finish()),
        }
    }

    pub(super) fn finish(self) -> Blocklist {
        Blocklist {
            blocks: self.blocks,
            problems: self.problems,
            entries: self.entries,
            format: self.format,
            because: self.because,
            precedence: self.format.facts().precedence,
            extent: self.extent,
        }
    }

    fn try_entry(&mut self, line: u32, entry: &Entry<'_>) -> Result<(), ProblemKind> {
        if entry.name.trim().is_empty() {
            return Err(ProblemKind::NoDomain);
        }
        let severity = severity(entry.severity)?;
        let digest =
            match entry.digest.map(str::trim).filter(|it| !it.is_empty()).map(Digest::parse) {
                Some(Ok(digest)) => Some(digest),
                Some(Err(error)) => {
                    self.problem(line, entry.name.trim(), ProblemKind::Digest(error));
                    None
                }
                None => None,
            };
        let facts = self.format.facts();
        let Named { name, covers, digest } =
            name::read(entry.name, digest, facts.stars, self.parser).map_err(ProblemKind::Name)?;
        if digest == DigestFit::Other {
            self.problem(line, name.shown(), ProblemKind::OtherDigest);
        }
        let text =
            |text: Option<&str>| text.map(str::trim).filter(|it| is_comment(it)).map(str::to_owned);
        let block = DomainBlock {
            canary: matches!(&name, BlockName::Domain(domain) if is_canary(domain)),
            covers: covers.unwrap_or(facts.covers),
            word: text(entry.word),
            public_comment: text(entry.comment),
            reject_media: self.flag(line, entry, "reject_media", entry.reject_media),
            reject_reports: self.flag(line, entry, "reject_reports", entry.reject_reports),
            since: entry.since.and_then(Day::parse),
            ..DomainBlock::new(name, severity)
        };
        self.push(line, 1 << (entry.group % 32), block);
        Ok(())
    }

    /// Reads `true` and `false` in any case; nothing is false.
    fn flag(
        &mut self,
        line: u32,
        entry: &Entry<'_>,
        column: &'static str,
        text: Option<&str>,
    ) -> bool {
        let text = text.map(str::trim).unwrap_or_default();
        if !text.is_empty() && !is_flag(text) {
            self.problem(
                line,
                entry.name.trim(),
                ProblemKind::Flag { column, value: excerpt(text) },
            );
        }
        text.eq_ignore_ascii_case("true")
    }

    fn push(&mut self, line: u32, group: u32, block: DomainBlock) {
        self.entries_read += 1;
        let Some(at) = self.former(&block) else {
            self.blocks.push(block);
            self.places.push((line, group));
            return;
        };
        let (Some(former), Some((former_line, groups))) =
            (self.blocks.get_mut(at), self.places.get_mut(at))
        else {
            return;
        };
        if *groups & group == 0 {
            *groups |= group;
            unite(former, block);
            return;
        }
        let (former_line, shown) = (*former_line, block.name.shown().to_owned());
        if block.severity > former.severity {
            *former = block;
        }
        self.problem(line, &shown, ProblemKind::Duplicate(former_line));
    }

    /// Where an earlier entry has the same name; from now on this one does, if there is none. A name alone is not the
    /// same as that name and all below it.
    fn former(&mut self, block: &DomainBlock) -> Option<usize> {
        if block.name.may_be_several() {
            return None;
        }
        let hash = self.hasher.hash_one((&block.name, block.covers));
        let at = *self.by_name.entry(hash).or_insert(self.blocks.len());
        self.blocks
            .get(at)
            .is_some_and(|it| it.name == block.name && it.covers == block.covers)
            .then_some(at)
    }
}

/// Takes a hash as the key of a table for what it is.
#[derive(Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn write(&mut self, _: &[u8]) {}

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Adds what another group of the same list says of the same name: all of it applies.
fn unite(former: &mut DomainBlock, block: DomainBlock) {
    let is_stricter = block.severity > former.severity;
    if former.public_comment.is_none() || is_stricter && block.public_comment.is_some() {
        former.public_comment = block.public_comment;
    }
    former.severity = former.severity.max(block.severity);
    former.reject_media |= block.reject_media;
    former.reject_reports |= block.reject_reports;
    former.since = former.since.or(block.since);
    former.word = match (former.word.take(), block.word) {
        (Some(one), Some(other)) => Some([one, other].join(", ")),
        (one, other) => one.or(other),
    };
}

/// Reads a severity in any case: see [`Blocklist::read`] for those that are missing or empty.
fn severity(text: Option<&str>) -> Result<Severity, ProblemKind> {
    let Some(text) = text.map(str::trim) else { return Ok(Severity::Suspend) };
    let words = [
        ("suspend", Severity::Suspend),
        ("silence", Severity::Silence),
        ("noop", Severity::Noop),
        ("", Severity::Noop),
    ];
    let severity = words.into_iter().find(|(word, _)| text.eq_ignore_ascii_case(word));
    severity.map(|it| it.1).ok_or_else(|| ProblemKind::Severity(excerpt(text)))
}

/// Whether this is how tools write a flag: `true`, `False`, `TRUE`.
pub(super) fn is_flag(text: &str) -> bool {
    text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false")
}

/// Some tools write the word where there is no comment.
fn is_comment(text: &str) -> bool {
    !text.is_empty() && !text.eq_ignore_ascii_case("null")
}

//! Collects the entries of one list, whatever their format.

use std::collections::HashMap;
use std::collections::hash_map;

use super::canary::is_canary;
use super::name::{self, DigestFit};
use super::problem::excerpt;
use super::{
    BlockName, Blocklist, DomainBlock, Extent, Format, ListError, MAX_ENTRIES, Precedence, Problem,
    ProblemKind,
};
use crate::address::AddressParser;
use crate::digest::Digest;
use crate::severity::Severity;

/// One entry as its list writes it.
#[derive(Default)]
pub(super) struct Entry<'a> {
    pub(super) name: &'a str,
    pub(super) digest: Option<&'a str>,
    /// `None` when the list has no place for a severity.
    pub(super) severity: Option<&'a str>,
    pub(super) comment: Option<&'a str>,
    pub(super) reject_media: Option<&'a str>,
    pub(super) reject_reports: Option<&'a str>,
}

/// A list in the making.
pub(super) struct Builder<'a> {
    format: Format,
    parser: &'a dyn AddressParser,
    blocks: Vec<DomainBlock>,
    /// Where each block was read.
    lines: Vec<u32>,
    /// Which block has the name.
    by_name: HashMap<BlockName, usize>,
    problems: Vec<Problem>,
    entries: usize,
    entries_read: usize,
}

impl<'a> Builder<'a> {
    pub(super) fn new(format: Format, parser: &'a dyn AddressParser) -> Builder<'a> {
        Builder {
            format,
            parser,
            blocks: Vec::new(),
            lines: Vec::new(),
            by_name: HashMap::new(),
            problems: Vec::new(),
            entries: 0,
            entries_read: 0,
        }
    }

    pub(super) fn problem(&mut self, line: u32, name: &str, kind: ProblemKind) {
        self.problems.push(Problem::new(self.format, line, name, kind));
    }

    /// Counts an entry, readable or not; to be called before anything else of it.
    pub(super) fn count(&mut self) -> Result<(), ListError> {
        self.entries += 1;
        if self.entries > MAX_ENTRIES { Err(ListError::TooLong) } else { Ok(()) }
    }

    /// Takes an entry in, or reports why not.
    pub(super) fn entry(&mut self, line: u32, entry: &Entry<'_>) {
        if let Err(kind) = self.try_entry(line, entry) {
            self.problem(line, entry.name.trim(), kind);
        }
    }

    pub(super) fn blocks(&self) -> &[DomainBlock] {
        &self.blocks
    }

    /// How many were counted.
    pub(super) fn entries(&self) -> usize {
        self.entries
    }

    /// How many of those counted could be read, duplicates among them.
    pub(super) fn entries_read(&self) -> usize {
        self.entries_read
    }

    pub(super) fn first_problem(&self) -> Option<&Problem> {
        self.problems.first()
    }

    pub(super) fn finish(self) -> Blocklist {
        Blocklist {
            blocks: self.blocks,
            problems: self.problems,
            format: self.format,
            precedence: Precedence::default(),
            extent: Extent::default(),
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
        let (name, fit) = name::read(entry.name, digest, self.parser).map_err(ProblemKind::Name)?;
        if fit == DigestFit::Other {
            self.problem(line, name.shown(), ProblemKind::OtherDigest);
        }
        let block = DomainBlock {
            canary: matches!(&name, BlockName::Domain(domain) if is_canary(domain)),
            public_comment: entry
                .comment
                .map(str::trim)
                .filter(|it| is_comment(it))
                .map(str::to_owned),
            reject_media: self.flag(line, entry, "reject_media", entry.reject_media),
            reject_reports: self.flag(line, entry, "reject_reports", entry.reject_reports),
            ..DomainBlock::new(name, severity)
        };
        self.push(line, block);
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

    fn push(&mut self, line: u32, block: DomainBlock) {
        self.entries_read += 1;
        if matches!(block.name, BlockName::Obfuscated { digest: None, .. }) {
            // Different names can look alike.
            self.blocks.push(block);
            self.lines.push(line);
            return;
        }
        let at = match self.by_name.entry(block.name.clone()) {
            hash_map::Entry::Occupied(entry) => *entry.get(),
            hash_map::Entry::Vacant(entry) => {
                entry.insert(self.blocks.len());
                self.blocks.push(block);
                self.lines.push(line);
                return;
            }
        };
        let (Some(former), Some(&former_line)) = (self.blocks.get_mut(at), self.lines.get(at))
        else {
            return;
        };
        let shown = block.name.shown().to_owned();
        if block.severity > former.severity {
            *former = block;
        }
        self.problem(line, &shown, ProblemKind::Duplicate(former_line));
    }
}

/// Reads a severity in any case: see [`Blocklist::read`] for those that are missing or empty.
fn severity(text: Option<&str>) -> Result<Severity, ProblemKind> {
    let Some(text) = text.map(str::trim) else { return Ok(Severity::Suspend) };
    match text.to_ascii_lowercase().as_str() {
        "suspend" => Ok(Severity::Suspend),
        "silence" => Ok(Severity::Silence),
        "noop" | "" => Ok(Severity::Noop),
        _ => Err(ProblemKind::Severity(excerpt(text))),
    }
}

/// Whether this is how tools write a flag: `true`, `False`, `TRUE`.
pub(super) fn is_flag(text: &str) -> bool {
    text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false")
}

/// Some tools write the word where there is no comment.
fn is_comment(text: &str) -> bool {
    !text.is_empty() && !text.eq_ignore_ascii_case("null")
}

//! What can be wrong with a list.

use std::fmt;

use thiserror::Error;

use super::{Format, MAX_ENTRIES, NameError};
use crate::digest::DigestError;

/// Why bytes are no list at all.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ListError {
    /// Stub.
    #[error("the server hides it")]
    Hidden,
    /// Nothing, or only blank lines: so a list looks that was given up.
    #[error("the list is empty")]
    Empty,
    /// It holds bytes that no text holds.
    #[error("not a list but a picture, an archive or a text that is not in UTF-8")]
    NotText,
    /// HTML, XML or SVG.
    #[error("not a list but a web page, a picture or a feed")]
    Markup,
    /// A JSON object instead of an array.
    #[error("not a list but a single JSON object, perhaps an error message of the server")]
    Object,
    /// Text of another kind where only JSON can be meant.
    #[error("not a list in JSON")]
    NotJson,
    /// JSON that breaks off or is malformed.
    #[error("the JSON is damaged or incomplete: {reason} in line {line}, column {column}")]
    Json {
        /// What the JSON reader expected or found.
        reason: String,
        /// Counted from 1.
        line: usize,
        /// In bytes, counted from 1.
        column: usize,
    },
    /// A JSON array in which nothing names a domain.
    #[error("not a list of domain blocks: no entry of the JSON array has a \"domain\"")]
    NoEntries,
    /// A CSV whose header names no column `domain`.
    #[error("no column is named \"domain\"; the columns are {0}")]
    NoDomainColumn(String),
    /// A text of which most lines do not name a server.
    #[error("not a list: {unreadable} of {lines} lines do not name a server, such as {example}")]
    NoNames {
        /// How many lines could not be read.
        unreadable: usize,
        /// How many lines there are.
        lines: usize,
        /// The first of those.
        example: String,
    },
    /// More than [`MAX_ENTRIES`].
    #[error("the list has more than {MAX_ENTRIES} entries")]
    TooLong,
}

/// Something about one entry that people who keep or load the list may want to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where: the line of a CSV as an editor shows it, where the row begins; the position of a JSON entry; from 1.
    pub line: u32,
    /// What the entry calls the server, cut where it is too long for a name; may be empty.
    pub name: String,
    /// What is wrong.
    pub kind: ProblemKind,
    /// What `line` counts.
    pub format: Format,
}

/// What is wrong with an entry, and what was done about it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ProblemKind {
    /// An element of a JSON array that is no object. Left out.
    #[error("not an object")]
    NotAnObject,
    /// A row without a name. Left out.
    #[error("no domain")]
    NoDomain,
    /// The name is no name of a server. Left out.
    #[error(transparent)]
    Name(NameError),
    /// Not guessed: the entry is left out.
    #[error("unknown severity {0:?}")]
    Severity(String),
    /// The digest cannot be read. The entry stays, without it.
    #[error(transparent)]
    Digest(DigestError),
    /// The digest is another name's. The name counts as it is written.
    #[error("the digest is not that of this name")]
    OtherDigest,
    /// Neither true nor false. The entry stays, taken as false.
    #[error("{column} is {value:?} and not true or false")]
    Flag {
        /// Which column.
        column: &'static str,
        /// What it holds.
        value: String,
    },
    /// The strictest of the entries for one name stays; an earlier one is there.
    #[error("listed twice, also at {0}; the strictest counts")]
    Duplicate(u32),
    /// The header's names do not fit the columns. The flags are not read.
    #[error("the header does not fit the columns: the comment is in column {0:?}")]
    Header(&'static str),
    /// A quotation mark opens a cell and none closes it. The line is read as if there were none.
    #[error("a quotation mark is not closed")]
    Quote,
}

impl Problem {
    pub(super) fn new(format: Format, line: u32, name: &str, kind: ProblemKind) -> Problem {
        Problem { line, name: excerpt(name), kind, format }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = match self.format {
            Format::Mastodon => "entry",
            _ => "line",
        };
        write!(f, "{place} {}: ", self.line)?;
        if !self.name.is_empty() {
            write!(f, "{:?}: ", self.name)?;
        }
        match &self.kind {
            ProblemKind::Duplicate(earlier) => {
                write!(f, "listed twice, also in {place} {earlier}; the strictest counts")
            }
            kind => kind.fmt(f),
        }
    }
}

/// A stranger's text, cut to a length that a message can hold.
pub(super) fn excerpt(text: &str) -> String {
    const LENGTH: usize = 80;
    match text.char_indices().nth(LENGTH) {
        Some(_) => text.chars().take(LENGTH).chain(['…']).collect(),
        None => text.to_owned(),
    }
}

//! What can be wrong with a list.

use std::fmt;

use thiserror::Error;

use super::{Format, MAX_ENTRIES, MAX_PATTERNS, NameError};
use crate::digest::DigestError;

/// Why bytes are no list at all.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ListError {
    /// Nothing, or only blank lines: so a list looks that was given up.
    #[error("the list is empty")]
    Empty,
    /// It holds bytes that no text holds.
    #[error("not a list but a picture, an archive or a text that is not in UTF-8")]
    NotText,
    /// A text of which every character has two bytes.
    #[error("the text is in UTF-16; save it as UTF-8")]
    Utf16,
    /// HTML, XML or SVG.
    #[error("not a list but a web page, a picture or a feed")]
    Markup,
    /// A list in YAML.
    #[error("not a list but YAML; write one name a line, or a table with a column \"domain\"")]
    Yaml,
    /// A message with its header.
    #[error("not a list but an e-mail; save the list that is attached to it")]
    Email,
    /// What a server sends before its answer.
    #[error("not a list but the headers of a server's answer")]
    Headers,
    /// What Mastodon exports of the accounts that a person follows, mutes, or has blocked.
    #[error("not a list of servers but of accounts")]
    Accounts,
    /// How many others list a server (IFTAS's CARIAD; FediBlockHole's `--save-blocklist-audit`).
    #[error("not a list but an audit of other lists, which decides nothing; the columns are {0}")]
    Audit(String),
    /// The answer at `/.well-known/nodeinfo`.
    #[error("not a list but the address of a server's NodeInfo")]
    NodeInfoLinks,
    /// NodeInfo of software that does not put its list there; the software's name.
    #[error("not a list but the NodeInfo of a server that runs {0:?}, with no list in it")]
    NodeInfo(String),
    /// Misskey's `/api/meta`, Mastodon's `/api/v2/instance`, and their like.
    #[error("not a list but a server's description of itself")]
    Description,
    /// What a server answers when it will not or cannot.
    #[error("not a list but an error message of the server: {0:?}")]
    ServerError(String),
    /// A list of a kind that is known and not read.
    #[error("lists of {0} are not supported yet")]
    NotSupported(&'static str),
    /// The server says that it keeps its list to itself (Pleroma and Akkoma: `:mrf, :transparency`).
    #[error("the server does not show its list")]
    Hidden,
    /// A JSON object that is none of the above.
    #[error("not a list but a JSON object of another kind")]
    Object,
    /// A list, but not of the form that the server's software has.
    #[error("not the list that was asked for but {0}")]
    Other(Format),
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
    /// A JSON array in which nothing names a server.
    #[error("not a list of domain blocks: no entry of the JSON array names a server")]
    NoEntries,
    /// A CSV whose header names no column `domain`.
    #[error("no column is named \"domain\"; the columns are {0}")]
    NoDomainColumn(String),
    /// A text of which most lines do not name a server.
    #[error("not a list: {unreadable} of {lines} lines do not name a server, such as {example}")]
    NoNames {
        /// How many lines could not be read.
        unreadable: u32,
        /// How many lines there are.
        lines: u32,
        /// The first of those.
        example: String,
    },
    /// More than [`MAX_ENTRIES`].
    #[error("the list has more than {MAX_ENTRIES} entries")]
    TooLong,
    /// More than [`MAX_PATTERNS`].
    #[error("the list has more than {MAX_PATTERNS} patterns")]
    TooManyPatterns,
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
    /// An element of a JSON array that is neither a name nor an object. Left out.
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
        let place = if self.format.is_text() { "line" } else { "entry" };
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

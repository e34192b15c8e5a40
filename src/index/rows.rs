//! The entries of one list, as people read them: all that the list says, in its order.

use std::collections::HashMap;

use super::IndexError;
use super::bytes::{self, Reader, push_number, push_short};
use super::lookup::Rolling;
use crate::blocklist::pattern::{Pattern, PatternKind};
use crate::blocklist::{BlockName, Blocklist, Covers, DomainBlock, Precedence};
use crate::day::Day;
use crate::digest::Digest;
use crate::domain::Domain;
use crate::severity::Severity;

/// No server is behind the entry.
const CANARY: u8 = 1;
const COMMENT: u8 = 2;
const WORD: u8 = 4;
const SINCE: u8 = 8;
const MEDIA: u8 = 16;
const REPORTS: u8 = 32;

/// What kind of name an entry has; kinds of patterns follow.
const IN_CLEAR: u8 = 0;
const LITERAL: u8 = 1;
const STARRED: u8 = 2;
const RECOGNISED: u8 = 3;
const PATTERN: u8 = 4;

const COVERS: [Covers; 4] =
    [Covers::Below, Covers::BelowBeforeAll, Covers::Only, Covers::OnlyAndWww];

/// The entries of one list, as they are stored.
#[derive(Clone, Debug)]
pub struct Rows {
    bytes: Vec<u8>,
    n_rows: usize,
    precedence: Precedence,
    /// Where the table begins that says where each row begins, counted from the table's end.
    table: usize,
}

/// One entry of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row<'r> {
    /// The name as the list shows it, perhaps starred out.
    pub shown: &'r str,
    /// See [`DomainBlock::severity`].
    pub severity: Severity,
    /// See [`DomainBlock::word`].
    pub word: Option<&'r str>,
    /// The reason that the list gives.
    pub comment: Option<&'r str>,
    /// See [`DomainBlock::since`].
    pub since: Option<Day>,
    /// The day on which the entry was first found in the list.
    pub first_seen: Day,
    /// See [`DomainBlock::canary`].
    pub canary: bool,
    kind: u8,
    covers: Covers,
    flags: u8,
    digest: Option<Digest>,
}

impl Rows {
    /// Stores the entries of a list that was read on a day. What was in its former version keeps the day on which it
    /// was first seen.
    pub fn write(list: &Blocklist, today: Day, former: Option<&Rows>) -> Vec<u8> {
        let known: HashMap<u64, Day> = former
            .into_iter()
            .flat_map(Rows::iter)
            .map(|row| (row.identity(), row.first_seen))
            .collect();
        Rows::write_each(list, &|block| {
            known.get(&identity_of(&block.name)).copied().unwrap_or(today)
        })
    }

    /// Stores the entries of a list, each with the day on which it was first seen.
    pub fn write_each(list: &Blocklist, first_seen: &dyn Fn(&DomainBlock) -> Day) -> Vec<u8> {
        let mut bytes = bytes::begin(bytes::ROWS);
        let mut rows = Vec::new();
        push_number(&mut bytes, list.blocks.len());
        push_number(&mut bytes, usize::from(list.precedence == Precedence::Strictest));
        for block in &list.blocks {
            push_number(&mut bytes, rows.len());
            write_row(&mut rows, block, first_seen(block));
        }
        bytes.extend(rows);
        bytes::seal(bytes)
    }

    /// Takes what [`Rows::write`] made back into service.
    pub fn load(bytes: Vec<u8>) -> Result<Rows, IndexError> {
        let mut reader = Reader::open(bytes::ROWS, &bytes)?;
        let [n_rows, strictest] = reader.numbers()?;
        let precedence = if strictest == 0 { Precedence::Longest } else { Precedence::Strictest };
        let table = reader.position();
        let end =
            n_rows.checked_mul(4).and_then(|it| it.checked_add(table)).ok_or(IndexError::Layout)?;
        let (starts, _) = bytes.get(table..end).ok_or(IndexError::Layout)?.as_chunks::<4>();
        if !starts.is_sorted_by_key(|it| u32::from_le_bytes(*it)) {
            return Err(IndexError::Layout);
        }
        Ok(Rows { bytes, n_rows, precedence, table })
    }

    /// The entry with this number, as [`Hit::row`](super::Hit::row) gives it.
    pub fn row(&self, row: u32) -> Option<Row<'_>> {
        let (table, rows) = self.bytes.get(self.table..)?.split_at_checked(4 * self.n_rows)?;
        let (starts, _) = table.as_chunks::<4>();
        let start = |row: usize| starts.get(row).map(|it| u32::from_le_bytes(*it) as usize);
        let row = usize::try_from(row).ok()?;
        read_row(rows.get(start(row)?..start(row + 1).unwrap_or(rows.len()))?)
    }

    /// See [`Blocklist::precedence`].
    pub fn precedence(&self) -> Precedence {
        self.precedence
    }

    /// The list as it was read, but for what is not about single entries; so its keys can be made anew.
    pub fn list(&self) -> Blocklist {
        let blocks = self.iter().filter_map(|row| row.block()).collect();
        Blocklist { precedence: self.precedence, ..Blocklist::of(blocks) }
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.n_rows
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.n_rows == 0
    }

    /// All entries, in the order of the list; one that is damaged is left out.
    pub fn iter(&self) -> impl Iterator<Item = Row<'_>> {
        (0..).take(self.n_rows).filter_map(|row| self.row(row))
    }
}

impl Row<'_> {
    /// Tells the entries of one list apart, and finds each again in another version of it.
    pub fn identity(&self) -> u64 {
        match &self.digest {
            Some(digest) => digest_identity(digest),
            None => Rolling::of(self.shown),
        }
    }

    /// What a starred-out name is recognised by.
    pub fn digest(&self) -> Option<Digest> {
        self.digest
    }

    /// Whether the name is a whole one in clear.
    pub fn is_name(&self) -> bool {
        self.kind == IN_CLEAR
    }

    /// Whether the name is starred out and cannot be recognised.
    pub fn is_starred_out(&self) -> bool {
        self.kind == STARRED
    }

    /// The entry as it was read; `None` when its name is damaged.
    pub fn block(&self) -> Option<DomainBlock> {
        let shown = self.shown.to_owned();
        let name = match self.kind {
            IN_CLEAR => BlockName::Domain(Domain::parse(self.shown).ok()?),
            LITERAL => BlockName::Literal(shown),
            STARRED | RECOGNISED => BlockName::Obfuscated { shown, digest: self.digest },
            kind => {
                let kind = PatternKind::ALL.get(usize::from(kind - PATTERN))?;
                BlockName::Pattern(Pattern::new(self.shown, *kind))
            }
        };
        Some(DomainBlock {
            name,
            severity: self.severity,
            covers: self.covers,
            word: self.word.map(str::to_owned),
            public_comment: self.comment.map(str::to_owned),
            reject_media: self.flags & MEDIA != 0,
            reject_reports: self.flags & REPORTS != 0,
            since: self.since,
            canary: self.canary,
        })
    }
}

fn identity_of(name: &BlockName) -> u64 {
    match name {
        BlockName::Obfuscated { digest: Some(digest), .. } => digest_identity(digest),
        name => Rolling::of(shorten(name.shown())),
    }
}

fn digest_identity(digest: &Digest) -> u64 {
    digest.as_bytes().first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

fn write_row(rows: &mut Vec<u8>, block: &DomainBlock, first_seen: Day) {
    let flag = |is_set: bool, flag: u8| if is_set { flag } else { 0 };
    let kind = match &block.name {
        BlockName::Domain(_) => IN_CLEAR,
        BlockName::Literal(_) => LITERAL,
        BlockName::Obfuscated { digest: None, .. } => STARRED,
        BlockName::Obfuscated { digest: Some(_), .. } => RECOGNISED,
        BlockName::Pattern(pattern) => PATTERN + pattern.kind() as u8,
    };
    rows.push(
        flag(block.canary, CANARY)
            | flag(block.public_comment.is_some(), COMMENT)
            | flag(block.word.is_some(), WORD)
            | flag(block.since.is_some(), SINCE)
            | flag(block.reject_media, MEDIA)
            | flag(block.reject_reports, REPORTS),
    );
    rows.extend([kind, block.severity as u8, block.covers as u8]);
    push_short(rows, first_seen.number());
    if let Some(since) = block.since {
        push_short(rows, since.number());
    }
    if let BlockName::Obfuscated { digest: Some(digest), .. } = &block.name {
        rows.extend(digest.as_bytes());
    }
    for text in [Some(block.name.shown()), block.word.as_deref()].into_iter().flatten() {
        let text = shorten(text);
        push_short(rows, u32::try_from(text.len()).unwrap_or(u32::MAX));
        rows.extend(text.as_bytes());
    }
    rows.extend(block.public_comment.as_deref().unwrap_or_default().as_bytes());
}

fn read_row(bytes: &[u8]) -> Option<Row<'_>> {
    let mut reader = Reader::new(bytes);
    let [flags, kind, severity, covers] = reader.take()?;
    let day = |reader: &mut Reader<'_>| Day::from_number(reader.short()?.into());
    let first_seen = day(&mut reader)?;
    let since = if flags & SINCE != 0 { Some(day(&mut reader)?) } else { None };
    let digest = match kind {
        RECOGNISED => Some(Digest::from_bytes(reader.take()?)),
        _ => None,
    };
    let shown = reader.short_text()?;
    let word = if flags & WORD != 0 { Some(reader.short_text()?) } else { None };
    let comment = str::from_utf8(reader.rest()).ok()?;
    Some(Row {
        shown,
        severity: *Severity::ALL.get(usize::from(severity))?,
        word,
        comment: (flags & COMMENT != 0).then_some(comment),
        since,
        first_seen,
        canary: flags & CANARY != 0,
        kind,
        covers: *COVERS.get(usize::from(covers))?,
        flags,
        digest,
    })
}

/// A starred-out name is whatever its list shows; no name is longer than this.
fn shorten(shown: &str) -> &str {
    shown.get(..shown.floor_char_boundary(1000)).unwrap_or_default()
}

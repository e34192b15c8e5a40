//! The cold buffer: names as lists show them, and comments.

use super::IndexError;
use super::bytes::{self, Reader, push_number};
use super::compile::Entry;

/// The flag of a row that no server is behind.
const CANARY: u8 = 1;
/// The flag of a row with a comment.
const COMMENT: u8 = 2;

/// The entries of all lists, as people read them.
#[derive(Clone, Debug)]
pub struct Rows {
    cold: Vec<u8>,
    n_rows: usize,
    /// Where the table begins that says where each row begins, counted from the table's end.
    table: usize,
}

/// One entry of a list, as people read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row<'r> {
    /// The name as the list shows it, perhaps starred out.
    pub shown: &'r str,
    /// The reason that the list gives.
    pub comment: Option<&'r str>,
    /// Whether no server is behind it.
    pub canary: bool,
}

impl Rows {
    /// Takes [`Compiled::cold`](super::Compiled::cold) back into service.
    pub fn load(cold: Vec<u8>) -> Result<Rows, IndexError> {
        let mut reader = Reader::open(bytes::COLD, &cold)?;
        let [n_rows] = reader.numbers()?;
        let table = reader.position();
        let end =
            n_rows.checked_mul(4).and_then(|it| it.checked_add(table)).ok_or(IndexError::Layout)?;
        if end > cold.len() {
            return Err(IndexError::Layout);
        }
        Ok(Rows { cold, n_rows, table })
    }

    /// The entry with this number, as [`Hit::row`](super::Hit::row) gives it.
    pub fn row(&self, row: u32) -> Option<Row<'_>> {
        let (table, texts) = self.cold.get(self.table..)?.split_at_checked(4 * self.n_rows)?;
        let (starts, _) = table.as_chunks::<4>();
        let start = |row: usize| starts.get(row).map(|it| u32::from_le_bytes(*it) as usize);
        let row = usize::try_from(row).ok()?;
        let text = texts.get(start(row)?..start(row + 1).unwrap_or(texts.len()))?;
        let (&[flags, low, high], text) = text.split_first_chunk()?;
        let (shown, comment) =
            text.split_at_checked(usize::from(u16::from_le_bytes([low, high])))?;
        let comment = str::from_utf8(comment).ok()?;
        Some(Row {
            shown: str::from_utf8(shown).ok()?,
            comment: (flags & COMMENT != 0).then_some(comment),
            canary: flags & CANARY != 0,
        })
    }
}

/// Every entry, whether it can match or not, so that its number is its position.
pub(super) fn write(lists: &[Entry<'_>]) -> Vec<u8> {
    let blocks = || lists.iter().flat_map(|it| it.blocks);
    let mut cold = bytes::begin(bytes::COLD);
    let mut texts = Vec::new();
    push_number(&mut cold, blocks().count());
    for block in blocks() {
        push_number(&mut cold, texts.len());
        let canary = if block.canary { CANARY } else { 0 };
        let comment = if block.public_comment.is_some() { COMMENT } else { 0 };
        let shown = shorten(block.name.shown());
        texts.push(canary | comment);
        texts.extend(u16::try_from(shown.len()).unwrap_or(u16::MAX).to_le_bytes());
        texts.extend(shown.as_bytes());
        texts.extend(block.public_comment.as_deref().unwrap_or_default().as_bytes());
    }
    cold.extend(texts);
    bytes::seal(cold)
}

/// A starred-out name is whatever its list shows; no name is longer than this.
fn shorten(shown: &str) -> &str {
    shown.get(..shown.floor_char_boundary(1000)).unwrap_or_default()
}

//! The rows of a table, each with the line on which it begins.

use std::str;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

/// Reads one row after the other from a text (RFC 4180, and what is near to it).
pub(crate) struct Rows<'t> {
    rest: &'t str,
    line: u32,
    skips_comments: bool,
    quotes_end_with_line: bool,
    reader: Reader,
    /// Takes no quotation mark for one; made when it is needed, because that takes a while.
    plain: Option<Reader>,
    buffer: Buffer,
}

/// The cells of one row.
pub(crate) struct Row<'r> {
    /// Where the row begins, from 1.
    pub(crate) line: u32,
    /// A quotation mark opened a cell and none closed it, so that none in this row was taken for one.
    pub(crate) unclosed_quote: bool,
    cells: &'r str,
    ends: &'r [usize],
}

impl<'t> Rows<'t> {
    pub(crate) fn new(text: &'t str) -> Rows<'t> {
        Rows {
            rest: text,
            line: 1,
            skips_comments: false,
            quotes_end_with_line: false,
            reader: Reader::new(),
            plain: None,
            buffer: Buffer::default(),
        }
    }

    /// The same rows once more. (`csv_core::Reader::clone` loses the reader's tables.)
    pub(crate) fn again(&self) -> Rows<'t> {
        Rows { line: self.line, skips_comments: self.skips_comments, ..Rows::new(self.rest) }
    }

    /// From now on, lines that begin with `#` are no rows.
    pub(crate) fn skip_comments(&mut self) {
        self.skips_comments = true;
    }

    /// Which line [`Rows::line_text`] has shown, from 1.
    pub(crate) fn line(&self) -> u32 {
        self.line
    }

    /// The next line that is not empty.
    pub(crate) fn line_text(&mut self) -> Option<&'t str> {
        self.skip_empty_lines();
        self.rest.lines().next()
    }

    pub(crate) fn skip_line(&mut self) {
        self.advance(self.rest.find('\n').unwrap_or(self.rest.len()));
    }

    /// The next row; empty lines are none. Behind a quotation that is not closed, none goes on over the end of a line.
    pub(crate) fn next(&mut self) -> Option<Row<'_>> {
        self.skip_empty_lines();
        while self.skips_comments && self.rest.starts_with('#') {
            self.skip_line();
            self.skip_empty_lines();
        }
        if self.rest.is_empty() {
            return None;
        }
        let line = self.line;
        let text = if self.quotes_end_with_line { self.line_text()? } else { self.rest };
        let length = self.buffer.fill(&mut self.reader, text);
        match length {
            Some(length) => self.advance(length),
            None => {
                // Each line could have such a mark, and for each all that follows would be read.
                self.quotes_end_with_line = true;
                self.reader.reset();
                let line_text = self.line_text()?;
                let plain = || ReaderBuilder::new().quoting(false).build();
                self.buffer.fill(self.plain.get_or_insert_with(plain), line_text);
                self.skip_line();
            }
        }
        let (cells, ends) = self.buffer.contents();
        Some(Row { line, unclosed_quote: length.is_none(), cells, ends })
    }

    fn skip_empty_lines(&mut self) {
        let rest = self.rest.trim_start_matches(['\r', '\n']);
        self.advance(self.rest.len() - rest.len());
    }

    fn advance(&mut self, length: usize) {
        let (passed, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, ""));
        let lines = passed.bytes().filter(|it| *it == b'\n').count();
        self.line = self.line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
        self.rest = rest;
    }
}

impl<'r> Row<'r> {
    /// The cell in this column, counted from 0; empty when the row is too short.
    pub(crate) fn cell(&self, column: usize) -> &'r str {
        let end = self.ends.get(column).copied().unwrap_or_default();
        let start =
            column.checked_sub(1).and_then(|it| self.ends.get(it)).copied().unwrap_or_default();
        self.cells.get(start..end).unwrap_or_default()
    }

    pub(crate) fn cells(&self) -> impl Iterator<Item = &'r str> {
        (0..self.ends.len()).map(|column| self.cell(column))
    }

    pub(crate) fn is_blank(&self) -> bool {
        self.cells.trim().is_empty()
    }
}

/// Where the reader puts a row: its cells one after the other, and where each ends.
#[derive(Default)]
struct Buffer {
    cells: Vec<u8>,
    ends: Vec<usize>,
    n_ends: usize,
}

impl Buffer {
    /// Reads the row with which the text begins and returns its length in the text; `None` when it ends within
    /// quotation marks.
    fn fill(&mut self, reader: &mut Reader, text: &str) -> Option<usize> {
        let mut input = text.as_bytes();
        let mut length = 0;
        let mut n_cells = 0;
        let mut is_at_end = false;
        self.n_ends = 0;
        loop {
            let (cells, ends) = (self.cells.get_mut(n_cells..)?, self.ends.get_mut(self.n_ends..)?);
            let (result, read, written, ended) = reader.read_record(input, cells, ends);
            input = input.get(read..)?;
            n_cells += written;
            self.n_ends += ended;
            if !is_at_end {
                length += read;
            }
            match result {
                ReadRecordResult::Record | ReadRecordResult::End => return Some(length),
                ReadRecordResult::OutputFull => self.cells.resize(2 * n_cells + 256, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(2 * self.n_ends + 16, 0),
                // One more line end closes a row, but not a quotation: so the two are told apart.
                ReadRecordResult::InputEmpty if is_at_end => return None,
                ReadRecordResult::InputEmpty => {
                    is_at_end = true;
                    input = b"\n";
                }
            }
        }
    }

    fn contents(&self) -> (&str, &[usize]) {
        let ends = self.ends.get(..self.n_ends).unwrap_or_default();
        let cells = self.cells.get(..ends.last().copied().unwrap_or_default()).unwrap_or_default();
        (str::from_utf8(cells).unwrap_or_default(), ends)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let mut rows = Rows::new(text);
        let mut actual = Vec::new();
        while let Some(row) = rows.next() {
            let mark = if row.unclosed_quote { " unclosed" } else { "" };
            actual.push(format!(
                "{}{mark}: {}",
                row.line,
                row.cells().collect::<Vec<_>>().join("|")
            ));
        }
        assert_eq!(actual, expected);
    }

    #[test]
    fn rows_and_lines() {
        check("", &[]);
        check("\n\r\n", &[]);
        check("a", &["1: a"]);
        check("a,b\nc,,d\n", &["1: a|b", "2: c||d"]);
        check("a\r\n\r\n\"b\r\nc\",d\r\n\r\ne", &["1: a", "3: b\r\nc|d", "6: e"]);
        check("a,\"b \"\"c\"\", d\"\ne", &["1: a|b \"c\", d", "2: e"]);
    }

    #[test]
    fn a_quotation_that_is_not_closed_ends_with_its_line() {
        check("a,\"b\nc,d\n\"e\",f", &["1: a|b\nc,d\ne\"|f"]);
        check("a,b\nc,\"d\ne,\"\"\nf", &["1: a|b", "2 unclosed: c|\"d", "3: e|", "4: f"]);
        check("a\",\"b\na\",\"b\nc,d", &["1 unclosed: a\"|\"b", "2 unclosed: a\"|\"b", "3: c|d"]);
    }

    #[test]
    fn long_rows() {
        let (many, long) = (",".repeat(1000), "é".repeat(5000));
        check(
            &format!("{many}\n{long},{long}"),
            &[&format!("1: {}", "|".repeat(1000)), &format!("2: {long}|{long}")],
        );
    }
}

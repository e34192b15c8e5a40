//! Friendica's patterns, each with a reason, as a table without a header
//! (`src/Module/Blocklist/Domain/Download.php`; matched by `src/Util/Network.php`, `isUriBlocked`).

use super::builder::{Builder, Entry};
use super::rows::Rows;
use super::{Because, Blocklist, Format, ListError};
use crate::address::AddressParser;

pub(super) fn read(
    text: &str,
    because: Because,
    parser: &dyn AddressParser,
) -> Result<Blocklist, ListError> {
    let mut builder = Builder::new(Format::Friendica, because, parser);
    let mut rows = Rows::new(text);
    while let Some(row) = rows.next() {
        if row.is_blank() {
            continue;
        }
        builder.count()?;
        let entry = Entry { name: row.cell(0), comment: Some(row.cell(1)), ..Entry::default() };
        builder.entry(row.line, &entry);
    }
    Ok(builder.finish())
}

/// Whether a table without a header is of this kind: it has patterns that no starred-out name looks like, and no name
/// that can only be a starred-out one.
pub(super) fn is_table(mut rows: Rows<'_>) -> bool {
    let mut has_pattern = false;
    while let Some(row) = rows.next() {
        let name = row.cell(0).trim();
        if name.contains("**") || row.cells().count() > 2 {
            return false;
        }
        has_pattern |= is_pattern(name);
    }
    has_pattern
}

fn is_pattern(name: &str) -> bool {
    // `[2001:db8::1]` is an address, `a[.]example` made unreadable by hand.
    let has_class = name.contains('[') && !name.starts_with('[') && !name.contains("[.]");
    name.starts_with("*.")
        || name.ends_with(".*")
        || name.len() > 2 && name.starts_with('*') && name.ends_with('*')
        || name.contains('?')
        || has_class
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::NativeParser;
    use crate::blocklist::tests::describe;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let list = Blocklist::read(text.as_bytes(), &NativeParser).unwrap();
        let kind = vec![list.format.as_str().to_owned()];
        assert_eq!([kind, describe(&list)].concat(), expected);
    }

    #[test]
    fn patterns_tell() {
        check(
            "a.example,\"spam, and worse\"\r\n*.b.example,why\r\n*spam*,\r\n",
            &[
                "friendica",
                "suspend a.example only spam, and worse",
                "suspend *.b.example (pattern) only why",
                "suspend *spam* (pattern) only",
                "the strictest counts",
            ],
        );
        check(
            "a?.example,x\n",
            &["friendica", "suspend a?.example (pattern) only x", "the strictest counts"],
        );
    }

    #[test]
    fn other_tables_stay_what_they_are() {
        check(
            "a.example,x\nb*c.example,y\n",
            &["csv", "suspend a.example", "suspend b*c.example (unrecognisable)"],
        );
        check(
            "*.a.example,x\nb**.example,y\n",
            &["csv", "suspend *.a.example (literal)", "suspend b**.example (unrecognisable)"],
        );
    }

    #[test]
    fn an_answer_of_such_a_server() {
        let check = |text: &str, expected: &[&str]| {
            let list =
                Blocklist::read_as(Format::Friendica, text.as_bytes(), &NativeParser).unwrap();
            assert_eq!(describe(&list), expected);
        };
        check("a.example,why\n", &["suspend a.example only why", "the strictest counts"]);
        check(
            "[ab]c.example,why\n",
            &["suspend [ab]c.example (pattern) only why", "the strictest counts"],
        );
        check("", &["the strictest counts"]);
    }
}

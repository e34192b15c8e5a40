//! Lists of names and nothing else: one a line, or an array of texts.
//!
//! Many tools write them, and Mastodon does for a person's own domain blocks (`app/models/export.rb`) and, below a
//! header `#domain`, for allowed servers (`admin/export_domain_allows_controller.rb`).
//! - Lines that begin with `#` are comments, and so is what follows a space and `#`.
//! - `*.` and `.` before a name are left out: what is below a name is covered anyway.
//! - Without a header any text could be such a list: it is one only if at least half of its lines name a server, at
//!   least one of the names has a dot, and where more than a quarter do not, it is no text of another kind.

use super::builder::{Builder, Entry};
use super::problem::excerpt;
use super::{
    Because, Blocklist, DomainBlock, Format, ListError, NameError, ProblemKind, json, other,
};
use crate::address::AddressParser;

/// The header, with or without the `#` that Mastodon puts before it.
const HEADER: &str = "domain";

pub(super) fn read(
    text: &str,
    because: Because,
    parser: &dyn AddressParser,
) -> Result<Blocklist, ListError> {
    let mut builder = Builder::new(Format::Names, because, parser);
    let mut lines = lines(text).peekable();
    let has_header = lines.next_if(|(_, line)| is_header(line)).is_some();
    for (number, line) in lines {
        let name = name_in(line);
        if !name.is_empty() {
            builder.count()?;
            builder.entry(number, &Entry { name, ..Entry::default() });
        }
    }
    if has_header { Ok(builder.finish()) } else { finish(builder, text) }
}

/// Reads an array of names: Mastodon's `GET /api/v1/domain_blocks`, a person's own.
pub(super) fn read_json(mut builder: Builder<'_>, text: &str) -> Result<Blocklist, ListError> {
    let is_array =
        json::rows(text, "", &mut |row| builder.row(row, row.text.as_deref(), &Entry::default()))?;
    if is_array { finish(builder, "") } else { Err(ListError::NoEntries) }
}

/// The list, if the text is one.
pub(super) fn finish(builder: Builder<'_>, text: &str) -> Result<Blocklist, ListError> {
    let lines = builder.entries();
    let unreadable = lines - builder.entries_read();
    let has_dot = |it: &DomainBlock| it.name.shown().contains(['.', ':']);
    if lines == 0 {
        return Err(ListError::Empty);
    }
    let other = if unreadable > lines / 4 { other::recognise(text) } else { None };
    if let Some(error) = other {
        return Err(error);
    }
    if unreadable <= lines / 2 && builder.blocks().iter().any(has_dot) {
        return Ok(builder.finish());
    }
    let problem = builder.first_problem();
    if problem.is_some_and(|it| it.kind == ProblemKind::Name(NameError::Account)) {
        return Err(ListError::Accounts);
    }
    let (unreadable, example) = match (unreadable > lines / 2, builder.blocks().first()) {
        (false, Some(block)) => (lines, format!("{:?}", excerpt(block.name.shown()))),
        _ => (unreadable, problem.map(ToString::to_string).unwrap_or_default()),
    };
    Err(ListError::NoNames { unreadable, lines, example })
}

/// The lines that are neither empty nor comments, each with its number.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (u32, &str)> {
    let is_row = |it: &&str| {
        let line = it.trim();
        !line.is_empty() && (is_header(line) || !line.starts_with('#'))
    };
    (1..).zip(text.lines()).filter(move |(_, line)| is_row(line))
}

fn is_header(line: &str) -> bool {
    let cell = line.trim().trim_end_matches(',');
    cell.strip_prefix('#').unwrap_or(cell).trim().eq_ignore_ascii_case(HEADER)
}

/// Without what follows the name.
fn name_in(line: &str) -> &str {
    let cell = without_comment(line).split(',').next().unwrap_or_default();
    cell.trim().trim_matches('"')
}

/// Without a comment behind it.
pub(super) fn without_comment(line: &str) -> &str {
    let comment = line.match_indices('#').map(|(at, _)| at).find(|at| {
        line.get(..*at).is_some_and(|it| it.is_empty() || it.ends_with(char::is_whitespace))
    });
    comment.and_then(|at| line.get(..at)).unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::NativeParser;
    use crate::blocklist::tests::describe;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        for text in [text.to_owned(), text.replace('\n', "\r\n"), text.trim_end().to_owned()] {
            let actual = match Blocklist::read(text.as_bytes(), &NativeParser) {
                Ok(list) => [vec![list.because.to_string()], describe(&list)].concat(),
                Err(error) => vec![error.to_string()],
            };
            assert_eq!(actual, expected, "{text:?}");
        }
    }

    const NAMES: &str = "because it holds nothing but names";

    #[test]
    fn one_name_a_line() {
        check(
            "# mine\n\na.example\n  B.example  # why\n#c.example\ngoogle\n*.d.example\n.e.example\n\"f.example\"\n[2001:db8::1]\n",
            &[
                NAMES,
                "suspend a.example",
                "suspend b.example",
                "suspend google",
                "suspend d.example",
                "suspend e.example",
                "suspend f.example",
                "suspend [2001:db8::1]",
            ],
        );
        check("[2001:db8::1]\na.example\n", &[NAMES, "suspend [2001:db8::1]", "suspend a.example"]);
    }

    #[test]
    fn a_header_proves_a_list() {
        let column = "because of a column \"domain\"";
        check("domain,\na.example,\n", &[column, "suspend a.example"]);
        check("#domain\n*.a.example\n", &[column, "suspend a.example"]);
        check("#domain\n", &[column]);
        check("domain\nb c\n", &[column, "line 2: \"b c\": has a space"]);
    }

    #[test]
    fn odd_lines_leave_the_others_alone() {
        check(
            "a.example\nb.example # b, and more\n1.2.3.4.5\na.example\nx**.example\n",
            &[
                NAMES,
                "suspend a.example",
                "suspend b.example",
                "suspend x**.example (unrecognisable)",
                "line 3: \"1.2.3.4.5\": name ends in a number but is no IPv4 address",
                "line 4: \"a.example\": listed twice, also in line 1; the strictest counts",
            ],
        );
    }

    #[test]
    fn arrays_of_names() {
        check(
            r#"["a.example","*.b.example",{"x":1}]"#,
            &[NAMES, "suspend a.example", "suspend b.example", "line 3: no domain"],
        );
        check(r#"["a b","c"]"#, &["not a list: 2 of 2 lines do not name a server, such as \"c\""]);
    }

    #[test]
    fn what_is_no_list_says_why() {
        check("# nothing\n", &["the list is empty"]);
        check(
            "Dear all.\nI block a lot.\na.example\n",
            &[
                "not a list: 2 of 3 lines do not name a server, such as line 1: \"Dear all.\": has a space",
            ],
        );
        check("null", &["not a list: 1 of 1 lines do not name a server, such as \"null\""]);
        check(
            "---\nblocks:\n  - domain: a.example\n    severity: suspend\n",
            &["not a list but YAML; write one name a line, or a table with a column \"domain\""],
        );
        check("a@a.example\nb@b.example\n", &["not a list of servers but of accounts"]);
    }
}

//! Lists as tables.
//!
//! **With a header** that names a column `domain` or `#domain`, in any order: what Mastodon exports for moderators
//! (`app/controllers/admin/export_domain_blocks_controller.rb`), FediBlockHole writes (`const.py`), and GoToSocial
//! subscribes to (`internal/subscriptions/domainperms.go`). The other columns are `severity`, `public_comment` or
//! `comment`, `reject_media` and `reject_reports`; whatever else there is is passed over.
//! - Without a column `severity` every row suspends (Mastodon: `admin/export_domain_blocks_controller.rb`, `import`);
//!   a row with nothing in that column is a `noop` (FediBlockHole: `const.py`, `BlockSeverity`).
//! - Where the header's names do not fit the columns (flags under the comment, the comment under a flag), name,
//!   severity and comment are read and the flags are not.
//!
//! **Without a header** the first column is the name and every row suspends, unless the second column of the first row
//! is a severity: then the columns are those of Mastodon's export. Lines that begin with `#` are comments.

mod layout;

use super::builder::{Builder, Entry, is_flag};
use super::problem::excerpt;
use super::rows::{Row, Rows};
use super::{Because, Blocklist, Format, ListError, ProblemKind, friendica, hosts, names};
use crate::address::AddressParser;
use layout::{FirstLine, Layout};

/// Behind so many lines of comments no header is looked for among them: each look takes a while.
const MAX_COMMENTS: usize = 1000;

/// Reads a text that is a table, or else whatever list its first line says it is.
pub(super) fn read(text: &str, parser: &dyn AddressParser) -> Result<Blocklist, ListError> {
    let mut rows = Rows::new(text);
    let mut n_comments = 0_usize;
    loop {
        let Some(line) = rows.line_text() else { return Err(ListError::Empty) };
        if n_comments > MAX_COMMENTS && line.starts_with('#') {
            rows.skip_line();
            continue;
        }
        match layout::recognise(line) {
            FirstLine::Comment => {
                n_comments += 1;
                rows.skip_line();
            }
            FirstLine::NamesHeader => return names::read(text, Because::Column("domain"), parser),
            FirstLine::Name => return names::read(text, Because::Names, parser),
            FirstLine::Hosts => return hosts::read(text, parser),
            FirstLine::OtherHeader(columns) => return Err(other_header(&columns)),
            FirstLine::Header(layout) => {
                let header_line = rows.line();
                rows.skip_line();
                return read_headed(rows, &layout, header_line, parser);
            }
            FirstLine::Row(layout) => {
                if layout.severity.is_none() && friendica::is_table(rows.again()) {
                    return friendica::read(text, Because::Patterns, parser);
                }
                return read_bare(rows, text, &layout, parser);
            }
        }
    }
}

/// What a table is that has no column for names of servers, or one that counts how often they are listed.
fn other_header(columns: &[String]) -> ListError {
    let text = excerpt(&columns.join(", "));
    let has = |name: &str| columns.iter().any(|it| it == name);
    if has("blocked_by") || has("count") || has("percent") {
        ListError::Audit(text)
    } else if has("account address") {
        ListError::Accounts
    } else {
        ListError::NoDomainColumn(text)
    }
}

/// A header proves that it is a list, however few of its rows can be read.
fn read_headed(
    rows: Rows<'_>,
    layout: &Layout,
    header_line: u32,
    parser: &dyn AddressParser,
) -> Result<Blocklist, ListError> {
    let new_builder = || Builder::new(Format::Csv, Because::Column("domain"), parser);
    let mut builder = new_builder();
    let mut contents = Contents::default();
    read_rows(rows.again(), layout, &mut builder, &mut contents)?;
    let Some((column, layout)) = contents.correct(layout) else { return Ok(builder.finish()) };

    let mut builder = new_builder();
    builder.problem(header_line, "", ProblemKind::Header(column));
    read_rows(rows, &layout, &mut builder, &mut contents)?;
    Ok(builder.finish())
}

/// Without a header any text could be a list: see [`names::finish`].
fn read_bare(
    mut rows: Rows<'_>,
    text: &str,
    layout: &Layout,
    parser: &dyn AddressParser,
) -> Result<Blocklist, ListError> {
    let because =
        if layout.severity.is_some() { Because::Severities } else { Because::FirstColumn };
    let mut builder = Builder::new(Format::Csv, because, parser);
    rows.skip_comments();
    read_rows(rows, layout, &mut builder, &mut Contents::default())?;
    names::finish(builder, text)
}

fn read_rows(
    mut rows: Rows<'_>,
    layout: &Layout,
    builder: &mut Builder<'_>,
    contents: &mut Contents,
) -> Result<(), ListError> {
    while let Some(row) = rows.next() {
        if row.is_blank() {
            continue;
        }
        builder.count()?;
        contents.see(&row, layout);
        let entry = entry(&row, layout);
        if row.unclosed_quote {
            builder.problem(row.line, entry.name.trim(), ProblemKind::Quote);
        }
        builder.entry(row.line, &entry);
    }
    Ok(())
}

fn entry<'r>(row: &Row<'r>, layout: &Layout) -> Entry<'r> {
    // In a short row the missing cells are empty, which is not the same as a missing column.
    let cell = |column: Option<usize>| column.map(|it| row.cell(it));
    Entry {
        name: row.cell(layout.domain),
        severity: cell(layout.severity),
        comment: cell(layout.comment),
        reject_media: cell(layout.reject_media),
        reject_reports: cell(layout.reject_reports),
        ..Entry::default()
    }
}

/// What the columns really hold, to notice a header that does not fit them.
#[derive(Default)]
struct Contents {
    comment: Column,
    reject_media: Column,
    reject_reports: Column,
}

#[derive(Default)]
struct Column {
    flags: usize,
    texts: usize,
}

impl Contents {
    fn see(&mut self, row: &Row<'_>, layout: &Layout) {
        self.comment.see(row, layout.comment);
        self.reject_media.see(row, layout.reject_media);
        self.reject_reports.see(row, layout.reject_reports);
    }

    /// Where the comment is, when there are only flags in its column and mostly texts in a flag's.
    fn correct(&self, layout: &Layout) -> Option<(&'static str, Layout)> {
        if self.comment.flags == 0 || self.comment.texts > 0 {
            return None;
        }
        let (name, comment) = if self.reject_media.texts > self.reject_media.flags {
            ("reject_media", layout.reject_media)
        } else if self.reject_reports.texts > self.reject_reports.flags {
            ("reject_reports", layout.reject_reports)
        } else {
            return None;
        };
        Some((name, Layout { comment, reject_media: None, reject_reports: None, ..*layout }))
    }
}

impl Column {
    fn see(&mut self, row: &Row<'_>, column: Option<usize>) {
        match column.map(|it| row.cell(it).trim()) {
            None | Some("") => {}
            Some(text) if is_flag(text) => self.flags += 1,
            Some(_) => self.texts += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::NativeParser;
    use crate::blocklist::tests::describe;

    #[track_caller]
    fn check(csv: &str, expected: &[&str]) {
        for text in [csv.to_owned(), csv.replace('\n', "\r\n"), csv.trim_end().to_owned()] {
            // A comment that spans lines keeps its line ends.
            let actual: Vec<_> = describe(&read(&text, &NativeParser).unwrap());
            let actual: Vec<_> = actual.iter().map(|it| it.replace("\r\n", "\n")).collect();
            assert_eq!(actual, expected, "{text:?}");
        }
    }

    #[track_caller]
    fn check_error(csv: &str, expected: &str) {
        assert_eq!(read(csv, &NativeParser).unwrap_err().to_string(), expected);
    }

    #[test]
    fn columns_are_found_by_name() {
        check(
            "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\n\
             a.example,suspend,true,false,\"spam, and \"\"worse\"\"\",false\n\
             b.example,silence,False,TRUE,,\n\
             c.example,noop,true,false,\"\",false\n\
             d.example,SUSPEND,false,false,null,false\n",
            &[
                "suspend a.example +media spam, and \"worse\"",
                "silence b.example +reports",
                "noop c.example +media",
                "suspend d.example",
            ],
        );
        check(
            "severity , Domain,private_comment,public_comment,\nsilence, a.example ,secret,why,\n",
            &["silence a.example why"],
        );
        check("domain,comment\na.example,why\n", &["suspend a.example why"]);
        check("#domain,#severity\n", &[]);
    }

    #[test]
    fn rows_without_a_header_suspend_unless_they_say_otherwise() {
        check("a.example,because\nb.example,\n", &["suspend a.example", "suspend b.example"]);
        check(
            "a.example,silence,true,false,why,false\nb.example,suspend\n",
            &["silence a.example +media why", "suspend b.example"],
        );
    }

    #[test]
    fn lines_are_counted_as_an_editor_does() {
        check(
            "domain,severity,public_comment\n\n\na.example,suspend,\"one\ntwo\n\nfour\"\n,,\n\nb c,suspend,\n",
            &["suspend a.example one\ntwo\n\nfour", "line 10: \"b c\": has a space"],
        );
    }

    #[test]
    fn odd_rows_leave_the_others_alone() {
        check(
            "domain,severity,reject_media,reject_reports\n\
             a.example,susped,false,false\n\
             ,suspend,false,false\n\
             b.example,,false,false\n\
             c.example\n\
             d.example,suspend,fale,false\n\
             .cf,suspend,false,false\n\
             e[.]example,suspend,false,false\n\
             aud.invalid,suspend,false,false,more,cells\n\
             x**.example,suspend,false,false\n\
             *.example,suspend,false,false\n",
            &[
                "noop b.example",
                "noop c.example",
                "suspend d.example",
                "suspend aud.invalid (canary)",
                "suspend x**.example (unrecognisable)",
                "suspend *.example (literal)",
                "line 2: \"a.example\": unknown severity \"susped\"",
                "line 3: no domain",
                "line 6: \"d.example\": reject_media is \"fale\" and not true or false",
                "line 7: \".cf\": begins with a dot; names below a listed name are covered without it",
                "line 8: \"e[.]example\": looks defanged; write the name with plain dots",
            ],
        );
    }

    #[test]
    fn a_quotation_mark_that_is_not_closed_costs_one_row() {
        check(
            "domain,severity,public_comment\na.example,suspend,\"why\nb.example,silence,\"\"\nc.example,silence,\n",
            &[
                "suspend a.example \"why",
                "silence b.example",
                "silence c.example",
                "line 2: \"a.example\": a quotation mark is not closed",
            ],
        );
    }

    #[test]
    fn the_strictest_of_several_rows_stays() {
        check(
            "domain,severity\na.example,silence\nb.example,suspend\nA.EXAMPLE.,suspend\nb.example,noop\n",
            &[
                "suspend a.example",
                "suspend b.example",
                "line 4: \"a.example\": listed twice, also in line 2; the strictest counts",
                "line 5: \"b.example\": listed twice, also in line 3; the strictest counts",
            ],
        );
    }

    #[test]
    fn names_that_look_alike_may_be_different_names() {
        check(
            "domain,severity\nexa****.*om,suspend\nexa****.*om,silence\n",
            &["suspend exa****.*om (unrecognisable)", "silence exa****.*om (unrecognisable)"],
        );
    }

    #[test]
    fn a_header_that_does_not_fit_is_reported_once() {
        check(
            "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\n\
             a.example,silence,why,true,false,false\n\
             b.example,suspend,,true,false,false\n",
            &[
                "silence a.example why",
                "suspend b.example",
                "line 1: the header does not fit the columns: the comment is in column \"reject_media\"",
            ],
        );
    }

    #[test]
    fn what_is_no_list_says_why() {
        check_error(
            "observed_domain,blocked_by,majority_action\na.example,>=80%,suspend\n",
            "not a list but an audit of other lists, which decides nothing; the columns are observed_domain, blocked_by, majority_action",
        );
        check_error(
            "domain,count,percent\na.example,3,50\n",
            "not a list but an audit of other lists, which decides nothing; the columns are domain, count, percent",
        );
        check_error(
            "#instance,#severity\na.example,suspend\n",
            "no column is named \"domain\"; the columns are instance, severity",
        );
        check_error(
            "Account address,Show boosts,Notify on new posts,Languages\na@a.example,true,false,\n",
            "not a list of servers but of accounts",
        );
    }
}

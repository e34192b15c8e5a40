//! Which column holds what.

use crate::blocklist::rows::{Row, Rows};
use crate::blocklist::{hosts, names};

/// Where in a row to look; `None` for what the table does not tell.
pub(super) struct Layout {
    pub(super) domain: usize,
    pub(super) severity: Option<usize>,
    pub(super) comment: Option<usize>,
    pub(super) reject_media: Option<usize>,
    pub(super) reject_reports: Option<usize>,
}

/// What a text begins with.
pub(super) enum FirstLine {
    /// A line of its own that begins with `#`.
    Comment,
    /// Names of columns, one of them `domain`.
    Header(Layout),
    /// The same, and there is no other column.
    NamesHeader,
    /// Names of columns that make no list of servers.
    OtherHeader(Vec<String>),
    /// A row already.
    Row(Layout),
    /// A name and nothing else.
    Name,
    /// A line of a hosts file.
    Hosts,
}

/// Tells a header from a row: no row lacks both a name with a dot and a severity.
pub(super) fn recognise(line: &str) -> FirstLine {
    let mut rows = Rows::new(line);
    let Some(row) = rows.next() else { return FirstLine::Comment };
    let names: Vec<String> = row.cells().map(column_name).collect();
    let column = |name: &str| names.iter().position(|it| it == name);
    let n_columns = names.iter().filter(|it| !it.is_empty()).count();
    let counts = column("severity").is_none() && (column("count").or(column("percent"))).is_some();
    if let Some(domain) = column("domain").filter(|_| !counts) {
        if n_columns == 1 {
            return FirstLine::NamesHeader;
        }
        return FirstLine::Header(Layout {
            domain,
            severity: column("severity"),
            comment: column("public_comment").or_else(|| column("comment")),
            reject_media: column("reject_media"),
            reject_reports: column("reject_reports"),
        });
    }
    let is_marked = |row: &Row<'_>| row.cells().all(|it| it.trim().starts_with('#'));
    let is_value = |it: &String| it.contains('.') || is_severity(it);
    let is_table = n_columns > 1;
    if is_table && (is_marked(&row) || !line.starts_with('#') && !names.iter().any(is_value)) {
        return FirstLine::OtherHeader(names);
    }
    if line.trim_start().starts_with('#') {
        return FirstLine::Comment;
    }
    if hosts::is_line(line) {
        return FirstLine::Hosts;
    }
    if !names::without_comment(line).trim_end().trim_end_matches(',').contains(',') {
        return FirstLine::Name;
    }
    let has_severity = names.get(1).is_some_and(|it| is_severity(it));
    let admin_export = |column: usize| has_severity.then_some(column);
    FirstLine::Row(Layout {
        domain: 0,
        severity: admin_export(1),
        reject_media: admin_export(2),
        reject_reports: admin_export(3),
        comment: admin_export(4),
    })
}

fn column_name(cell: &str) -> String {
    let cell = cell.trim();
    cell.strip_prefix('#').unwrap_or(cell).trim().to_ascii_lowercase()
}

fn is_severity(text: &str) -> bool {
    matches!(text, "suspend" | "silence" | "noop")
}

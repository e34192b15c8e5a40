//! Which column holds what.

use super::rows::{Row, Rows};

/// Where in a row to look; `None` for what the table does not tell.
pub(super) struct Layout {
    pub(super) domain: usize,
    pub(super) severity: Option<usize>,
    pub(super) comment: Option<usize>,
    pub(super) reject_media: Option<usize>,
    pub(super) reject_reports: Option<usize>,
}

/// What a table begins with.
pub(super) enum FirstLine {
    /// A line of its own that begins with `#`.
    Comment,
    /// Names of columns, one of them `domain`.
    Header(Layout),
    /// Names of columns, none of them `domain`.
    OtherHeader(String),
    /// A row already.
    Row(Layout),
}

/// Tells a header from a row: no row lacks both a name with a dot and a severity.
pub(super) fn recognise(line: &str) -> FirstLine {
    let mut rows = Rows::new(line);
    let Some(row) = rows.next() else { return FirstLine::Comment };
    let names: Vec<String> = row.cells().map(column_name).collect();
    let column = |name: &str| names.iter().position(|it| it == name);
    if let Some(domain) = column("domain") {
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
    let is_table = names.iter().filter(|it| !it.is_empty()).count() > 1;
    if is_table && (is_marked(&row) || !line.starts_with('#') && !names.iter().any(is_value)) {
        return FirstLine::OtherHeader(names.join(", "));
    }
    if line.starts_with('#') {
        return FirstLine::Comment;
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

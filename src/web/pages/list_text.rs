//! A loaded list in words.

use super::{severity_label, text};
use crate::explanation::Value;
use crate::protocol::lists::ListReport;
use crate::severity::Severity;

/// How many names of each severity the list has; nothing of what is none.
pub fn counts(list: &ListReport) -> Vec<(Severity, String)> {
    // What is neither suspended nor limited is a statement in a brand's list and without effect in any other.
    let other = if kind(list) == Kind::Brand { Severity::Noted } else { Severity::Noop };
    let counts = [
        (Severity::Suspend, list.suspended),
        (Severity::Silence, list.limited),
        (other, list.other),
    ];
    let counts = counts.into_iter().filter(|(_, count)| *count > 0);
    counts.map(|(severity, count)| (severity, severity_label::count(severity, count))).collect()
}

/// How many names the list stars out, recognised and not; nothing of what is none.
pub fn starred(list: &ListReport) -> Vec<String> {
    let counts =
        [("recognisedCount", list.recognised), ("unrecognisableCount", list.unrecognisable)];
    let counts = counts.into_iter().filter(|(_, count)| *count > 0);
    counts.map(|(key, count)| text::say(key, &[Value::Count(count)])).collect()
}

/// When the list was read, or that it came with the extension. `now` is in milliseconds since 1970.
pub fn age(list: &ListReport, now: f64) -> String {
    let Some(then) = list.fetched_at else { return text::plain("listOfBrand") };
    match text::ago(then, now) {
        Some(ago) => text::say("listRead", &[Value::Text(ago)]),
        None => text::plain("listReadNow"),
    }
}

/// Where the list comes from, as its id says.
pub fn kind(list: &ListReport) -> Kind {
    match list.id.split_once(':') {
        Some(("home", _)) => Kind::Server,
        Some(("brand", _)) => Kind::Brand,
        _ => Kind::File,
    }
}

/// Where a list comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A server's public list.
    Server,
    /// A file.
    File,
    /// The brand's own statement, which cannot be removed.
    Brand,
}

impl Kind {
    /// The key of its message.
    pub fn key(self) -> &'static str {
        match self {
            Kind::Server => "listOfServer",
            Kind::File => "listOfFile",
            Kind::Brand => "listOfBrand",
        }
    }
}

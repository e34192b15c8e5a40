//! A loaded list in words.

use super::text;
use crate::explanation::Value;
use crate::protocol::ListReport;

/// How many names the list suspends and limits, and how many are listed otherwise if any are.
pub fn counts(list: &ListReport) -> Vec<String> {
    let always = [("suspendedCount", list.suspended), ("limitedCount", list.limited)];
    let other = [("otherCount", list.other)].into_iter().filter(|(_, count)| *count > 0);
    always.into_iter().chain(other).map(count).collect()
}

/// How many names the list stars out, recognised and not; nothing of what is none.
pub fn starred(list: &ListReport) -> Vec<String> {
    let counts = [("recognisedCount", list.recognised), ("unrecognisableCount", list.unrecognisable)];
    counts.into_iter().filter(|(_, count)| *count > 0).map(count).collect()
}

/// When the list was read, or that it came with the extension. `now` is in milliseconds since 1970.
pub fn age(list: &ListReport, now: f64) -> String {
    let Some(then) = list.fetched_at else { return text::plain("listOfBrand") };
    match text::ago(then, now) {
        Some(ago) => text::say("listRead", &[Value::Text(ago)]),
        None => text::plain("listReadNow"),
    }
}

/// What kind of list this is: `server`, `file` or `brand`; from its id.
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

fn count((key, count): (&str, u32)) -> String {
    text::say(key, &[Value::Count(count)])
}

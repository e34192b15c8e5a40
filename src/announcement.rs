//! A server's own post about a decision: front matter and text.

#[cfg(not(target_arch = "wasm32"))]
mod markdown;
mod piece;
#[cfg(not(target_arch = "wasm32"))]
mod read;

use serde::{Deserialize, Serialize};

use crate::domain::Domain;
use crate::severity::Severity;

pub use piece::{Kind, Piece};
#[cfg(not(target_arch = "wasm32"))]
pub use read::{Post, PostFinding, PostProblem, Supplement};

/// A post in which a server says what it decided about which domains.
///
/// Its text is not part of it: a verdict is explained without ([`ForPages`](crate::brand::ForPages) has the text).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Announcement {
    /// The post's title.
    pub title: String,
    /// When it was published, as written there: a date, a time and a zone (RFC 3339).
    pub date: String,
    /// What it says in one sentence.
    pub description: Option<String>,
    /// Where it can be read, `https:`.
    pub address: String,
    /// What it is about, at least one.
    pub domains: Vec<Domain>,
    /// What was decided.
    pub severity: Severity,
}

impl Announcement {
    /// The day of [`Announcement::date`] in the zone in which it was written: `2025-01-20`.
    pub fn day(&self) -> &str {
        self.date.get(..10).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_day(date: &str, day: &str) {
        let announcement = Announcement {
            title: "Moved".to_owned(),
            date: date.to_owned(),
            description: None,
            address: "https://blog.example/moved".to_owned(),
            domains: Vec::new(),
            severity: Severity::Suspend,
        };
        assert_eq!(announcement.day(), day);
    }

    #[test]
    fn the_day_is_the_writers() {
        check_day("2025-01-20T06:00:00+01:00", "2025-01-20");
        check_day("2025-01-20T23:59:59-11:00", "2025-01-20");
        check_day("2025-01-20T00:30:00+02:00", "2025-01-20");
    }

    #[test]
    fn no_date_has_no_day() {
        check_day("", "");
        check_day("2025-01-2é", "");
    }
}

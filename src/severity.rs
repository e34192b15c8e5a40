//! How strict a domain block is.

use serde::{Deserialize, Serialize};

/// How strict a [`DomainBlock`](crate::blocklist::DomainBlock) is, mildest first, so that the strictest of
/// several is their maximum.
///
/// `noop`, `silence` and `suspend` are Mastodon's
/// (<https://docs.joinmastodon.org/entities/Admin_DomainBlock/#severity>); what each does is in
/// <https://docs.joinmastodon.org/admin/moderation/#server-wide-moderation>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing by itself; a carrier for further policies, or an exception below a stricter block.
    Noop,
    /// Named by a brand, not enforced by a server. Our own.
    Noted,
    /// "Limited": hidden from public timelines, still reachable.
    Silence,
    /// "Suspended": no exchange in either direction.
    Suspend,
}

impl Severity {
    /// All severities, mildest first.
    pub const ALL: [Severity; 4] =
        [Severity::Noop, Severity::Noted, Severity::Silence, Severity::Suspend];

    /// The word that lists and messages between contexts use.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Noop => "noop",
            Severity::Noted => "noted",
            Severity::Silence => "silence",
            Severity::Suspend => "suspend",
        }
    }

    /// Whether a link to such a place is marked. A `noop` has no effect that a reader could meet.
    pub fn is_marked(self) -> bool {
        self != Severity::Noop
    }
}

//! In which form a list came, and what that form says of how its server matches.

use std::fmt;

use super::name::Stars;
use super::{Covers, Precedence};

/// The form in which a list came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Mastodon's `GET /api/v1/instance/domain_blocks`.
    Mastodon,
    /// Mastodon's `GET /api/v1/admin/domain_blocks`.
    MastodonAdmin,
    /// Mastodon's `GET /api/v1/admin/domain_allows`.
    MastodonAllows,
    /// `metadata.federation` in the NodeInfo of a fork of Mastodon.
    MastodonFork,
    /// GoToSocial's `GET /api/v1/instance/domain_blocks`, and the JSON that it subscribes to.
    GoToSocial,
    /// GoToSocial's `GET /api/v1/instance/domain_allows`.
    GoToSocialAllows,
    /// Pleroma's policies, in its NodeInfo or its `GET /api/v1/instance`.
    Pleroma,
    /// Akkoma's, in the same places.
    Akkoma,
    /// Misskey's `federation/instances`.
    Misskey,
    /// Lemmy's `federated_instances`, up to 0.19.
    Lemmy,
    /// Lemmy's `GET /api/v4/federated_instances`, from 1.0: one page of it.
    LemmyPages,
    /// PieFed's `GET /api/v1/instance/domain_blocks` or `GET /api/v3/federated_instances`.
    PieFed,
    /// Mbin's `GET /api/defederated`, with or without `/v2`.
    Mbin,
    /// Friendica's `GET /blocklist/domain/download`.
    Friendica,
    /// `metadata.blocks` in the NodeInfo of a relay.
    Relay,
    /// A table: what Mastodon, GoToSocial and FediBlockHole export and import.
    Csv,
    /// Names and nothing else.
    Names,
    /// A hosts file: addresses, each with the names that are to lead there.
    Hosts,
}

/// What a list was recognised by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Because {
    /// The software of the server that was asked.
    Server,
    /// A key that no other JSON has.
    Key(&'static str),
    /// JSON without any entry.
    Nothing,
    /// A column of this name.
    Column(&'static str),
    /// A severity in the second column of a table without a header.
    Severities,
    /// Names of servers in the first column of a table without a header.
    FirstColumn,
    /// Patterns in the first column of a table without a header.
    Patterns,
    /// Nothing but names of servers.
    Names,
    /// An address before each name.
    Addresses,
}

/// What a form says of all that comes in it.
pub(super) struct Facts {
    pub(super) id: &'static str,
    what: &'static str,
    pub(super) covers: Covers,
    pub(super) precedence: Precedence,
    pub(super) stars: Stars,
}

impl Format {
    /// All forms.
    pub const ALL: [Format; 18] = [
        Format::Mastodon,
        Format::MastodonAdmin,
        Format::MastodonAllows,
        Format::MastodonFork,
        Format::GoToSocial,
        Format::GoToSocialAllows,
        Format::Pleroma,
        Format::Akkoma,
        Format::Misskey,
        Format::Lemmy,
        Format::LemmyPages,
        Format::PieFed,
        Format::Mbin,
        Format::Friendica,
        Format::Relay,
        Format::Csv,
        Format::Names,
        Format::Hosts,
    ];

    /// A short name that stays: for storage, and as a part of message keys.
    pub fn as_str(self) -> &'static str {
        self.facts().id
    }

    /// The form with this [short name](Format::as_str).
    pub fn named(id: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|it| it.as_str() == id)
    }

    /// Whether it holds names alone, so that people have to say what they mean: see [`Blocklist::mean`].
    ///
    /// [`Blocklist::mean`]: super::Blocklist::mean
    pub fn asks_meaning(self) -> bool {
        matches!(self, Format::Names | Format::Hosts)
    }

    /// Whether its entries are lines of a text and not values in JSON.
    pub(super) fn is_text(self) -> bool {
        matches!(self, Format::Friendica | Format::Csv | Format::Names | Format::Hosts)
    }

    pub(super) fn facts(self) -> Facts {
        use Covers::{Below, BelowBeforeAll, Only, OnlyAndWww};
        use Precedence::{Longest, Strictest};
        let (id, what, covers, precedence, stars) = match self {
            // `app/models/domain_block.rb`, `rule_for`.
            Format::Mastodon => {
                ("mastodon", "a Mastodon server's list", Below, Longest, Stars::Mastodon)
            }
            Format::MastodonAdmin => (
                "mastodonAdmin",
                "a Mastodon server's list as its moderators see it",
                Below,
                Longest,
                Stars::Mastodon,
            ),
            // `app/models/domain_allow.rb`, `allowed?`.
            Format::MastodonAllows => (
                "mastodonAllows",
                "a Mastodon server's list of allowed servers",
                Only,
                Longest,
                Stars::Mastodon,
            ),
            Format::MastodonFork => (
                "mastodonFork",
                "the list in the NodeInfo of a fork of Mastodon",
                Below,
                Longest,
                Stars::Mastodon,
            ),
            // <https://docs.gotosocial.org/en/latest/admin/domain_blocks/>; it knows one severity.
            Format::GoToSocial => {
                ("goToSocial", "a GoToSocial server's list", Below, Longest, Stars::Mastodon)
            }
            Format::GoToSocialAllows => (
                "goToSocialAllows",
                "a GoToSocial server's list of allowed servers",
                BelowBeforeAll,
                Longest,
                Stars::Mastodon,
            ),
            // `lib/pleroma/web/activity_pub/mrf.ex`, `subdomains_regex`; a plain name is anchored on both sides.
            Format::Pleroma => {
                ("pleroma", "a Pleroma server's policies", Only, Strictest, Stars::Pleroma)
            }
            // The same file in Akkoma, which puts `(.+\.)?` before each.
            Format::Akkoma => {
                ("akkoma", "an Akkoma server's policies", Below, Strictest, Stars::Akkoma)
            }
            // `packages/backend/src/core/UtilityService.ts`, `isBlockedHost`.
            Format::Misskey => (
                "misskey",
                "a Misskey server's list of known servers",
                Below,
                Strictest,
                Stars::Mastodon,
            ),
            // `crates/apub/src/lib.rs`, `check_apub_id_valid`.
            Format::Lemmy => {
                ("lemmy", "a Lemmy server's list of linked servers", Only, Longest, Stars::Mastodon)
            }
            Format::LemmyPages => (
                "lemmyPages",
                "a page of a Lemmy server's list of linked servers",
                Only,
                Longest,
                Stars::Mastodon,
            ),
            // `app/utils.py`, `instance_banned`.
            Format::PieFed => ("pieFed", "a PieFed server's list", Only, Strictest, Stars::OneEach),
            // `src/Service/SettingsManager.php`, `isBannedInstance`.
            Format::Mbin => (
                "mbin",
                "an Mbin server's list of defederated servers",
                OnlyAndWww,
                Longest,
                Stars::Mastodon,
            ),
            // `src/Util/Network.php`, `isUriBlocked`.
            Format::Friendica => {
                ("friendica", "a Friendica server's list of patterns", Only, Strictest, Stars::Glob)
            }
            Format::Relay => ("relay", "a relay's list", Only, Longest, Stars::Mastodon),
            Format::Csv => ("csv", "a table of domain blocks", Below, Longest, Stars::Mastodon),
            Format::Names => ("names", "a list of names", Below, Longest, Stars::Stripped),
            Format::Hosts => ("hosts", "a hosts file", Below, Longest, Stars::Stripped),
        };
        Facts { id, what, covers, precedence, stars }
    }
}

/// What it is, for a sentence: `a Lemmy server's list of linked servers`.
impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.facts().what)
    }
}

impl Because {
    /// The key of the message that says so.
    pub fn key(self) -> &'static str {
        match self {
            Because::Server => "becauseServer",
            Because::Key(_) => "becauseKey",
            Because::Nothing => "becauseNothing",
            Because::Column(_) => "becauseColumn",
            Because::Severities => "becauseSeverities",
            Because::FirstColumn => "becauseFirstColumn",
            Because::Patterns => "becausePatterns",
            Because::Names => "becauseNames",
            Because::Addresses => "becauseAddresses",
        }
    }

    /// The value that the message shows.
    pub fn value(self) -> Option<&'static str> {
        match self {
            Because::Key(name) | Because::Column(name) => Some(name),
            _ => None,
        }
    }
}

/// The end of a sentence: `because of "federated_instances"`.
impl fmt::Display for Because {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Because::Server => "because of the server's software",
            Because::Key(key) => return write!(f, "because of \"{key}\""),
            Because::Nothing => "because it is JSON without entries",
            Because::Column(name) => return write!(f, "because of a column \"{name}\""),
            Because::Severities => "because of the severities in its second column",
            Because::FirstColumn => "because of the names in its first column",
            Because::Patterns => "because of the patterns in its first column",
            Because::Names => "because it holds nothing but names",
            Because::Addresses => "because of the address before each name",
        };
        f.write_str(text)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn short_names_tell_formats_apart_and_fit_into_message_keys() {
        let ids: HashSet<_> = Format::ALL.iter().map(|it| it.as_str()).collect();
        assert_eq!(ids.len(), Format::ALL.len());
        for format in Format::ALL {
            assert_eq!(Format::named(format.as_str()), Some(format));
            assert!(format.as_str().bytes().all(|it| it.is_ascii_alphanumeric()));
        }
        assert_eq!(Format::named("MastodonJson"), None);
    }

    #[test]
    fn sentences() {
        assert_eq!(
            format!("{}, {}", Format::Lemmy, Because::Key("federated_instances")),
            "a Lemmy server's list of linked servers, because of \"federated_instances\""
        );
        assert_eq!(
            format!("{}, {}", Format::Hosts, Because::Addresses),
            "a hosts file, because of the address before each name"
        );
    }
}

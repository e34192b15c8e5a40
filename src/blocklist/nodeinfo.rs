//! Lists in NodeInfo that are not Pleroma's.
//!
//! Some forks of Mastodon publish `metadata.federation` with the arrays `suspend`, `silence`, `rejectMedia` and
//! `rejectReports`; relays such as <https://git.asonix.dog/asonix/relay> publish `metadata.blocks`. Both hold names.

use super::builder::Builder;
use super::groups::{self, Group, Policy};
use super::{Blocklist, ListError};

const FORK: &str = "metadata/federation";
static FORK_GROUPS: [Group; 4] = [
    Group::new("metadata/federation/suspend", "suspend", None),
    Group::new("metadata/federation/silence", "silence", None),
    Group::with("metadata/federation/rejectMedia", None, Policy::RejectMedia),
    Group::with("metadata/federation/rejectReports", None, Policy::RejectReports),
];

const RELAY: &str = "metadata/blocks";
static RELAY_GROUPS: [Group; 1] = [Group::new(RELAY, "suspend", None)];

pub(super) fn read_fork(builder: Builder<'_>, text: &str) -> Result<Blocklist, ListError> {
    read(builder, text, FORK, &FORK_GROUPS)
}

pub(super) fn read_relay(builder: Builder<'_>, text: &str) -> Result<Blocklist, ListError> {
    read(builder, text, RELAY, &RELAY_GROUPS)
}

fn read(
    mut builder: Builder<'_>,
    text: &str,
    root: &str,
    groups: &'static [Group],
) -> Result<Blocklist, ListError> {
    match groups::read(&mut builder, text, root, groups)? {
        true => builder.finish_document(),
        false => Err(ListError::NoEntries),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::NativeParser;
    use crate::blocklist::Format;
    use crate::blocklist::tests::describe;

    #[track_caller]
    fn check(format: Format, json: &str, expected: &[&str]) {
        let actual = match Blocklist::read_as(format, json.as_bytes(), &NativeParser) {
            Ok(list) => describe(&list),
            Err(error) => vec![error.to_string()],
        };
        assert_eq!(actual, expected);
    }

    #[test]
    fn forks_of_mastodon() {
        check(
            Format::MastodonFork,
            r#"{"metadata":{"federation":{"rejectMedia":["a.example","c.example"],"rejectReports":["a.example"],
                "silence":["b.example"],"suspend":["a.example"]}}}"#,
            &["suspend a.example +media +reports", "noop c.example +media", "silence b.example"],
        );
        check(Format::MastodonFork, r#"{"metadata":{"federation":{"suspend":[]}}}"#, &[]);
    }

    #[test]
    fn relays() {
        check(
            Format::Relay,
            r#"{"software":{"name":"aoderelay"},"metadata":{"peers":["b.example"],"blocks":["a.example"]}}"#,
            &["suspend a.example only"],
        );
        check(Format::Relay, r#"{"metadata":{"peers":[],"blocks":[]}}"#, &[]);
        check(
            Format::Relay,
            r#"{"software":{"name":"other"},"metadata":[]}"#,
            &["not a list but the NodeInfo of a server that runs \"other\", with no list in it"],
        );
    }
}

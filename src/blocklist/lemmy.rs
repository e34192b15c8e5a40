//! Lemmy's linked, allowed and blocked servers.
//!
//! | version | request | shape |
//! |---|---|---|
//! | to 0.17 | `GET /api/v3/site` | `federated_instances` with names, or null |
//! | 0.18, 0.19 | `GET /api/v3/federated_instances` | `federated_instances` with objects (`crates/api_common/src/site.rs`); not there when federation is off |
//! | from 1.0 | `GET /api/v4/federated_instances` | pages of `items` (`crates/db_schema/src/source/federation_blocklist.rs`) |
//!
//! The days that 0.19 gives are those on which the servers became known, not those of a decision.
//! Blocks that end (`expires_at`) are not told apart: the server itself takes them from its list
//! (`src/scheduled_tasks.rs`, `delete_instance_block_when_expired`).

use super::builder::{Builder, Entry};
use super::groups::{self, Group, Policy};
use super::json::{self, Event};
use super::{Blocklist, Extent, ListError};

const ROOT: &str = "federated_instances";
static GROUPS: [Group; 3] = [
    Group::new("federated_instances/blocked", "suspend", Some("blocked")),
    Group::new("federated_instances/allowed", "noop", Some("allowed")),
    Group { path: "federated_instances/linked", severity: None, word: None, policy: Policy::None },
];
const BLOCKED: u8 = 0;
const ALLOWED: u8 = 1;

/// Reads the answers up to 0.19.
pub(super) fn read(mut builder: Builder<'_>, text: &str) -> Result<Blocklist, ListError> {
    let has_root = groups::read(&mut builder, text, ROOT, &GROUPS)?;
    if builder.has_group(ALLOWED)
        || builder.entries() == 0 && federates_with_nobody(text, has_root)?
    {
        builder.extends(Extent::AllowList);
    } else if !has_root {
        return Err(ListError::NoEntries);
    }
    builder.finish_document()
}

/// Whether federation is off: then the key has no value, or the whole answer no key.
fn federates_with_nobody(text: &str, has_root: bool) -> Result<bool, ListError> {
    let (mut keys, mut keys_below_root) = (0, 0);
    let mut is_object = true;
    json::read(text, &mut |path, event| {
        match event {
            Event::Key => {
                keys += 1;
                keys_below_root += usize::from(path.starts_with("federated_instances/"));
            }
            _ if path.is_empty() => is_object = false,
            _ => {}
        }
        Ok(())
    })?;
    Ok(is_object && if has_root { keys_below_root == 0 } else { keys == 0 })
}

/// Reads one page of 1.0.
pub(super) fn read_page(mut builder: Builder<'_>, text: &str) -> Result<Blocklist, ListError> {
    let is_page = json::rows(text, "items", &mut |row| {
        let (blocked, allowed) = (row.get("blocked/published_at"), row.get("allowed/published_at"));
        let (severity, word, group) = match (blocked, allowed) {
            (Some(_), Some(_)) => ("suspend", "blocked, allowed", BLOCKED),
            (Some(_), None) => ("suspend", "blocked", BLOCKED),
            (None, Some(_)) => ("noop", "allowed", ALLOWED),
            (None, None) => return builder.pass(),
        };
        let entry = Entry {
            severity: Some(severity),
            word: Some(word),
            since: blocked.or(allowed),
            group,
            ..Entry::default()
        };
        builder.row(row, row.get("instance/domain"), &entry)
    })?;
    if !is_page {
        return Err(ListError::NoEntries);
    }
    if builder.has_group(ALLOWED) {
        builder.extends(Extent::AllowList);
    }
    builder.finish_document()
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
    fn objects() {
        check(
            Format::Lemmy,
            r#"{"federated_instances":{
                "linked":[{"id":1,"domain":"a.example","published":"2024-01-01T00:00:00Z"}],
                "allowed":[],
                "blocked":[{"id":2,"domain":"B.example","published":"2024-01-01T00:00:00Z"},{"id":3},4]}}"#,
            &[
                "suspend b.example only [blocked]",
                "entry 3: no domain",
                "entry 4: \"4\": name ends in a number but is no IPv4 address",
            ],
        );
    }

    #[test]
    fn names() {
        check(
            Format::Lemmy,
            r#"{"site_view":{},"federated_instances":{"linked":["a.example"],"allowed":null,"blocked":["b.example"]}}"#,
            &["suspend b.example only [blocked]"],
        );
    }

    #[test]
    fn an_allow_list_may_have_blocks() {
        check(
            Format::Lemmy,
            r#"{"federated_instances":{"linked":[],"allowed":["a.example","b.example"],"blocked":["b.example"]}}"#,
            &[
                "noop a.example only [allowed]",
                "suspend b.example only [allowed, blocked]",
                "an allow list",
            ],
        );
    }

    #[test]
    fn federation_may_be_off() {
        check(Format::Lemmy, "{}", &["an allow list"]);
        check(Format::Lemmy, r#"{"site_view":{},"federated_instances":null}"#, &["an allow list"]);
        check(
            Format::Lemmy,
            r#"{"federated_instances":{"linked":[],"allowed":[],"blocked":[]}}"#,
            &[],
        );
        check(
            Format::Lemmy,
            r#"{"error":"couldnt_find"}"#,
            &["not a list but an error message of the server: \"couldnt_find\""],
        );
        check(
            Format::Lemmy,
            "[]",
            &["not the list that was asked for but a Mastodon server's list"],
        );
    }

    #[test]
    fn pages() {
        let page = r#"{"items":[
            {"instance":{"id":1,"domain":"a.example","published_at":"2020-01-01T00:00:00Z"},
             "blocked":{"published_at":"2025-01-20T00:00:00Z","expires_at":null}},
            {"instance":{"id":2,"domain":"b.example"},"site":{"sidebar":"domain"}}],"next_page":"x"}"#;
        check(Format::LemmyPages, page, &["suspend a.example only since 2025-01-20 [blocked]"]);
        check(
            Format::LemmyPages,
            r#"{"items":[{"instance":{"domain":"a.example"},"allowed":{"published_at":"2025-01-20T00:00:00Z"}}]}"#,
            &["noop a.example only since 2025-01-20 [allowed]", "an allow list"],
        );
        check(Format::LemmyPages, r#"{"items":[]}"#, &[]);
        check(Format::LemmyPages, "{}", &["not a list but a JSON object of another kind"]);
    }
}

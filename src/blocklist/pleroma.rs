//! The policies of Pleroma and Akkoma, in NodeInfo (`lib/pleroma/web/nodeinfo/nodeinfo.ex`) and in
//! `GET /api/v1/instance` (`lib/pleroma/web/mastodon_api/views/instance_view.ex`), each time as `federation`:
//!
//! | key | says |
//! |---|---|
//! | `enabled` | whether the server federates at all; alone, that it keeps the rest to itself |
//! | `exclusions` | whether some names are withheld |
//! | `mrf_policies` | what acts: `mrf_simple` only with `SimplePolicy` |
//! | `mrf_simple` | for each of its groups the names in it |
//! | `mrf_simple_info` | for each group and name the reason, where there is one |
//! | `quarantined_instances`, `quarantined_instances_info` | the same for names to which nothing is delivered |
//!
//! Other policies act on words, not on servers.

use std::collections::HashMap;

use super::builder::{Builder, Entry};
use super::groups::{self, Group, Policy};
use super::json::{self, Event};
use super::{Because, Blocklist, Extent, Format, ListError, MAX_ENTRIES};
use crate::address::AddressParser;

/// The groups, strictest first (`lib/pleroma/web/activity_pub/mrf/simple_policy.ex`).
static GROUPS: [Group; 12] = [
    Group::new("mrf_simple/reject", "suspend", Some("reject")),
    Group::new(
        "mrf_simple/federated_timeline_removal",
        "silence",
        Some("federated_timeline_removal"),
    ),
    Group::new("mrf_simple/followers_only", "silence", Some("followers_only")),
    Group::new("quarantined_instances", "silence", Some("quarantined_instances")),
    Group::new("mrf_simple/accept", "noop", Some("accept")),
    Group::with("mrf_simple/media_removal", Some("media_removal"), Policy::RejectMedia),
    Group::with("mrf_simple/report_removal", Some("report_removal"), Policy::RejectReports),
    Group::new("mrf_simple/media_nsfw", "noop", Some("media_nsfw")),
    Group::new("mrf_simple/avatar_removal", "noop", Some("avatar_removal")),
    Group::new("mrf_simple/banner_removal", "noop", Some("banner_removal")),
    Group::new("mrf_simple/background_removal", "noop", Some("background_removal")),
    Group::new("mrf_simple/reject_deletes", "noop", Some("reject_deletes")),
];
/// The number of the group of those that are let in, and nobody else, when there is one.
const ACCEPT: u8 = 4;

/// What such a document says.
#[derive(Default)]
struct Document {
    has_federation: bool,
    is_off: bool,
    is_shown: bool,
    has_exclusions: bool,
    has_policies: bool,
    has_simple_policy: bool,
    /// What it says of its own software.
    software: Option<Format>,
    /// Names in the order of the document, each with the number of its group.
    names: Vec<(u8, String)>,
    /// By [`reason_key`].
    reasons: HashMap<String, String>,
}

/// Reads such a document. Whether it is Pleroma's or Akkoma's it says itself; if not, it is as expected.
pub(super) fn read(
    expected: Format,
    because: Because,
    text: &str,
    parser: &dyn AddressParser,
) -> Result<Blocklist, ListError> {
    let mut document = Document::default();
    json::read(text, &mut |path, event| {
        document.see(path, event);
        if document.names.len() > MAX_ENTRIES { Err(ListError::TooLong) } else { Ok(()) }
    })?;
    let format = document.software.unwrap_or(expected);
    document.into_list(Builder::new(format, because, parser))
}

impl Document {
    fn see(&mut self, path: &str, event: Event<'_>) {
        let path = path.strip_prefix("pleroma/").unwrap_or(path);
        if let ("software/name" | "version", Event::Fact(text)) = (path, &event) {
            self.software = software(text).or(self.software);
        }
        let Some(path) = path.strip_prefix("metadata/federation") else { return };
        let path = path.trim_start_matches('/');
        match event {
            Event::Key => match path {
                "" => self.has_federation = true,
                "mrf_policies" => (self.is_shown, self.has_policies) = (true, true),
                "mrf_simple" | "quarantined_instances" => self.is_shown = true,
                _ => {}
            },
            Event::Fact(text) => match path {
                "enabled" => self.is_off = text == "false",
                "exclusions" => self.has_exclusions = text == "true",
                _ => self.reason(path, text),
            },
            Event::Row(row) => {
                let text = row.text.as_deref().unwrap_or_default();
                if path == "mrf_policies" {
                    self.has_simple_policy |= text.rsplit('.').next() == Some("SimplePolicy");
                } else if let Some((group, _)) = groups::at(&GROUPS, path) {
                    self.names.push((group, text.to_owned()));
                }
            }
            Event::List => {}
        }
    }

    /// Takes `mrf_simple_info/reject/a.example/reason`, with or without the last step, and the same of
    /// `quarantined_instances_info`, where the name of the group comes once more or not.
    fn reason(&mut self, path: &str, text: &str) {
        let Some((info, rest)) = path.split_once("_info/") else { return };
        let rest = rest.strip_suffix("/reason").unwrap_or(rest);
        let (group, name) = rest.split_once('/').unwrap_or((info, rest));
        // Of whatever else is in there, each value could bring along a path that is longer than itself.
        let is_reason = GROUPS.iter().any(|it| it.word == Some(group)) && !name.contains('/');
        if is_reason && self.reasons.len() < MAX_ENTRIES {
            self.reasons.insert(reason_key(group, name), text.to_owned());
        }
    }

    fn into_list(self, mut builder: Builder<'_>) -> Result<Blocklist, ListError> {
        if self.is_off {
            builder.extends(Extent::AllowList);
            return Ok(builder.finish());
        }
        if !self.has_federation {
            return Err(ListError::NoEntries);
        }
        if !self.is_shown {
            return Err(ListError::Hidden);
        }
        for _ in &self.names {
            builder.count()?;
        }
        for (number, group) in (0..).zip(&GROUPS) {
            let needs_policy = self.has_policies && group.path.starts_with("mrf_simple");
            let acts = self.has_simple_policy || !needs_policy;
            for (line, (_, name)) in (1..).zip(&self.names).filter(|(_, it)| acts && it.0 == number)
            {
                let key = reason_key(group.word.unwrap_or_default(), name);
                let comment = self.reasons.get(&key).map(String::as_str);
                builder.entry(line, &Entry { name, comment, ..group.entry(number) });
            }
        }
        if builder.has_group(ACCEPT) {
            // Among names that are not accepted, one that only loses its pictures is no exception.
            builder.keep_effects_and(ACCEPT);
            builder.extends(Extent::AllowList);
        } else if self.has_exclusions {
            builder.extends(Extent::Withheld);
        }
        Ok(builder.finish())
    }
}

fn reason_key(group: &str, name: &str) -> String {
    [group, name].join("/").to_ascii_lowercase()
}

/// `akkoma`, or `2.7.2 (compatible; Akkoma 3.16)`.
fn software(text: &str) -> Option<Format> {
    let text = text.to_ascii_lowercase();
    if text.contains("akkoma") {
        Some(Format::Akkoma)
    } else {
        text.contains("pleroma").then_some(Format::Pleroma)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::NativeParser;
    use crate::blocklist::tests::describe;

    #[track_caller]
    fn check(json: &str, expected: &[&str]) {
        let actual = match Blocklist::read(json.as_bytes(), &NativeParser) {
            Ok(list) => [vec![list.format.as_str().to_owned()], describe(&list)].concat(),
            Err(error) => vec![error.to_string()],
        };
        assert_eq!(actual, expected);
    }

    fn node_info(software: &str, federation: &str) -> String {
        format!(
            r#"{{"metadata":{{"federation":{federation}}},"software":{{"name":"{software}","version":"1"}},"version":"2.0"}}"#
        )
    }

    #[test]
    fn one_name_in_several_groups_is_one_entry() {
        check(
            &node_info(
                "akkoma",
                r#"{"enabled":true,"exclusions":false,"mrf_policies":["SimplePolicy"],
                "mrf_simple":{"accept":[],"media_removal":["a.example","b.example"],"report_removal":["a.example"],
                    "followers_only":["c.example"],"federated_timeline_removal":["c.example"],
                    "reject":["*.A.example"],"handle_threads":true},
                "mrf_simple_info":{"reject":{"*.A.example":{"reason":"harm"}},"media_removal":{"a.example":{"reason":"gore"},
                    "b.example":"shape two"}},
                "quarantined_instances":["d.example"],
                "quarantined_instances_info":{"quarantined_instances":{"d.example":{"reason":"leaks"}}}}"#,
            ),
            &[
                "akkoma",
                "suspend a.example +media +reports [reject, media_removal, report_removal] harm",
                "silence c.example [federated_timeline_removal, followers_only]",
                "silence d.example [quarantined_instances] leaks",
                "noop b.example +media [media_removal] shape two",
                "the strictest counts",
            ],
        );
    }

    #[test]
    fn stars() {
        let federation =
            r#"{"mrf_simple":{"reject":["a.example","*.b.example","c.*","rid*****.me"]}}"#;
        check(
            &node_info("akkoma", federation),
            &[
                "akkoma",
                "suspend a.example [reject]",
                "suspend b.example [reject]",
                "suspend c.* (pattern) [reject]",
                "suspend rid*****.me (unrecognisable) [reject]",
                "the strictest counts",
            ],
        );
        check(
            &node_info("pleroma", federation),
            &[
                "pleroma",
                "suspend a.example only [reject]",
                "suspend b.example [reject]",
                "suspend c.* (pattern) only [reject]",
                "suspend rid*****.me (unrecognisable) only [reject]",
                "the strictest counts",
            ],
        );
    }

    #[test]
    fn the_description_of_a_server_has_it_too() {
        check(
            r#"{"pleroma":{"metadata":{"federation":{"enabled":true,"mrf_policies":["NoOpPolicy"],"quarantined_instances":["a.example"]}}},
                "uri":"x","title":"y","version":"2.7.2 (compatible; Akkoma 3.16.0)"}"#,
            &["akkoma", "silence a.example [quarantined_instances]", "the strictest counts"],
        );
    }

    #[test]
    fn only_a_policy_that_is_active_acts() {
        check(
            &node_info(
                "pleroma",
                r#"{"mrf_policies":["TagPolicy"],"mrf_simple":{"reject":["a.example"]}}"#,
            ),
            &["pleroma", "the strictest counts"],
        );
    }

    #[test]
    fn what_is_kept_back_is_said() {
        check(&node_info("pleroma", r#"{"enabled":true}"#), &["the server does not show its list"]);
        check(
            &node_info("pleroma", r#"{"enabled":false}"#),
            &["pleroma", "the strictest counts", "an allow list"],
        );
        check(
            &node_info("pleroma", r#"{"exclusions":true,"mrf_simple":{"reject":["a.example"]}}"#),
            &[
                "pleroma",
                "suspend a.example only [reject]",
                "the strictest counts",
                "some are withheld",
            ],
        );
    }

    #[test]
    fn nobody_but_those_accepted() {
        check(
            &node_info(
                "akkoma",
                r#"{"mrf_simple":{"accept":["a.example","b.example"],"reject":["b.example"],
                "media_nsfw":["a.example","c.example"]}}"#,
            ),
            &[
                "akkoma",
                "suspend b.example [reject, accept]",
                "noop a.example [accept, media_nsfw]",
                "the strictest counts",
                "an allow list",
            ],
        );
    }

    #[test]
    fn odd_documents() {
        check(
            &node_info(
                "pleroma",
                r#"{"mrf_simple":{"reject":["a.example","a.example",3,["x"],null,"b c"]}}"#,
            ),
            &[
                "pleroma",
                "suspend a.example only [reject]",
                "the strictest counts",
                "entry 2: \"a.example\": listed twice, also in entry 1; the strictest counts",
                "entry 3: \"3\": name ends in a number but is no IPv4 address",
                "entry 4: no domain",
                "entry 5: no domain",
                "entry 6: \"b c\": has a space",
            ],
        );
    }
}

//! What servers say of themselves, in JSON that only a few values are read of.

use super::ask::Flag;
use super::software::Software;
use crate::blocklist::Format;
use crate::blocklist::json::{self, Event};

/// What may be needed of a document; of a server's list, these are not there.
#[derive(Default)]
pub(super) struct Document {
    values: Vec<(&'static str, String)>,
    /// The newest version 2 of NodeInfo, and its address.
    node_info: Option<(u8, String)>,
    has_federation: bool,
    list_inside: Option<Format>,
    /// How many rows it has when it is an array.
    rows: Option<usize>,
    /// How many of them have each of [`FLAGS`].
    flagged: [usize; 2],
}

/// The values that are kept: paths of keys.
const VALUES: [&str; 9] = [
    "configuration/limited_federation",
    "domain",
    "federation",
    "next_page",
    "software/name",
    "software/version",
    "subject",
    "uri",
    "version",
];

/// The flags of Misskey's servers, in the order of [`Flag`].
const FLAGS: [&str; 2] = ["isBlocked", "isSilenced"];

/// Where lists lie in a NodeInfo: those of some forks of Mastodon, and of relays.
const LISTS: [(&str, Format); 3] = [
    ("metadata/federation/suspend", Format::MastodonFork),
    ("metadata/federation/silence", Format::MastodonFork),
    ("metadata/blocks", Format::Relay),
];

/// Where Pleroma and Akkoma put their list: in NodeInfo (`lib/pleroma/web/nodeinfo/nodeinfo.ex`) and in the answers of
/// their Mastodon interface (`lib/pleroma/web/mastodon_api/views/instance_view.ex`).
const FEDERATION: [&str; 2] = ["metadata/federation/", "pleroma/metadata/federation/"];

impl Document {
    /// Reads a document; `None` when it is no JSON.
    pub(super) fn parse(body: &[u8]) -> Option<Document> {
        let text = String::from_utf8_lossy(body);
        let mut document = Document::default();
        let see = &mut |path: &str, event: Event<'_>| {
            document.see(path, event);
            Ok(())
        };
        json::read(text.trim_start_matches('\u{feff}'), see).ok()?;
        Some(document)
    }

    fn see(&mut self, path: &str, event: Event<'_>) {
        match event {
            Event::Key => self.has_federation |= FEDERATION.iter().any(|it| path.starts_with(it)),
            Event::List if path.is_empty() => self.rows = Some(0),
            Event::List => {
                let found = LISTS.iter().find(|it| it.0 == path).map(|it| it.1);
                self.list_inside = self.list_inside.or(found);
            }
            Event::Fact(text) => {
                if let Some(path) = VALUES.iter().find(|it| **it == path) {
                    self.values.push((path, text.to_owned()));
                }
            }
            Event::Row(row) if path.is_empty() => {
                self.rows = self.rows.map(|it| it + 1);
                for (count, flag) in self.flagged.iter_mut().zip(FLAGS) {
                    *count += usize::from(row.get(flag) == Some("true"));
                }
            }
            Event::Row(row) if path == "links" => {
                let version =
                    row.get("rel").and_then(|it| it.rsplit_once("/schema/2.")?.1.parse().ok());
                if let Some((version, address)) = version.zip(row.get("href"))
                    && self.node_info.as_ref().is_none_or(|it| it.0 < version)
                {
                    self.node_info = Some((version, address.to_owned()));
                }
            }
            Event::Row(_) => {}
        }
    }

    fn value(&self, path: &str) -> Option<&str> {
        self.values.iter().find(|it| it.0 == path).map(|it| it.1.as_str())
    }

    /// Where the newest version 2 of a server's NodeInfo is
    /// (<https://github.com/jhass/nodeinfo/blob/main/PROTOCOL.md>).
    pub(super) fn node_info_address(self) -> Option<String> {
        self.node_info.map(|(_, address)| address)
    }

    /// The software that a NodeInfo document names
    /// (<https://nodeinfo.diaspora.software/schema.html>). Nothing else is required of it: there are servers whose
    /// `metadata` is an array, or missing.
    pub(super) fn node_info_software(&self) -> Option<Software> {
        let version = self.value("software/version").unwrap_or_default();
        Software::new(self.value("software/name")?, version)
    }

    /// The format of the list that a NodeInfo document holds besides, if it does: of some forks of Mastodon, names under
    /// `suspend` and `silence`; of relays, names under `blocks`.
    pub(super) fn list_inside(&self) -> Option<Format> {
        self.list_inside
    }

    /// Whether it has the place where Pleroma and Akkoma put their list.
    pub(super) fn has_federation(&self) -> bool {
        self.has_federation
    }

    /// The software behind Mastodon's programming interface, `GET /api/v2/instance` or its older `v1`
    /// (<https://docs.joinmastodon.org/methods/instance/>).
    pub(super) fn instance_software(&self) -> Option<Software> {
        self.value("domain").or_else(|| self.value("uri"))?;
        Software::of_version(self.value("version")?)
    }

    /// Whether Mastodon says that it exchanges posts with allowed servers only (since 4.4:
    /// `app/serializers/rest/instance_serializer.rb`).
    pub(super) fn is_limited_federation(&self) -> bool {
        self.value("configuration/limited_federation") == Some("true")
    }

    /// Whether Misskey says that it exchanges posts with chosen servers only, or with none
    /// (`packages/backend/src/core/entities/MetaEntityService.ts`).
    pub(super) fn is_specified_federation(&self) -> bool {
        matches!(self.value("federation"), Some("specified" | "none"))
    }

    /// How many rows a page of Misskey's `federation/instances` has, and how many of them have this flag; `None` when it
    /// is no array.
    pub(super) fn count_flagged(&self, flag: Flag) -> Option<(usize, usize)> {
        let [blocked, silenced] = self.flagged;
        let flagged = match flag {
            Flag::Blocked => blocked,
            Flag::Silenced => silenced,
        };
        Some((self.rows?, flagged))
    }

    /// Where the next page of Lemmy's `federated_instances` begins.
    pub(super) fn next_page(&self) -> Option<&str> {
        self.value("next_page")
    }

    /// Whether this looks like WebFinger's answer
    /// (<https://www.rfc-editor.org/rfc/rfc7033#section-4.4>).
    pub(super) fn is_web_finger(&self) -> bool {
        self.value("subject").is_some()
    }
}

/// Whether a body is a web page: what stands before a server, not the server itself, answers so.
pub(super) fn is_markup(body: &[u8]) -> bool {
    body.trim_ascii_start().first() == Some(&b'<')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check_links(links: &str, expected: Option<&str>) {
        let address = Document::parse(links.as_bytes()).and_then(Document::node_info_address);
        assert_eq!(address.as_deref(), expected, "{links}");
    }

    #[test]
    fn the_newest_version_2() {
        let link = |version: &str| {
            format!(
                r#"{{"rel":"http://nodeinfo.diaspora.software/ns/schema/{version}","href":"https://a.example/{version}"}}"#
            )
        };
        let links = |versions: &[&str]| {
            format!(
                r#"{{"links":[{}],"more":1}}"#,
                versions.iter().map(|it| link(it)).collect::<Vec<_>>().join(",")
            )
        };
        check_links(&links(&["2.0"]), Some("https://a.example/2.0"));
        check_links(&links(&["1.0", "2.1", "2.0"]), Some("https://a.example/2.1"));
        check_links(&links(&["2.9", "2.10"]), Some("https://a.example/2.10"));
        check_links(&links(&["1.0", "3.0", "2.x"]), None);
        check_links(r#"{"links":[null,{"rel":1},{"rel":"/schema/2.0"}]}"#, None);
        check_links(r#"{"links":{}}"#, None);
        check_links("[]", None);
        check_links("<html>", None);
    }

    #[track_caller]
    fn check_software(document: &str, expected: Option<(&str, &str)>) {
        let software = Document::parse(document.as_bytes()).and_then(|it| it.node_info_software());
        assert_eq!(software.as_ref().map(|it| (&*it.name, &*it.version)), expected, "{document}");
    }

    #[test]
    fn software_of_node_info() {
        check_software(
            r#"{"version":"2.0","software":{"name":"Mastodon","version":"4.5.0"},"metadata":[]}"#,
            Some(("mastodon", "4.5.0")),
        );
        check_software(r#"{"software":{"name":"a"}}"#, Some(("a", "")));
        check_software(r#"{"software":{"name":"a","version":2}}"#, Some(("a", "2")));
        check_software("\u{feff}{\"software\":{\"name\":\"a\"}}", Some(("a", "")));
        check_software(r#"{"software":{"name":""}}"#, None);
        check_software(r#"{"software":["a"]}"#, None);
    }

    #[test]
    fn bytes_that_are_no_utf8_cost_themselves() {
        let document =
            Document::parse(b"{\"software\":{\"name\":\"a\"},\"usage\":\"b\xff\"}").unwrap();
        assert!(document.node_info_software().is_some());
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_not(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = Document::parse(&bytes);
        }

        #[test]
        fn any_json_is_looked_into(text in r#"[\[\]{}:,"a0]{0,20}|\{"(links|software|metadata|version|next_page)":(\[\{"rel":("/schema/2\.[0-9]{1,4}"|0),"href":(""|1)\}\]|"a"|\{"name":("a"|1)\})\}"#) {
            if let Some(document) = Document::parse(text.as_bytes()) {
                document.node_info_software();
                document.instance_software();
                document.count_flagged(Flag::Blocked);
                document.node_info_address();
            }
        }
    }
}

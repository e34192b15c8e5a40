//! What servers say of themselves, in JSON that only a few fields are read of.

use serde_json::Value;

use super::software::Software;

/// The longest document that is looked into, in bytes. Lists, which may be longer, are read by their readers.
const MAX_DOCUMENT: usize = 4 << 20;

/// Reads a document; `None` when it is no JSON or too long.
pub(super) fn parse(body: &[u8]) -> Option<Value> {
    if body.len() > MAX_DOCUMENT {
        return None;
    }
    let text = String::from_utf8_lossy(body);
    serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()
}

/// Where the newest version 2 of a server's NodeInfo is
/// (<https://github.com/jhass/nodeinfo/blob/main/PROTOCOL.md>).
pub(super) fn node_info_address(links: &Value) -> Option<String> {
    let links = links.get("links")?.as_array()?;
    let newest = links.iter().filter_map(|link| {
        let (_, minor) = link.get("rel")?.as_str()?.rsplit_once("/schema/2.")?;
        Some((minor.parse::<u8>().ok()?, link.get("href")?.as_str()?))
    });
    newest.max_by_key(|(minor, _)| *minor).map(|(_, address)| address.to_owned())
}

/// The software that a NodeInfo document names
/// (<https://nodeinfo.diaspora.software/schema.html>). Nothing else is required of it: there are servers whose
/// `metadata` is an array, or missing.
pub(super) fn node_info_software(document: &Value) -> Option<Software> {
    let text = |pointer| document.pointer(pointer).and_then(Value::as_str);
    Software::new(text("/software/name")?, text("/software/version").unwrap_or_default())
}

/// Whether a NodeInfo document holds a list as some forks of Mastodon put there: names under `suspend` and `silence`.
pub(super) fn has_fork_list(document: &Value) -> bool {
    document
        .pointer("/metadata/federation")
        .is_some_and(|it| it.get("suspend").is_some() || it.get("silence").is_some())
}

/// Whether a document has the place where Pleroma and Akkoma put their list: NodeInfo
/// (`lib/pleroma/web/nodeinfo/nodeinfo.ex`) and the answers of their Mastodon interface
/// (`lib/pleroma/web/mastodon_api/views/instance_view.ex`).
pub(super) fn has_federation(document: &Value) -> bool {
    ["/metadata/federation", "/pleroma/metadata/federation"]
        .iter()
        .any(|it| document.pointer(it).is_some_and(Value::is_object))
}

/// The software behind Mastodon's programming interface, `GET /api/v2/instance` or its older `v1`
/// (<https://docs.joinmastodon.org/methods/instance/>).
pub(super) fn instance_software(instance: &Value) -> Option<Software> {
    instance.get("domain").or_else(|| instance.get("uri"))?.as_str()?;
    Software::of_version(instance.get("version")?.as_str()?)
}

/// Whether Mastodon says that it exchanges posts with allowed servers only (since 4.4:
/// `app/serializers/rest/instance_serializer.rb`).
pub(super) fn is_limited_federation(instance: &Value) -> bool {
    instance.pointer("/configuration/limited_federation").and_then(Value::as_bool) == Some(true)
}

/// Whether Misskey says that it exchanges posts with chosen servers only, or with none
/// (`packages/backend/src/core/entities/MetaEntityService.ts`).
pub(super) fn is_specified_federation(meta: &Value) -> bool {
    matches!(meta.get("federation").and_then(Value::as_str), Some("specified" | "none"))
}

/// How many rows a page of Misskey's `federation/instances` has, and how many of them have this flag; `None` when it is
/// no array.
pub(super) fn count_flagged(page: &Value, flag: &str) -> Option<(usize, usize)> {
    let rows = page.as_array()?;
    let flagged = rows.iter().filter(|row| row.get(flag).and_then(Value::as_bool) == Some(true));
    Some((rows.len(), flagged.count()))
}

/// Where the next page of Lemmy's `federated_instances` begins.
pub(super) fn next_page(page: &Value) -> Option<&str> {
    page.get("next_page")?.as_str()
}

/// Whether this looks like WebFinger's answer
/// (<https://www.rfc-editor.org/rfc/rfc7033#section-4.4>).
pub(super) fn is_web_finger(answer: &Value) -> bool {
    answer.get("subject").is_some_and(Value::is_string)
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
        let address = parse(links.as_bytes()).and_then(|it| node_info_address(&it));
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
        let software = parse(document.as_bytes()).and_then(|it| node_info_software(&it));
        assert_eq!(software.as_ref().map(|it| (&*it.name, &*it.version)), expected, "{document}");
    }

    #[test]
    fn software_of_node_info() {
        check_software(
            r#"{"version":"2.0","software":{"name":"Mastodon","version":"4.5.0"},"metadata":[]}"#,
            Some(("mastodon", "4.5.0")),
        );
        check_software(r#"{"software":{"name":"a"}}"#, Some(("a", "")));
        check_software(r#"{"software":{"name":"a","version":2}}"#, Some(("a", "")));
        check_software("\u{feff}{\"software\":{\"name\":\"a\"}}", Some(("a", "")));
        check_software(r#"{"software":{"name":""}}"#, None);
        check_software(r#"{"software":["a"]}"#, None);
    }

    #[test]
    fn bytes_that_are_no_utf8_cost_themselves() {
        let document = parse(b"{\"software\":{\"name\":\"a\"},\"usage\":\"b\xff\"}").unwrap();
        assert!(node_info_software(&document).is_some());
    }

    #[test]
    fn what_is_too_long_is_not_looked_into() {
        let mut body = b"{}".to_vec();
        assert!(parse(&body).is_some());
        body.resize(MAX_DOCUMENT + 1, b' ');
        assert!(parse(&body).is_none());
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_not(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = parse(&bytes);
        }

        #[test]
        fn any_json_is_looked_into(text in r#"[\[\]{}:,"a0]{0,20}|\{"(links|software|metadata|version|next_page)":(\[\{"rel":("/schema/2\.[0-9]{1,4}"|0),"href":(""|1)\}\]|"a"|\{"name":("a"|1)\})\}"#) {
            if let Some(value) = parse(text.as_bytes()) {
                node_info_address(&value);
                node_info_software(&value);
                instance_software(&value);
                count_flagged(&value, "a");
                next_page(&value);
            }
        }
    }
}

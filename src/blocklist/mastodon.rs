//! Mastodon's arrays of domain blocks, which GoToSocial and PieFed answer too.
//!
//! | key | from |
//! |---|---|
//! | `domain`, `digest`, `severity`, `comment` | <https://docs.joinmastodon.org/methods/instance/#domain_blocks> |
//! | `public_comment`, `reject_media`, `reject_reports`, `created_at` | <https://docs.joinmastodon.org/methods/admin/domain_blocks/> |
//! | `suspended_at`, `silenced_at` | GoToSocial: `internal/api/model/domain.go` |
//!
//! Everything else is passed over, a moderator's `private_comment` above all.
//! Without a severity an entry suspends, as in the lists that GoToSocial subscribes to
//! (`internal/subscriptions/domainperms.go`); in lists of permissions
//! (<https://docs.joinmastodon.org/methods/admin/domain_allows/>) it allows.

use super::builder::{Builder, Entry};
use super::json::{self, Row};
use super::{Blocklist, Extent, Format, ListError};

/// Reads an array entry by entry, so that an odd one is left out alone; JSON that is damaged is refused whole.
pub(super) fn read(
    format: Format,
    mut builder: Builder<'_>,
    text: &str,
) -> Result<Blocklist, ListError> {
    let allows = matches!(format, Format::MastodonAllows | Format::GoToSocialAllows);
    let is_array = json::rows(text, "", &mut |row| {
        let entry = entry(row);
        let severity = if allows { Some("noop") } else { entry.severity };
        builder.row(row, row.get("domain"), &Entry { severity, ..entry })
    })?;
    if !is_array {
        return Err(ListError::NoEntries);
    }
    if format == Format::MastodonAllows {
        // It is used in no other mode (`app/helpers/domain_control_helper.rb`).
        builder.extends(Extent::AllowList);
    }
    builder.finish_document()
}

/// What one element says.
pub(super) fn entry<'r>(row: &'r Row<'_>) -> Entry<'r> {
    let (suspended, silenced) = (row.get("suspended_at"), row.get("silenced_at"));
    let severity =
        row.get("severity").or((suspended.is_none() && silenced.is_some()).then_some("silence"));
    Entry {
        digest: row.get("digest"),
        severity,
        comment: row.get("public_comment").or(row.get("comment")),
        reject_media: row.get("reject_media"),
        reject_reports: row.get("reject_reports"),
        since: row.get("created_at").or(suspended).or(silenced),
        ..Entry::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::NativeParser;
    use crate::blocklist::tests::describe;

    #[track_caller]
    fn check_as(format: Format, json: &str, expected: &[&str]) {
        let list = Blocklist::read_as(format, json.as_bytes(), &NativeParser).unwrap();
        assert_eq!(describe(&list), expected);
    }

    #[track_caller]
    fn check(json: &str, expected: &[&str]) {
        check_as(Format::Mastodon, json, expected);
    }

    #[track_caller]
    fn check_error(json: &str, expected: &str) {
        let error =
            Blocklist::read_as(Format::Mastodon, json.as_bytes(), &NativeParser).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }

    #[test]
    fn public_and_admin_entries() {
        check("[]", &[]);
        check(
            r#"[{"domain":"example.net","digest":null,"severity":"silence","comment":null},
                {"domain":"daji******.com","severity":"suspend","comment":"Inappropriate\r\ncontent",
                 "digest":"3752f63a7079d60c2de5dceb8bd7608e86a15544eb78a494a482041c3684b37f"}]"#,
            &[
                "silence example.net",
                "suspend daji******.com (recognised) Inappropriate\r\ncontent",
            ],
        );
        check(
            r#"[{"id":"1","domain":"example.org","created_at":"2025-01-20T00:00:00.000Z","severity":"noop",
                 "reject_media":true,"reject_reports":false,"private_comment":"secret","public_comment":"  ",
                 "obfuscate":false,"unknown":{"domain":["x",{}]}}]"#,
            &["noop example.org +media since 2025-01-20"],
        );
    }

    #[test]
    fn a_missing_severity_suspends() {
        check(
            r#"[{"domain":"a.example","obfuscate":false},{"domain":"b.example","severity":null}]"#,
            &["suspend a.example", "suspend b.example"],
        );
    }

    #[test]
    fn odd_entries_leave_the_others_alone() {
        check(
            r#"["x", null, 3, [[[]]], {"severity":"suspend"}, {"domain":null}, {"domain":{"domain":"x"}},
                {"domain":"a.example","severity":"susped"}, {"domain":"b.example","severity":3},
                {"domain":"c.example","digest":"0"}, {"domain":"d.example","reject_media":"maybe"},
                {"domain":"hxxps://e.example"}, {"domain":"*.f.example","digest":
                "a379a6f6eeafb9a55e378c118034e2751e682fab9f2d30ab13d2125586ce1947"},
                {"domain":"g.example","digest":"a379a6f6eeafb9a55e378c118034e2751e682fab9f2d30ab13d2125586ce1947"}]"#,
            &[
                "suspend c.example",
                "suspend d.example",
                "suspend *.f.example (recognised)",
                "suspend g.example",
                "entry 1: not an object",
                "entry 2: not an object",
                "entry 3: not an object",
                "entry 4: not an object",
                "entry 5: no domain",
                "entry 6: no domain",
                "entry 7: no domain",
                "entry 8: \"a.example\": unknown severity \"susped\"",
                "entry 9: \"b.example\": unknown severity \"3\"",
                "entry 10: \"c.example\": digest has 1 characters and not 64",
                "entry 11: \"d.example\": reject_media is \"maybe\" and not true or false",
                "entry 12: \"hxxps://e.example\": looks defanged; write the name with plain dots",
                "entry 14: \"g.example\": the digest is not that of this name",
            ],
        );
    }

    #[test]
    fn the_strictest_of_several_entries_stays() {
        check(
            r#"[{"domain":"a.example","severity":"silence","comment":"first"},
                {"domain":"b.example","severity":"suspend","comment":"third"},
                {"domain":"A.example","severity":"suspend","comment":"second"},
                {"domain":"b.example","severity":"silence","comment":"fourth"}]"#,
            &[
                "suspend a.example second",
                "suspend b.example third",
                "entry 3: \"a.example\": listed twice, also in entry 1; the strictest counts",
                "entry 4: \"b.example\": listed twice, also in entry 2; the strictest counts",
            ],
        );
    }

    #[test]
    fn permissions() {
        let json = r#"[{"id":"1","domain":"a.example","created_at":"2025-01-20T00:00:00.000Z"}]"#;
        check_as(
            Format::MastodonAllows,
            json,
            &["noop a.example only since 2025-01-20", "an allow list"],
        );
        let json = r#"[{"domain":"a.example","comment":"friends"}]"#;
        check_as(Format::GoToSocialAllows, json, &["noop a.example before all friends"]);
    }

    #[test]
    fn go_to_social() {
        check_as(
            Format::GoToSocial,
            r#"[{"domain":"bücher.example","suspended_at":"2025-01-20T09:00:00Z","comment":"why","severity":"suspend"},
                {"domain":"e*am*l**or*","suspended_at":"2025-01-21T09:00:00Z"},
                {"domain":"b*wü\u0000.**ci**","suspended_at":"2025-01-21T09:00:00Z"},
                {"domain":"c.example","silenced_at":"2025-01-21T09:00:00Z","public_comment":"loud"}]"#,
            &[
                "suspend xn--bcher-kva.example since 2025-01-20 why",
                "suspend e*am*l**or* (unrecognisable) since 2025-01-21",
                "suspend b*wü\0.**ci** (unrecognisable) since 2025-01-21",
                "silence c.example since 2025-01-21 loud",
            ],
        );
    }

    #[test]
    fn what_was_answered_instead() {
        check_error(
            r#"["a.example","b.example"]"#,
            "not the list that was asked for but a list of names",
        );
        check_error(
            r#"[{"host":"x"}]"#,
            "not a list of domain blocks: no entry of the JSON array names a server",
        );
        check_error(r#"{"error":"No"}"#, "not a list but an error message of the server: \"No\"");
        check_error(
            r#"{"instances":[]}"#,
            "not the list that was asked for but an Mbin server's list of defederated servers",
        );
    }

    #[test]
    fn size_is_bounded() {
        check_error(
            &format!("[{}0]", "0,".repeat(1_000_000)),
            "the list has more than 1000000 entries",
        );
    }
}

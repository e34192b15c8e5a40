//! PieFed's two lists (`app/activitypub/routes.py`): `domain_blocks` in Mastodon's shape, and `federated_instances` in
//! Lemmy's.
//!
//! Its digests are those of the names as they are stored, with their stars, and say nothing more.

use super::builder::{Builder, Entry};
use super::json;
use super::{Blocklist, ListError, lemmy, mastodon};

/// What PieFed writes as the reason of names that it took over from somebody else's list (`app/shared/tasks/`).
const NO_REASON: &str = "auto";

pub(super) fn read(mut builder: Builder<'_>, text: &str) -> Result<Blocklist, ListError> {
    if text.trim_start().starts_with('{') {
        return lemmy::read(builder, text);
    }
    json::rows(text, "", &mut |row| {
        let entry = mastodon::entry(row);
        let comment = entry.comment.filter(|it| *it != NO_REASON);
        builder.row(row, row.get("domain"), &Entry { comment, ..entry })
    })?;
    builder.finish_document()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::NativeParser;
    use crate::blocklist::Format;
    use crate::blocklist::tests::describe;

    #[track_caller]
    fn check(json: &str, expected: &[&str]) {
        let list = Blocklist::read_as(Format::PieFed, json.as_bytes(), &NativeParser).unwrap();
        assert_eq!(describe(&list), expected);
    }

    #[test]
    fn blocks() {
        check(
            r#"[{"domain":"a.example","digest":"5d2c6e02a0cced8fb05f32626437e3d23096480b47efbba659b6d9e80c85d280",
                 "severity":"suspend","comment":"auto"},
                {"domain":"b**.example","digest":null,"severity":"suspend","comment":"why"}]"#,
            &[
                "suspend a.example only",
                "suspend b**.example (pattern) only why",
                "the strictest counts",
                "entry 1: \"a.example\": the digest is not that of this name",
            ],
        );
        check("[]", &["the strictest counts"]);
    }

    #[test]
    fn linked_servers() {
        check(
            r#"{"federated_instances":{"linked":[{"id":1,"domain":"a.example"}],"allowed":[],
                "blocked":[{"id":2,"domain":"b**.example","published":"2026-01-01T00:00:00"}]}}"#,
            &["suspend b**.example (pattern) only [blocked]", "the strictest counts"],
        );
    }
}

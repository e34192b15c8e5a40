//! Misskey's known servers, some of them with a flag.
//!
//! `POST /api/federation/instances` (`packages/backend/src/server/api/endpoints/federation/instances.ts`) answers with
//! an array of all kinds of servers; a row without a flag that some moderator set decides nothing.
//! `isSuspended` alone is no decision: a server that does not answer is "suspended" too
//! (`models/json-schema/federation-instance.ts`, `suspensionState`).
//! Sharkey clears the flags for strangers, so that only such rows are left: then [`Blocklist::entries`] is more than
//! none, and there is no block.

use super::builder::{Builder, Entry};
use super::json::{self, Row};
use super::{Blocklist, ListError};

/// Flags, strictest first, with the severity that each comes nearest to.
const FLAGS: [(&str, &str, &str); 4] = [
    ("isBlocked", "true", "suspend"),
    ("isSilenced", "true", "silence"),
    (MEDIA, "true", "noop"),
    ("suspensionState", MANUALLY, "noop"),
];
/// Files from there are marked sensitive, emoji dropped (`DriveService.ts`).
const MEDIA: &str = "isMediaSilenced";
/// Nothing is delivered to it (`DeliverProcessorService.ts`).
const MANUALLY: &str = "manuallySuspended";

pub(super) fn read(mut builder: Builder<'_>, text: &str) -> Result<Blocklist, ListError> {
    let is_array = json::rows(text, "", &mut |row| row_into(&mut builder, row))?;
    if is_array { builder.finish_document() } else { Err(ListError::NoEntries) }
}

fn row_into(builder: &mut Builder<'_>, row: &Row<'_>) -> Result<(), ListError> {
    let host = row.get("host");
    let mut severity = None;
    let mut words = Vec::new();
    for (flag, value, meaning) in FLAGS {
        if row.get(flag) == Some(value) {
            severity = severity.or(Some(meaning));
            words.push(if value == MANUALLY { MANUALLY } else { flag });
        }
    }
    if severity.is_none() && host.is_some() {
        return builder.pass();
    }
    let entry = Entry {
        severity,
        word: Some(&words.join(", ")),
        reject_media: row.get(MEDIA),
        ..Entry::default()
    };
    builder.row(row, host, &entry)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::NativeParser;
    use crate::blocklist::Format;
    use crate::blocklist::tests::describe;

    #[track_caller]
    fn check(json: &str, n_entries: u32, expected: &[&str]) {
        let list = Blocklist::read_as(Format::Misskey, json.as_bytes(), &NativeParser).unwrap();
        assert_eq!(describe(&list), expected);
        assert_eq!(list.entries, n_entries);
    }

    #[test]
    fn flags() {
        check(
            r#"[{"id":"1","host":"a.example","isBlocked":true,"isSilenced":true,"isMediaSilenced":false},
                {"id":"2","host":"b.example","isBlocked":false,"isSilenced":true,"isMediaSilenced":true},
                {"id":"3","host":"c.example","isMediaSilenced":true},
                {"id":"4","host":"d.example","isSuspended":true,"suspensionState":"manuallySuspended"},
                {"id":"5","host":"e.example","isSuspended":true,"suspensionState":"goneSuspended"},
                {"id":"6","host":"f.example","isBlocked":false},
                {"id":"7","host":"bücher.example","isBlocked":true}, {"id":"8"}, 9]"#,
            9,
            &[
                "suspend a.example [isBlocked, isSilenced]",
                "silence b.example +media [isSilenced, isMediaSilenced]",
                "noop c.example +media [isMediaSilenced]",
                "noop d.example [manuallySuspended]",
                "suspend xn--bcher-kva.example [isBlocked]",
                "the strictest counts",
                "entry 8: no domain",
                "entry 9: not an object",
            ],
        );
    }

    #[test]
    fn rows_without_a_flag_are_counted() {
        check(
            r#"[{"host":"a.example","isBlocked":false},{"host":"b.example"}]"#,
            2,
            &["the strictest counts"],
        );
        check("[]", 0, &["the strictest counts"]);
    }
}

//! Tells what bytes are: JSON by its keys, a text by how it begins, and what is no list by what it is.

use std::borrow::Cow;
use std::net::Ipv6Addr;

use super::json::{self, Event};
use super::problem::excerpt;
use super::{Because, Format, ListError};

/// Bytes that may be a list.
pub(super) enum Content<'b> {
    Json(Cow<'b, str>),
    Text(Cow<'b, str>),
}

/// Tells JSON from other text, and refuses what is neither. Bytes that are no UTF-8 become U+FFFD.
pub(super) fn content(bytes: &[u8]) -> Result<Content<'_>, ListError> {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(ListError::Utf16);
    }
    // Some programs put a mark before UTF-8.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let beginning = bytes.get(..1024).unwrap_or(bytes);
    if beginning.iter().any(|it| it.is_ascii_control() && !it.is_ascii_whitespace()) {
        let every_other_is_zero = beginning.as_chunks::<2>().0.iter().all(|it| it.contains(&0));
        return Err(if every_other_is_zero { ListError::Utf16 } else { ListError::NotText });
    }
    // `from_utf8_lossy` goes through it letter by letter, which a text that is good does not need.
    let text = str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed);
    let text = if has_old_lines(&text) { text.replace('\r', "\n").into() } else { text };
    match text.trim_start().as_bytes() {
        [] => Err(ListError::Empty),
        [b'<', ..] => Err(ListError::Markup),
        [b'{', ..] => Ok(Content::Json(text)),
        [b'[', ..] if !begins_with_address(text.trim_start()) => Ok(Content::Json(text)),
        _ => Ok(Content::Text(text)),
    }
}

/// Whether lines end with a carriage return alone, as some spreadsheets still write them: read as it is, all of a table
/// would be its header.
fn has_old_lines(text: &str) -> bool {
    text.contains('\r') && !text.contains('\n')
}

/// `[2001:db8::1]`, which no JSON begins with.
fn begins_with_address(text: &str) -> bool {
    let address = text.strip_prefix('[').and_then(|it| it.split_once(']'));
    address.is_some_and(|(address, _)| address.parse::<Ipv6Addr>().is_ok())
}

/// What a document is that has certain keys.
#[derive(Clone, Copy)]
enum Is {
    A(Format),
    NotSupported(&'static str),
    NodeInfoLinks,
    NodeInfo,
    Description,
    Headers,
    ServerError,
    Object,
}

/// Two paths that must both be in the document, the second the more telling one, and what it is then. The first that
/// fits counts.
const RULES: [(&str, &str, Is); 48] = [
    ("[]/host", "[]/isBlocked", Is::A(Format::Misskey)),
    ("[]/host", "[]/suspensionState", Is::A(Format::Misskey)),
    ("[]/host", "[]/isSuspended", Is::A(Format::Misskey)),
    ("[]/host", "[]/isSilenced", Is::A(Format::Misskey)),
    ("[]/domain", "[]/suspended_at", Is::A(Format::GoToSocial)),
    ("[]/domain", "[]/silenced_at", Is::A(Format::GoToSocial)),
    ("[]/domain", "[]/private_comment", Is::A(Format::MastodonAdmin)),
    ("[]/domain", "[]/reject_media", Is::A(Format::MastodonAdmin)),
    ("[]/domain", "[]/digest", Is::A(Format::Mastodon)),
    ("[]/domain", "[]/severity", Is::A(Format::Mastodon)),
    ("[]/domain", "[]/public_comment", Is::A(Format::GoToSocial)),
    ("[]/domain", "[]/comment", Is::A(Format::GoToSocial)),
    ("[]/domain", "[]/obfuscate", Is::A(Format::GoToSocial)),
    ("[]/domain", "[]/created_at", Is::A(Format::MastodonAllows)),
    ("[]/domain", "[]/domain", Is::A(Format::GoToSocial)),
    ("", "metadata/federation/mrf_policies", Is::A(Format::Pleroma)),
    ("", "metadata/federation/mrf_simple", Is::A(Format::Pleroma)),
    ("", "metadata/federation/quarantined_instances", Is::A(Format::Pleroma)),
    ("", "metadata/federation/enabled", Is::A(Format::Pleroma)),
    ("", "metadata/federation/suspend", Is::A(Format::MastodonFork)),
    ("", "metadata/federation/silence", Is::A(Format::MastodonFork)),
    ("", "metadata/federation/rejectMedia", Is::A(Format::MastodonFork)),
    ("", "metadata/federation/rejectReports", Is::A(Format::MastodonFork)),
    ("", "metadata/blocks", Is::A(Format::Relay)),
    ("", "federated_instances", Is::A(Format::Lemmy)),
    ("", "items/[]/instance", Is::A(Format::LemmyPages)),
    ("items", "next_page", Is::A(Format::LemmyPages)),
    ("items", "prev_page", Is::A(Format::LemmyPages)),
    ("instances", "instances/[]/censure_reasons", Is::NotSupported("Fediseer")),
    ("instances", "instances/[]/censure_count", Is::NotSupported("Fediseer")),
    ("instances", "instances/[]/endorsements", Is::NotSupported("Fediseer")),
    ("instances", "instances/[]/hesitation_reasons", Is::NotSupported("Fediseer")),
    ("", "instances", Is::A(Format::Mbin)),
    ("blocks", "@spec", Is::NotSupported("RapidBlock")),
    ("", "orderedItems", Is::NotSupported("FIRES")),
    ("", "endpoints/snapshot", Is::NotSupported("FIRES")),
    ("links/[]/rel", "subject", Is::Object),
    ("links/[]/rel", "links/[]/href", Is::NodeInfoLinks),
    ("", "software/name", Is::NodeInfo),
    ("", "content-type", Is::Headers),
    ("uri", "maintainerName", Is::Description),
    ("uri", "title", Is::Description),
    ("domain", "configuration", Is::Description),
    ("", "site_view", Is::Description),
    ("", "error", Is::ServerError),
    ("status", "message", Is::ServerError),
    ("code", "message", Is::ServerError),
    ("status", "detail", Is::ServerError),
];

/// Entries after so many are not looked at: what a list is shows before.
const ENOUGH: usize = 1000;

/// Tells what a document is by its keys.
pub(super) fn document(text: &str) -> Result<(Format, Because), ListError> {
    let mut seen: Vec<&'static str> = vec![""];
    let (mut rows, mut texts, mut is_array) = (0_usize, 0_usize, false);
    let (mut software, mut message) = (String::new(), String::new());
    let mut has_enough = false;
    let read = json::read(text, &mut |path, event| {
        match event {
            Event::Key if rows <= ENOUGH => see(&mut seen, path),
            Event::Fact(text) => match path {
                "software/name" => software = excerpt(text),
                "error" | "error/message" | "message" | "detail" if message.is_empty() => {
                    message = excerpt(text);
                }
                _ => {}
            },
            Event::Row(row) => {
                rows += 1;
                texts += usize::from(row.text.is_some());
                // Nothing but its end follows an array that is the whole document.
                has_enough = rows > ENOUGH && path.is_empty();
                if has_enough {
                    return Err(ListError::TooLong);
                }
            }
            Event::List => is_array |= path.is_empty(),
            Event::Key => {}
        }
        Ok(())
    });
    if !has_enough {
        read?;
    }
    let rule = RULES.iter().find(|(one, other, _)| seen.contains(one) && seen.contains(other));
    match rule {
        Some((_, path, Is::A(format))) => {
            Ok((*format, Because::Key(path.rsplit('/').next().unwrap_or(path))))
        }
        Some((_, _, is)) => Err(match *is {
            Is::NotSupported(name) => ListError::NotSupported(name),
            Is::NodeInfoLinks => ListError::NodeInfoLinks,
            Is::NodeInfo => ListError::NodeInfo(software),
            Is::Description => ListError::Description,
            Is::Headers => ListError::Headers,
            Is::ServerError => ListError::ServerError(message),
            Is::Object | Is::A(_) => ListError::Object,
        }),
        None if !is_array => Err(ListError::Object),
        None if rows == 0 => Ok((Format::Mastodon, Because::Nothing)),
        None if texts > rows / 2 => Ok((Format::Names, Because::Names)),
        None => Err(ListError::NoEntries),
    }
}

/// Notes the paths that some rule asks for.
fn see(seen: &mut Vec<&'static str>, path: &str) {
    // The same in `GET /api/v1/instance` of Pleroma, and names of HTTP headers have no case.
    let path = path.strip_prefix("pleroma/").unwrap_or(path);
    let is_header =
        path.rsplit('/').next().is_some_and(|it| it.eq_ignore_ascii_case("content-type"));
    let path = if is_header { "content-type" } else { path };
    for (one, other, _) in &RULES {
        for wanted in [one, other] {
            if *wanted == path && !seen.contains(wanted) {
                seen.push(wanted);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(json: &str, expected: &str) {
        let actual = match document(json) {
            Ok((format, because)) => format!("{format}, {because}"),
            Err(error) => error.to_string(),
        };
        assert_eq!(actual, expected);
    }

    #[test]
    fn arrays() {
        let mastodon = "a Mastodon server's list, because";
        check("[]", &format!("{mastodon} it is JSON without entries"));
        check(r#"[1,{"domain":"a","digest":"b"}]"#, &format!("{mastodon} of \"digest\""));
        check(
            r#"[{"id":"1","domain":"a","created_at":"","private_comment":null,"severity":"noop"}]"#,
            "a Mastodon server's list as its moderators see it, because of \"private_comment\"",
        );
        check(
            r#"[{"id":"1","domain":"a","created_at":""}]"#,
            "a Mastodon server's list of allowed servers, because of \"created_at\"",
        );
        let go_to_social = "a GoToSocial server's list, because of";
        check(
            r#"[{"domain":"a","suspended_at":"","comment":"","severity":"suspend"}]"#,
            &format!("{go_to_social} \"suspended_at\""),
        );
        check(r#"[{"domain":"a"}]"#, &format!("{go_to_social} \"domain\""));
        check(
            r#"[{"id":"x","host":"a","isBlocked":false}]"#,
            "a Misskey server's list of known servers, because of \"isBlocked\"",
        );
        check(r#"["a.example"]"#, "a list of names, because it holds nothing but names");
        let none = "not a list of domain blocks: no entry of the JSON array names a server";
        check(r#"[{"host":"a"}]"#, none);
        check("[[],null,{}]", none);
    }

    #[test]
    fn objects() {
        check(
            r#"{"federated_instances":null}"#,
            "a Lemmy server's list of linked servers, because of \"federated_instances\"",
        );
        let pages = "a page of a Lemmy server's list of linked servers, because of";
        check(r#"{"items":[{"instance":{}}]}"#, &format!("{pages} \"instance\""));
        check(r#"{"items":[],"next_page":null}"#, &format!("{pages} \"next_page\""));
        check(
            r#"{"instances":[]}"#,
            "an Mbin server's list of defederated servers, because of \"instances\"",
        );
        let pleroma = "a Pleroma server's policies, because of";
        check(r#"{"metadata":{"federation":{"enabled":true}}}"#, &format!("{pleroma} \"enabled\""));
        check(
            r#"{"pleroma":{"metadata":{"federation":{"mrf_policies":[]}}},"uri":"","title":""}"#,
            &format!("{pleroma} \"mrf_policies\""),
        );
        check(
            r#"{"software":{"name":"x"},"metadata":{"federation":{"silence":[]}}}"#,
            "the list in the NodeInfo of a fork of Mastodon, because of \"silence\"",
        );
        check(r#"{"metadata":{"blocks":[]}}"#, "a relay's list, because of \"blocks\"");
    }

    #[test]
    fn what_is_no_list_says_what_it_is() {
        let object = "not a list but a JSON object of another kind";
        check("{}", object);
        check("3", object);
        check(r#"{"items":[]}"#, object);
        check(r#"{"subject":"acct:a@a.example","links":[{"rel":"self","href":"x"}]}"#, object);
        check(
            r#"{"links":[{"rel":"x","href":"y"}]}"#,
            "not a list but the address of a server's NodeInfo",
        );
        check(
            r#"{"software":{"name":"mastodon"},"metadata":[]}"#,
            "not a list but the NodeInfo of a server that runs \"mastodon\", with no list in it",
        );
        let description = "not a list but a server's description of itself";
        check(r#"{"uri":"x","maintainerName":null}"#, description);
        check(r#"{"domain":"x","configuration":{}}"#, description);
        check(
            r#"{"url":"x","headers":{"Content-Type":["application/json"]}}"#,
            "not a list but the headers of a server's answer",
        );
        let error = "not a list but an error message of the server:";
        check(r#"{"error":"Not allowed"}"#, &format!("{error} \"Not allowed\""));
        check(r#"{"error":{"message":"No","code":"X"}}"#, &format!("{error} \"No\""));
        check(r#"{"title":"x","detail":"No","status":404}"#, &format!("{error} \"No\""));
        check(r#"{"@spec":"x","blocks":{}}"#, "lists of RapidBlock are not supported yet");
        check(r#"{"type":"Collection","orderedItems":[]}"#, "lists of FIRES are not supported yet");
        check(
            r#"{"instances":[{"domain":"a","censure_reasons":[]}]}"#,
            "lists of Fediseer are not supported yet",
        );
    }
}

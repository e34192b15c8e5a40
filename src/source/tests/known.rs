//! What was found out before.

use super::*;

#[test]
fn begins_with_the_list() {
    let asked = "/api/v1/instance/domain_blocks if \"1\"";
    check_known(
        "mastodon",
        "4.5.0",
        Some("\"1\""),
        vec![(asked, status(304, ""))],
        "public (mastodon 4.5.0): not modified [\"1\"]",
    );
    check_known(
        "mastodon",
        "4.5.0",
        Some("\"1\""),
        vec![(asked, ok(LIST).etag("\"2\""))],
        "public (mastodon 4.5.0): suspend bad.example [\"2\"]",
    );
    check_known(
        "mastodon",
        "4.5.0",
        None,
        vec![(BLOCKS, ok(LIST))],
        "public (mastodon 4.5.0): suspend bad.example",
    );
}

#[test]
fn what_only_the_software_is_known_of_is_found_again() {
    let known = Known {
        access: ListAccess::Unsupported,
        software: Software::new("peertube", "6"),
        host: domain("web.example"),
        etag: None,
    };
    play(
        Fetching::start(domain("example.social"), Some(known)),
        vec![(NODE, Answer::Nobody)],
        "unreachable: nobody answers at example.social",
    );
}

#[test]
fn what_has_changed_is_found_again() {
    let moved = |first: Answer| {
        let mut turns = vec![(BLOCKS, first)];
        turns.extend(found("sharkey", "2025.1", vec![("POST /api/meta {}", Answer::TooLate)]));
        turns
    };
    for first in [
        status(404, ""),
        status(401, "{}"),
        ok("<!doctype html>"),
        ok(""),
        ok(r#"{"error":"no"}"#),
        ok(LIST).at("https://web.example/"),
        status(304, ""),
    ] {
        let first = if matches!(first, Answer::Status { status: 401, .. }) {
            status(410, "")
        } else {
            first
        };
        check_known(
            "mastodon",
            "4.5.0",
            None,
            moved(first),
            "unreachable (sharkey 2025.1): example.social did not answer in time",
        );
    }
}

#[test]
fn a_list_that_is_no_longer_shown() {
    let mut turns = vec![(BLOCKS, status(404, ""))];
    turns.extend(found("mastodon", "4.5.0", vec![(BLOCKS, status(404, ""))]));
    check_known(
        "mastodon",
        "4.4.0",
        None,
        turns,
        "notShown (mastodon 4.5.0): example.social does not show its list to strangers",
    );
}

#[test]
fn what_passes_is_waited_for() {
    check_known(
        "mastodon",
        "4.5.0",
        None,
        vec![(BLOCKS, status(503, ""))],
        "unreachable (mastodon 4.5.0): example.social answered with status 503",
    );
    check_known(
        "mastodon",
        "4.5.0",
        None,
        vec![(BLOCKS, Answer::Nobody)],
        "unreachable (mastodon 4.5.0): nobody answers at example.social",
    );
}

#[test]
fn a_host_that_is_gone_is_found_again() {
    let known = Known {
        access: ListAccess::Public,
        software: Software::new("mastodon", "4.5.0"),
        host: domain("web.example"),
        etag: None,
    };
    play(
        Fetching::start(domain("example.social"), Some(known)),
        vec![
            ("https://web.example/api/v1/instance/domain_blocks", Answer::Nobody),
            (NODE, ok(LINKS)),
            (DOCUMENT, software("mastodon", "4.5.0")),
            (BLOCKS, ok(LIST)),
        ],
        "public (mastodon 4.5.0): suspend bad.example",
    );
}

//! Mastodon, its forks, and what may be one.

use super::*;

#[test]
fn a_public_list() {
    check(
        found("mastodon", "4.5.0", vec![(BLOCKS, ok(LIST).etag("W/\"1\""))]),
        "public (mastodon 4.5.0): suspend bad.example [W/\"1\"]",
    );
    check(found("hometown", "1.1", vec![(BLOCKS, ok("[]"))]), "public (hometown 1.1): ");
}

#[test]
fn a_list_that_is_not_shown() {
    for code in [404, 410, 403] {
        check(
            found("mastodon", "4.5.0", vec![(BLOCKS, status(code, ""))]),
            "notShown (mastodon 4.5.0): example.social does not show its list to strangers",
        );
    }
    check(
        found("mastodon", "4.5.0", vec![(BLOCKS, status(403, "<title>Just a moment...</title>"))]),
        "unreachable (mastodon 4.5.0): example.social answered with status 403",
    );
}

#[test]
fn limited_federation() {
    let refused = || status(401, r#"{"error":"This method requires an authenticated user"}"#);
    let limited = "allowList (mastodon 4.5.0): example.social exchanges posts only with servers that it allows, and does not say which";
    let instance = |limited: bool| {
        ok(&format!(
            r#"{{"domain":"a","version":"4.5.0","configuration":{{"limited_federation":{limited}}}}}"#
        ))
    };
    check(found("mastodon", "4.5.0", vec![(BLOCKS, refused()), (V2, instance(true))]), limited);
    check(found("mastodon", "4.5.0", vec![(BLOCKS, refused()), (V2, refused())]), limited);
    check(
        found("mastodon", "4.5.0", vec![(BLOCKS, refused()), (V2, instance(false))]),
        "notShown (mastodon 4.5.0): example.social does not show its list to strangers",
    );
}

#[test]
fn what_is_no_list() {
    check(
        found("mastodon", "4.5.0", vec![(BLOCKS, ok("<!doctype html>"))]),
        "unreachable (mastodon 4.5.0): what example.social answered is not a list: not a list but a web page, a picture or a feed",
    );
    check(
        found("mastodon", "4.5.0", vec![(BLOCKS, ok(""))]),
        "unreachable (mastodon 4.5.0): what example.social answered is not a list: the list is empty",
    );
    check(
        found("mastodon", "4.5.0", vec![(BLOCKS, ok(r#"{"error":"no"}"#))]),
        "unreachable (mastodon 4.5.0): what example.social answered is not a list: not a list but an error message of the server: \"no\"",
    );
    check(
        found("mastodon", "4.5.0", vec![(BLOCKS, ok(r#"[{"domain":"a.exa"#))]),
        "unreachable (mastodon 4.5.0): what example.social answered is not a list: the JSON is damaged or incomplete: EOF while parsing a string in line 1, column 17",
    );
}

#[test]
fn bytes_that_are_no_utf8_cost_themselves() {
    let mut answer = ok(r#"[{"domain":"bad.example","comment":"~"}]"#);
    if let Answer::Status { body, .. } = &mut answer {
        body.iter_mut().filter(|it| **it == b'~').for_each(|it| *it = 0xff);
    }
    check(
        found("mastodon", "4.5.0", vec![(BLOCKS, answer)]),
        "public (mastodon 4.5.0): suspend bad.example",
    );
}

#[test]
fn a_fork_with_its_list_in_the_node_info() {
    let document = ok(
        r#"{"software":{"name":"corgidon","version":"2"},"metadata":{"federation":{"silence":["meh.example"],"suspend":["bad.example"],"rejectMedia":[],"rejectReports":[]}}}"#,
    );
    check(
        vec![(NODE, ok(LINKS)), (DOCUMENT, document.clone()), (BLOCKS, status(404, ""))],
        "public (corgidon 2): silence meh.example, suspend bad.example",
    );
    check(
        vec![(NODE, ok(LINKS)), (DOCUMENT, document), (BLOCKS, ok(LIST))],
        "public (corgidon 2): suspend bad.example",
    );
}

#[test]
fn a_relay_with_its_list_in_the_node_info() {
    let document = ok(
        r#"{"software":{"name":"aoderelay","version":"0.3"},"metadata":{"peers":["a.example"],"blocks":["bad.example"]}}"#,
    );
    check(
        vec![(NODE, ok(LINKS)), (DOCUMENT, document), (BLOCKS, status(404, ""))],
        "public (aoderelay 0.3): suspend bad.example",
    );
}

#[test]
fn unheard_of_software() {
    check(
        found("ownfork", "1", vec![(BLOCKS, ok(LIST))]),
        "public (ownfork 1): suspend bad.example",
    );
    check(
        found("ownfork", "1", vec![(BLOCKS, status(404, ""))]),
        "unsupported (ownfork 1): example.social runs ownfork, which does not publish its list in this way",
    );
    check(
        found("ownfork", "1", vec![(BLOCKS, status(401, "{}"))]),
        "notShown (ownfork 1): example.social does not show its list to strangers",
    );
}

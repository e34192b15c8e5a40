//! Names that lead to another host.

use super::*;

const ELSEWHERE: &str = "https://web.example";

fn links() -> Answer {
    ok(&LINKS.replace("https://example.social", ELSEWHERE))
}

#[test]
fn the_node_info_is_elsewhere() {
    let turns = vec![
        (NODE, links()),
        ("permit web.example", PERMIT),
        ("https://web.example/nodeinfo/2.0", software("mastodon", "4.5.0")),
        ("https://web.example/api/v1/instance/domain_blocks", ok(LIST).etag("W/\"1\"")),
    ];
    check(turns, "public at web.example (mastodon 4.5.0): suspend bad.example [W/\"1\"]");
}

#[test]
fn nobody_permits_it() {
    check(
        vec![(NODE, links())],
        "unreachable: example.social leads to web.example, which is not followed",
    );
}

#[test]
fn the_answer_came_from_elsewhere() {
    let v1 = r#"{"uri":"example.social","version":"4.5.0"}"#;
    check(
        vec![
            (NODE, status(404, "")),
            (V2, status(404, "")),
            (V1, ok(v1).at("https://web.example/api/v1/instance")),
            ("permit web.example", PERMIT),
            ("https://web.example/api/v1/instance/domain_blocks", ok("[]")),
        ],
        "public at web.example (mastodon 4.5.0): ",
    );
}

#[test]
fn only_accounts_are_named_so() {
    let finger = r#"{"subject":"acct:example.social@example.social"}"#;
    check(
        vec![
            (NODE, status(404, "").at("https://www.example.social/404")),
            (V2, status(404, "")),
            (V1, status(404, "")),
            (FINGER, ok(finger).at("https://web.example/.well-known/webfinger?resource=a")),
            ("permit web.example", PERMIT),
            ("https://web.example/.well-known/nodeinfo", links()),
            ("https://web.example/nodeinfo/2.0", software("mastodon", "4.5.0")),
            ("https://web.example/api/v1/instance/domain_blocks", ok(LIST)),
        ],
        "public at web.example (mastodon 4.5.0): suspend bad.example",
    );
}

#[test]
fn a_way_that_does_not_end() {
    let links = |host: &str| ok(&LINKS.replace("example.social", host));
    check(
        vec![
            (NODE, links("b.example")),
            ("permit b.example", PERMIT),
            (
                "https://b.example/nodeinfo/2.0",
                software("mastodon", "4.5.0").at("https://c.example/nodeinfo/2.0"),
            ),
            ("permit c.example", PERMIT),
            ("https://c.example/api/v1/instance/domain_blocks", ok("[]").at("https://d.example/")),
        ],
        "unreachable at c.example (mastodon 4.5.0): example.social leads to https://d.example/, which is not followed",
    );
    let finger = ok(r#"{"subject":"acct:a@b.example"}"#).at("https://b.example/");
    let nothing = || status(404, "");
    check(
        vec![
            (NODE, nothing()),
            (V2, nothing()),
            (V1, nothing()),
            (FINGER, finger),
            ("permit b.example", PERMIT),
            ("https://b.example/.well-known/nodeinfo", links("c.example")),
            ("permit c.example", PERMIT),
            (
                "https://c.example/nodeinfo/2.0",
                software("mastodon", "4.5.0").at("https://d.example/"),
            ),
        ],
        "unreachable at c.example (mastodon 4.5.0): example.social leads to d.example, which is not followed",
    );
}

#[test]
fn addresses_that_are_not_followed() {
    for address in [
        "http://example.social/nodeinfo/2.0",
        "https://192.0.2.1/nodeinfo/2.0",
        "https://localhost/nodeinfo/2.0",
        "https://intranet/nodeinfo/2.0",
        "https://example.social:8443/nodeinfo/2.0",
    ] {
        let links = LINKS.replace("https://example.social/nodeinfo/2.0", address);
        let expected =
            format!("unreachable: example.social leads to {address}, which is not followed");
        check(vec![(NODE, ok(&links))], &expected);
        check(vec![(NODE, ok(LINKS).at(address))], &expected);
        let expected = expected.replace("able:", "able (mastodon 4.5.0):");
        check(found("mastodon", "4.5.0", vec![(BLOCKS, ok(LIST).at(address))]), &expected);
    }
}

#[test]
fn a_list_from_elsewhere_is_dropped() {
    let list = ok(LIST).at("https://web.example/api/v1/instance/domain_blocks");
    check(
        found("mastodon", "4.5.0", vec![(BLOCKS, list)]),
        "unreachable (mastodon 4.5.0): example.social leads to https://web.example/api/v1/instance/domain_blocks, which is not followed",
    );
}

//! Lemmy, PieFed, Mbin and kbin.

use super::*;

#[test]
fn lemmy_by_version() {
    const V3: &str = "/api/v3/federated_instances";
    let list = || {
        ok(
            r#"{"federated_instances":{"linked":[],"allowed":[],"blocked":[{"id":1,"domain":"bad.example","published":"2024-01-01T00:00:00Z"}]}}"#,
        )
    };
    check(
        found("lemmy", "0.19.5", vec![(V3, list().etag("\"1\""))]),
        "public (lemmy 0.19.5): suspend bad.example [\"1\"]",
    );
    check(
        found("lemmy", "nightly", vec![(V3, list())]),
        "public (lemmy nightly): suspend bad.example",
    );
    let site =
        ok(r#"{"federated_instances":{"linked":[],"allowed":null,"blocked":["bad.example"]}}"#);
    check(
        found("lemmy", "0.17.4", vec![("/api/v3/site", site)]),
        "public (lemmy 0.17.4): suspend bad.example",
    );
    check(
        found("lemmy", "0.19.5", vec![(V3, status(404, ""))]),
        "unsupported (lemmy 0.19.5): example.social runs lemmy, which does not publish its list in this way",
    );
    let allowed = ok(
        r#"{"federated_instances":{"linked":[],"allowed":[{"id":1,"domain":"good.example","published":"2024-01-01T00:00:00Z"}],"blocked":[]}}"#,
    );
    check(
        found("lemmy", "0.19.5", vec![(V3, allowed)]),
        "allowList (lemmy 0.19.5): noop good.example",
    );
}

#[test]
fn lemmy_in_pages() {
    let blocked = "/api/v4/federated_instances?kind=blocked&limit=50";
    let next = "/api/v4/federated_instances?kind=blocked&limit=50&page_cursor=a%26b";
    let allowed = "/api/v4/federated_instances?kind=allowed&limit=50";
    let page = |name: &str, next: &str| {
        ok(&format!(
            r#"{{"items":[{{"instance":{{"id":1,"domain":"{name}","published_at":"2024-01-01T00:00:00Z"}},"blocked":{{"published_at":"2024-01-01T00:00:00Z"}}}}],"next_page":{next}}}"#
        ))
    };
    check(
        found(
            "lemmy",
            "1.0.0",
            vec![
                (blocked, page("bad.example", r#""a&b""#)),
                (next, page("worse.example", "null")),
                (allowed, ok(r#"{"items":[]}"#)),
            ],
        ),
        "public (lemmy 1.0.0): suspend bad.example, suspend worse.example",
    );
    check(
        found("lemmy", "1.0.0", vec![(blocked, status(403, r#"{"error":"instance_is_private"}"#))]),
        "notShown (lemmy 1.0.0): example.social does not show its list to strangers",
    );
    let long = format!("\"{}\"", "a".repeat(1001));
    check(
        found(
            "lemmy",
            "1.0.0",
            vec![(blocked, page("bad.example", &long)), (allowed, ok(r#"{"items":[]}"#))],
        ),
        "withheld (lemmy 1.0.0): suspend bad.example",
    );
}

#[test]
fn piefed() {
    const V3: &str = "/api/v3/federated_instances";
    check(
        found("piefed", "1.6", vec![(BLOCKS, ok(LIST).etag("\"1\""))]),
        "public (piefed 1.6): suspend bad.example [\"1\"]",
    );
    let allowed = ok(
        r#"{"federated_instances":{"linked":[],"allowed":[{"id":1,"domain":"good.example","published":"2024-01-01T00:00:00Z"}],"blocked":[]}}"#,
    );
    check(
        found("piefed", "1.6", vec![(BLOCKS, ok("[]\n").etag("\"1\"")), (V3, allowed)]),
        "allowList (piefed 1.6): noop good.example",
    );
    let open = ok(r#"{"federated_instances":{"linked":[],"allowed":[],"blocked":[]}}"#);
    for second in [open, status(404, ""), ok("<html>")] {
        check(
            found("piefed", "1.6", vec![(BLOCKS, ok("[]")), (V3, second)]),
            "public (piefed 1.6): ",
        );
    }
}

#[test]
fn mbin() {
    let (second, first) = ("/api/defederated/v2", "/api/defederated");
    check(
        found(
            "mbin",
            "1.8",
            vec![(
                second,
                ok(r#"{"instances":[{"domain":"bad.example","software":"a","version":"1"}]}"#)
                    .etag("\"1\""),
            )],
        ),
        "public (mbin 1.8): suspend bad.example [\"1\"]",
    );
    check(
        found(
            "kbin",
            "0.10",
            vec![
                (second, status(404, "")),
                (first, ok(r#"{"instances":["bad.example"]}"#).etag("\"1\"")),
            ],
        ),
        "public (kbin 0.10): suspend bad.example",
    );
    check(
        found("kbin", "0.10", vec![(second, status(404, "")), (first, status(404, ""))]),
        "unsupported (kbin 0.10): example.social runs kbin, which does not publish its list in this way",
    );
}

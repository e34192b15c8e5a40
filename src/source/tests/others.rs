//! GoToSocial, Friendica, and software without a list.

use super::*;

#[test]
fn without_a_list() {
    for name in ["peertube", "pixelfed", "writefreely", "iceshrimp.net"] {
        check(
            found(name, "1", vec![]),
            &format!(
                "unsupported ({name} 1): example.social runs {name}, which does not publish its list in this way"
            ),
        );
    }
}

#[test]
fn gotosocial() {
    const ALLOWS: &str = "/api/v1/instance/domain_allows";
    let blocks = || (BLOCKS, ok(LIST).etag("\"1\""));
    for refusal in [401, 404] {
        check(
            found("gotosocial", "0.19", vec![blocks(), (ALLOWS, status(refusal, "{}"))]),
            "public (gotosocial 0.19): suspend bad.example",
        );
    }
    check(
        found(
            "gotosocial",
            "0.19",
            vec![blocks(), (ALLOWS, ok(r#"[{"domain":"good.bad.example"}]"#))],
        ),
        "public (gotosocial 0.19): suspend bad.example, noop good.bad.example",
    );
    check(
        found("gotosocial", "0.19", vec![(BLOCKS, status(401, r#"{"error":"Unauthorized"}"#))]),
        "notShown (gotosocial 0.19): example.social does not show its list to strangers",
    );
    check(
        found("gotosocial", "0.19", vec![blocks(), (ALLOWS, ok("<html>"))]),
        "unreachable (gotosocial 0.19): what example.social answered is not a list: not a list but a web page, a picture or a feed",
    );
}

#[test]
fn friendica() {
    check(
        found(
            "friendica",
            "2024.12",
            vec![("/blocklist/domain/download", ok("bad.example,spam\n").etag("W/\"1\""))],
        ),
        "public (friendica 2024.12): suspend bad.example [W/\"1\"]",
    );
}

//! Pleroma and Akkoma.

use super::*;

fn akkoma(federation: &str) -> String {
    format!(
        r#"{{"software":{{"name":"akkoma","version":"3.16"}},"metadata":{{"federation":{federation}}}}}"#
    )
}

const POLICY: &str = r#"{"enabled":true,"exclusions":false,"mrf_policies":["SimplePolicy"],"mrf_simple":{"reject":["bad.example"],"accept":[]}}"#;

#[test]
fn pleroma_in_its_node_info() {
    let check = |federation: &str, expected: &str| {
        check(vec![(NODE, ok(LINKS)), (DOCUMENT, ok(&akkoma(federation)).etag("\"1\""))], expected);
    };
    check(POLICY, "public (akkoma 3.16): suspend bad.example");
    check(
        &POLICY.replace(r#""exclusions":false"#, r#""exclusions":true"#),
        "withheld (akkoma 3.16): suspend bad.example",
    );
    check(
        r#"{"enabled":true}"#,
        "unpublished (akkoma 3.16): example.social does not publish its list",
    );
}

#[test]
fn pleroma_in_its_interface() {
    let instance = |federation: &str| {
        ok(&format!(
            r#"{{"uri":"https://example.social","version":"2.7.2 (compatible; Akkoma 3.16)","pleroma":{{"metadata":{{"federation":{federation}}}}}}}"#
        ))
    };
    check(
        vec![(NODE, status(404, "")), (V2, status(404, "")), (V1, instance(POLICY))],
        "public (akkoma 3.16): suspend bad.example",
    );
    check(
        found("akkoma", "3.16", vec![(V1, instance(POLICY).etag("\"1\""))]),
        "public (akkoma 3.16): suspend bad.example [\"1\"]",
    );
    check_known(
        "akkoma",
        "3.16",
        None,
        vec![(V1, instance(POLICY))],
        "public (akkoma 3.16): suspend bad.example",
    );
}

//! Servers that answer as real ones do.

use fencepost::digest::Digest;
use serde_json::json;
use xtask::browser::{Answer, Request};

/// The name of the server whose list is loaded.
pub const FRIENDS: &str = "friends.example";

/// A Mastodon server that shows its list.
pub fn mastodon(request: &Request) -> Answer {
    match request.path.as_str() {
        "/api/v1/instance/domain_blocks" => Answer::json(blocks()),
        _ => Answer::status(404),
    }
}

/// As Mastodon answers `GET /api/v1/instance/domain_blocks`; the third name is starred out for readers.
fn blocks() -> String {
    let block = |shown: &str, name: &str, severity: &str| {
        let digest = Digest::of(name).to_string();
        json!({"domain": shown, "digest": digest, "severity": severity, "comment": ""})
    };
    json!([
        block("threads.net", "threads.net", "suspend"),
        block("limited.example", "limited.example", "silence"),
        block("sta****.***mple", "starred.example", "suspend"),
    ])
    .to_string()
}

/// A server that shows its list to nobody.
pub fn hidden(request: &Request) -> Answer {
    node_info(request).unwrap_or_else(|| Answer::status(404))
}

/// A server that answers with something else than a list.
pub fn odd(request: &Request) -> Answer {
    node_info(request).unwrap_or_else(|| Answer::json(r#"{"error":"try again"}"#))
}

/// What only a fediverse server has.
fn node_info(request: &Request) -> Option<Answer> {
    let rel = "http://nodeinfo.diaspora.software/ns/schema/2.0";
    match request.path.as_str() {
        "/.well-known/nodeinfo" => {
            let href = format!("https://{}/nodeinfo/2.0", request.host);
            Some(Answer::json(json!({"links": [{"rel": rel, "href": href}]}).to_string()))
        }
        "/nodeinfo/2.0" => {
            let software = json!({"name": "mastodon", "version": "4.5.0"});
            Some(Answer::json(json!({"version": "2.0", "software": software}).to_string()))
        }
        _ => None,
    }
}

//! GoToSocial, where strangers see neither list unless the server's owner wants it
//! (`internal/api/client/instance/domainperms.go` in superseriousbusiness/gotosocial).

use serde_json::{Value, json};
use xtask::browser::{Answer, Request};

use super::Server;
use super::entry::{Entry, Kind};
use super::fediverse::{BOTH, NodeInfo, json, open as cors, page, webfinger};
use super::trouble;

/// A server that shows both its lists (`instance-expose-blocklist`, `instance-expose-allowlist`).
pub fn open(entries: &[Entry]) -> Server {
    let (blocks, allows) = (list(entries, Kind::Suspend), list(entries, Kind::Allow));
    Box::new(move |request| {
        answer(request, |what| json(if what == "blocks" { &blocks } else { &allows }))
    })
}

/// A server as it is set up first.
pub fn hidden(request: &Request) -> Answer {
    answer(request, |what| {
        let why =
            format!("Unauthorized: domain {what} endpoint requires an authenticated account/user");
        json(&json!({"error": why})).but(401)
    })
}

fn answer(request: &Request, list: impl Fn(&str) -> Answer) -> Answer {
    let node_info = NodeInfo {
        documents: BOTH,
        software: "gotosocial",
        version: "0.19.2+git-6574dc8",
        metadata: json!({}),
    };
    node_info
        .answer(request)
        .or_else(|| webfinger(request, &request.host, "/users/{}", "/@{}"))
        .unwrap_or_else(|| match request.route() {
            "/api/v1/instance/domain_blocks" => cors(list("blocks")),
            "/api/v1/instance/domain_allows" => cors(list("allows")),
            "/api/v1/instance" => cors(json(&json!({
                "uri": request.host, "title": "GoToSocial", "version": "0.19.2+git-6574dc8",
                "stats": {"user_count": 1, "status_count": 2, "domain_count": 3}, "rules": [],
            }))),
            "/api/v2/instance" => cors(json(&json!({
                "domain": request.host, "title": "GoToSocial", "version": "0.19.2+git-6574dc8",
                "source_url": "https://codeberg.org/superseriousbusiness/gotosocial", "configuration": {},
            }))),
            "/" => page("GoToSocial"),
            route if route.starts_with("/api/") => {
                cors(json(&json!({"error": "Not Found: 404 page not found"})).but(404))
            }
            _ => trouble::page(404),
        })
}

/// `internal/api/model/domain.go`, filled by `internal/processing/instance.go`: names in Unicode, and of a starred name
/// two of five characters stay, dots not among them.
fn list(entries: &[Entry], kind: Kind) -> Value {
    let row = |it: &Entry| {
        let star = |(at, character)| {
            if it.starred && (at % 3 == 1 || at % 5 == 1) { '*' } else { character }
        };
        let domain: String = it.name.chars().enumerate().map(star).collect();
        let mut row = json!({"domain": domain});
        if let Some(comment) = &it.comment {
            row["comment"] = json!(comment);
        }
        if kind == Kind::Suspend {
            row["severity"] = json!("suspend");
            row["suspended_at"] = json!(format!("{}T10:00:00.000Z", it.since));
        }
        row
    };
    entries.iter().filter(|it| it.kind == kind).map(row).collect()
}

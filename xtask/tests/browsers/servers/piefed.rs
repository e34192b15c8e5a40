//! PieFed, which answers as Mastodon and as Lemmy do (`app/activitypub/routes.py` in theatl-social/pyfedi).

use serde_json::{Value, json};

use super::Server;
use super::entry::{Entry, Kind, names};
use super::fediverse::{BOTH, NodeInfo, json, page, webfinger};
use super::trouble;

/// A server with these rules. When it allows anybody, the Mastodon answer is a list of none, whatever is blocked.
pub fn open(entries: &[Entry]) -> Server {
    let allows = entries.iter().any(|it| it.kind == Kind::Allow);
    let row = |it: &Entry| {
        let comment = it.comment.clone().unwrap_or_default();
        json!({"domain": it.name, "digest": it.digest(), "severity": "suspend", "comment": comment})
    };
    let blocked = entries.iter().filter(|it| it.kind == Kind::Suspend && !allows);
    let blocks: Value = blocked.map(row).collect();
    // When a rule was made is not known: it is when the question came.
    let now = "2026-11-23T10:00:00.000000+00:00";
    let rows = |kind| -> Vec<Value> {
        let row = |name| json!({"id": 1, "domain": name, "published": now, "updated": now});
        names(entries, kind).into_iter().map(row).collect()
    };
    let federated = json!({"federated_instances": {
        "linked": [], "allowed": rows(Kind::Allow), "blocked": rows(Kind::Suspend),
    }});
    Box::new(move |request| {
        NodeInfo { documents: BOTH, software: "piefed", version: "1.6.18", metadata: Value::Null }
            .answer(request)
            .or_else(|| webfinger(request, &request.host, "/u/{}", "/u/{}"))
            .unwrap_or_else(|| match request.route() {
                "/api/v1/instance/domain_blocks" => json(&blocks),
                "/api/v3/federated_instances" | "/api/alpha/federated_instances" => json(&federated),
                "/api/v1/instance" => json(&json!({
                    "title": "PieFed", "uri": request.host, "registrations": false, "approval_required": false,
                    "stats": {"user_count": 1, "status_count": 2, "domain_count": 1},
                })),
                "/" => page("PieFed"),
                _ => trouble::page(404),
            })
    })
}

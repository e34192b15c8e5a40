//! Friendica, whose list holds patterns, without a header (`src/Module/Blocklist/Domain/Download.php` in
//! friendica/friendica).

use serde_json::{Value, json};
use xtask::browser::{Answer, Request};

use super::fediverse::{NodeInfo, hash, json, open as cors, page, webfinger};
use super::{Entry, Server, trouble};

/// A server that blocks these patterns.
pub fn open(entries: &[Entry]) -> Server {
    let reason = |it: &Entry| it.comment.as_deref().map_or_else(String::new, field);
    let csv: String = entries.iter().map(|it| format!("{},{}\n", it.name, reason(it))).collect();
    Box::new(move |request| answer(request, &csv))
}

/// A field as PHP's `fputcsv` writes it, which quotes only what needs it.
fn field(text: &str) -> String {
    if text.contains(['"', ',', ' ', '\\', '\t', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

fn answer(request: &Request, csv: &str) -> Answer {
    let node_info = NodeInfo {
        documents: &[("1.0", "/nodeinfo/1.0"), ("2.0", "/nodeinfo/2.0"), ("2.1", "/nodeinfo/2.1")],
        software: "friendica",
        version: "2024.12-1571",
        metadata: json!({"explicitContent": false, "nodeName": "Friendica"}),
    };
    node_info
        .answer(request)
        .or_else(|| webfinger(request, &request.host, "/profile/{}", "/profile/{}"))
        .unwrap_or_else(|| match request.route() {
            "/blocklist/domain/download" => {
                let hash = hash(csv);
                Answer::of("text/csv", csv)
                    .with("content-transfer-encoding", "Binary")
                    .with("content-disposition", "attachment; filename=\"domain_blocklist.csv\"")
                    .tagged(&format!("W/\"{hash}\""), request)
            }
            "/api/v1/instance" => cors(json(&json!({
                "uri": format!("https://{}", request.host), "title": "Friendica",
                "version": "2.8.0 (compatible; Friendica 2024.12)", "rules": [],
            }))),
            // Routed, and not written yet.
            "/api/v1/instance/domain_blocks" => {
                json(&json!({"error": "Not Implemented", "error_description": Value::Null}))
                    .but(501)
            }
            "/" => page("Friendica"),
            _ => trouble::page(404),
        })
}

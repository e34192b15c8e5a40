//! PeerTube, which answers about the hosts that it is asked for, and has no list for strangers
//! (`server/core/controllers/api/blocklist.ts` in Chocobozzz/PeerTube).

use serde_json::{Map, Value, json};
use xtask::browser::{Answer, Request};

use super::entry::{Entry, Kind, names};
use super::fediverse::{NodeInfo, json, open as cors, page, webfinger};
use super::{Server, trouble};

/// A server that blocks these.
pub fn open(entries: &[Entry]) -> Server {
    let blocked: Vec<String> =
        names(entries, Kind::Suspend).into_iter().map(str::to_owned).collect();
    Box::new(move |request| {
        links(request)
            .or_else(|| node_info().answer(request))
            .or_else(|| webfinger(request, &request.host, "/accounts/{}", "/a/{}"))
            .unwrap_or_else(|| match request.route() {
                "/api/v1/blocklist/status" => cors(json(&status(&blocked, request))),
                "/api/v1/server/blocklist/public-log" => {
                    cors(json(&json!({"status": 403, "code": "feature_disabled"})).but(403))
                }
                "/api/v1/config" => cors(json(&json!({
                    "instance": {"name": "PeerTube"}, "serverVersion": "7.3.0",
                }))),
                route if route.starts_with("/api/") => {
                    cors(json(&json!({"status": 404, "error": "Not Found"})).but(404))
                }
                "/" => page("PeerTube"),
                _ => trouble::page(404),
            })
    })
}

fn node_info() -> NodeInfo {
    NodeInfo {
        documents: &[("2.0", "/nodeinfo/2.0.json")],
        software: "peertube",
        version: "7.3.0",
        metadata: json!({"nodeName": "PeerTube", "taxonomy": {"postsName": "Videos"}}),
    }
}

/// Beside NodeInfo there is a link to the server's own actor (`server/core/controllers/well-known.ts`).
fn links(request: &Request) -> Option<Answer> {
    let link = |rel: &str, path: &str| json!({"rel": rel, "href": format!("https://{}{path}", request.host)});
    let links = || {
        json!({"links": [
            link("http://nodeinfo.diaspora.software/ns/schema/2.0", "/nodeinfo/2.0.json"),
            link("https://www.w3.org/ns/activitystreams#Application", "/accounts/peertube"),
        ]})
    };
    (request.route() == "/.well-known/nodeinfo").then(|| cors(json(&links())))
}

fn status(blocked: &[String], request: &Request) -> Value {
    let row = |host: String| {
        let status = json!({
            "blockedByServer": blocked.contains(&host), "blockedByServerSubscription": null,
            "blockedByUser": false,
        });
        (host, status)
    };
    let hosts: Map<String, Value> = request.query("hosts").into_iter().map(row).collect();
    json!({"hosts": hosts, "accounts": {}})
}

//! Pixelfed, which publishes no list (`app/Util/Site/Nodeinfo.php` in pixelfed/pixelfed).

use serde_json::json;
use xtask::browser::{Answer, Request};

use super::fediverse::{NodeInfo, json, page, webfinger};
use super::trouble;

/// A server.
pub fn open(request: &Request) -> Answer {
    let node_info = NodeInfo {
        documents: &[("2.0", "/api/nodeinfo/2.0.json")],
        software: "pixelfed",
        version: "0.12.5",
        metadata: json!({"nodeName": "Pixelfed", "config": {"features": {"mobile_apis": true}}}),
    };
    node_info
        .answer(request)
        .or_else(|| webfinger(request, &request.host, "/users/{}", "/{}"))
        .unwrap_or_else(|| match request.route() {
            "/api/v1/instance" => json(&json!({
                "uri": request.host, "title": "Pixelfed", "version": "3.5.3 (compatible; Pixelfed 0.12.5)",
            })),
            "/" => page("Pixelfed"),
            _ => trouble::page(404),
        })
}

//! WriteFreely, which knows no list (`nodeinfo.go` in writefreely/writefreely).

use serde_json::json;
use xtask::browser::{Answer, Request};

use super::fediverse::{NodeInfo, page, webfinger};
use super::trouble;

/// A server.
pub fn open(request: &Request) -> Answer {
    let node_info = NodeInfo {
        documents: &[("2.0", "/api/nodeinfo")],
        software: "writefreely",
        version: "0.16.0",
        metadata: json!({"nodeName": "WriteFreely", "private": false}),
    };
    node_info
        .answer(request)
        .or_else(|| webfinger(request, &request.host, "/api/collections/{}", "/{}/"))
        .unwrap_or_else(|| match request.route() {
            "/" => page("WriteFreely"),
            _ => trouble::page(404),
        })
}

//! Mbin, which publishes names alone (`src/Controller/Api/Instance/InstanceRetrieveFederationApi.php` in MbinOrg/mbin).

use serde_json::{Value, json};

use super::Server;
use super::entry::{Entry, Kind, names};
use super::fediverse::{NodeInfo, json, open as cors, page, webfinger};
use super::trouble;

/// A server of today: `GET /api/defederated/v2` beside the older `GET /api/defederated`.
pub fn open(entries: &[Entry]) -> Server {
    server(entries, "1.8.4")
}

/// A server from before there was a second version of the answer.
pub fn v1(entries: &[Entry]) -> Server {
    server(entries, "1.7.0")
}

fn server(entries: &[Entry], version: &'static str) -> Server {
    let row = |name: &str| json!({"domain": name, "software": "lemmy", "version": null});
    let rows = |kind| -> Vec<Value> { names(entries, kind).into_iter().map(row).collect() };
    let first = json!({"instances": names(entries, Kind::Suspend)});
    let second = json!({"instances": rows(Kind::Suspend)});
    let federated = json!({"instances": rows(Kind::Allow)});
    Box::new(move |request| {
        let node_info = NodeInfo {
            // Each relation names the document of the other version (src/Controller/ActivityPub/NodeInfoController.php).
            documents: &[("2.1", "/nodeinfo/2.0.json"), ("2.0", "/nodeinfo/2.1.json")],
            software: "mbin",
            version,
            metadata: Value::Null,
        };
        node_info
            .answer(request)
            .or_else(|| webfinger(request, &request.host, "/u/{}", "/u/{}"))
            .unwrap_or_else(|| match request.route() {
                "/api/defederated" => cors(json(&first)),
                "/api/defederated/v2" if version != "1.7.0" => cors(json(&second)),
                "/api/federated" => cors(json(&federated)),
                "/api/dead" => cors(json(&json!({"instances": []}))),
                route if route.starts_with("/api/") => cors(
                    json(&json!({"title": "An error occurred", "status": 404, "detail": "Not Found"})).but(404),
                ),
                "/" => page("Mbin"),
                _ => trouble::page(404),
            })
    })
}

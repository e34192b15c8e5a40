//! Misskey, where a list is a filtered view of all servers that it knows, in pages
//! (`packages/backend/src/server/api/endpoints/federation/instances.ts` in misskey-dev/misskey).

use serde_json::{Value, json};
use xtask::browser::{Answer, Request};

use super::Server;
use super::entry::{Entry, Kind};
use super::fediverse::{NodeInfo, json, open as cors, page, webfinger};

/// What sets the forks of Misskey apart.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Fork {
    Misskey,
    /// Strangers are told of no server that it is blocked, as a list.
    Sharkey,
}

/// A server that knows these: suspended is blocked, limited is silenced, and what is allowed is neither.
pub fn open(entries: &[Entry]) -> Server {
    server(Fork::Misskey, "all", entries)
}

/// A server that exchanges nothing with anybody but those that it allows, and does not say who they are.
pub fn specified(entries: &[Entry]) -> Server {
    server(Fork::Misskey, "specified", entries)
}

/// A server of a fork, with its `federation` in `POST /api/meta`.
pub fn server(fork: Fork, federation: &'static str, entries: &[Entry]) -> Server {
    let entries = entries.to_vec();
    Box::new(move |request| {
        let (software, version) = match fork {
            Fork::Misskey => ("misskey", "2026.3.1"),
            Fork::Sharkey => ("sharkey", "2024.9.1"),
        };
        let node_info = NodeInfo {
            documents: &[("2.1", "/nodeinfo/2.1"), ("2.0", "/nodeinfo/2.0")],
            software,
            version,
            metadata: json!({"nodeName": software, "themeColor": "#86b300"}),
        };
        node_info
            .answer(request)
            .or_else(|| webfinger(request, &request.host, "/users/a1b2c3{}", "/@{}"))
            .unwrap_or_else(|| match request.route() {
                "/api/federation/instances" => cors(instances(fork, &entries, request)),
                "/api/federation/show-instance" if request.method == "POST" => {
                    cors(json(&show(&entries, &request.json()["host"])))
                }
                "/api/meta" if request.method == "POST" => cors(json(&json!({
                    "name": software, "uri": format!("https://{}", request.host), "version": version,
                    "federation": federation,
                }))),
                route if route.starts_with("/api/") => cors(error(404, "UNKNOWN_API_ENDPOINT")),
                _ => page(software),
            })
    })
}

/// A page of those that pass every filter.
fn instances(fork: Fork, entries: &[Entry], request: &Request) -> Answer {
    let asked = asked(request);
    let number = |name: &str, default| asked[name].as_u64().unwrap_or(default) as usize;
    let (limit, offset) = (number("limit", 30), number("offset", 0));
    if !(1..=100).contains(&limit) {
        return error(400, "INVALID_PARAM");
    }
    let passes = |it: &Value| {
        [("blocked", "isBlocked"), ("silenced", "isSilenced"), ("suspended", "isSuspended")]
            .into_iter()
            .all(|(filter, field)| match fork {
                // Forced, whatever was asked.
                Fork::Sharkey => it[field] == false,
                Fork::Misskey => asked[filter].is_null() || asked[filter] == it[field],
            })
    };
    let known = entries.iter().map(|it| (it.name.as_str(), Some(it.kind)));
    // One that does not answer any more, which is no decision of anybody.
    let rows = known.chain([("asleep.example", None)]).map(|(host, kind)| instance(host, kind));
    let page: Vec<Value> = rows.filter(passes).skip(offset).take(limit).collect();
    json(&page.into()).with("cache-control", "public, max-age=3600")
}

/// From the body of a `POST`, or from the query of a `GET`, which this endpoint allows too.
fn asked(request: &Request) -> Value {
    if request.method == "POST" {
        return request.json();
    }
    let value = |name: &str| {
        let text = request.query(name).into_iter().next();
        text.and_then(|text| serde_json::from_str::<Value>(&text).ok()).unwrap_or_default()
    };
    ["blocked", "silenced", "suspended", "limit", "offset"]
        .into_iter()
        .map(|name| (name.to_owned(), value(name)))
        .collect()
}

/// One server, blocked also when a name above it is (`UtilityService.ts`).
fn show(entries: &[Entry], host: &Value) -> Value {
    let host = host.as_str().unwrap_or_default();
    let covers = |name: &str| host == name || host.ends_with(&format!(".{name}"));
    entries
        .iter()
        .find(|it| covers(&it.name))
        .map_or(Value::Null, |it| instance(host, Some(it.kind)))
}

/// `packages/backend/src/models/json-schema/federation-instance.ts`.
fn instance(host: &str, kind: Option<Kind>) -> Value {
    let asleep = kind.is_none();
    json!({
        "id": "9abcdefghi", "firstRetrievedAt": "2023-01-01T00:00:00.000Z", "host": host,
        "usersCount": 1, "notesCount": 2, "followingCount": 0, "followersCount": 0,
        "isNotResponding": asleep, "isSuspended": asleep,
        "suspensionState": if asleep { "autoSuspendedForNotResponding" } else { "none" },
        "isBlocked": kind == Some(Kind::Suspend), "isSilenced": kind == Some(Kind::Silence),
        "isMediaSilenced": false, "softwareName": "mastodon", "softwareVersion": "4.5.2",
        "openRegistrations": null, "name": null, "description": null, "maintainerName": null,
        "maintainerEmail": null, "iconUrl": null, "faviconUrl": null, "themeColor": null,
        "infoUpdatedAt": null, "latestRequestReceivedAt": null, "moderationNote": null,
    })
}

fn error(status: u16, code: &str) -> Answer {
    json(&json!({"error": {"message": "…", "code": code, "kind": "client"}})).but(status)
}

//! Lemmy, whose list has been in three places so far. It knows no limits and publishes no reasons.

use serde_json::{Map, Value, json};
use xtask::browser::{Answer, Request};

use super::Server;
use super::entry::{Entry, Kind, names};
use super::fediverse::{NodeInfo, json, open as cors, page, webfinger};
use super::trouble;

/// The most that 1.0 gives at once (`crates/db_schema/src/utils/mod.rs` in LemmyNet/lemmy).
const MOST: usize = 50;

/// 0.17: names within `GET /api/v3/site`.
pub fn v0_17(entries: &[Entry]) -> Server {
    let names = |kind| Some(names(entries, kind)).filter(|it| !it.is_empty());
    let site = json!({
        "site_view": {}, "admins": [], "online": 1, "version": "0.17.4",
        "federated_instances": {
            "linked": ["known.example"],
            "allowed": names(Kind::Allow),
            "blocked": names(Kind::Suspend),
        },
    });
    server("0.17.4", move |request| (request.route() == "/api/v3/site").then(|| json(&site)))
}

/// 0.18 and 0.19: objects at `GET /api/v3/federated_instances` (`crates/api_common/src/site.rs`). What `published` says
/// is not when it was decided.
pub fn v0_19(entries: &[Entry]) -> Server {
    let rows = |kind| -> Vec<Value> { names(entries, kind).into_iter().map(row_0_19).collect() };
    v0_19_saying(json!({"federated_instances": {
        "linked": [row_0_19("known.example")],
        "allowed": rows(Kind::Allow),
        "blocked": rows(Kind::Suspend),
    }}))
}

/// 0.19 that exchanges nothing with anybody: there is no list then.
pub fn without_federation() -> Server {
    v0_19_saying(json!({}))
}

/// 1.0: pages of `GET /api/v4/federated_instances?kind=`, with the day of each decision
/// (`crates/db_schema/src/source/federation_blocklist.rs`).
pub fn v1(entries: &[Entry]) -> Server {
    let entries = entries.to_vec();
    server("1.0.0", move |request| match request.route() {
        "/api/v4/federated_instances" => Some(page_of(&entries, request)),
        "/api/v4/site" => Some(json(&site("1.0.0"))),
        _ => None,
    })
}

/// 1.0 that tells nobody who is not signed in (`crates/api/api/src/site/federated_instances.rs`; the status of every
/// refusal is that in `crates/utils/src/error.rs`).
pub fn private(request: &Request) -> Answer {
    server("1.0.0", |request| {
        let refusal = || json(&json!({"error": "instance_is_private"})).but(400);
        (request.route() == "/api/v4/federated_instances").then(refusal)
    })(request)
}

fn v0_19_saying(list: Value) -> Server {
    server("0.19.11", move |request| match request.route() {
        "/api/v3/federated_instances" => Some(json(&list)),
        "/api/v3/site" => Some(json(&site("0.19.11"))),
        _ => None,
    })
}

fn server(
    version: &'static str,
    api: impl Fn(&Request) -> Option<Answer> + Send + Sync + 'static,
) -> Server {
    Box::new(move |request| {
        let (documents, metadata): (&[_], _) = if version.starts_with('1') {
            (&[("2.1", "/nodeinfo/2.1")], json!({}))
        } else {
            (&[("2.0", "/nodeinfo/2.0.json")], Value::Null)
        };
        NodeInfo { documents, software: "lemmy", version, metadata }
            .answer(request)
            .or_else(|| webfinger(request, &request.host, "/u/{}", "/u/{}"))
            .or_else(|| api(request).map(cors))
            .unwrap_or_else(|| match request.route() {
                route if route.starts_with("/api/") => Answer::status(404),
                "/" => page("Lemmy"),
                _ => trouble::page(404),
            })
    })
}

fn site(version: &str) -> Value {
    json!({"site_view": {"site": {"name": "Lemmy"}}, "admins": [], "version": version})
}

fn row_0_19(domain: &str) -> Value {
    json!({
        "id": 1, "domain": domain, "published": "2023-06-11T10:00:00.000000Z",
        "updated": "2025-06-11T10:00:00.000000Z", "software": "lemmy", "version": "0.19.11",
    })
}

fn page_of(entries: &[Entry], request: &Request) -> Answer {
    let one = |name: &str| request.query(name).into_iter().next();
    let number = |name: &str, default| one(name).and_then(|it| it.parse().ok()).unwrap_or(default);
    let kind = match one("kind").as_deref() {
        Some("blocked") => Some(Kind::Suspend),
        Some("allowed") => Some(Kind::Allow),
        Some("all" | "linked") => None,
        _ => {
            return json(&json!({"error": "unknown", "message": "Query deserialize error"}))
                .but(400);
        }
    };
    let limit = number("limit", 20);
    if !(1..=MOST).contains(&limit) {
        return json(&json!({"error": "invalid_fetch_limit"})).but(400);
    }
    // A cursor is nothing that a reader could make.
    let cursor = one("page_cursor").and_then(|it| it.strip_prefix('P')?.parse().ok());
    let start: usize = cursor.unwrap_or(0);
    let rows: Vec<&Entry> =
        entries.iter().filter(|it| kind.is_none_or(|kind| it.kind == kind)).collect();
    let items = rows.iter().skip(start).take(limit).map(|it| row_1(it)).collect::<Vec<_>>();
    let mut page = Map::from_iter([("items".to_owned(), items.into())]);
    if start + limit < rows.len() {
        page.insert("next_page".to_owned(), format!("P{}", start + limit).into());
    }
    if start > 0 {
        page.insert("prev_page".to_owned(), format!("P{}", start.saturating_sub(limit)).into());
    }
    json(&page.into())
}

fn row_1(entry: &Entry) -> Value {
    let decided = format!("{}T10:00:00.000000Z", entry.since);
    let mut row = json!({"instance": {
        "id": 1, "domain": entry.name, "published_at": "2023-06-11T10:00:00.000000Z",
        "software": "lemmy", "version": "0.19.11",
    }});
    match entry.kind {
        Kind::Suspend => row["blocked"] = json!({"instance_id": 1, "published_at": decided}),
        Kind::Allow => row["allowed"] = json!({"instance_id": 1, "published_at": decided}),
        Kind::Silence => {}
    }
    row
}

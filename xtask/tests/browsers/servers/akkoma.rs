//! Akkoma, which publishes its rules within NodeInfo and `GET /api/v1/instance`, unless it is told not to
//! (`lib/pleroma/web/mastodon_api/views/instance_view.ex` in BDX-town/Akkoma).

use serde_json::{Map, Value, json};
use xtask::browser::{Answer, Request};

use super::Server;
use super::entry::{Entry, Kind};
use super::fediverse::{NodeInfo, json, open as cors, page, webfinger};

/// Where both Akkoma and Pleroma have their documents.
pub const DOCUMENTS: &[(&str, &str)] =
    &[("2.0", "/nodeinfo/2.0.json"), ("2.1", "/nodeinfo/2.1.json")];

/// A server that says all: what is suspended is rejected, what is limited is removed from the timeline, and what is
/// allowed is accepted, when anything is, before all else.
pub fn open(entries: &[Entry]) -> Server {
    server(federation(entries))
}

/// A server that says that it withholds some entries (`transparency_exclusions`).
pub fn withholding(entries: &[Entry]) -> Server {
    let mut federation = federation(entries);
    federation["exclusions"] = json!(true);
    server(federation)
}

/// A server that does not say whom it rejects (`transparency: false`).
pub fn hidden() -> Server {
    server(json!({"enabled": true}))
}

/// A server that exchanges nothing with anybody.
pub fn without_federation() -> Server {
    server(json!({"enabled": false}))
}

fn server(federation: Value) -> Server {
    Box::new(move |request| answer(request, "akkoma", "3.16.0-0-gabcdef0", &federation))
}

/// What Akkoma and Pleroma have in common.
pub fn answer(
    request: &Request,
    software: &'static str,
    version: &'static str,
    federation: &Value,
) -> Answer {
    let metadata = json!({
        "nodeName": software, "private": false, "staffAccounts": [], "federation": federation,
        "features": ["pleroma_api", "mastodon_api", "mastodon_api_streaming"],
    });
    NodeInfo { documents: DOCUMENTS, software, version, metadata }
        .answer(request)
        .or_else(|| webfinger(request, &request.host, "/users/{}", "/users/{}"))
        .unwrap_or_else(|| match request.route() {
            "/api/v1/instance" => cors(json(&json!({
                "uri": format!("https://{}", request.host), "title": software,
                "version": format!("2.7.2 (compatible; {software} {version})"),
                "stats": {"user_count": 1, "status_count": 2, "domain_count": 3},
                "pleroma": {"metadata": {"features": ["pleroma_api"], "federation": federation}, "stats": {"mau": 1}},
            }))),
            // lib/pleroma/web/fallback/redirect_controller.ex: what the interface does not have either, it is asked for.
            route if route.starts_with("/api") => {
                cors(json(&json!({"error": "Not implemented"})).but(404))
            }
            _ => page(software),
        })
}

/// `lib/pleroma/web/activity_pub/mrf/simple_policy.ex`, `describe`: with reasons for those that have one.
fn federation(entries: &[Entry]) -> Value {
    let mut federation = described(entries, |it| it.shown(stays));
    let groups = [
        (Kind::Suspend, "reject"),
        (Kind::Silence, "federated_timeline_removal"),
        (Kind::Allow, "accept"),
    ];
    let mut info = Map::new();
    for (kind, group) in groups {
        let of = entries.iter().filter(|it| it.kind == kind);
        let reasons =
            of.filter_map(|it| Some((it.shown(stays), json!({"reason": it.comment.as_ref()?}))));
        let reasons: Map<String, Value> = reasons.collect();
        if !reasons.is_empty() {
            info.insert(group.to_owned(), reasons.into());
        }
    }
    federation["mrf_simple_info"] = info.into();
    federation["quarantined_instances_info"] = json!({"quarantined_instances": {}});
    federation
}

/// What all versions say.
pub fn described(entries: &[Entry], shown: impl Fn(&Entry) -> String) -> Value {
    let group =
        |kind| -> Vec<String> { entries.iter().filter(|it| it.kind == kind).map(&shown).collect() };
    json!({
        "enabled": true, "exclusions": false,
        "mrf_policies": ["ObjectAgePolicy", "SimplePolicy", "HashtagPolicy"],
        "mrf_hashtag": {"federated_timeline_removal": [], "reject": [], "sensitive": ["nsfw"]},
        "mrf_simple": {
            "reject": group(Kind::Suspend), "accept": group(Kind::Allow), "media_nsfw": [],
            "media_removal": [], "federated_timeline_removal": group(Kind::Silence), "followers_only": [],
            "report_removal": [], "avatar_removal": [], "banner_removal": [], "reject_deletes": [],
        },
        "quarantined_instances": [],
    })
}

/// Which characters of a starred name readers see: the first three and the last three, fewer of a short name.
fn stays(at: usize, length: usize) -> bool {
    let kept = 3.min(length / 3);
    at < kept || at + kept >= length
}

//! Mastodon, where who may see the list is a setting, and nobody is what it begins with
//! (`app/controllers/api/v1/instances/domain_blocks_controller.rb` in mastodon/mastodon).

use serde_json::{Value, json};
use xtask::browser::{Answer, Request};

use super::entry::{Entry, Kind};
use super::fediverse::{NodeInfo, PLAIN, hash, json, open as cors, page, webfinger};
use super::{Server, trouble};

/// Where the list is.
pub const LIST: &str = "/api/v1/instance/domain_blocks";
/// Where people set up their account; who is not signed in is sent on.
pub const PREFERENCES: &str = "/settings/preferences";
/// Signs the browser in that posts the form there.
pub const SIGN_IN: &str = "/auth/sign_in";
/// What a signed-in browser sends.
pub const COOKIE: &str = "_mastodon_session=member";

const VERSION: &str = "4.5.2";

/// Whom the list is shown to (`show_domain_blocks` in `config/settings.yml`).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    All,
    Users,
    Nobody,
    /// `LIMITED_FEDERATION_MODE`: who is not signed in gets nothing about other servers
    /// (`app/controllers/api/v1/instances/base_controller.rb`).
    Limited,
}

/// A server that shows its list to everybody.
pub fn open(entries: &[Entry]) -> Server {
    server(Shown::All, entries)
}

/// A server of a fork that has a name of its own and shows its list to everybody.
pub fn fork(software: &'static str, entries: &[Entry]) -> Server {
    let entries = entries.to_vec();
    Box::new(move |request| answer(software, Shown::All, &entries, request))
}

/// A server that shows its list to those who are signed in.
pub fn members_only(entries: &[Entry]) -> Server {
    server(Shown::Users, entries)
}

/// A server that shows its list to nobody.
pub fn hidden(request: &Request) -> Answer {
    answer("mastodon", Shown::Nobody, &[], request)
}

/// A server that exchanges nothing with anybody but those that it allows, and does not say who they are.
pub fn limited_federation(request: &Request) -> Answer {
    answer("mastodon", Shown::Limited, &[], request)
}

/// A server that was asked too often; `reset` is when that is over, as `2026-01-01T00:05:00.000000Z`
/// (`config/initializers/rack_attack.rb`, which does not count requests for NodeInfo).
pub fn rate_limited(reset: &str) -> Server {
    let reset = reset.to_owned();
    Box::new(move |request| {
        if !request.route().starts_with("/api") {
            return hidden(request);
        }
        json(&json!({"error": "Too many requests"}))
            .but(429)
            .with("x-ratelimit-limit", "300")
            .with("x-ratelimit-remaining", "0")
            .with("x-ratelimit-reset", &reset)
    })
}

fn server(shown: Shown, entries: &[Entry]) -> Server {
    let entries = entries.to_vec();
    Box::new(move |request| answer("mastodon", shown, &entries, request))
}

fn answer(software: &'static str, shown: Shown, entries: &[Entry], request: &Request) -> Answer {
    // Until version 4.2 the metadata were an empty array.
    let node_info = NodeInfo { documents: PLAIN, software, version: VERSION, metadata: json!([]) };
    node_info
        .answer(request)
        .or_else(|| webfinger(request, &request.host, "/users/{}", "/@{}"))
        .unwrap_or_else(|| match request.route() {
            LIST => cors(list(shown, entries, request)),
            "/api/v1/instance" => cors(json(&instance_v1(&request.host))),
            "/api/v2/instance" => cors(json(&instance_v2(&request.host, shown))),
            "/" => page("Mastodon"),
            route => member(route, request).unwrap_or_else(|| missing(request)),
        })
}

fn list(shown: Shown, entries: &[Entry], request: &Request) -> Answer {
    match (shown, is_signed_in(request)) {
        (Shown::All, false) => {
            let caching = "max-age=300, public, stale-while-revalidate=30, stale-if-error=86400";
            blocks(entries, request).with("cache-control", caching)
        }
        (Shown::Limited, false) => {
            let error = "This method requires an authenticated user";
            json(&json!({"error": error})).but(401)
        }
        (Shown::All | Shown::Users | Shown::Limited, true) => {
            blocks(entries, request).with("cache-control", "private, no-store")
        }
        (Shown::Users, false) | (Shown::Nobody, _) => Answer::status(404),
    }
}

/// All limited ones, then all suspended ones, each by their whole names (`app/models/domain_block.rb`, `by_severity`),
/// in the shape of `app/serializers/rest/domain_block_serializer.rb`.
fn blocks(entries: &[Entry], request: &Request) -> Answer {
    let of = |kind| {
        let mut rows: Vec<&Entry> = entries.iter().filter(|it| it.kind == kind).collect();
        rows.sort_by(|a, b| a.name.cmp(&b.name));
        rows
    };
    let row = |severity: &'static str| {
        move |it: &Entry| {
            json!({
                "domain": it.shown(stays),
                "digest": it.digest(),
                "severity": severity,
                "comment": it.comment,
            })
        }
    };
    let limited = of(Kind::Silence).into_iter().map(row("silence"));
    let suspended = of(Kind::Suspend).into_iter().map(row("suspend"));
    let body = Value::from_iter(limited.chain(suspended)).to_string();
    let tag = format!("W/\"{}\"", hash(&body));
    Answer::json(body).tagged(&tag, request)
}

/// Which characters of a starred name readers see (`app/models/domain_block.rb`, `public_domain`).
fn stays(at: usize, length: usize) -> bool {
    let visible = length / 4;
    at <= visible || at >= length - visible
}

/// What only those see who are signed in: their settings, and their own domain blocks, without a header
/// (`app/models/export.rb`).
fn member(route: &str, request: &Request) -> Option<Answer> {
    match route {
        SIGN_IN if request.method == "POST" => {
            let cookie = format!("{COOKIE}; path=/; secure; HttpOnly; SameSite=Lax");
            Some(Answer::redirect("/").with("set-cookie", &cookie))
        }
        SIGN_IN => Some(Answer::html(
            "<!doctype html><title>Log in</title><form method=post><button>Log in</button></form>",
        )),
        _ if !route.starts_with("/settings/") => None,
        _ if !is_signed_in(request) => {
            Some(Answer::redirect(&format!("https://{}{SIGN_IN}", request.host)))
        }
        PREFERENCES => Some(page("Preferences")),
        "/settings/exports/domain_blocks.csv" => Some(
            Answer::of("text/csv", "mine.example\n")
                .with("content-disposition", "attachment; filename=\"blocked_domains.csv\""),
        ),
        _ => None,
    }
}

fn is_signed_in(request: &Request) -> bool {
    COOKIE.split_once('=').is_some_and(|(name, value)| request.cookie(name) == Some(value))
}

/// What Mastodon has for a path that there is not: a page, or an object for who asks for JSON
/// (`app/controllers/application_controller.rb`, `respond_with_error`).
fn missing(request: &Request) -> Answer {
    if request.header("accept").is_some_and(|it| it.contains("json")) {
        json(&json!({"error": "Not Found"})).but(404)
    } else {
        trouble::page(404)
    }
}

/// `app/serializers/rest/v1/instance_serializer.rb`.
fn instance_v1(host: &str) -> Value {
    json!({
        "uri": host, "title": "Mastodon", "short_description": "", "description": "", "email": "",
        "version": VERSION, "urls": {"streaming_api": format!("wss://{host}")},
        "stats": {"user_count": 12, "status_count": 345, "domain_count": 678},
        "languages": ["en"], "registrations": false, "approval_required": false,
        "invites_enabled": false, "configuration": {}, "contact_account": null, "rules": [],
    })
}

/// `app/serializers/rest/instance_serializer.rb`.
fn instance_v2(host: &str, shown: Shown) -> Value {
    json!({
        "domain": host, "title": "Mastodon", "version": VERSION,
        "source_url": "https://github.com/mastodon/mastodon", "description": "",
        "usage": {"users": {"active_month": 3}}, "languages": ["en"],
        "configuration": {
            "urls": {"streaming": format!("wss://{host}"), "about": format!("https://{host}/about")},
            "limited_federation": shown == Shown::Limited,
        },
        "registrations": {"enabled": false, "approval_required": false, "message": null},
        "api_versions": {"mastodon": 7}, "contact": {"email": "", "account": null}, "rules": [],
    })
}

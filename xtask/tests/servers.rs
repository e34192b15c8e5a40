//! The servers that other tests meet, held against what the real ones are known to answer.
#![allow(clippy::unwrap_used, reason = "all of it is a test")]
#![allow(clippy::indexing_slicing, reason = "an index that JSON does not have answers null")]

mod browsers {
    pub mod servers;
}
mod client;

use std::time::Duration;

use browsers::servers::{
    Entry, Server, akkoma, allow, corgidon, curated, friendica, gotosocial, lemmy, mastodon, mbin,
    misskey, peertube, piefed, pleroma, sharkey, shop, silence, split, suspend, threads, trouble,
};
use client::{Answered, Client, Limits};
use serde_json::{Value, json};
use xtask::browser::Proxy;

const LIMITS: Limits =
    Limits { first_byte: Duration::from_secs(20), whole: Duration::from_secs(30), bytes: 1 << 20 };

/// A web with one server, `server.example`, and who asks it.
struct Web {
    proxy: Proxy,
    client: Client,
}

impl Web {
    fn of(server: Server) -> Self {
        let proxy = Proxy::start().unwrap();
        proxy.answer("server.example", server);
        let client = Client::new(&proxy, LIMITS);
        Self { proxy, client }
    }

    fn ask(&self, path: &str, headers: &[(&str, &str)]) -> Answered {
        self.client.ask(&format!("https://server.example{path}"), headers, None).unwrap()
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        let address = format!("https://server.example{path}");
        let got = self.client.ask(&address, &[], Some(&body.to_string())).unwrap();
        serde_json::from_slice(&got.body).unwrap()
    }

    fn get(&self, path: &str) -> Value {
        serde_json::from_slice(&self.ask(path, &[]).body).unwrap()
    }

    fn text(&self, path: &str) -> (u16, String) {
        let got = self.ask(path, &[]);
        (got.status, String::from_utf8(got.body).unwrap())
    }

    fn status(&self, path: &str) -> u16 {
        self.ask(path, &[]).status
    }
}

/// The names in an array of objects.
fn domains(rows: &Value) -> Vec<&str> {
    rows.as_array().unwrap().iter().map(|it| it["domain"].as_str().unwrap()).collect()
}

#[track_caller]
fn starred(name: &str, expected: &str, server: fn(&[Entry]) -> Server, path: &str, place: &str) {
    let answer = Web::of(server(&[suspend(name).starred()])).get(path);
    assert_eq!(answer.pointer(place), Some(&json!(expected)));
}

#[test]
fn names_are_starred_as_each_software_does() {
    let mastodon = |name, expected| {
        starred(name, expected, mastodon::open, mastodon::LIST, "/0/domain");
    };
    mastodon("hostname.example.com", "hostna**.******e.com");
    mastodon("example.com", "exa****.*om");
    mastodon("a.sc", "a.*c");
    let gotosocial = |name, expected| {
        starred(name, expected, gotosocial::open, mastodon::LIST, "/0/domain");
    };
    gotosocial("example.org", "e*am*l**or*");
    gotosocial("threads.net", "t*re*d**ne*");
    let akkoma = |name, expected| {
        let place = "/metadata/federation/mrf_simple/reject/0";
        starred(name, expected, akkoma::open, "/nodeinfo/2.1.json", place);
    };
    akkoma("ridingho.me", "rid*****.me");
    akkoma("poa.st", "po*.st");
}

#[test]
fn mastodon_shows_its_list() {
    let web = Web::of(mastodon::open(&[
        suspend("b.example").because("Spam"),
        suspend("a.example"),
        silence("z.example"),
    ]));
    let list = web.ask(mastodon::LIST, &[]);
    let rows: Value = serde_json::from_slice(&list.body).unwrap();
    assert_eq!(domains(&rows), ["z.example", "a.example", "b.example"]);
    assert_eq!((&rows[2]["comment"], &rows[1]["comment"]), (&json!("Spam"), &Value::Null));
    let tag = list.header("etag").unwrap();
    assert!(tag.starts_with("W/\""));
    assert_eq!(web.ask(mastodon::LIST, &[("if-none-match", tag)]).status, 304);
    assert_eq!(
        web.get("/.well-known/nodeinfo")["links"][0]["href"],
        "https://server.example/nodeinfo/2.0"
    );
    assert_eq!(web.get("/nodeinfo/2.0")["software"]["name"], "mastodon");
    assert_eq!(web.get("/api/v2/instance")["domain"], "server.example");
    assert!(web.text("/nothing").1.starts_with("<!DOCTYPE html>"));
    let json = web.ask("/nothing", &[("accept", "application/json")]);
    assert_eq!((json.status, &*json.body), (404, &br#"{"error":"Not Found"}"#[..]));
}

#[test]
fn mastodon_shows_its_list_to_members() {
    let web = Web::of(mastodon::members_only(&[suspend("a.example")]));
    assert_eq!(web.text(mastodon::LIST), (404, String::new()));
    let away = web.ask(mastodon::PREFERENCES, &[]);
    assert_eq!(away.address, "https://server.example/auth/sign_in");
    let member = [("cookie", mastodon::COOKIE)];
    assert_eq!(web.ask(mastodon::LIST, &member).status, 200);
    assert_eq!(
        web.ask(mastodon::PREFERENCES, &member).address,
        "https://server.example/settings/preferences"
    );
    assert_eq!(web.ask("/settings/exports/domain_blocks.csv", &member).body, b"mine.example\n");
}

#[test]
fn mastodon_shows_no_list() {
    assert_eq!(Web::of(Box::new(mastodon::hidden)).text(mastodon::LIST), (404, String::new()));
    let limited = Web::of(Box::new(mastodon::limited_federation));
    assert_eq!(limited.status(mastodon::LIST), 401);
    assert_eq!(limited.get("/api/v2/instance")["configuration"]["limited_federation"], true);
    let asked = Web::of(mastodon::rate_limited("2026-01-01T00:05:00.000000Z"));
    let answer = asked.ask(mastodon::LIST, &[]);
    assert_eq!(
        (answer.status, answer.header("x-ratelimit-reset")),
        (429, Some("2026-01-01T00:05:00.000000Z"))
    );
    assert_eq!(asked.status("/.well-known/nodeinfo"), 200);
    assert_eq!(Web::of(trouble::down(503)).status("/.well-known/nodeinfo"), 503);
    assert_eq!(Web::of(Box::new(trouble::challenge)).status(mastodon::LIST), 403);
}

#[test]
fn forks_of_mastodon() {
    let web = Web::of(mastodon::fork("somefork", &[suspend("a.example")]));
    assert_eq!(web.get("/nodeinfo/2.0")["software"]["name"], "somefork");
    assert_eq!(domains(&web.get(mastodon::LIST)), ["a.example"]);
    let web = Web::of(corgidon::open(&[suspend("a.example"), silence("b.example")]));
    let federation = web.get("/nodeinfo/2.0")["metadata"]["federation"].clone();
    assert_eq!(
        (&federation["suspend"], &federation["silence"]),
        (&json!(["a.example"]), &json!(["b.example"]))
    );
}

#[test]
fn gotosocial_has_two_lists() {
    let web =
        Web::of(gotosocial::open(&[suspend("a.example").since("2025-02-03"), allow("b.example")]));
    assert_eq!(
        web.get(mastodon::LIST),
        json!([{"domain": "a.example", "severity": "suspend", "suspended_at": "2025-02-03T10:00:00.000Z"}]),
    );
    assert_eq!(web.get("/api/v1/instance/domain_allows"), json!([{"domain": "b.example"}]));
    assert_eq!(Web::of(Box::new(gotosocial::hidden)).status(mastodon::LIST), 401);
}

#[test]
fn akkoma_speaks_within_node_info() {
    let federation =
        |server| Web::of(server).get("/nodeinfo/2.0.json")["metadata"]["federation"].clone();
    let entries = [suspend("a.example").because("Spam"), silence("b.example"), allow("c.example")];
    let open = federation(akkoma::open(&entries));
    assert_eq!(open["mrf_simple"]["reject"], json!(["a.example"]));
    assert_eq!(open["mrf_simple"]["federated_timeline_removal"], json!(["b.example"]));
    assert_eq!(open["mrf_simple"]["accept"], json!(["c.example"]));
    assert_eq!(open["mrf_simple_info"], json!({"reject": {"a.example": {"reason": "Spam"}}}));
    assert_eq!(federation(akkoma::withholding(&entries))["exclusions"], true);
    assert_eq!(federation(akkoma::hidden()), json!({"enabled": true}));
    assert_eq!(federation(pleroma::open(&entries))["mrf_simple_info"], Value::Null);
    let web = Web::of(akkoma::open(&entries));
    assert_eq!(web.get("/api/v1/instance")["pleroma"]["metadata"]["federation"], open);
    assert_eq!(web.text(mastodon::LIST), (404, r#"{"error":"Not implemented"}"#.to_owned()));
}

#[test]
fn misskey_has_pages() {
    let names: Vec<Entry> = (0..250).map(|it| suspend(&format!("{it}.example"))).collect();
    let web = Web::of(misskey::open(
        &[&names[..], &[silence("quiet.example"), allow("fine.example")]].concat(),
    ));
    let page = |filter: &str, offset: u32| {
        web.post(
            "/api/federation/instances",
            &json!({filter: true, "limit": 100, "offset": offset}),
        )
    };
    let count = |value: &Value| value.as_array().unwrap().len();
    assert_eq!([0, 100, 200, 300].map(|it| count(&page("blocked", it))), [100, 100, 50, 0]);
    assert_eq!(page("blocked", 200)[49]["host"], "249.example");
    assert_eq!(page("silenced", 0)[0]["isSilenced"], true);
    assert_eq!(page("suspended", 0)[0]["suspensionState"], "autoSuspendedForNotResponding");
    assert_eq!(count(&web.get("/api/federation/instances?blocked=true")), 30);
    let show = |host: &str| web.post("/api/federation/show-instance", &json!({"host": host}));
    assert_eq!(show("sub.7.example")["isBlocked"], true);
    assert_eq!(show("never-met.example"), Value::Null);
    assert_eq!(web.post("/api/meta", &json!({}))["federation"], "all");
    assert_eq!(
        Web::of(misskey::specified(&[])).post("/api/meta", &json!({}))["federation"],
        "specified"
    );
}

#[test]
fn sharkey_filters_nothing() {
    let web = Web::of(sharkey::open(&[suspend("bad.example"), allow("fine.example")]));
    let page = web.post("/api/federation/instances", &json!({"blocked": true}));
    assert_eq!(page.as_array().unwrap().len(), 1);
    assert_eq!((&page[0]["host"], &page[0]["isBlocked"]), (&json!("fine.example"), &json!(false)));
    assert_eq!(
        web.post("/api/federation/show-instance", &json!({"host": "bad.example"}))["isBlocked"],
        true
    );
}

#[test]
fn lemmy_has_three_lists() {
    let entries = [suspend("a.example"), allow("b.example")];
    let old = Web::of(lemmy::v0_17(&entries)).get("/api/v3/site");
    assert_eq!(old["federated_instances"]["blocked"], json!(["a.example"]));
    assert_eq!(
        Web::of(lemmy::v0_17(&[])).get("/api/v3/site")["federated_instances"]["blocked"],
        Value::Null
    );
    let middle = Web::of(lemmy::v0_19(&entries)).get("/api/v3/federated_instances");
    assert_eq!(domains(&middle["federated_instances"]["allowed"]), ["b.example"]);
    assert_eq!(Web::of(lemmy::without_federation()).get("/api/v3/federated_instances"), json!({}));
    let private = Web::of(Box::new(lemmy::private));
    assert_eq!(private.status("/api/v4/federated_instances?kind=blocked"), 400);
    assert_eq!(private.status("/nodeinfo/2.1"), 200);
}

#[test]
fn lemmy_has_pages() {
    let names: Vec<Entry> = (0..120).map(|it| suspend(&format!("{it}.example"))).collect();
    let web = Web::of(lemmy::v1(&names));
    let (mut cursor, mut sizes) = (String::new(), Vec::new());
    loop {
        let page = web.get(&format!("/api/v4/federated_instances?kind=blocked&limit=50{cursor}"));
        sizes.push(page["items"].as_array().unwrap().len());
        let Some(next) = page["next_page"].as_str() else { break };
        cursor = format!("&page_cursor={next}");
    }
    assert_eq!(sizes, [50, 50, 20]);
    assert_eq!(web.status("/api/v4/federated_instances?kind=blocked&limit=51"), 400);
    assert_eq!(web.status("/api/v3/federated_instances"), 404);
}

#[test]
fn piefed_hides_its_blocks_behind_an_allow_list() {
    let web = Web::of(piefed::open(&[suspend("a.example")]));
    assert_eq!(domains(&web.get(mastodon::LIST)), ["a.example"]);
    let web = Web::of(piefed::open(&[suspend("a.example"), allow("b.example")]));
    assert_eq!(web.get(mastodon::LIST), json!([]));
    assert_eq!(
        domains(&web.get("/api/v3/federated_instances")["federated_instances"]["allowed"]),
        ["b.example"]
    );
}

#[test]
fn mbin_has_names() {
    let entries = [suspend("a.example")];
    let web = Web::of(mbin::open(&entries));
    assert_eq!(web.get("/api/defederated"), json!({"instances": ["a.example"]}));
    assert_eq!(domains(&web.get("/api/defederated/v2")["instances"]), ["a.example"]);
    assert_eq!(Web::of(mbin::v1(&entries)).status("/api/defederated/v2"), 404);
}

#[test]
fn friendica_has_patterns() {
    let web = Web::of(friendica::open(&[
        suspend("*.a.example").because("Says \"no\""),
        suspend("b.example").because("Spam"),
    ]));
    let csv = "*.a.example,\"Says \"\"no\"\"\"\nb.example,Spam\n";
    assert_eq!(web.text("/blocklist/domain/download"), (200, csv.to_owned()));
    assert_eq!(web.status(mastodon::LIST), 501);
}

#[test]
fn peertube_answers_about_hosts() {
    let web = Web::of(peertube::open(&[suspend("a.example")]));
    let answer = web.get("/api/v1/blocklist/status?hosts=a.example&hosts=b.example");
    assert_eq!(answer["hosts"]["a.example"]["blockedByServer"], true);
    assert_eq!(answer["hosts"]["b.example"]["blockedByServer"], false);
    assert_eq!(web.status("/api/v1/server/blocklist/public-log"), 403);
}

#[test]
fn a_server_may_be_elsewhere() {
    let web = Web::of(split::apex("web.example"));
    web.proxy.answer("web.example", split::web("server.example", mastodon::open(&[])));
    let links = web.ask("/.well-known/nodeinfo", &[]);
    assert_eq!(links.address, "https://web.example/.well-known/nodeinfo");
    let person = web.get("/.well-known/webfinger?resource=acct:me@server.example");
    assert_eq!(person["subject"], "acct:me@server.example");
    assert_eq!(person["links"][1]["href"], "https://web.example/users/me");
    assert_eq!(web.status("/.well-known/webfinger?resource=acct:nobody@server.example"), 404);
    assert_eq!(web.status(mastodon::LIST), 404);

    let web = Web::of(split::apex_with_links("web.example", mastodon::open(&[])));
    let links = web.ask("/.well-known/nodeinfo", &[]);
    assert_eq!(links.address, "https://server.example/.well-known/nodeinfo");
    assert!(String::from_utf8(links.body).unwrap().contains("https://web.example/nodeinfo/2.0"));
}

#[test]
fn lists_are_kept_elsewhere() {
    let web = Web::of(curated::host(&[suspend("a.example").because("Spam"), silence("b.example")]));
    assert!(web.text(curated::CSV).1.ends_with("\r\nb.example,silence,\"\",False,False,False\r\n"));
    assert_eq!(web.text(curated::PLAIN).1, "a.example\nb.example\n");
}

#[test]
fn some_are_no_servers() {
    let threads = Web::of(Box::new(threads::open));
    assert_eq!(
        threads.get("/.well-known/webfinger?resource=acct:me@server.example")["subject"],
        "acct:me@server.example"
    );
    for web in [threads, Web::of(Box::new(shop::application))] {
        let (status, text) = web.text("/.well-known/nodeinfo");
        assert_eq!((status, &text[..15]), (200, "<!doctype html>"));
    }
    assert_eq!(Web::of(Box::new(shop::open)).status("/.well-known/nodeinfo"), 404);
}

//! The made-up web that the pictures show: two servers, a page that links to them, and lists in every condition.

use anyhow::Result;
use fencepost::digest::Digest;
use serde_json::{Value, json};

use crate::browser::{Answer, Request};
use crate::screenshots::Camera;

const HOME: &str = "home.example";
const OTHER: &str = "quiet.example";
/// A page with links to listed places.
pub const PAGE: &str = "https://news.example/article";
/// A page with none.
pub const NOTHING: &str = "https://news.example/nothing";
/// A page of a fediverse server that is no home.
pub const ELSEWHERE: &str = "https://calm.example/";
/// A page of a listed place, and a profile of one that another server shows.
pub const LISTED: [&str; 2] =
    ["https://loud.example/thread", "https://calm.example/@anna@loud.example"];

/// Name, severity and reason of each entry of a list.
type Entry = (&'static str, &'static str, &'static str);

const ENTRIES: [Entry; 9] = [
    ("loud.example", "suspend", "Spam, and no answer to reports"),
    ("videos.example", "suspend", "Harassment of our members"),
    ("adverts.example", "suspend", "Spam"),
    ("mirror.example", "suspend", "Copies posts without asking"),
    ("st*****.example", "suspend", "Harassment"),
    ("noisy.example", "silence", "Many automatic posts"),
    ("gossip.example", "silence", "Spam from open registrations"),
    ("photos.example", "silence", ""),
    ("bots.example", "silence", "Bots that follow everybody"),
];
const STARRED: &str = "starred.example";

/// Puts all of it behind the proxy.
pub fn serve(camera: &Camera) {
    let proxy = camera.session.proxy();
    proxy.answer("news.example", |request| match request.path.as_str() {
        "/article" => article(PARAGRAPHS),
        _ => Answer::html("<!doctype html><title>News</title><p>Nothing here leads elsewhere."),
    });
    for address in LISTED {
        let host = address.split('/').nth(2).unwrap_or_default();
        proxy.answer(host, |_| Answer::html(SERVER));
    }
    serve_list(camera, HOME, &ENTRIES);
    serve_list(camera, OTHER, ENTRIES.split_at(3).0);
}

/// Puts the page behind the proxy that links to what a shipped brand has something to say of.
pub fn serve_for_a_brand(camera: &Camera) {
    camera.session.proxy().answer("news.example", |_| article(PARAGRAPHS_FOR_A_BRAND));
}

/// Lists that are fresh, failed and removed, and two rules.
pub fn load(camera: &Camera) -> Result<()> {
    camera.ask(&json!({"addServer": {"server": HOME, "home": true, "allowed": []}}))?;
    camera.ask(&json!({"addServer": {"server": OTHER, "home": false, "allowed": []}}))?;
    camera.session.proxy().answer(OTHER, |_| Answer::status(503));
    camera.ask(&json!({"refresh": format!("server:{OTHER}")}))?;
    serve_list(camera, HOME, ENTRIES.split_at(1).1);
    camera.ask(&json!({"refresh": format!("home:{HOME}")}))?;
    serve_list(camera, HOME, &ENTRIES);
    camera.ask(&json!({"refresh": format!("home:{HOME}")}))?;
    for name in ["blocks.csv", "former.csv"] {
        let text = "domain,severity\nloud.example,suspend\nnoisy.example,suspend";
        camera.ask(&json!({"addFile": {"name": name, "text": text, "meaning": null}}))?;
    }
    camera.ask(&json!({"remove": "file:former.csv"}))?;
    for (name, severity, note) in
        [("shop.example", "suspend", "I do not buy there"), ("photos.example", "noop", "")]
    {
        camera.ask(&json!({"setRule": {"name": name, "severity": severity, "note": note}}))?;
    }
    Ok(())
}

/// A server that publishes this list as Mastodon does.
fn serve_list(camera: &Camera, host: &'static str, entries: &'static [Entry]) {
    camera.session.proxy().answer(host, move |request| answer(host, entries, request));
}

fn answer(host: &str, entries: &[Entry], request: &Request) -> Answer {
    let body = match request.path.as_str() {
        "/.well-known/nodeinfo" => json!({"links": [{
            "rel": "http://nodeinfo.diaspora.software/ns/schema/2.0",
            "href": format!("https://{host}/nodeinfo/2.0"),
        }]}),
        "/nodeinfo/2.0" => json!({
            "version": "2.0",
            "software": {"name": "mastodon", "version": "4.5.2"},
            "protocols": ["activitypub"],
            "services": {"inbound": [], "outbound": []},
            "usage": {"users": {}},
            "openRegistrations": true,
            "metadata": {},
        }),
        "/api/v1/instance/domain_blocks" => entries.iter().map(block).collect(),
        _ => return Answer::status(404),
    };
    Answer::json(body.to_string())
}

fn block((name, severity, comment): &Entry) -> Value {
    let whole = if name.contains('*') { STARRED } else { name };
    json!({
        "domain": name,
        "digest": Digest::of(whole).to_string(),
        "severity": severity,
        "comment": comment,
    })
}

/// As if checks had asked two servers.
pub fn contacts(camera: &Camera) -> Result<()> {
    let script = "const minute = 60_000, session = (globalThis.browser ?? chrome).storage.session;
        await session.set({
            'contacted home.example': Date.now() - 4 * minute,
            'contacted loud.example': Date.now() - 9 * minute,
        });";
    camera.session.in_extension(script, &[]).map(drop)
}

/// An article of these paragraphs.
fn article(paragraphs: &str) -> Answer {
    Answer::html(format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>News</title>
<meta name=viewport content='width=device-width'>
<style>
  :root {{ color-scheme: light dark; }}
  body {{ max-width: 34rem; margin: 3rem auto; padding: 0 1rem; font: 1.125rem/1.6 Georgia, serif; }}
</style>
<h1>Where people talk now</h1>
{paragraphs}"
    ))
}

const PARAGRAPHS: &str = "
<p>The debate began on <a href='https://loud.example/thread'>loud.example</a> and was soon copied by
<a href='https://mirror.example/'>a mirror</a>. Pictures of the day are on
<a href='https://photos.example/today'>photos.example</a>, and whoever wants the recording finds it at
<a href='https://videos.example/watch'>videos.example</a>.
<p>Others keep to <a href='https://calm.example/'>calm.example</a>, where
<a href='https://noisy.example/@daily'>a daily summary</a> is repeated.";

const PARAGRAPHS_FOR_A_BRAND: &str = "
<p>The debate began on <a href='https://www.threads.net/@news'>Threads</a>, and pictures of it are on
<a href='https://www.instagram.com/news/'>Instagram</a>.";

/// What Mastodon's own pages have in them.
const SERVER: &str = "<!doctype html><html lang=en><meta charset=utf-8><title>A server</title>
<div id=mastodon data-props='{}'></div><p>People talk here.";

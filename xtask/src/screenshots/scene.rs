//! What the pictures show. All names are made up.

use anyhow::Result;
use fencepost::digest::Digest;
use serde_json::{Value, json};

use super::Camera;
use crate::browser::{Answer, Request};
use crate::running;

const HOME: &str = "home.example";
const OTHER: &str = "quiet.example";
const PAGE: &str = "https://news.example/article";

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

/// Everything, in English.
pub fn play(camera: &Camera) -> Result<()> {
    let session = &camera.session;
    serve(camera, &ENTRIES)?;
    camera.open_own("welcome.html")?;
    camera.page("welcome-begin")?;
    session.show(PAGE)?;
    camera.popup("no-list", "no-list")?;

    running::grant_all(session)?;
    load(camera)?;
    camera.open_own("welcome.html")?;
    session.in_page("document.querySelector('.example').focus()", &[])?;
    camera.page("welcome-done")?;

    session
        .in_page("document.querySelector('[data-part=server]').value = 'nobody.example'", &[])?;
    session.in_page("document.querySelector('[data-part=server-form]').requestSubmit()", &[])?;
    camera.there("[data-outcome=bad]")?;
    camera.page("welcome-failed")?;

    settings(camera)?;
    camera.popup("restricted", "restricted")?;
    contacts(camera)?;
    camera.open_own("privacy.html")?;
    camera.page("privacy")?;
    camera.open_own("check.html?q=@anna@loud.example")?;
    camera.there("[data-part=looked]")?;
    camera.page("check")?;
    camera.open_own("compare.html")?;
    camera.page("compare")?;

    session.show(PAGE)?;
    running::settled(session)?;
    running::hover_for_card(session, "a[href*=loud]")?;
    camera.view("card")?;
    session.hover_nothing()?;
    camera.popup("found", "found")?;
    camera.ask(&json!({"setMarks": false}))?;
    camera.popup("marks-off", "found")?;
    camera.ask(&json!({"setMarks": true}))?;
    session.show("https://news.example/nothing")?;
    running::settled(session)?;
    camera.popup("none", "none")
}

/// What shows that sides are exchanged.
pub fn play_in_short(camera: &Camera) -> Result<()> {
    let session = &camera.session;
    serve(camera, &ENTRIES)?;
    running::grant_all(session)?;
    load(camera)?;
    camera.open_own("welcome.html")?;
    camera.page("welcome-done")?;
    settings(camera)?;
    session.show(PAGE)?;
    running::settled(session)?;
    camera.popup("found", "found")
}

/// The settings with something found.
fn settings(camera: &Camera) -> Result<()> {
    camera.open_own("options.html")?;
    let search = "const field = document.querySelector('[data-part=search-field]');
        field.value = 'spam';
        field.dispatchEvent(new Event('input'));";
    camera.session.in_page(search, &[])?;
    camera.there("[data-part=search-table] [role=row]")?;
    camera.session.in_page(
        "document.querySelector('[data-part=search-table] [role=row]').click();
         for (const it of document.querySelectorAll('[data-part=list-changes]')) it.open = true;",
        &[],
    )?;
    camera.there("[data-part=search-entry]")?;
    camera.page("settings")
}

/// Lists that are fresh, failed and removed, and two rules.
fn load(camera: &Camera) -> Result<()> {
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

fn serve(camera: &Camera, entries: &'static [Entry]) -> Result<()> {
    let proxy = camera.session.proxy();
    proxy.answer("news.example", |request| match request.path.as_str() {
        "/article" => Answer::html(ARTICLE),
        _ => Answer::html("<!doctype html><title>News</title><p>Nothing here leads elsewhere."),
    });
    serve_list(camera, HOME, entries);
    serve_list(camera, OTHER, entries.split_at(3).0);
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
fn contacts(camera: &Camera) -> Result<()> {
    let script = "const minute = 60_000, session = (globalThis.browser ?? chrome).storage.session;
        await session.set({
            'contacted home.example': Date.now() - 4 * minute,
            'contacted loud.example': Date.now() - 9 * minute,
        });";
    camera.session.in_extension(script, &[]).map(drop)
}

const ARTICLE: &str = "<!doctype html><html lang=en><meta charset=utf-8><title>News</title>
<meta name=viewport content='width=device-width'>
<style>
  :root { color-scheme: light dark; }
  body { max-width: 34rem; margin: 3rem auto; padding: 0 1rem; font: 1.125rem/1.6 Georgia, serif; }
</style>
<h1>Where people talk now</h1>
<p>The debate began on <a href='https://loud.example/thread'>loud.example</a> and was soon copied by
<a href='https://mirror.example/'>a mirror</a>. Pictures of the day are on
<a href='https://photos.example/today'>photos.example</a>, and whoever wants the recording finds it at
<a href='https://videos.example/watch'>videos.example</a>.
<p>Others keep to <a href='https://calm.example/'>calm.example</a>, where
<a href='https://noisy.example/@daily'>a daily summary</a> is repeated.";

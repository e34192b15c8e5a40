//! Days of use in minutes: pages one after the other, tabs that stay open, lists that are asked for again and again. No
//! more memory is used in the end, nobody listens or observes who did not before, and marks are right.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::{Value, json};
use tempfile::TempDir;
use xtask::bench::process;
use xtask::browser::{Answer, Browser, Install, Request, Session, wait};
use xtask::running::{self, ask};

use super::faults::clock::ring;
use super::faults::kept::run;
use super::fixture::{self, Trials};
use super::servers::{Entry, mastodon, suspend};
use super::walk::{LISTED, Walk};

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.alone("endurance_in_small", |browser| {
        endure(browser, &Length { pages: 72, tabs: 4, hours: 36 })
    });
    trials.long("endurance_of_two_days", |browser| {
        endure(browser, &Length { pages: 10_000, tabs: 50, hours: 48 })
    });
}

/// How much is done.
struct Length {
    /// Pages that are opened one after the other.
    pages: usize,
    /// Tabs that are open all the time.
    tabs: usize,
    /// Hours that pass, as far as the lists' timing is concerned.
    hours: usize,
}

/// Servers whose lists are loaded; the first is the home.
const SERVERS: usize = 3;
/// Names that are on every list: one that goes is not half of it.
const NAMES: usize = 20;

/// How many listeners more there may be for a moment, while something is waited for.
const MOMENTARY: i64 = 1;

/// What is held on to.
#[derive(Debug, PartialEq, Deserialize)]
struct Held {
    /// Listeners on the window and the document of each tab.
    listeners: i64,
    /// Observers of each tab.
    observers: i64,
}

/// What was measured at one moment.
#[derive(Debug)]
struct Measure {
    tabs: Vec<Held>,
    /// Of the core, in bytes.
    core: u64,
    /// Of all of the browser's processes, in bytes.
    browser: u64,
}

fn endure(browser: Browser, length: &Length) -> Result<()> {
    let folder = TempDir::new().context("making a folder")?;
    let extension = fixture::altered(browser, folder.path(), |files| {
        let content = files.get_mut("content.js").context("no content.js")?;
        content.splice(..0, *include_bytes!("endurance/held.js"));
        fixture::with_script(files, "background-watch.js", include_bytes!("endurance/watch.js"))
    })?;
    let session = fixture::session_with(browser, extension, Install::Temporary)?;
    running::grant_all(&session)?;
    let sent = [const { AtomicUsize::new(0) }; SERVERS].map(Arc::new);
    for (server, sent) in sent.iter().enumerate() {
        serve(&session, server, 0, sent);
        let server = json!({"server": host(server), "home": server == 0, "allowed": []});
        let answer = ask(&session, &json!({"addServer": server}))?;
        ensure!(answer["loaded"].is_object(), "{answer}");
    }
    for tab in 0..length.tabs {
        let page = open_page(length);
        running::serve(session.proxy(), &address(tab), page)?;
        session.show_more(&address(tab))?;
    }
    session.show_more("about:blank")?;

    let walk = Walk::serve(&session, |number| walked_page(number).into_bytes());
    let mut early = None;
    for hour in 1..=length.hours {
        for (server, sent) in sent.iter().enumerate() {
            serve(&session, server, hour, sent);
        }
        walk.go(&session, length.pages / length.hours)?;
        an_hour_passes(&session)?;
        // By then all that is loaded once has been loaded.
        if hour == length.hours.div_ceil(4) {
            early = Some(measure(&session, length)?);
        }
        session.proxy().clear();
    }

    // One may be asked for at this moment yet.
    let last = || sent.each_ref().map(|it| it.load(Ordering::Relaxed));
    ensure!(last().iter().all(|hour| *hour > 0), "lists are not asked for again: {:?}", last());
    let expected =
        || -> Vec<_> { last().iter().zip(0..).map(|(hour, server)| turn(server, *hour)).collect() };
    for tab in 0..length.tabs {
        let mut marks = Value::Null;
        wait("the marks", || {
            marks = session.in_content_of(&address(tab), MARKS, &[])?;
            Ok((marks == json!(expected())).then_some(()))
        })
        .with_context(|| format!("tab {tab}: {marks}, and not {:?}", expected()))?;
    }
    let early = early.context("nothing was measured")?;
    let mut late = measure(&session, length)?;
    let most = early.browser + early.browser / 5;
    // A browser gives memory back when it likes.
    wait("memory to be given back", || {
        late.browser = process::memory(&session)?;
        Ok((late.browser <= most).then_some(()))
    })
    .with_context(|| format!("memory grows: {early:?}, {late:?}"))?;
    eprintln!("{browser:?}: {early:?}\n{browser:?}: {late:?}");
    let pairs = || late.tabs.iter().zip(&early.tabs);
    let grown = pairs().any(|(late, early)| {
        late.listeners > early.listeners + MOMENTARY || late.observers > early.observers
    });
    ensure!(!grown, "more is held: {early:?}, {late:?}");
    ensure!(late.tabs.iter().all(|it| it.listeners > 0 && it.observers > 0), "{late:?}");
    ensure!(late.core <= early.core + early.core / 10, "the core grows: {early:?}, {late:?}");
    silent(&session)
}

/// The places that are marked, in the page's order.
const MARKS: &str = "await fencepost.present();
    return fencepost.links().filter(it => it.hasAttribute(fencepost.attribute)).map(it => it.hostname)";

/// A page that stays open and changes all the time. It links to whatever a list has at any hour.
fn open_page(length: &Length) -> String {
    let link = |place: String| format!("<a href='https://{place}/'>a</a> <i>@a@{place}</i> ");
    let hours = |server| (0..=length.hours).map(move |hour| turn(server, hour));
    let links: String = (0..SERVERS).flat_map(hours).map(link).collect();
    format!(
        "<!doctype html><title>Open</title><main>{links}</main><script>
            const main = document.querySelector('main'), html = main.innerHTML;
            setInterval(() => {{ main.innerHTML = html; }}, 5000);
        </script>"
    )
}

/// A page that is left again: links, handles, a shadow root, an embed.
fn walked_page(number: usize) -> String {
    let place = format!("n{}.l0.example", number % NAMES);
    format!(
        "<p><a href='https://{place}/'>a</a> @a@{place} <a href='https://h{number}.example/@a@{place}'>b</a></p>
         <div><template shadowrootmode=closed><a href='https://{place}/'>c</a></template></div>
         <blockquote class=tiktok-embed cite='https://{place}/'></blockquote>"
    )
}

/// Has a server list what it does at this hour; `sent` is the hour of what it last sent.
fn serve(session: &Session, server: usize, hour: usize, sent: &Arc<AtomicUsize>) {
    let names = (0..NAMES).map(|name| format!("n{name}.l{server}.example"));
    let all = names.chain([turn(server, hour), LISTED.to_owned()]);
    let entries: Vec<Entry> = all.map(|name| suspend(&name)).collect();
    let (answer, sent) = (mastodon::open(&entries), sent.clone());
    session.proxy().answer(&host(server), move |request: &Request| -> Answer {
        if request.route() == mastodon::LIST {
            sent.store(hour, Ordering::Relaxed);
        }
        answer(request)
    });
}

/// All that happened, happened an hour earlier, and what is due by now is asked for.
fn an_hour_passes(session: &Session) -> Result<()> {
    let earlier = "const HOUR = 3_600_000;
        const earlier = (it) => {
            if (typeof it === 'number') return it > 1e12 ? it - HOUR : it;
            if (!it || typeof it !== 'object') return it;
            if (Array.isArray(it)) return it.map(earlier);
            return Object.fromEntries(Object.entries(it).map(([name, value]) => [name, earlier(value)]));
        };
        const ids = await database((open) => request(open.transaction('reports').objectStore('reports').getAllKeys()));
        for (const id of ids) await edit('reports', id, earlier);";
    run(session, earlier, &[])?;
    ring(session)?;
    let due = "return await database(async (open) => {
        const reports = await request(open.transaction('reports').objectStore('reports').getAll());
        return reports.filter((it) => it.timing?.nextAt <= Date.now()).length;
    })";
    wait("what is due", || Ok((run(session, due, &[])? == 0).then_some(())))
}

fn measure(session: &Session, length: &Length) -> Result<Measure> {
    let held = |tab| -> Result<Held> {
        let held = session.in_content_of(&address(tab), "return held", &[])?;
        Ok(serde_json::from_value(held)?)
    };
    // Both halves are there: what one has loaded counts.
    let core = "const { runtime } = globalThis.browser ?? chrome;
        await runtime.sendMessage({ lists: 'lists' });
        await runtime.sendMessage({ find: 'page.example' });
        return await new Promise((done) => runtime.connect().onMessage.addListener(done))";
    Ok(Measure {
        tabs: (0..length.tabs).map(held).collect::<Result<_>>()?,
        core: session.in_extension(core, &[])?.as_u64().context("no size")?,
        browser: process::memory(session)?,
    })
}

/// Nothing was thrown or rejected where nobody listens.
fn silent(session: &Session) -> Result<()> {
    let uncaught = "const all = await (globalThis.browser ?? chrome).storage.session.get(null);
        return Object.entries(all).filter(([key]) => key.startsWith('uncaught'))";
    assert_eq!(session.in_extension(uncaught, &[])?, json!([]));
    assert_eq!(session.complaints()?, json!([]));
    let messages = session.messages()?;
    let thrown = |it: &&String| it.contains("Uncaught") || it.contains("unhandled");
    ensure!(!messages.iter().any(|it| thrown(&it)), "{messages:?}");
    Ok(())
}

/// What a list has at this hour and at no other.
fn turn(server: usize, hour: usize) -> String {
    format!("turn{hour}.l{server}.example")
}

fn host(server: usize) -> String {
    format!("server{server}.example")
}

fn address(tab: usize) -> String {
    format!("https://tab{tab}.example/page")
}

//! B6 and B7: what it costs a page that somebody opens it, and when its marks are there.

use std::fs;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use serde::Deserialize;

use super::figure::Figure;
use super::process;
use super::rival::{EMPTY, FLOOR, LEAST, NOBODY, OURS, PLAIN, Rival};
use super::turns::{figure, take_turns};
use crate::browser::{Browser, Proxy, Session};
use crate::root::root;
use crate::run::say;
use crate::running;

/// Where pages of links are.
pub const HOST: &str = "page.example";
/// How many links the pages have, and of how many turns each contestant has one there.
const SIZES: [(usize, usize); 5] = [(0, 1), (100, FEW), (1_000, 1), (10_000, 1), (50_000, FEW)];
/// Where nothing is held against the figures, a third of the turns is enough.
const FEW: usize = 3;
/// The largest page for the contestant that sends a message for each link.
const LARGEST_FOR_PLAIN: usize = 10_000;
/// Saved pages that are looked at, where there are any.
const SAVED: [&str; 2] = ["heise", "wikipedia-2"];
/// Names in the list of every contestant that has one.
const NAMES: usize = 50_000;

/// What opening a page took.
struct Opened {
    /// The main thread's running time, in milliseconds.
    main_thread: f64,
    /// In milliseconds since the page was asked for.
    load: f64,
    /// When the last listed link on the screen was marked, in milliseconds since the page was asked for.
    marked: Option<f64>,
}

/// Measures in one browser.
///
/// # Errors
/// When a browser does not start, or a page cannot be opened.
pub fn measure(browser: Browser, place: &str, rounds: usize) -> Result<Vec<Figure>> {
    say(&format!("measuring pages in {place}"));
    let proxy = Arc::new(Proxy::start()?);
    let names = names(NAMES);
    let open = |name| Rival::open(name, browser, &proxy, &names);
    let rivals = [NOBODY, EMPTY, FLOOR, LEAST, PLAIN, OURS].into_iter().map(open);
    let rivals = rivals.collect::<Result<Vec<_>>>()?;
    let mut figures = Vec::new();
    for (size, share) in SIZES {
        let may = |it: &&Rival| it.name != PLAIN || size <= LARGEST_FOR_PLAIN;
        let who: Vec<_> = rivals.iter().filter(may).collect();
        running::serve(&proxy, &address(), page(size))?;
        let case = format!("page of {size} links, {place}");
        figures.extend(contest(&case, &who, rounds.div_ceil(share))?);
    }
    for name in SAVED {
        let Some(text) = saved(name) else { continue };
        running::serve(&proxy, &address(), text)?;
        let who: Vec<_> = rivals.iter().collect();
        figures.extend(contest(
            &format!("saved page {name}, {place}"),
            &who,
            rounds.div_ceil(FEW),
        )?);
    }
    Ok(figures)
}

fn address() -> String {
    format!("https://{HOST}/")
}

fn contest(case: &str, rivals: &[&Rival], rounds: usize) -> Result<Vec<Figure>> {
    // The first page of a host moves Firefox to another process, which then stays.
    rivals.iter().try_for_each(|it| it.session.show(&address()))?;
    let opened = take_turns(rounds, rivals, |it| open(&it.session))?;
    let main_thread =
        |opened: &Vec<Opened>| -> Vec<f64> { opened.iter().map(|it| it.main_thread).collect() };
    let alone = opened.first().map(main_thread).unwrap_or_default();
    let mut figures = Vec::new();
    for (Rival { name, .. }, opened) in rivals.iter().zip(&opened) {
        let mut add = |what: &str, values: Vec<f64>| {
            let case = format!("{case}, {what}");
            figures.push(figure(what_measure(what), &case, name, "ms", values));
        };
        let times = main_thread(opened);
        if *name == NOBODY {
            add("main-thread time in all", times);
        } else {
            add(
                "main-thread time added",
                times.iter().zip(&alone).map(|(it, alone)| it - alone).collect(),
            );
        }
        add("load event", opened.iter().map(|it| it.load).collect());
        let marked: Vec<_> = opened.iter().filter_map(|it| it.marked).collect();
        if !marked.is_empty() {
            add("last mark on screen", marked);
        }
    }
    Ok(figures)
}

fn what_measure(what: &str) -> &'static str {
    if what == "last mark on screen" { "B7" } else { "B6" }
}

/// Opens the page, and waits until it rests.
fn open(session: &Session) -> Result<Opened> {
    #[derive(Deserialize)]
    struct Times {
        load: f64,
        marked: Option<f64>,
    }
    let process = process::of_page(session)?;
    let before = process::main_thread(process)?;
    session.show(&address())?;
    rest(session)?;
    let after = process::main_thread(process)?;
    if process::of_page(session)? != process {
        bail!("the page moved to another process");
    }
    let script = "const [{ loadEventEnd }] = performance.getEntriesByType('navigation');
        return { load: loadEventEnd, marked: globalThis.markedAt ?? null };";
    let times: Times = serde_json::from_value(session.in_page(script, &[])?)?;
    let main_thread = (after - before).as_secs_f64() * 1000.0;
    Ok(Opened { main_thread, load: times.load, marked: times.marked })
}

/// Waits until no process of the browser has had much to do for a while.
pub fn rest(session: &Session) -> Result<()> {
    const WHILE: Duration = Duration::from_millis(150);
    const MUCH: Duration = Duration::from_millis(3);
    const LONGEST: Duration = Duration::from_secs(60);

    let used = || -> Result<Duration> {
        let times = session.processes()?.into_iter();
        Ok(times.map(|it| process::main_thread(it).unwrap_or_default()).sum())
    };
    let start = Instant::now();
    let mut before = used()?;
    while start.elapsed() < LONGEST {
        thread::sleep(WHILE);
        let now = used()?;
        if now.saturating_sub(before) < MUCH {
            return Ok(());
        }
        before = now;
    }
    bail!("the page did not come to rest within {} seconds", LONGEST.as_secs())
}

/// The names of a list: those that pages link to, and others.
pub fn names(count: usize) -> Vec<String> {
    let listed = (0..16).map(|it| format!("h{}.example", it * 100 + 7));
    listed.chain((0..).map(|it| format!("listed-{it}.example"))).take(count).collect()
}

/// A page of so many links, ten to a paragraph, to a sixth as many hosts, one in a hundred of which is listed.
pub fn page(links: usize) -> String {
    let hosts = (links * 4 / 25).max(1);
    let mut text = "<!doctype html><meta charset=utf-8><title>Links</title><main>".to_owned();
    for link in 0..links {
        if link % 10 == 0 {
            text.push_str("<p>");
        }
        let host = link % hosts;
        let class = if host % 100 == 7 { " class=listed" } else { "" };
        text.push_str(&format!(
            "Somebody wrote <a{class} href=\"https://h{host}.example/posts/{link}\">post {link}</a> on it. "
        ));
    }
    text.push_str("</main><script>");
    text.push_str(include_str!("../../../bench/pages/watch.js"));
    text.push_str("</script>");
    text
}

fn saved(name: &str) -> Option<Vec<u8>> {
    fs::read(root().join(format!("../shared/pages/{name}.html"))).ok()
}

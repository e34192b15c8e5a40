//! A lot of it: ten lists, with a hundred thousand names each.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use fencepost::digest::Digest;
use serde_json::{Value, json};
use xtask::browser::{Answer, Browser, Install, Request, Session};
use xtask::running;

use super::kept::Kept;
use crate::browsers::fixture::{self, Trials, marked, open};
use crate::browsers::servers::{mastodon, trouble};

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.alone("faults_of_ten_thousand_names", |browser| scale(browser, 1_000));
    trials.alone("faults_of_a_million_names", |browser| scale(browser, 100_000));
}

const LISTS: usize = 10;
/// How large the index may be, in bytes an entry.
const BUDGET: u64 = 24;

/// Names of the first, the fifth and the last list, one of no list, and one that a refresh brings.
const PAGE: &str =
    "<a href='https://mark.l0.example/'>a</a> <a href='https://x.n5.l4.example/'>b</a>
    <a href='https://mark.l9.example/'>c</a> <a href='https://n5.l10.example/'>d</a>
    <a href='https://fresh.l3.example/'>e</a>";
const MARKED: [&str; 4] = ["a suspend true", "b silence true", "c suspend true", "e suspend true"];

fn scale(browser: Browser, names: usize) -> Result<()> {
    let session = fixture::session(browser, "fencepost", Install::Temporary)?;
    running::grant_all(&session)?;
    open(&session, "page.example", PAGE)?;
    let empty = wake(&session)?;

    let start = Instant::now();
    for list in 0..LISTS {
        serve(&session, list, names, "mark");
        let server = json!({"server": host(list), "home": list == 0, "allowed": []});
        loaded(&session, &json!({"addServer": server}))?;
    }
    let load = start.elapsed();
    let kept = Kept::read(&session)?;
    let entries = u64::try_from(LISTS * names)?;
    assert_eq!(kept.rules, entries);
    // Each list has some bytes of its own.
    ensure!(kept.bytes <= BUDGET * entries + 1_000, "{} bytes", kept.bytes);

    serve(&session, 3, names, "fresh");
    let start = Instant::now();
    loaded(&session, &json!({"refresh": format!("server:{}", host(3))}))?;
    let refresh = start.elapsed();
    assert_eq!(Kept::read(&session)?.rules, entries);

    open(&session, "page.example", PAGE)?;
    assert_eq!(marked(&session)?, MARKED);
    let full = wake(&session)?;
    eprintln!(
        "{browser:?}, {entries} names: loaded in {load:.1?}, one list refreshed in {refresh:.1?}, first verdict of a \
         worker that starts after {full:.0?}, without lists after {empty:.0?}, {:.1} bytes an entry in the index",
        kept.bytes as f64 / entries as f64,
    );
    Ok(())
}

/// How long a worker that was stopped takes to its first verdict, the median of five.
fn wake(session: &Session) -> Result<Duration> {
    let mut times = Vec::new();
    for _ in 0..5 {
        session.stop_background()?;
        let script = "const start = performance.now();
            const keys = 'mark.l0.example';
            await (globalThis.browser ?? chrome).runtime.sendMessage({ judge: { keys, attribute: null } });
            return performance.now() - start;";
        let time = session.in_content(script, &[])?;
        times.push(time.as_f64().context("no time")?);
    }
    times.sort_by(f64::total_cmp);
    Ok(Duration::from_secs_f64(times[2] / 1_000.0))
}

fn loaded(session: &Session, request: &Value) -> Result<()> {
    let answer = running::ask(session, request)?;
    ensure!(answer["loaded"]["failure"] == Value::Null, "{answer}");
    ensure!(answer["loaded"]["doubts"] == json!([]), "{answer}");
    Ok(())
}

fn host(list: usize) -> String {
    format!("server{list}.example")
}

/// A Mastodon server whose list is that long, half of it limited; every other list comes with digests.
fn serve(session: &Session, list: usize, names: usize, first: &str) {
    let row = |name: &str, severity: &str| {
        let domain = format!("{name}.l{list}.example");
        let digest = (list % 2 == 1).then(|| Digest::of(&domain).to_string());
        json!({"domain": domain, "digest": digest, "severity": severity, "comment": name})
            .to_string()
    };
    let mut rows = vec![row(first, "suspend")];
    rows.extend(
        (1..names)
            .map(|it| row(&format!("n{it}"), if it % 2 == 0 { "suspend" } else { "silence" })),
    );
    let body = format!("[{}]", rows.join(","));
    let answer = Answer::json(body);
    let server = move |request: &Request| mastodon::open(&[])(request);
    session.proxy().answer(&host(list), trouble::at(mastodon::LIST, answer, Box::new(server)));
}

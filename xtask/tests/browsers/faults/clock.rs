//! The clock jumps, and the network goes away.

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use xtask::browser::{Answer, Browser, Install, Session, wait};
use xtask::running::{self, ask};

use super::kept::run;
use crate::browsers::fixture::{Trials, altered, marked, open, session_with, with_script};
use crate::browsers::servers::{mastodon, suspend};

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("faults_of_a_clock_that_jumps", jumps);
    trials.add("faults_of_a_network_that_goes_away", goes_away);
    trials.alone("faults_of_a_day_that_ends_meanwhile", day_ends);
}

const SERVER: &str = "server.example";
const HOME: &str = "home:server.example";
const HOUR: f64 = 3_600_000.0;
const PAGE: &str = "<a href='https://bad.example/'>a</a>";

/// Makes a list due.
pub fn due(session: &Session, id: &str) -> Result<()> {
    shift(session, id, json!({"nextAt": -1_000.0}))
}

/// Has the alarm ring now, as it does when a list is due.
pub fn ring(session: &Session) -> Result<()> {
    let script =
        "await (globalThis.browser ?? chrome).alarms.create('refresh', { when: Date.now() })";
    session.in_extension(script, &[]).map(drop)
}

/// Sets moments of a list's timing, in milliseconds from now.
fn shift(session: &Session, id: &str, moments: Value) -> Result<()> {
    let script = "const [id, moments] = arguments;
        await edit('reports', id, (report) => {
            for (const name in moments) report.timing[name] = Date.now() + moments[name];
            return report;
        });";
    run(session, script, &[json!(id), moments]).map(drop)
}

fn jumps(session: &Session) -> Result<()> {
    session.proxy().answer(SERVER, mastodon::open(&[suspend("bad.example")]));
    add(session)?;
    let year = 365.0 * 24.0 * HOUR;
    for moments in [
        // Asked in the future, as by a clock that was ahead; due in a year; both.
        json!({"askedAt": year}),
        json!({"nextAt": year}),
        json!({"askedAt": year, "nextAt": year + 24.0 * HOUR}),
    ] {
        shift(session, HOME, moments.clone())?;
        session.proxy().clear();
        session.stop_background()?;
        ring(session)?;
        let due = wait("the timing to be mended", || {
            let script = "return (await (globalThis.browser ?? chrome).alarms.get('refresh'))?.scheduledTime - Date.now()";
            let alarm = session.in_extension(script, &[])?.as_f64();
            let (next, asked) = timing(session)?;
            let is_set = alarm.is_some_and(|alarm| (alarm - next).abs() < 1_000.0);
            Ok((next <= HOUR && asked <= 0.0 && is_set).then_some(next))
        })?;
        ensure!(due > -1_000.0, "{moments}: {due}");
        assert!(session.proxy().requests().is_empty(), "{moments}: nobody is asked at once");
    }
    // The clock was behind, or the browser was closed for years.
    shift(session, HOME, json!({"askedAt": -10.0 * year, "nextAt": -10.0 * year}))?;
    session.stop_background()?;
    ring(session)?;
    wait("the list to be asked for", || {
        let (next, asked) = timing(session)?;
        Ok((asked > -60_000.0 && next > 4.0 * HOUR).then_some(()))
    })?;
    assert_eq!(session.proxy().requests().len(), 1);
    Ok(())
}

/// How often the clock is looked at while a list comes in, at least.
const LOOKS: usize = 8;

/// The next day begins when the clock is looked at so often after a list's answer has begun; before that it is today.
const MIDNIGHT: &[u8] = b"
    const now = Date.now.bind(Date), ask = fetch;
    let left = Infinity, ahead = 0;
    Date.now = () => {
        if (left-- <= 0) [left, ahead] = [Infinity, 24 * 3_600_000];
        return now() + ahead;
    };
    globalThis.fetch = async (...request) => {
        const answer = await ask(...request), looks = answer.headers.get('x-midnight');
        if (looks !== null) [left, ahead] = [Number(looks), 0];
        return answer;
    };";

/// Whenever that is, all that is kept of a version says the same day.
fn day_ends(browser: Browser) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let extension =
        altered(browser, folder.path(), |files| with_script(files, "midnight.js", MIDNIGHT))?;
    let session = session_with(browser, extension, Install::Temporary)?;
    let names = |count: usize| (0..count).map(|it| format!("n{it}.example")).collect::<Vec<_>>();
    let serve = |looks: usize| {
        let entries: Vec<_> = names(looks + 1).into_iter().map(|name| suspend(&name)).collect();
        let server = mastodon::open(&entries);
        session
            .proxy()
            .answer(SERVER, move |request| server(request).with("x-midnight", &looks.to_string()));
    };
    serve(0);
    add(&session)?;
    let mut days = Vec::new();
    for looks in 1..=LOOKS {
        serve(looks);
        let answer = ask(&session, &json!({"refresh": HOME}))?;
        ensure!(answer["loaded"]["failure"].is_null() && answer["loaded"].is_object(), "{answer}");
        let changes = ask(&session, &json!({"changes": HOME}))?;
        let latest = changes["changes"].as_array().and_then(|it| it.last()).cloned();
        let at = latest.and_then(|it| it["at"].as_f64()).unwrap_or_default();
        let name = format!("n{looks}.example");
        let explain = "const { runtime } = globalThis.browser ?? chrome, [key] = arguments;
            const { explained } = await runtime.sendMessage({ explain: { key, card: false } });
            return Date.parse(explained.explanation.dated.values[0].date)";
        let seen = session.in_extension(explain, &[json!(name)])?.as_f64().unwrap_or_default();
        assert_eq!(seen, (at / (24.0 * HOUR)).floor() * 24.0 * HOUR, "{looks}: {changes}");
        days.push(seen);
    }
    days.dedup();
    assert_eq!(days.len(), 2, "the day ended before and after: {days:?}");
    session.stop_background()?;
    let links: String =
        names(LOOKS + 1).iter().map(|it| format!("<a href='https://{it}/'>{it}</a> ")).collect();
    open(&session, "page.example", &links)?;
    assert_eq!(marked(&session)?.len(), LOOKS + 1);
    Ok(())
}

fn goes_away(session: &Session) -> Result<()> {
    let answer = mastodon::open(&[suspend("bad.example")]);
    session.proxy().answer(SERVER, answer);
    add(session)?;
    open(session, "page.example", PAGE)?;

    // In the middle of an answer, and between two.
    session.proxy().answer(SERVER, |_| Answer::padded(1 << 20).cut_after(1 << 19));
    let failed = ask(session, &json!({"refresh": HOME}))?;
    assert_eq!(failed["failed"]["message"]["key"], "failNoSuchServer", "{failed}");
    session.proxy().forget(SERVER);
    due(session, HOME)?;
    session.stop_background()?;
    ring(session)?;
    let failures = || {
        let list = home(session)?;
        Ok((list["timing"]["failures"] == 2).then_some(list))
    };
    let list = wait("the second failure", failures)?;
    assert_eq!(list["failure"]["key"], "failNoSuchServer");
    assert_eq!(marked(session)?, ["a suspend true"]);
    let gone = json!({"addServer": {"server": "gone.example", "home": false, "allowed": []}});
    assert_eq!(ask(session, &gone)?["failed"]["message"]["key"], "failNoSuchServer");

    session.proxy().answer(SERVER, mastodon::open(&[suspend("bad.example")]));
    let answer = ask(session, &json!({"refresh": HOME}))?;
    assert_eq!(answer["loaded"]["failure"], Value::Null, "{answer}");
    assert_eq!(answer["loaded"]["timing"]["failures"], 0);
    Ok(())
}

/// When the home's list is due and when it was asked for, in milliseconds from now.
fn timing(session: &Session) -> Result<(f64, f64)> {
    let script = "return await database(async (open) => {
        const { timing } = await request(open.transaction('reports').objectStore('reports').get(arguments[0]));
        return [timing.nextAt - Date.now(), timing.askedAt - Date.now()];
    })";
    let script = script.replace("arguments[0]", "'home:server.example'");
    Ok(serde_json::from_value(run(session, &script, &[])?)?)
}

fn home(session: &Session) -> Result<Value> {
    let answer = ask(session, &json!("lists"))?;
    let lists = answer["lists"]["lists"].as_array().cloned().unwrap_or_default();
    Ok(lists.into_iter().find(|list| list["id"] == HOME).unwrap_or_default())
}

fn add(session: &Session) -> Result<()> {
    running::grant_all(session)?;
    let answer =
        ask(session, &json!({"addServer": {"server": SERVER, "home": true, "allowed": []}}))?;
    ensure!(answer["loaded"].is_object(), "{answer}");
    Ok(())
}

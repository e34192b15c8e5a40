//! The clock jumps, and the network goes away.

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use xtask::browser::{Answer, Session, wait};
use xtask::running::{self, ask};

use super::kept::run;
use crate::browsers::fixture::{Trials, marked, open};
use crate::browsers::servers::{mastodon, suspend};

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("faults_of_a_clock_that_jumps", jumps);
    trials.add("faults_of_a_network_that_goes_away", goes_away);
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

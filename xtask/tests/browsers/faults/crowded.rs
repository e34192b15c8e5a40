//! Everything at once: lists are refreshed while others are removed, paused and added.

use std::time::Duration;

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use xtask::browser::{Request, Session, wait};
use xtask::running::ask;

use super::clock::{due, ring};
use super::kept::{Kept, run};
use crate::browsers::fixture::{Trials, marked, open};
use crate::browsers::servers::trouble::Gate;
use crate::browsers::servers::{Server, curated, mastodon, suspend};

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("faults_of_many_requests_at_once", at_once);
    trials.add("faults_of_many_lists_that_are_due", all_due);
}

const LISTS: usize = 10;
/// Has two lists besides.
const CURATED: &str = "lists.example";
const PAGE: &str = "<a href='https://bad0.example/'>0</a> <a href='https://bad1.example/'>1</a>
    <a href='https://bad2.example/'>2</a> <a href='https://bad10.example/'>10</a>
    <a href='https://new2.example/'>new</a>";

/// Ten servers, and a host with two lists.
fn prepare(session: &Session) -> Result<()> {
    for list in 0..LISTS {
        serve(session, list, "bad", Duration::ZERO);
        let server = json!({"server": host(list), "home": false, "allowed": []});
        let answer = ask(session, &json!({"addServer": server}))?;
        ensure!(answer["loaded"].is_object(), "{answer}");
    }
    let curated = curated::host(&[suspend("curated.example")]);
    session.proxy().answer(CURATED, move |request: &Request| curated(request).after(PAUSE));
    for path in [curated::CSV, curated::PLAIN] {
        let subscribe = json!({"address": address(path), "meaning": "suspend", "allowed": []});
        let answer = ask(session, &json!({"subscribe": subscribe}))?;
        ensure!(answer["loaded"].is_object(), "{answer}");
    }
    for list in 0..LISTS {
        serve(session, list, "new", PAUSE);
    }
    serve(session, LISTS, "bad", PAUSE);
    session.proxy().clear();
    Ok(())
}

fn at_once(session: &Session) -> Result<()> {
    prepare(session)?;
    // No server answers before somebody has removed and paused.
    let gate = Gate::default();
    let shut = gate.shut();
    for list in 0..LISTS {
        session.proxy().answer(&host(list), gate.before(server(list, "new", PAUSE)));
    }
    let mut requests: Vec<Value> = (0..LISTS).map(|list| json!({"refresh": id(list)})).collect();
    requests.extend(
        [curated::CSV, curated::PLAIN]
            .map(|path| json!({"refresh": format!("subscription:{}", address(path))})),
    );
    // Twice, as by somebody who is impatient.
    requests.extend((0..LISTS).map(|list| json!({"refresh": id(list)})));
    let server = json!({"server": host(LISTS), "home": false, "allowed": []});
    requests.extend([
        json!({"remove": id(0)}),
        json!({"pause": {"id": id(1), "paused": true}}),
        json!({"addServer": server}),
        json!({"setRule": {"name": "rule.example", "severity": "suspend", "note": ""}}),
    ]);
    // On the window, which is the same for both scripts.
    let script = "const ask = (lists) => (globalThis.browser ?? chrome).runtime.sendMessage({ lists });
        window.answers = arguments[0].map(ask);
        return (await Promise.all(window.answers.slice(...arguments[1]))).map(it => Object.keys(it)[0]);";
    let quick = json!([2 * LISTS + 2, 2 * LISTS + 4]);
    let answers = session.in_extension(script, &[json!(requests), quick])?;
    ensure!(answers == json!(["lists", "lists"]), "{answers}");
    drop(shut);
    session.in_extension("await Promise.all(window.answers)", &[])?;
    whole(session, 0)?;
    // What was removed is asked for no more.
    ensure!(session.proxy().answering(&host(0)) == 0);
    Ok(())
}

fn all_due(session: &Session) -> Result<()> {
    prepare(session)?;
    for list in 0..LISTS {
        due(session, &id(list))?;
    }
    for path in [curated::CSV, curated::PLAIN] {
        due(session, &format!("subscription:{}", address(path)))?;
    }
    session.stop_background()?;
    ring(session)?;
    // The alarm rings once more, and the person removes what is just being asked for.
    wait("a request", || Ok((!session.proxy().requests().is_empty()).then_some(())))?;
    ring(session)?;
    let asked = session.proxy().requests()[0].host.clone();
    let list = (0..LISTS).find(|list| host(*list) == asked).unwrap_or_default();
    ask(session, &json!({"remove": id(list)}))?;
    ask(session, &json!({"pause": {"id": id(1), "paused": true}}))?;
    let server = json!({"server": host(LISTS), "home": false, "allowed": []});
    ask(session, &json!({"addServer": server}))?;
    ask(session, &json!({"setRule": {"name": "rule.example", "severity": "suspend", "note": ""}}))?;
    wait("all lists", || {
        let due = run(
            session,
            "return await database(async (open) => {
                const reports = await request(open.transaction('reports').objectStore('reports').getAll());
                return reports.filter((it) => it.timing && !it.paused && !it.removedAt && it.timing.nextAt < Date.now() + 3_700_000).length;
            })",
            &[],
        )?;
        Ok((due == 0).then_some(()))
    })?;
    whole(session, list)?;
    for list in 0..LISTS {
        let asked = session.proxy().requests().iter().filter(|it| it.host == host(list)).count();
        ensure!(asked <= 1, "{asked} requests to {}", host(list));
    }
    Ok(())
}

/// All but `removed` are there, each server was asked one question at a time, and all that is kept belongs together.
fn whole(session: &Session, removed: usize) -> Result<()> {
    let kept = Kept::read(session)?;
    assert_eq!(kept.lists.len(), LISTS + 3, "{kept:?}");
    assert_eq!(kept.count(&id(removed)), 0);
    for host in (0..=LISTS).map(host).chain([CURATED.to_owned()]) {
        ensure!(session.proxy().most_at_once(&host) <= 1, "{host} was asked two things at once");
    }
    ensure!(session.proxy().most_at_once(CURATED) == 1);
    open(session, "page.example", PAGE)?;
    let marks = marked(session)?;
    ensure!(marks.contains(&"10 suspend true".to_owned()), "{marks:?}");
    if removed != 2 {
        ensure!(marks.contains(&"new suspend true".to_owned()), "{marks:?}");
    }
    Ok(())
}

/// How long a server takes.
const PAUSE: Duration = Duration::from_millis(400);

fn serve(session: &Session, list: usize, word: &str, pause: Duration) {
    session.proxy().answer(&host(list), server(list, word, pause));
}

fn server(list: usize, word: &str, pause: Duration) -> Server {
    let server = mastodon::open(&[suspend(&format!("{word}{list}.example"))]);
    Box::new(move |request| server(request).after(pause))
}

fn host(list: usize) -> String {
    format!("server{list}.example")
}

fn id(list: usize) -> String {
    format!("server:{}", host(list))
}

fn address(path: &str) -> String {
    format!("https://{CURATED}{path}")
}

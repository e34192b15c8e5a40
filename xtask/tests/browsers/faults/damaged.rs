//! What is stored is damaged or of another version: whatever can be made anew is, and nothing else suffers.

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use xtask::browser::{Session, wait};
use xtask::running::{self, ask, card};

use super::clock::{due, ring};
use super::kept::{Kept, run};
use crate::browsers::fixture::{Trials, load, marked, open, visible};
use crate::browsers::panels::filled;
use crate::browsers::servers::{mastodon, suspend};

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("faults_of_the_stored_index", index);
    trials.add("faults_of_stored_keys", keys);
    trials.add("faults_of_stored_rows", rows);
    trials.add("faults_of_stored_values", values);
}

const SERVER: &str = "server.example";
const HOME: &str = "home:server.example";
const PAGE: &str =
    "<a id=a href='https://home.example/'>a</a> <a href='https://file.example/'>b</a>
    <a href='https://rule.example/'>c</a>";
const MARKED: [&str; 3] = ["a suspend true", "b silence true", "c suspend true"];

/// Damages: JavaScript that makes a value of the value `it`.
const FLIPPED: &str = "it[it.length - 1] ^= 1, it";
const VERSION: &str = "it[4] = 1, it";
const OTHER: &str = "'something else'";
const GONE: &str = "undefined";

/// A home, a file, a rule.
fn prepare(session: &Session) -> Result<()> {
    session.proxy().answer(SERVER, mastodon::open(&[suspend("home.example").because("Spam")]));
    ask(session, &json!({"addServer": {"server": SERVER, "home": true, "allowed": []}}))?;
    load(session, "File", "file.example,silence,false,false,,false")?;
    ask(session, &json!({"setRule": {"name": "rule.example", "severity": "suspend", "note": ""}}))?;
    check(session, &MARKED)
}

/// Damages a stored value while nobody runs.
fn damage(session: &Session, store: &str, key: &str, change: &str) -> Result<()> {
    session.stop_background()?;
    let edit = format!("await edit(arguments[0], arguments[1], (it) => ({change}))");
    run(session, &edit, &[json!(store), json!(key)]).map(drop)
}

fn check(session: &Session, marks: &[&str]) -> Result<()> {
    open(session, "page.example", PAGE)?;
    assert_eq!(marked(session)?, marks);
    Ok(())
}

fn index(session: &Session) -> Result<()> {
    prepare(session)?;
    let before = Kept::read(session)?;
    for change in [FLIPPED, VERSION, OTHER, GONE] {
        damage(session, "index", "hot", change)?;
        check(session, &MARKED)?;
        assert_eq!(Kept::read(session)?, before, "{change}");
    }
    Ok(())
}

fn keys(session: &Session) -> Result<()> {
    prepare(session)?;
    let before = Kept::read(session)?;
    for change in [FLIPPED, VERSION, OTHER, GONE] {
        for id in [HOME, "file:File", "own"] {
            damage(session, "keys", id, change)?;
        }
        damage(session, "index", "hot", GONE)?;
        check(session, &MARKED)?;
        assert_eq!(Kept::read(session)?, before, "{change}");
    }

    // Keys and rows: that list is lost, and no other.
    for store in ["keys", "rows"] {
        damage(session, store, HOME, FLIPPED)?;
    }
    damage(session, "index", "hot", GONE)?;
    check(session, &MARKED[1..])?;
    let list = list(session, HOME)?;
    assert_eq!(
        (&list["failure"]["key"], &list["fetchedAt"]),
        (&json!("failDamaged"), &Value::Null)
    );
    told(session, HOME)?;
    comes_back(session)
}

fn rows(session: &Session) -> Result<()> {
    prepare(session)?;
    for change in [FLIPPED, VERSION, OTHER] {
        damage(session, "rows", HOME, change)?;
        check(session, &MARKED)?;
        // Nobody notices before they are needed.
        running::hover_for_card(session, "#a")?;
        ensure!(card(session)?.is_some_and(|words| !words.contains("Spam")));
        session.hover_nothing()?;
        wait("the damage to be noted", || {
            let failure = list(session, HOME)?["failure"]["key"] == "failDamaged";
            // What is not bytes is as good as nothing, which only the next look at everything notes.
            Ok((failure || change == OTHER).then_some(()))
        })?;
        if change == OTHER {
            damage(session, "index", "hot", GONE)?;
        }
        check(session, &MARKED)?;
        told(session, HOME)?;
        comes_back(session)?;
    }
    // Of a file and of the rules people are told too; both go on.
    damage(session, "index", "hot", GONE)?;
    for id in ["file:File", "own"] {
        damage(session, "rows", id, FLIPPED)?;
    }
    check(session, &MARKED)?;
    for id in ["file:File", "own"] {
        told(session, id)?;
    }
    load(session, "File", "file.example,silence,false,false,,false")?;
    ask(session, &json!({"setRule": {"name": "rule.example", "severity": "suspend", "note": ""}}))?;
    for id in ["file:File", "own"] {
        assert_eq!(list(session, id)?["failure"], Value::Null);
    }
    check(session, &MARKED)?;
    Kept::read(session).map(drop)
}

fn values(session: &Session) -> Result<()> {
    prepare(session)?;
    // What is known of one list, its history, what it holds back.
    for (store, change) in [
        ("reports", "({ id: 5 })"),
        ("reports", "'x'"),
        ("reports", "({ ...it, access: 'ofALaterVersion' })"),
        ("changes", "'x'"),
        ("held", "['x']"),
    ] {
        damage(session, store, HOME, change)?;
        check(session, &MARKED)?;
        let answer = ask(session, &json!({"refresh": HOME}))?;
        ensure!(answer["loaded"]["suspended"] == 1, "{store} {change}: {answer}");
        ask(session, &json!({"settle": {"id": HOME, "accept": true}}))?;
        check(session, &MARKED)?;
        Kept::read(session)?;
    }
    // The small values beside the lists.
    for change in [
        "storage.clear()",
        "storage.set({ generation: {}, marks: 'yes' })",
        "storage.set({ generation: -1, marks: [] })",
    ] {
        session.stop_background()?;
        let script = format!(
            "const storage = (globalThis.browser ?? chrome).storage.local; await {change};
             await edit('index', 'marks', () => 'x');"
        );
        run(session, &script, &[])?;
        check(session, &MARKED)?;
        let popup = session.click_toolbar()?;
        wait("the popup", || {
            Ok(visible(&popup.text()?).contains("3 listed places").then_some(()))
        })?;
        popup.close()?;
    }
    ask(session, &json!({"setMarks": false}))?;
    let hidden = MARKED.map(|it| it.replace("true", "\"setting\""));
    check(session, &hidden.each_ref().map(String::as_str))
}

/// The person reads in the settings that something of the list is damaged.
fn told(session: &Session, id: &str) -> Result<()> {
    session.show_own("options.html")?;
    filled(session)?;
    wait("the sentence", || {
        let script =
            "return document.querySelector(`[data-id='${arguments[0]}']`)?.innerText ?? ''";
        let text = session.in_page(script, &[json!(id)])?;
        Ok(text.as_str().is_some_and(|it| it.contains("is damaged")).then_some(()))
    })
}

/// The home's list is due within an hour, and then whole again.
fn comes_back(session: &Session) -> Result<()> {
    let wait_ms = "return (await (globalThis.browser ?? chrome).alarms.get('refresh')).scheduledTime - Date.now()";
    let soon = session.in_extension(wait_ms, &[])?;
    ensure!(soon.as_f64().is_some_and(|it| it <= 3_600_000.0), "{soon}");
    due(session, HOME)?;
    ring(session)?;
    wait("the list to come back", || {
        Ok((list(session, HOME)?["failure"] == Value::Null).then_some(()))
    })?;
    check(session, &MARKED)?;
    running::hover_for_card(session, "#a")?;
    ensure!(card(session)?.is_some_and(|words| words.contains("Spam")));
    session.hover_nothing()?;
    Kept::read(session).map(drop)
}

fn list(session: &Session, id: &str) -> Result<Value> {
    let script = "return await database(async (open) =>
        request(open.transaction('reports').objectStore('reports').get(id)))";
    run(session, &format!("const [id] = arguments; {script}"), &[json!(id)])
}

//! What every layout stored is in force: `tests/data/stored` has it, written by the version that had that layout.
//!
//! Layout 1 kept of each list the bytes as they were read, and the settings beside the database.

use anyhow::{Result, ensure};
use serde_json::json;
use xtask::browser::{Session, wait};
use xtask::running::ask;

use super::kept::{Kept, run};
use crate::browsers::fixture::{Trials, marked, open, visible, wait_for_marks};

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("faults_of_an_upgrade", upgrade);
    trials.add("faults_of_what_this_layout_stored", this_layout);
    trials.add("faults_of_an_upgrade_that_is_held_up", held_up);
}

/// Stores what is called `former`; `open` is then the database, open.
const FORMER: &str = include_str!("former.js");
/// What the first layout stored.
pub const LAYOUT_1: &str = include_str!("../../../../tests/data/stored/1.json");
const LAYOUT_2: &str = include_str!("../../../../tests/data/stored/2.json");
const PAGE: &str = "<a href='https://csv.example/'>a</a> <a href='https://json.example/'>b</a>
    <a href='https://starred.example/'>c</a>";
const MARKED: [&str; 3] = ["a suspend true", "b silence true", "c suspend true"];

fn upgrade(session: &Session) -> Result<()> {
    store(session, LAYOUT_1)?;
    open(session, "page.example", PAGE)?;
    assert_eq!(marked(session)?, MARKED.map(|it| it.replace("true", "\"setting\"")));
    ask(session, &json!({"setMarks": true}))?;
    open(session, "page.example", PAGE)?;
    assert_eq!(marked(session)?, MARKED);

    let kept = Kept::read(session)?;
    assert_eq!((kept.count("home:server.example"), kept.count("file:List")), (2, 1), "{kept:?}");
    let script = "return await database(async (open) => {
        const stores = open.transaction(['bodies', 'reports']);
        const [bodies, list, odd] = await Promise.all([
            request(stores.objectStore('bodies').count()),
            request(stores.objectStore('reports').get('home:server.example')),
            request(stores.objectStore('reports').get('file:Odd')),
        ]);
        return [open.version, bodies, list.fetchedAt, list.suspended, odd.failure.key];
    })";
    let after = run(session, script, &[])?;
    assert_eq!(after, json!([2, 0, 1_700_000_000_000_u64, 1, "failDamaged"]));
    let popup = session.click_toolbar()?;
    wait("the popup", || Ok(visible(&popup.text()?).contains("3 listed places").then_some(())))?;
    popup.close()?;

    // What was set since holds also when the database is lost.
    run(session, "await request(indexedDB.deleteDatabase('fencepost'))", &[])?;
    let answer = ask(session, &json!("lists"))?;
    ensure!(answer["lists"]["shown"] == true, "{answer}");
    Ok(())
}

/// A newer version may change what it keeps only with a layout or a buffer of a new number, or people lose this.
fn this_layout(session: &Session) -> Result<()> {
    const PAGE: &str =
        "<a href='https://suspended.example/'>a</a> <a href='https://limited.example/'>b</a>
        <a href='https://starred.example/'>c</a> <a href='https://file.example/'>d</a>
        <a href='https://ruled.example/'>e</a> <a href='https://muted.example/'>f</a>";
    const MARKED: [&str; 5] = ["a suspend", "b silence", "c suspend", "d silence", "e suspend"];

    store(session, LAYOUT_2)?;
    open(session, "page.example", PAGE)?;
    assert_eq!(marked(session)?, MARKED.map(|it| format!("{it} \"setting\"")));
    let kept = Kept::read(session)?;
    assert_eq!((kept.count("home:server.example"), kept.count("file:List")), (13, 1), "{kept:?}");
    let held = ask(session, &json!("lists"))?["lists"]["lists"][0].take();
    assert_eq!(
        (&held["id"], &held["doubts"][0]["key"]),
        (&json!("home:server.example"), &json!("doubtShrunk"))
    );
    let history = ask(session, &json!({"changes": "home:server.example"}))?;
    assert_eq!(history["changes"][0]["changes"]["added"]["first"][0]["name"], "late.example");
    let rules = ask(session, &json!("rules"))?;
    assert_eq!(
        rules["rules"],
        json!([{"name": "ruled.example", "severity": "suspend", "note": "Too loud"}])
    );
    let choices = ask(session, &json!("choices"))?["choices"].take();
    assert_eq!(
        (&choices["style"], &choices["muted"]),
        (&json!("underline"), &json!(["muted.example"]))
    );

    ask(session, &json!({"setMarks": true}))?;
    open(session, "page.example", PAGE)?;
    assert_eq!(marked(session)?, MARKED.map(|it| format!("{it} true")));
    ask(session, &json!({"settle": {"id": "home:server.example", "accept": true}}))?;
    wait_for_marks(
        session,
        &["a suspend true", "b silence true", "d silence true", "e suspend true"],
    )?;
    Kept::read(session).map(drop)
}

/// A page of the former version holds on to the database for a while.
fn held_up(session: &Session) -> Result<()> {
    session.stop_background()?;
    // From its first moment: whoever runs meanwhile would bring it up to date.
    run(session, &format!("const former = {LAYOUT_1};\n{FORMER}\nwindow.holder = open;"), &[])?;
    let answer = ask(session, &json!("lists"))?;
    ensure!(answer["failed"]["message"]["key"] == "failRead", "{answer}");
    run(session, "window.holder.close()", &[])?;
    wait("the lists", || {
        let answer = ask(session, &json!("lists"))?;
        Ok(answer["lists"].is_object().then_some(()))
    })?;
    taken_over(session)
}

/// Everything is in force once marks are shown, and belongs together.
fn taken_over(session: &Session) -> Result<()> {
    ask(session, &json!({"setMarks": true}))?;
    open(session, "page.example", PAGE)?;
    assert_eq!(marked(session)?, MARKED);
    Kept::read(session).map(drop)
}

/// Stores what a layout did, while nobody runs. Its list is due by now, and its server is not there.
pub fn store(session: &Session, layout: &str) -> Result<()> {
    session.stop_background()?;
    session.proxy().forget("server.example");
    run(session, &format!("const former = {layout};\n{FORMER}\nopen.close();"), &[]).map(drop)
}

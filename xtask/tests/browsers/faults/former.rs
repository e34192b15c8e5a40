//! What version 1 stored is taken over: it kept of each list the bytes as they were read, and the settings beside the
//! database.

use anyhow::{Result, ensure};
use serde_json::json;
use xtask::browser::{Session, wait};
use xtask::running::ask;

use super::kept::{Kept, run};
use crate::browsers::fixture::{Trials, marked, open, visible};

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("faults_of_an_upgrade", upgrade);
    trials.add("faults_of_an_upgrade_that_is_held_up", held_up);
}

/// What version 1 stored; `open` is its database, open.
const FORMER: &str = include_str!("former.js");
const PAGE: &str = "<a href='https://csv.example/'>a</a> <a href='https://json.example/'>b</a>
    <a href='https://starred.example/'>c</a>";
const MARKED: [&str; 3] = ["a suspend true", "b silence true", "c suspend true"];

fn upgrade(session: &Session) -> Result<()> {
    make(session)?;
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

/// A page of the former version holds on to the database for a while.
fn held_up(session: &Session) -> Result<()> {
    session.stop_background()?;
    // From its first moment: whoever runs meanwhile would bring it up to date.
    run(session, &format!("{FORMER}\nwindow.holder = open;"), &[])?;
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
pub fn taken_over(session: &Session) -> Result<()> {
    ask(session, &json!({"setMarks": true}))?;
    open(session, "page.example", PAGE)?;
    assert_eq!(marked(session)?, MARKED);
    Kept::read(session).map(drop)
}

/// Stores what version 1 did, while nobody runs.
pub fn make(session: &Session) -> Result<()> {
    session.stop_background()?;
    run(session, &format!("{FORMER}\nopen.close();"), &[]).map(drop)
}

//! What survives: the background being stopped at any time, and the browser being started again.

use anyhow::Result;
use serde_json::json;
use xtask::browser::{Browser, Install, Session, wait};
use xtask::running::{self, ask, card};

use super::fixture::{self, Trials, load, marked, open, wait_for_marks};

const PAGE: &str =
    "<a id=one href='https://threads.net/'>a</a> <a href='https://limited.example/'>b</a>";
const LIST: &str = "threads.net,suspend,false,false,Asks for too much,false\nlimited.example,silence,false,false,,false";
const MARKED: [&str; 2] = ["a suspend true", "b silence true"];

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("lasting_while_the_background_stops", background_stops);
    trials.alone("lasting_over_two_restarts", restarts);
}

fn background_stops(session: &Session) -> Result<()> {
    session.stop_background()?;
    load(session, "List", LIST)?;
    session.stop_background()?;
    open(session, "page.example", PAGE)?;
    session.stop_background()?;
    assert_eq!(marked(session)?, MARKED);
    session.stop_background()?;
    session.in_page(
        "document.body.insertAdjacentHTML('beforeend', '<a href=https://www.threads.net/>c</a>')",
        &[],
    )?;
    wait_for_marks(session, &["a suspend true", "b silence true", "c suspend true"])?;
    session.stop_background()?;
    running::hover_for_card(session, "#one")?;
    assert!(card(session)?.is_some_and(|words| words.contains("Asks for too much")));
    session.hover_nothing()?;
    session.stop_background()?;
    assert_eq!(session.badge()?, "3");
    let popup = session.click_toolbar()?;
    wait("the popup", || Ok(popup.text()?.contains("Asks for too much").then_some(())))?;
    session.stop_background()?;
    popup.close()?;
    ask(session, &json!({"setMarks": {"shown": false}}))?;
    session.stop_background()?;
    let setting = ["a suspend \"setting\"", "b silence \"setting\"", "c suspend \"setting\""];
    wait_for_marks(session, &setting)?;
    session.stop_background()?;
    ask(session, &json!({"removeList": {"id": "file:List"}}))?;
    session.stop_background()?;
    wait_for_marks(session, &[])
}

fn restarts(browser: Browser) -> Result<()> {
    let mut session = fixture::session(browser, "fencepost", Install::Kept)?;
    running::grant_all(&session)?;
    load(&session, "List", LIST)?;
    for _ in 0..2 {
        session.restart()?;
        // The first thing that happens is that a page is opened.
        open(&session, "page.example", PAGE)?;
        assert_eq!(marked(&session)?, MARKED);
        wait("the badge", || Ok((session.badge()? == "2").then_some(())))?;
        let popup = session.click_toolbar()?;
        wait("the popup", || Ok(popup.text()?.contains("Asks for too much").then_some(())))?;
        popup.close()?;
    }
    assert!(session.proxy().attempts().iter().all(|name| name == "page.example"));
    Ok(())
}

//! What survives: the background being stopped at any time, and the browser being started again.

use anyhow::Result;
use serde_json::json;
use xtask::browser::{Browser, Install, Session, wait};
use xtask::running::{self, ALL_SITES, ask, card};

use super::fixture::{
    self, Trials, assert_boxes, boxes, load, marked, open, show, tree, visible, wait_for_marks,
};
use super::panels::{choose_list, filled, look_everywhere, outcome, submit};
use super::servers::{FRIENDS, friends};

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
    session.revoke(&[ALL_SITES])?;
    show(session, "page.example", PAGE)?;
    let (tree_before, boxes_before) = (tree(session, "")?, boxes(session)?);

    // From the welcome page …
    session.proxy().answer(FRIENDS, friends());
    session.allow(&[&format!("https://{FRIENDS}/*")])?;
    session.stop_background()?;
    session.show_own("welcome.html")?;
    filled(session)?;
    session.stop_background()?;
    submit(session, FRIENDS)?;
    assert!(outcome(session, "good")?.contains("2 suspended"));
    session.allow(&[ALL_SITES])?;
    session.stop_background()?;
    look_everywhere(session)?;
    session.stop_background()?;

    // … to a page with marks,
    show(session, "page.example", PAGE)?;
    wait_for_marks(session, &MARKED)?;
    session.stop_background()?;
    session.in_page(
        "document.body.insertAdjacentHTML('beforeend', '<a id=late href=https://www.threads.net/>c</a>')",
        &[],
    )?;
    wait_for_marks(session, &["a suspend true", "b silence true", "c suspend true"])?;
    wait("the badge", || Ok((session.badge()? == "3").then_some(())))?;
    session.stop_background()?;
    running::hover_for_card(session, "#one")?;
    session.hover_nothing()?;
    session.stop_background()?;
    let popup = session.click_toolbar()?;
    wait("the popup", || Ok(visible(&popup.text()?).contains("3 listed places").then_some(())))?;
    session.stop_background()?;
    popup.close()?;

    // … which follow a file, a link, and the switch in the popup,
    session.show_own("options.html")?;
    filled(session)?;
    session.stop_background()?;
    choose_list(session, &fixture::data("blocks.csv"))?;
    outcome(session, "good")?;
    session.stop_background()?;
    open(session, "page.example", PAGE)?;
    session.stop_background()?;
    running::hover_for_card(session, "#one")?;
    assert!(card(session)?.is_some_and(|words| words.contains("blocks.csv")));
    session.hover_nothing()?;
    session.stop_background()?;
    session.in_page("document.links[1].href = 'https://starred.example/'", &[])?;
    wait_for_marks(session, &["a suspend true", "b suspend true"])?;
    session.in_page("document.links[1].href = 'https://limited.example/'", &[])?;
    wait_for_marks(session, &MARKED)?;
    for (shown, expected) in
        [(false, ["a suspend \"setting\"", "b silence \"setting\""]), (true, MARKED)]
    {
        session.stop_background()?;
        let popup = session.click_toolbar()?;
        wait("the popup", || {
            Ok(visible(&popup.text()?).contains("2 listed places").then_some(()))
        })?;
        session.stop_background()?;
        popup.click("[data-part=shown]")?;
        wait("the switch", || {
            let hidden = "return document.querySelector('[data-part=marks-off]').hidden";
            Ok((popup.run(hidden, &[])? == shown).then_some(()))
        })?;
        session.stop_background()?;
        popup.close()?;
        wait_for_marks(session, &expected)?;
    }

    // … and then nothing is left.
    for id in ["file:blocks.csv", &format!("home:{FRIENDS}")] {
        session.stop_background()?;
        ask(session, &json!({"remove": id}))?;
    }
    wait_for_marks(session, &[])?;
    wait("the badge to go", || Ok(session.badge()?.is_empty().then_some(())))?;
    session.stop_background()?;
    assert_eq!(tree(session, "")?, tree_before);
    assert_boxes(session, &boxes_before, "after the lists were removed")
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
    assert_eq!(session.complaints()?, json!([]));
    Ok(())
}

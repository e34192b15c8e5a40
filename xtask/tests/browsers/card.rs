//! The card on a marked link, and the popup under the toolbar button.

use std::time::Duration;

use anyhow::Result;
use serde_json::json;
use xtask::browser::{Session, wait};
use xtask::running::{self, card, card_box};

use super::fixture::{Trials, load, open, tree, visible};

const LIST: &str = "threads.net,suspend,false,false,Asks for too much,false\nlimited.example,silence,false,false,,false";
const PAGE: &str = "<p><a id=one href='https://www.threads.net/'>one</a> <a id=two href='https://limited.example/'>two</a>
    <a href='https://threads.net/'>again</a> <a id=none href='https://harmless.example/'>none</a></p>
    <p style='height: 3000px'>Words</p>";

const TAB: &str = "\u{e004}";
const ESCAPE: &str = "\u{e00c}";

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("card_under_the_pointer", under_the_pointer);
    trials.add("card_with_the_focus", with_the_focus);
    trials.add("card_under_a_finger", under_a_finger);
    trials.add("card_leaves_nothing", leaves_nothing);
    trials.add("card_keeps_off_its_link", keeps_off);
    trials.add("popup_says_why", popup_says_why);
    trials.add("popup_of_a_page_without_listed_links", popup_finds_none);
}

fn under_the_pointer(session: &Session) -> Result<()> {
    load(session, "My list", LIST)?;
    open(session, "page.example", PAGE)?;
    running::hover_for_card(session, "#one")?;
    let words = visible(&card(session)?.unwrap_or_default());
    for part in ["Suspended", "threads.net", "My list", "Asks for too much"] {
        assert!(words.contains(part), "no {part} in {words}");
    }
    session.hover("#none")?;
    gone(session)?;
    session.hover("#two")?;
    wait("the other card", || {
        Ok(card(session)?.is_some_and(|words| words.contains("limited.example")).then_some(()))
    })?;
    session.press(ESCAPE)?;
    gone(session)
}

fn with_the_focus(session: &Session) -> Result<()> {
    load(session, "My list", LIST)?;
    open(session, "page.example", PAGE)?;
    session.press(TAB)?;
    wait("the card", || Ok(card(session)?.map(drop)))?;
    assert_eq!(session.in_page("return document.activeElement.id", &[])?, "one");
    session.press(ESCAPE)?;
    gone(session)?;
    session.press(TAB)?;
    wait("the other card", || {
        Ok(card(session)?.is_some_and(|words| words.contains("limited.example")).then_some(()))
    })?;
    session.press(TAB)?;
    session.press(TAB)?;
    assert_eq!(session.in_page("return document.activeElement.id", &[])?, "none");
    gone(session)
}

/// It stays when the finger that stayed is lifted, until something else is touched; one that taps shows none.
fn under_a_finger(session: &Session) -> Result<()> {
    load(session, "My list", LIST)?;
    open(session, "page.example", PAGE)?;
    // Where links lead is not what this is about.
    let stay = "addEventListener('click', event => { event.preventDefault(); window.clicks = (window.clicks ?? 0) + 1; });
        addEventListener('contextmenu', event => event.preventDefault())";
    session.in_page(stay, &[])?;
    session.touch("#two", Duration::ZERO)?;
    wait(
        "the tap",
        || Ok((session.in_page("return window.clicks ?? 0", &[])? == 1).then_some(())),
    )?;
    session.touch("#one", Duration::from_secs(1))?;
    let words = wait("the card", || card(session))?;
    assert!(words.contains("Asks for too much"), "{words}");
    assert!(card(session)?.is_some());
    session.touch("p:last-of-type", Duration::ZERO)?;
    gone(session)
}

/// In windows of any size, as at 400 % zoom, and wherever in them the link is.
fn keeps_off(session: &Session) -> Result<()> {
    let list = format!("threads.net,suspend,false,false,{},false", "A long reason ".repeat(30));
    load(session, "My list", &list)?;
    let places = ["top: 9px; left: 9px", "top: 45%; left: 40%", "bottom: 9px; right: 9px"];
    let link =
        |place| format!("<a style='position: fixed; {place}' href='https://threads.net/'>one</a>");
    open(session, "page.example", &places.map(link).concat())?;
    for (width, height) in [(1280, 800), (1000, 300), (320, 256)] {
        session.resize(width, height)?;
        for number in 1..=places.len() {
            let link = format!("a:nth-of-type({number})");
            running::hover_for_card(session, &link)?;
            let [left, top, right, bottom] = card_box(session)?;
            let inside =
                left >= 0.0 && top >= 0.0 && right <= width.into() && bottom <= height.into();
            let of_link = session.in_page(
                "const { left, top, right, bottom } = document.querySelector(arguments[0]).getBoundingClientRect();
                 return [left, top, right, bottom]",
                &[json!(link)],
            )?;
            let [l, t, r, b]: [f64; 4] = serde_json::from_value(of_link)?;
            let apart = right <= l || left >= r || bottom <= t || top >= b;
            let card = [left, top, right, bottom];
            assert!(inside && apart, "{width}x{height}, link {:?}: {card:?}", [l, t, r, b]);
            session.hover_nothing()?;
            gone(session)?;
        }
    }
    session.resize_no_more()
}

fn leaves_nothing(session: &Session) -> Result<()> {
    load(session, "My list", LIST)?;
    open(session, "page.example", PAGE)?;
    let before = tree(session, "")?;
    running::hover_for_card(session, "#one")?;
    assert_eq!(tree(session, "")?["text"], before["text"]);
    session.hover_nothing()?;
    gone(session)?;
    assert_eq!(tree(session, "")?, before);

    running::hover_for_card(session, "#two")?;
    session.in_page("two.remove()", &[])?;
    gone(session)
}

fn popup_says_why(session: &Session) -> Result<()> {
    load(session, "My list", LIST)?;
    open(session, "page.example", PAGE)?;
    wait("the badge", || Ok((session.badge()? == "3").then_some(())))?;
    let popup = session.click_toolbar()?;
    let text = wait("the popup to be filled", || {
        let text = visible(&popup.text()?);
        Ok(text.contains("limited.example").then_some(text))
    })?;
    for part in
        ["threads.net", "www.threads.net", "Suspended", "Limited", "My list", "Asks for too much"]
    {
        assert!(text.contains(part), "no {part} in {text}");
    }
    assert!(popup.screenshot()?.starts_with(b"\x89PNG"));

    popup.click("[data-part=shown]")?;
    wait("the marks to go", || {
        let mark = "return getComputedStyle(document.getElementById('one'), '::after').content";
        Ok((session.in_page(mark, &[])? == "none").then_some(()))
    })?;
    popup.close()
}

fn popup_finds_none(session: &Session) -> Result<()> {
    load(session, "My list", LIST)?;
    open(session, "page.example", "<a href='https://harmless.example/'>none</a>")?;
    let popup = session.click_toolbar()?;
    wait("the popup to be filled", || {
        let state = popup.run("return document.body.dataset.state", &[])?;
        Ok((state == "none").then_some(()))
    })?;
    assert!(!popup.text()?.contains("threads.net"));
    popup.close()?;
    assert_eq!(session.badge()?, "");
    Ok(())
}

fn gone(session: &Session) -> Result<()> {
    wait("the card to go", || {
        let children = session.in_page("return document.documentElement.children.length", &[])?;
        Ok((children == 2).then_some(()))
    })
}

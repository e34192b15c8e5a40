//! The ways to a list: a server that is a home or not, one that is served elsewhere, an address, bare names, an open tab.

use anyhow::Result;
use serde_json::json;
use xtask::browser::{Answer, Session, wait};
use xtask::running::ALL_SITES;

use super::fixture::{self, Trials, marked, open, sign_in};
use super::panels::{asked, cards, choose_list, filled, outcome, said, submit};
use super::servers::{FRIENDS, curated, friends, mastodon, silence, split, suspend};

const PAGE: &str = "<a href='https://threads.net/'>a</a> <a href='https://limited.example/'>b</a>";
const MEMBERS: &str = "members.example";

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("adding_a_server_that_is_no_home", no_home);
    trials.add("adding_a_server_that_is_served_elsewhere", served_elsewhere);
    trials.add("adding_a_list_at_an_address", at_an_address);
    trials.add("adding_bare_names", bare_names);
    trials.add("adding_from_an_open_tab", from_a_tab);
    trials.add("adding_can_be_stopped", stopped);
}

fn no_home(session: &Session) -> Result<()> {
    session.proxy().answer(FRIENDS, friends());
    session.show_own("options.html")?;
    filled(session)?;
    session.click("[data-part=server-other]")?;
    submit(session, FRIENDS)?;
    assert!(outcome(session, "good")?.contains("the public list of a Mastodon server"));
    let card = cards(session)?.remove(0);
    for part in [FRIENDS, "Another server’s list", "mastodon 4.5.2", "read just now", "Public"] {
        assert!(card.contains(part), "no {part} in {card}");
    }
    // What another server decided is no decision of the reader's.
    open(session, "page.example", PAGE)?;
    let popup = session.click_toolbar()?;
    wait("the popup", || Ok(popup.text()?.contains("The list “").then_some(())))?;
    popup.close()
}

fn served_elsewhere(session: &Session) -> Result<()> {
    let list = mastodon::open(&[suspend("threads.net")]);
    session.proxy().answer("web.split.example", split::web("split.example", list));
    session.proxy().answer("split.example", split::apex("web.split.example"));
    session.revoke(&[ALL_SITES])?;
    session.allow(&["https://split.example/*"])?;
    session.show_own("welcome.html")?;
    submit(session, "split.example")?;
    let question = asked(session, "add-result")?;
    for part in ["May web.split.example be asked too?", "split.example leads to web.split.example"]
    {
        assert!(question.contains(part), "no {part} in {question}");
    }
    session.allow(&["https://web.split.example/*"])?;
    session.click("[data-part=question-answers] button")?;
    assert!(outcome(session, "good")?.contains("The list of split.example is in force"));
    assert!(cards(session)?[0].contains("served by web.split.example"));
    Ok(())
}

fn at_an_address(session: &Session) -> Result<()> {
    session.proxy().answer("lists.example", curated::host(&[suspend("threads.net")]));
    session.show_own("options.html")?;
    for (typed, expected, text) in [
        ("lists", "bad", "“lists” is not an address"),
        ("https://lists.example/nothing", "bad", "status 404"),
        ("lists.example/blocklist.csv", "good", "It has a column “domain”."),
    ] {
        filled(session)?;
        session.in_page(
            "document.querySelector('[data-part=ways]').open = true;
             document.querySelector('[data-part=add-result]').replaceChildren();
             document.querySelector('[data-part=address]').value = ''",
            &[],
        )?;
        session.click("[data-part=address]")?;
        session.press(typed)?;
        session.click("[data-part=address-form] [type=submit]")?;
        let outcome = outcome(session, expected)?;
        assert!(outcome.contains(text), "no {text} in {outcome}");
    }
    assert!(cards(session)?[0].contains("Subscription"));
    open(session, "page.example", PAGE)?;
    assert_eq!(marked(session)?, ["a suspend true"]);
    Ok(())
}

fn bare_names(session: &Session) -> Result<()> {
    session.show_own("options.html")?;
    filled(session)?;
    choose_list(session, &fixture::data("names.txt"))?;
    let question = asked(session, "add-result")?;
    assert!(question.contains("What do the 2 names in this list mean?"), "{question}");
    // Suspended, limited, allowed.
    session.click("[data-part=question-answers] button:nth-child(2)")?;
    assert!(outcome(session, "good")?.contains("2 limited"));
    open(session, "page.example", PAGE)?;
    assert_eq!(marked(session)?, ["a silence true", "b silence true"]);
    Ok(())
}

/// Whoever does not want to wait for a server any more stops it, with the keyboard, and nothing has changed.
fn stopped(session: &Session) -> Result<()> {
    const SILENT: &str = "silent.example";
    const SPACE: &str = " ";

    let focused = || session.in_page("return document.activeElement.dataset.part", &[]);
    session.proxy().answer(SILENT, |_| Answer::never());
    session.show_own("options.html")?;
    submit(session, SILENT)?;
    let stop = "[data-part=progress-stop]";
    wait("the way to stop it", || {
        let script = "return document.querySelector(arguments[0])?.checkVisibility() ?? false";
        Ok((session.in_page(script, &[json!(stop)])? == true).then_some(()))
    })?;
    session.in_page("document.querySelector(arguments[0]).focus()", &[json!(stop)])?;
    session.press(SPACE)?;
    said(session, "add-result", "Stopped. Nothing has changed.")?;
    assert_eq!(focused()?, "add-result");
    assert_eq!(cards(session)?.len(), 0);

    // A list that is there stays as it was.
    session.proxy().answer(FRIENDS, friends());
    submit(session, FRIENDS)?;
    outcome(session, "good")?;
    session.proxy().answer(FRIENDS, |_| Answer::never());
    session.click("[data-do=refresh]")?;
    said(session, "lists-result", "Asking friends.example for its list…")?;
    session.click("[data-do=stop]")?;
    said(session, "lists-result", "Stopped. Nothing has changed.")?;
    assert_eq!(focused()?, "list-refresh");
    let card = cards(session)?.remove(0);
    assert!(card.contains("read just now") && !card.contains("without success"), "{card}");
    assert!(!card.contains("Stop"), "{card}");
    Ok(())
}

fn from_a_tab(session: &Session) -> Result<()> {
    let list = [suspend("threads.net"), silence("limited.example")];
    session.proxy().answer(MEMBERS, mastodon::members_only(&list));
    session.show_own("options.html")?;
    submit(session, MEMBERS)?;
    assert!(outcome(session, "bad")?.contains("does not show its list to strangers"));
    session.click("[data-part=in-tab-do]")?;
    wait("that no tab is open", || {
        Ok(outcome(session, "bad")?.contains("No tab is open on members.example").then_some(()))
    })?;
    let tab = open_tab(session)?;
    session.click("[data-part=in-tab-do]")?;
    wait("that nobody is signed in", || {
        Ok(outcome(session, "bad")?.contains("Nobody is signed in").then_some(()))
    })?;
    close_tab(session, &tab)?;

    sign_in(session, MEMBERS)?;
    let tab = open_tab(session)?;
    session.show_own("options.html")?;
    submit(session, MEMBERS)?;
    outcome(session, "bad")?;
    session.proxy().clear();
    session.click("[data-part=in-tab-do]")?;
    assert!(outcome(session, "good")?.contains("1 suspended"));
    close_tab(session, &tab)?;
    let card = cards(session)?.remove(0);
    for part in ["Shown to signed-in members only", "Read only when you press the button"] {
        assert!(card.contains(part), "no {part} in {card}");
    }
    open(session, "page.example", PAGE)?;
    assert_eq!(marked(session)?, ["a suspend true", "b silence true"]);
    Ok(())
}

/// Opens the members' server in a tab in the background; its id.
fn open_tab(session: &Session) -> Result<serde_json::Value> {
    let tab = session.in_extension(
        "return (await (globalThis.browser ?? chrome).tabs.create({ url: arguments[0], active: false })).id",
        &[json!(format!("https://{MEMBERS}/"))],
    )?;
    wait("the tab to be loaded", || {
        let script =
            "const { status, url } = await (globalThis.browser ?? chrome).tabs.get(arguments[0]);
             return status === 'complete' && url.startsWith('https:')";
        Ok((session.in_extension(script, std::slice::from_ref(&tab))? == true).then_some(()))
    })?;
    Ok(tab)
}

fn close_tab(session: &Session, tab: &serde_json::Value) -> Result<()> {
    let script = "await (globalThis.browser ?? chrome).tabs.remove(arguments[0])";
    session.in_extension(script, std::slice::from_ref(tab)).map(drop)
}

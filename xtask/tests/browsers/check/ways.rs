//! The ways to the check page, and what people hear who do not see it.

use anyhow::Result;
use serde_json::{Value, json};
use xtask::browser::{Popup, Session, wait};

use super::super::accessible::check_page;
use super::super::fixture::{Trials, load, open, visible};
use super::super::servers::{mastodon, suspend};
use super::page::{HOME, ask, ask_servers, load_home, press, said, wait_for};

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("check_from_the_popup", popup);
    trials.add("check_without_a_home", without_a_home);
    trials.add("check_is_accessible", accessible);
}

fn popup(session: &Session) -> Result<()> {
    load(session, "My list", "threads.net,suspend,false,false,,false")?;
    let links = "<a href='https://www.threads.com/@zoe'>a</a> <a href='https://threads.net/'>b</a>";
    open(session, "theirs.example", links)?;
    let popup = session.click_toolbar()?;
    let row = "a[data-part=check]:not([hidden])";
    wait("the rows", || Ok(attribute(&popup, row, "href")?.is_string().then_some(())))?;
    let label = attribute(&popup, row, "aria-label")?;
    assert!(visible(label.as_str().unwrap_or_default()).starts_with("Check "), "{label}");
    popup.run(
        "document.querySelector('[data-part=ask]').value = ' @zoe@theirs.example';
         document.querySelector('[data-part=ask-form]').requestSubmit()",
        &[],
    )?;
    let query = "const tabs = await (globalThis.browser ?? chrome).tabs.query({});
        return tabs.find(it => it.url?.includes('/check.html?q='))?.id ?? null";
    let tab = wait("the check page", || {
        let tab = session.in_extension(query, &[])?;
        Ok((!tab.is_null()).then_some(tab))
    })?;
    session
        .in_extension("await (globalThis.browser ?? chrome).tabs.remove(arguments[0])", &[tab])?;
    popup.close()?;

    // A page whose address names an account.
    let page = "https://theirs.example/@zoe";
    xtask::running::serve(session.proxy(), page, "<!doctype html><title>Zoe</title>")?;
    session.show(page)?;
    let popup = session.click_toolbar()?;
    let profile = "[data-part=profile]:not([hidden]) a";
    let address = wait("the profile", || {
        let address = attribute(&popup, profile, "href")?;
        Ok(address.is_string().then_some(address))
    })?;
    assert_eq!(address, "check.html?q=%40zoe%40theirs.example");
    popup.close()
}

/// Somebody whose server's list is not loaded names it.
fn without_a_home(session: &Session) -> Result<()> {
    session.proxy().answer("theirs.example", mastodon::open(&[suspend(HOME)]));
    session.proxy().answer(HOME, mastodon::hidden);
    ask(session, "theirs.example")?;
    assert_eq!(said(session, "answer")?, "");
    session.click("[data-part=home-typed]")?;
    session.press(HOME)?;
    session.click("[data-part=ask-form] [type=submit]")?;
    wait_for(session, "offer", "Ask theirs.example")?;
    let shown = ask_servers(session)?;
    assert_eq!(shown.row("Follow them")?.outcome, "no", "{shown:#?}");
    Ok(())
}

fn accessible(session: &Session) -> Result<()> {
    load_home(session, &[suspend("theirs.example").because("Spam")])?;
    session.proxy().answer("theirs.example", mastodon::open(&[suspend(HOME).because("Rude")]));
    session.show_own("check.html")?;
    check_page(session, "the check page before a question")?;
    ask(session, "@zoe@theirs.example")?;
    wait_for(session, "offer", "Ask theirs.example")?;
    check_page(session, "the check page with the offer")?;
    ask_servers(session)?;
    press(session, "copy")?;
    check_page(session, "the check page with the answer")?;
    ask(session, "localhost")?;
    check_page(session, "the check page after a failure")
}

fn attribute(popup: &Popup<'_>, selector: &str, name: &str) -> Result<Value> {
    let script = "return document.querySelector(arguments[0])?.getAttribute(arguments[1]) ?? null";
    popup.run(script, &[json!(selector), json!(name)])
}

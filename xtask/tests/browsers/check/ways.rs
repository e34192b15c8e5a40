//! The ways to the check page, and what people hear who do not see it.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use tempfile::TempDir;
use xtask::browser::{Browser, Install, Popup, Session, wait};
use xtask::running;

use super::super::accessible::check_page;
use super::super::fixture::{self, Trials, load, open, visible, wait_for_marks};
use super::super::servers::{mastodon, suspend};
use super::page::{HOME, ask, ask_servers, load_home, press, said, wait_for, wait_for_subject};

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("check_from_the_popup", popup);
    trials.add("check_from_menu_and_address_bar", menu_and_address_bar);
    trials.alone("check_where_menu_keys_and_address_bar_are_missing", without_them);
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
    assert_eq!(opened(session)?, "@zoe@theirs.example");
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

fn menu_and_address_bar(session: &Session) -> Result<()> {
    const PAGE: &str = "<p><a id=link href='https://theirs.example/@zoe'>Zoe</a></p>
        <p><span id=text>@yan@theirs.example</span></p>";
    fixture::show(session, "page.example", PAGE)?;
    session.choose_in_menu("#link")?;
    assert_eq!(opened(session)?, "https://theirs.example/@zoe");
    session.in_page("getSelection().selectAllChildren(text)", &[])?;
    session.choose_in_menu("#text")?;
    assert_eq!(opened(session)?, "@yan@theirs.example");
    session.type_in_address_bar("zoe@theirs.example")?;
    wait_for_subject(session, "@zoe@theirs.example")
}

/// As in Firefox for Android: all else works.
fn without_them(browser: Browser) -> Result<()> {
    let folder = TempDir::new()?;
    let extension = fixture::altered(browser, folder.path(), |files| {
        let manifest = files.get_mut("manifest.json").context("no manifest.json")?;
        let mut keys: Value = serde_json::from_slice(manifest)?;
        for name in ["commands", "omnibox"] {
            keys.as_object_mut().context("no manifest")?.remove(name);
        }
        keys["permissions"]
            .as_array_mut()
            .context("no permissions")?
            .retain(|it| it != "contextMenus");
        *manifest = keys.to_string().into();
        Ok(())
    })?;
    let session = fixture::session_with(browser, extension, Install::Temporary)?;
    let missing = "const api = globalThis.browser ?? chrome;
        return [api.contextMenus, api.commands, api.omnibox].map(it => it === undefined)";
    assert_eq!(session.in_extension(missing, &[])?, json!([true, true, true]));
    running::grant_all(&session)?;
    load(&session, "My list", "theirs.example,suspend,false,false,,false")?;
    open(&session, "page.example", "<a href='https://theirs.example/'>a</a>")?;
    wait_for_marks(&session, &["a suspend true"])?;
    let popup = session.click_toolbar()?;
    wait("the rows", || Ok(visible(&popup.text()?).contains("theirs.example").then_some(())))?;
    popup.close()?;
    ask(&session, "@zoe@theirs.example")?;
    assert!(said(&session, "own")?.contains("My list"));
    Ok(())
}

/// What the check page asks about that was opened in a tab of its own, which is closed.
fn opened(session: &Session) -> Result<String> {
    let script = "const api = globalThis.browser ?? chrome;
        const tab = (await api.tabs.query({})).find(it => it.url?.includes('/check.html?q='));
        if (!tab) return null;
        await api.tabs.remove(tab.id);
        return new URL(tab.url).searchParams.get('q').trim()";
    wait("the check page", || Ok(session.in_extension(script, &[])?.as_str().map(str::to_owned)))
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

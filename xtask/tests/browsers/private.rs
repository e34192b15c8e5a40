//! Private windows: everything works there, and nothing of them is kept.

use anyhow::Result;
use serde_json::{Value, json};
use xtask::browser::{Browser, Install, Session, wait};
use xtask::running;

use super::check::page::load_home;
use super::fixture::{self, Trials, choose, load};
use super::servers::suspend;

const LIST: &str = "threads.net,suspend,false,false,,false\nhref.li,silence,false,false,,false";
const URL: &str = "https://secret.example/page";
const PAGE: &str = "<!doctype html><title>Page</title><p><a href='https://threads.net/secret'>one</a>
    <a href='https://href.li/?https://secret.harmless.example/'>two</a> and @secret@threads.net</p>";

/// All that is kept, whatever it is.
const KEPT: &str = "
    const api = globalThis.browser ?? chrome;
    const asked = request => new Promise((done, failed) =>
        Object.assign(request, { onsuccess: () => done(request.result), onerror: () => failed(request.error) }));
    const plain = (_, value) => value instanceof Uint8Array ? Array.from(value, it => String.fromCharCode(it)).join('') : value;
    const kept = { local: await api.storage.local.get(), session: await api.storage.session.get() };
    for (const { name } of await indexedDB.databases()) {
        const database = await asked(indexedDB.open(name));
        for (const store of database.objectStoreNames) {
            const open = database.transaction(store).objectStore(store);
            kept[`${name} ${store}`] = [await asked(open.getAllKeys()), await asked(database.transaction(store).objectStore(store).getAll())];
        }
        database.close();
    }
    return JSON.stringify(kept, plain);";

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.alone("private_windows_leave_nothing_behind", nothing_behind);
}

fn nothing_behind(browser: Browser) -> Result<()> {
    let session = fixture::session(browser, "fencepost", Install::Temporary)?;
    session.allow_private()?;
    running::grant_all(&session)?;
    load(&session, "List", LIST)?;
    load_home(&session, &[suspend("threads.net")])?;
    choose(&session, &json!({"strict": true}))?;
    running::serve(session.proxy(), URL, PAGE)?;
    let before = session.in_extension(KEPT, &[])?;

    open_private(&session, URL)?;
    let marked = "await fencepost.present();
        const isHeld = link => fencepost.core.listing(link).held;
        return fencepost.links().map(link => [link.textContent, link.hasAttribute(fencepost.attribute), isHeld(link)])";
    // Chromium shows no page of an extension in a private window, and in another it would be remembered.
    let held = browser == Browser::Firefox;
    wait("the marks", || {
        let marks = session.in_content_of(URL, marked, &[]).unwrap_or_default();
        Ok((marks == json!([["one", true, held], ["two", true, held]])).then_some(()))
    })?;
    let explained = "return (await (globalThis.browser ?? chrome).runtime.sendMessage(
        { explain: { key: 'https://threads.net/secret', card: true } })).explained.explanation.listed";
    assert_eq!(session.in_content_of(URL, explained, &[])?, "threads.net");
    if browser == Browser::Firefox {
        own_pages(&session)?;
    }
    session.close_tab(URL)?;
    let after = session.in_extension(KEPT, &[])?;
    assert_eq!(after, before);
    assert!(!after.as_str().unwrap_or_default().contains("secret"));
    Ok(())
}

/// The extension's own pages, opened in a private window, show what is loaded and chosen.
fn own_pages(session: &Session) -> Result<()> {
    let url = session.own("options.html")?;
    open_private(session, &url)?;
    let state = "return [document.querySelectorAll('[data-id]').length, document.querySelector('[data-part=strict]')?.checked]";
    let mut last = Value::Null;
    let waited = wait("the settings in a private window", || {
        last = session.in_tab(&url, state, &[]).unwrap_or_default();
        Ok((last == json!([2, true])).then_some(()))
    });
    waited.map_err(|error| anyhow::anyhow!("{error:#}: {last}"))?;

    // What the window cannot read is not said to be nothing.
    let search = "document.querySelector('[data-part=search-all]').click()";
    session.in_tab(&url, search, &[])?;
    let said = "return document.querySelector('[data-part=search-said]').textContent";
    wait("why nothing can be searched", || {
        let said = session.in_tab(&url, said, &[])?;
        Ok(said.as_str().unwrap_or_default().contains("ordinary window").then_some(()))
    })?;

    // What servers say to a check is remembered as long as the window is there.
    let check = "return await browser.runtime.sendMessage({ lists: { check:
        { subject: 'secret.example', home: 'home.example', run: 1, allowed: [], refused: [] } } })";
    assert_eq!(session.in_tab(&url, check, &[])?, "checked");
    let kept = || {
        session.in_extension("return Object.keys(await browser.storage.session.get()).length", &[])
    };
    // Whom it contacted and what came of it, each with a note that it is private.
    assert_eq!(kept()?, 4);
    session.close_tab(&url)?;
    session.close_tab(URL)?;
    wait("what was private to be forgotten", || Ok((kept()? == 0).then_some(())))
}

fn open_private(session: &Session, url: &str) -> Result<()> {
    let create = "await (globalThis.browser ?? chrome).windows.create({ incognito: true, url: arguments[0] })";
    session.in_extension(create, &[json!(url)]).map(drop)
}

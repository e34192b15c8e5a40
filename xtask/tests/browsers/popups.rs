//! Every state of the popup, one after the other, as a person comes to it.

use anyhow::{Context, Result, ensure};
use serde_json::json;
use xtask::browser::{Popup, Scheme, Session, wait};
use xtask::running::{self, ALL_SITES, ask};

use super::fixture::{load, open, reset, show};
use super::servers::{akkoma, suspend};

const LIST: &str = "threads.net,suspend,false,false,Asks for too much,false\n\
    a-name-that-is-as-long-as-names-may-be-and-has-no-place-to-break.example,suspend,false,false,,false\n\
    limited.example,silence,false,false,\"Spam, in every thread, from many accounts\",false";
const PAGE: &str = "
    <a href='https://www.threads.net/'>one</a> <a href='https://threads.net/@zoe'>two</a>
    <a href='https://a-name-that-is-as-long-as-names-may-be-and-has-no-place-to-break.example/'>three</a>
    <a href='https://limited.example/'>four</a>";
const CLOSED: &str = "<p hidden><a href='https://limited.example/'>one</a></p>";
/// The page of a server, as far as its signs go.
const SERVER: &str = "<div id=mastodon data-props='{}'></div>";
const HOME: &str = "home.example";

/// Puts the first listed place away.
const MUTE: &str = "document.querySelector('[data-part=mute]:not([hidden])').click();
    while (document.querySelector('[data-part=muted]').hidden) await new Promise(requestAnimationFrame);";
/// Takes that back.
const UNDO: &str = "document.querySelector('[data-part=undo]').click();
    while (!document.querySelector('[data-part=muted]').hidden) await new Promise(requestAnimationFrame);";
/// Has the background answer no more.
const FAIL: &str = "
    (globalThis.browser ?? chrome).runtime.sendMessage = () => Promise.reject(new Error());
    document.querySelector('[data-part=shown]').click();
    while (document.body.dataset.state !== 'failed') await new Promise(requestAnimationFrame);";
/// Has the background take its time.
const HANG: &str = "
    (globalThis.browser ?? chrome).runtime.sendMessage = () => new Promise(() => {});
    document.querySelector('[data-part=retry] button').click();
    while (document.body.dataset.state !== 'loading') await new Promise(requestAnimationFrame);";
/// Goes to a link that cannot be seen.
const SHOW: &str = "document.querySelector('[data-part=show]').click();
    while (document.querySelector('[data-part=not-seen]').hidden) await new Promise(requestAnimationFrame);";

/// Has each state looked at, in each of these schemes; `look` is told its name. Begins with no list, and ends with some.
pub fn every_state(
    session: &Session,
    schemes: &[Scheme],
    look: impl Fn(&Popup<'_>, &str) -> Result<()>,
) -> Result<()> {
    let at = |state: &str, name: &str| once_it_is(session, schemes, state, |it| look(it, name));
    let after = |script: &str, name: &str| {
        once_it_is(session, schemes, "found", |popup| {
            popup.run(script, &[]).with_context(|| format!("coming to {name}"))?;
            look(popup, name)
        })
    };

    reset(session)?;
    show(session, "page.example", PAGE)?;
    at("no-list", "no list")?;
    load(session, "My list", LIST)?;
    open(session, "page.example", PAGE)?;
    at("found", "something found")?;
    once_it_is(session, schemes, "found", |popup| {
        popup.run(MUTE, &[])?;
        look(popup, "a place put away")?;
        popup.run(UNDO, &[]).map(drop)
    })?;
    ask(session, &json!({"setMarks": false}))?;
    at("found", "marks switched off")?;
    ask(session, &json!({"setMarks": true}))?;
    once_it_is(session, schemes, "found", |popup| {
        popup.run(FAIL, &[])?;
        look(popup, "no answer")?;
        popup.run(HANG, &[])?;
        look(popup, "waiting for an answer")
    })?;
    ask(session, &json!({"setMarks": true}))?;
    for scheme in schemes {
        let trapped = "await (globalThis.browser ?? chrome).storage.session.set({ trapped: true })";
        session.in_extension(trapped, &[])?;
        let name = "the extension was started again";
        once_it_is(session, &[*scheme], "found", |it| look(it, name))?;
    }
    open(session, "page.example", CLOSED)?;
    after(SHOW, "a link that cannot be seen")?;
    session.revoke(&[ALL_SITES])?;
    show(session, "page.example", PAGE)?;
    at("found", "no permission")?;
    running::grant_all(session)?;

    open(session, "page.example", "<p>No links")?;
    at("none", "nothing found")?;
    open(session, "other.example", SERVER)?;
    at("none", "a server that is no home")?;
    open(session, "limited.example", "<p>No links")?;
    at("none", "a limited site")?;
    open(session, "threads.net", "<p>No links")?;
    at("none", "a suspended site")?;
    session.proxy().answer(HOME, akkoma::withholding(&[suspend("worse.example")]));
    let home = json!({"addServer": {"server": HOME, "home": true, "allowed": []}});
    let answer = ask(session, &home)?;
    ensure!(answer["loaded"].is_object(), "{answer}");
    open(session, "page.example", "<p>No links")?;
    at("none", "a home that withholds entries")?;
    session.show_own("welcome.html")?;
    at("restricted", "a page of the browser")
}

/// Opens the real popup on the shown page in each of these schemes, and has it looked at once it has come to this state.
pub fn once_it_is(
    session: &Session,
    schemes: &[Scheme],
    state: &str,
    look: impl Fn(&Popup<'_>) -> Result<()>,
) -> Result<()> {
    for scheme in schemes {
        session.prefer(*scheme)?;
        let popup = session.click_toolbar()?;
        wait(&format!("the popup to be {state}"), || {
            let now = popup.run("return document.body.dataset.state", &[])?;
            Ok((now == state).then_some(()))
        })?;
        let dark = popup.run("return matchMedia('(prefers-color-scheme: dark)').matches", &[])?;
        assert_eq!(dark, *scheme == Scheme::Dark);
        look(&popup)?;
        popup.close()?;
    }
    session.prefer(Scheme::Light)
}

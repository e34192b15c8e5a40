//! What the pictures show. All names but those of a shipped brand are made up.

mod world;

use anyhow::Result;
use serde_json::json;

use self::world::{ELSEWHERE, LISTED, NOTHING, PAGE};
use super::Camera;
use crate::running::{self, ALL_SITES};

/// Everything, in English.
pub fn play(camera: &Camera) -> Result<()> {
    world::serve(camera);
    before_any_list(camera)?;
    running::grant_all(&camera.session)?;
    world::load(camera)?;
    welcome(camera)?;
    settings(camera)?;
    own_pages(camera)?;
    article(camera)?;
    pages_themselves(camera)?;
    failures(camera)
}

/// What shows that sides are exchanged.
pub fn play_in_short(camera: &Camera) -> Result<()> {
    world::serve(camera);
    running::grant_all(&camera.session)?;
    world::load(camera)?;
    camera.open_own("welcome.html")?;
    camera.page("welcome-done")?;
    settings(camera)?;
    article(camera)
}

/// What a brand says of the platform that it is about.
pub fn play_of_a_brand(camera: &Camera) -> Result<()> {
    let session = &camera.session;
    running::grant_all(session)?;
    camera.open_own("welcome.html")?;
    camera.page("welcome")?;
    world::serve_for_a_brand(camera);
    session.show(PAGE)?;
    running::settled(session)?;
    camera.card("a[href*=threads]")?;
    camera.popup("found", "found")?;
    let read = "const post = document.querySelector('[data-part=post]');
        post.open = true;
        post.closest('.announcement').scrollIntoView()";
    camera.popup_during("post", "found", [read, ""])
}

fn before_any_list(camera: &Camera) -> Result<()> {
    camera.open_own("welcome.html")?;
    camera.page("welcome-begin")?;
    camera.open_own("options.html")?;
    camera.page("settings-empty")?;
    camera.session.show(PAGE)?;
    camera.popup("no-list", "no-list")
}

fn welcome(camera: &Camera) -> Result<()> {
    let session = &camera.session;
    camera.open_own("welcome.html")?;
    session.in_page("document.querySelector('.example').focus()", &[])?;
    camera.page("welcome-done")?;
    session.click("[data-part=server]")?;
    session.press("nobody.example")?;
    session.click("[data-part=server-form] [type=submit]")?;
    camera.there("[data-outcome=bad]")?;
    camera.page("welcome-failed")
}

/// The settings with something found.
fn settings(camera: &Camera) -> Result<()> {
    camera.open_own("options.html")?;
    let search = "const field = document.querySelector('[data-part=search-field]');
        field.value = 'spam';
        field.dispatchEvent(new Event('input'));";
    camera.session.in_page(search, &[])?;
    camera.there("[data-part=search-table] [role=row]")?;
    camera.session.in_page(
        "document.querySelector('[data-part=search-table] [role=row]').click();
         for (const it of document.querySelectorAll('[data-part=list-changes]')) it.open = true;",
        &[],
    )?;
    camera.there("[data-part=search-entry]")?;
    camera.page("settings")
}

fn own_pages(camera: &Camera) -> Result<()> {
    camera.popup("restricted", "restricted")?;
    world::contacts(camera)?;
    camera.open_own("privacy.html")?;
    camera.page("privacy")?;
    camera.open_own("check.html?q=@anna@loud.example")?;
    camera.there("[data-part=looked]")?;
    camera.page("check")?;
    camera.open_own("compare.html")?;
    camera.page("compare")?;
    camera.open_own(&format!("strict.html#{}", LISTED[0]))?;
    camera.page("strict")
}

/// A page with marks.
fn article(camera: &Camera) -> Result<()> {
    let session = &camera.session;
    session.show(PAGE)?;
    running::settled(session)?;
    camera.card("a[href*=loud]")?;
    camera.popup("found", "found")?;
    let mute = "document.querySelector('[data-part=mute]:not([hidden])').click();
        while (document.querySelector('[data-part=muted]').hidden) await new Promise(requestAnimationFrame);";
    let undo = "document.querySelector('[data-part=undo]').click();
        while (!document.querySelector('[data-part=muted]').hidden) await new Promise(requestAnimationFrame);";
    camera.popup_during("muted", "found", [mute, undo])?;
    camera.ask(&json!({"setMarks": false}))?;
    camera.popup("marks-off", "found")?;
    camera.ask(&json!({"setMarks": true})).map(drop)
}

/// What a popup says first of the page itself.
fn pages_themselves(camera: &Camera) -> Result<()> {
    for (name, address, state) in [
        ("none", NOTHING, "none"),
        ("use-server", ELSEWHERE, "none"),
        ("listed", LISTED[0], "none"),
        ("profile", LISTED[1], "none"),
    ] {
        camera.session.show(address)?;
        running::settled(&camera.session)?;
        camera.popup(name, state)?;
    }
    Ok(())
}

fn failures(camera: &Camera) -> Result<()> {
    camera.open_own("options.html")?;
    let trap =
        "dispatchEvent(new ErrorEvent('error', { error: new window.WebAssembly.RuntimeError() }))";
    camera.session.in_page(trap, &[])?;
    camera.there("main[role=alert]")?;
    camera.page("trapped")?;
    camera.session.show(PAGE)?;
    let fail =
        "(globalThis.browser ?? chrome).runtime.sendMessage = () => Promise.reject(new Error());
        document.querySelector('[data-part=shown]').click();
        while (document.body.dataset.state !== 'failed') await new Promise(requestAnimationFrame);";
    camera.popup_during("failed", "found", [fail, ""])?;
    camera.session.revoke(&[ALL_SITES])?;
    camera.session.show(PAGE)?;
    camera.popup("on-click", "found")
}

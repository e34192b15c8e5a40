//! The harness itself, shown with a small extension that only the harness has.

use anyhow::Result;
use serde_json::json;
use xtask::browser::{Answer, Browser, Install, Scheme, Session, wait};

use super::fixture::{self, Trials};

const PAGE: &str = "<!doctype html><title>Page</title><p id=p>Words</p>
    <button onclick='this.textContent = event.isTrusted'>Press</button>";

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.alone("harness_reaches_every_part", reaches_every_part);
    trials.alone("harness_restarts", restarts);
}

fn reaches_every_part(browser: Browser) -> Result<()> {
    let session = fixture::session_with(browser, fixture::data("probe"), Install::Temporary)?;
    session.proxy().answer("www.facebook.com", |_| Answer::html(PAGE));

    session.show("https://www.facebook.com/page")?;
    assert_eq!(marked(&session)?, json!(null));
    session.grant(&["*://*/*"])?;
    registered(&session, 1)?;
    session.show("https://www.facebook.com/page?again")?;
    wait("the content script", || Ok((marked(&session)? == "here").then_some(())))?;
    assert_eq!(
        session.in_content("return globalThis.probe + arguments[0]", &[json!(1)])?,
        "isolated1"
    );
    assert_eq!(session.badge()?, "1");

    session.click("button")?;
    assert_eq!(
        session.in_page("return document.querySelector('button').textContent", &[])?,
        "true"
    );
    session.prefer(Scheme::Dark)?;
    // A page hears of it a moment later.
    let is_dark = |expected: bool| {
        let dark = "return matchMedia('(prefers-color-scheme: dark)').matches";
        wait("the scheme", || Ok((session.in_page(dark, &[])? == expected).then_some(())))
    };
    is_dark(true)?;

    let popup = session.click_toolbar()?;
    assert_eq!(popup.text()?.trim(), "Popup of the probe\n\nPress");
    popup.click("button")?;
    assert_eq!(popup.text()?.lines().next(), Some("Pressed"));
    assert!(popup.screenshot()?.starts_with(b"\x89PNG"));
    popup.close()?;
    assert!(session.screenshot()?.starts_with(b"\x89PNG"));
    session.prefer(Scheme::Light)?;
    is_dark(false)?;

    let before = started(&session)?;
    assert_eq!(started(&session)?, before);
    session.stop_background()?;
    assert_ne!(started(&session)?, before);

    let fetched =
        "return await (globalThis.browser ?? chrome).runtime.sendMessage({ fetch: arguments[0] })";
    session.proxy().answer("threads.net", |request| Answer::json(format!("{:?}", request.path)));
    assert_eq!(session.in_extension(fetched, &[json!("https://threads.net/x")])?, "\"/x\"");
    let refused = session.in_extension(fetched, &[json!("https://x.com/")])?;
    assert!(refused.as_str().is_some_and(|text| text.contains("TypeError")), "{refused}");

    session.in_page(
        "return document.title = await fetch('https://nowhere.example/').catch(String)",
        &[],
    )?;
    let mut attempts = session.proxy().attempts();
    attempts.sort();
    attempts.dedup();
    assert_eq!(attempts, ["nowhere.example", "threads.net", "www.facebook.com", "x.com"]);

    session.revoke(&["*://*/*"])?;
    registered(&session, 0)?;
    session.show("https://www.facebook.com/page")?;
    assert_eq!(marked(&session)?, json!(null));
    Ok(())
}

fn restarts(browser: Browser) -> Result<()> {
    let mut session = fixture::session_with(browser, fixture::data("probe"), Install::Kept)?;
    session.proxy().answer("threads.net", |_| Answer::html(PAGE));
    session.grant(&["*://*/*"])?;
    registered(&session, 1)?;
    for _ in 0..2 {
        session.restart()?;
        session.show("https://threads.net/")?;
        wait("the content script", || Ok((marked(&session)? == "here").then_some(())))?;
        assert_eq!(session.in_content("return globalThis.probe", &[])?, "isolated");
    }
    assert!(session.proxy().attempts().iter().all(|name| name == "threads.net"));
    Ok(())
}

fn marked(session: &Session) -> Result<serde_json::Value> {
    session.in_page("return document.documentElement.dataset.probe ?? null", &[])
}

fn registered(session: &Session, count: u32) -> Result<()> {
    wait("the registration", || {
        let script = "return (await (globalThis.browser ?? chrome).storage.local.get()).registered";
        Ok((session.in_extension(script, &[])? == count).then_some(()))
    })
}

fn started(session: &Session) -> Result<serde_json::Value> {
    session.in_extension(
        "return await (globalThis.browser ?? chrome).runtime.sendMessage('started')",
        &[],
    )
}

//! The first minute: what somebody sees who has just installed the extension.

use anyhow::Result;
use serde_json::json;
use xtask::browser::{Browser, Install, wait};

use super::fixture::{self, Trials, visible};
use super::panels::filled;

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.alone("first_run_opens_the_welcome_page", welcomes);
}

fn welcomes(browser: Browser) -> Result<()> {
    let session = fixture::session(browser, "fencepost", Install::Temporary)?;
    wait("the welcome page to be opened", || {
        let tabs = session.in_extension(
            "const tabs = (globalThis.browser ?? chrome).extension.getViews({ type: 'tab' });
             return tabs.map(tab => tab.location.pathname).filter(path => path === '/welcome.html');",
            &[],
        )?;
        Ok((tabs == json!(["/welcome.html"])).then_some(()))
    })?;
    session.show_own("welcome.html")?;
    filled(&session)?;
    let text = session.in_page("return document.body.innerText", &[])?;
    let text = visible(text.as_str().unwrap_or_default());
    assert!(text.contains("Welcome to Fencepost") && text.contains("No list is loaded"), "{text}");
    session.click_toolbar()?.close()?;
    assert_eq!(session.proxy().attempts(), [""; 0]);
    Ok(())
}

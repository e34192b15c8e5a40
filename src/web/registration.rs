//! Where the content script runs.
//!
//! It is registered for every site once and for all; a browser runs it only where the person has granted access, and
//! from that moment on. Browsers forget registrations when an extension is updated.

use serde::Deserialize;
use serde_json::json;

use super::error::{Doing, WebError};
use super::webext::{self, plain, settled};

/// The content script's file.
pub const CONTENT_SCRIPT: &str = "content.js";

const ID: &str = "fencepost";
const EVERY_SITE: &str = "*://*/*";

/// Registers the content script, unless it is.
pub async fn register() -> Result<(), WebError> {
    let filter = plain(&json!({ "ids": [ID] }))?;
    let registered =
        settled(webext::registered_content_scripts(&filter), "asking for registered scripts")
            .await?;
    if js_sys::Array::from(&registered).length() > 0 {
        return Ok(());
    }
    let script = json!([{
        "id": ID,
        "js": [CONTENT_SCRIPT],
        "matches": [EVERY_SITE],
        "allFrames": true,
        "matchOriginAsFallback": true,
        "runAt": "document_idle",
    }]);
    settled(webext::register_content_scripts(&plain(&script)?), "registering the content script")
        .await?;
    Ok(())
}

#[derive(Deserialize)]
struct Tab {
    id: Option<i32>,
}

/// Runs the content script in all open pages that may be looked at. It does nothing where it runs already.
pub async fn inject_everywhere() -> Result<(), WebError> {
    // A query by address gives only tabs whose address may be known, which are those that are granted.
    let tabs = settled(
        webext::query_tabs(&plain(&json!({ "url": [EVERY_SITE] }))?),
        "asking for open pages",
    )
    .await?;
    let tabs: Vec<Tab> = serde_wasm_bindgen::from_value(tabs).doing("asking for open pages")?;
    for id in tabs.into_iter().filter_map(|tab| tab.id) {
        // Some refuse (a store, a page that is being closed): those stay as they are.
        let _ = inject(id).await;
    }
    Ok(())
}

/// Runs the content script in one page.
pub async fn inject(tab: i32) -> Result<(), WebError> {
    let injection =
        json!({ "target": { "tabId": tab, "allFrames": true }, "files": [CONTENT_SCRIPT] });
    settled(webext::execute_script(&plain(&injection)?), "running the content script").await?;
    Ok(())
}

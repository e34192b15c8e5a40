//! The welcome page: my server, where to look, done.

use wasm_bindgen::prelude::*;

use super::{adding, dom, lists_panel, offered, panels, sites_panel, text};
use crate::explanation::Value;

/// Fills the welcome page and listens to it.
#[wasm_bindgen]
pub async fn welcome() -> Result<(), JsValue> {
    let Some(report) = panels::open(&["panels.html"]).await? else { return Ok(()) };
    let title = text::say("welcomeTitle", &[Value::Name(text::brand())]);
    dom::document()?.set_title(&title);
    dom::fill(&dom::body()?, "title", &title)?;
    lists_panel::mount(&report)?;
    adding::mount(&report)?;
    offered::mount(&report).await?;
    sites_panel::mount().await
}

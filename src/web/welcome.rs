//! The welcome page: my server, where to look, done.

use wasm_bindgen::prelude::*;

use super::ask::lists;
use super::{dom, lists_panel, panels, sites_panel, text};
use crate::explanation::Value;
use crate::protocol::Request;

/// Fills the welcome page and listens to it.
#[wasm_bindgen]
pub async fn welcome() -> Result<(), JsValue> {
    panels::load().await?;
    let report = lists(&Request::Lists).await;
    dom::start()?;
    let report = match report {
        Ok(report) => report,
        Err(message) => return panels::show_failure(&message),
    };
    let title = text::say("welcomeTitle", &[Value::Name(text::brand())]);
    dom::document()?.set_title(&title);
    dom::fill(&dom::body()?, "title", &title)?;
    lists_panel::mount(&report)?;
    sites_panel::mount().await
}

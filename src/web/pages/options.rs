//! The settings: lists, marks, where to look.

use wasm_bindgen::prelude::*;
use web_sys::HtmlInputElement;

use super::{ask, dom, lists_panel, panels, sites_panel, text};
use crate::protocol::lists::Request;

/// Fills the settings page and listens to it.
#[wasm_bindgen]
pub async fn options() -> Result<(), JsValue> {
    let Some(report) = panels::open().await? else { return Ok(()) };
    let body = dom::body()?;
    dom::document()?.set_title(&format!("{} – {}", text::plain("optionsTitle"), text::brand()));
    lists_panel::mount(&report)?;
    let switch: HtmlInputElement = dom::part(&body, "shown")?;
    switch.set_checked(report.shown);
    dom::listen(&switch.clone(), "change", move |_| dom::run(show_marks(switch.clone())));
    sites_panel::mount().await
}

async fn show_marks(switch: HtmlInputElement) -> Result<(), JsValue> {
    let wanted = switch.checked();
    let words = match ask::changed(&Request::SetMarks(wanted)).await {
        Ok(report) => {
            switch.set_checked(report.shown);
            text::plain(if report.shown { "optionsMarksNowOn" } else { "optionsMarksNowOff" })
        }
        Err(message) => {
            switch.set_checked(!wanted);
            text::text(&message)
        }
    };
    dom::fill(&dom::body()?, "shown-result", &words)
}

//! The settings: lists, the user's own rules, marks, where to look, backup.

use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::*;
use web_sys::HtmlInputElement;

use super::{
    adding, backup_panel, lists_panel, marks_panel, offered, panels, rules_panel, search_panel,
    sites_panel,
};
use super::{ask, dom, text};
use crate::protocol::lists::Request;
use crate::web::webext;

/// Fills the settings page and listens to it.
#[wasm_bindgen]
pub async fn options() -> Result<(), JsValue> {
    let Some(report) = panels::open(&["panels.html", "lists.html"]).await? else { return Ok(()) };
    let body = dom::body()?;
    dom::document()?.set_title(&format!("{} – {}", text::plain("optionsTitle"), text::brand()));
    lists_panel::mount(&report)?;
    search_panel::mount()?;
    adding::mount(&report)?;
    offered::mount(&report).await?;
    backup_panel::mount()?;
    let switch: HtmlInputElement = dom::part(&body, "shown")?;
    switch.set_checked(report.shown);
    dom::listen(&switch.clone(), "change", move |_| dom::run(show_marks(switch.clone())));
    marks_panel::mount().await?;
    rules_panel::mount().await?;
    let told = Closure::<dyn Fn()>::new(|| dom::run(follow()));
    webext::when_told(&told.into_js_value());
    sites_panel::mount().await
}

/// Shows what was chosen elsewhere: in the popup, or in another tab.
async fn follow() -> Result<(), JsValue> {
    if let Ok(report) = ask::lists().await {
        dom::part::<HtmlInputElement>(&dom::body()?, "shown")?.set_checked(report.shown);
    }
    marks_panel::refresh().await
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

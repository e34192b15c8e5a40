//! What the popup offers to choose about marks: none on this site, and nothing of a domain any more.

use wasm_bindgen::JsValue;
use web_sys::{Element, HtmlInputElement};

use super::{ask, dom, text};
use crate::choices::Choice;
use crate::domain::Domain;
use crate::explanation::{Message, Value};
use crate::source::server_name;
use crate::web::parser::BrowserParser;

/// Shows whether marks are drawn on the site of the page; nothing where the page has none.
pub async fn show(body: &Element, site: Option<&Domain>) -> Result<(), JsValue> {
    dom::show(body, "site", site.is_some())?;
    let Some(site) = site else { return Ok(()) };
    let Ok(choices) = ask::choices().await else { return dom::show(body, "site", false) };
    let switch: HtmlInputElement = dom::part(body, "site-shown")?;
    switch.set_checked(!choices.is_plain(site));
    dom::fill(body, "site-name", &text::say("popupSite", &[Value::name(site)]))
}

/// Draws marks on a site, or none any more.
///
/// # Errors
/// A sentence, when that cannot be kept.
pub async fn draw(site: &Domain, drawn: bool) -> Result<(), Message> {
    ask::choose(Choice::Plain(site.clone(), !drawn)).await.map(drop)
}

/// Shows nothing of a domain any more, or shows it again.
///
/// # Errors
/// A sentence, when that cannot be kept.
pub async fn mute(domain: &Domain, muted: bool) -> Result<(), Message> {
    ask::choose(Choice::Muted(domain.clone(), muted)).await.map(drop)
}

/// Says of which domain nothing is shown any more, with a button that takes it back; `None` once that is done.
pub fn offer_undo(body: &Element, domain: Option<&Domain>) -> Result<(), JsValue> {
    dom::show(body, "muted", domain.is_some())?;
    // What was pressed is gone, so the focus goes to where the next step is.
    let Some(domain) = domain else { return dom::focus(body, "title") };
    dom::fill(body, "muted-text", &text::say("popupMuted", &[Value::name(domain)]))?;
    dom::part::<Element>(body, "undo")?.set_attribute("data-mute", domain.as_str())?;
    dom::focus(body, "undo")
}

/// Has the button `mute` of a row put away this target's domain.
pub fn button(row: &Element, target: &str) -> Result<(), JsValue> {
    let Some(domain) = server_name(target, &BrowserParser) else { return Ok(()) };
    let button: Element = dom::part(row, "mute")?;
    button.set_attribute("data-mute", domain.as_str())?;
    let does = Value::Text(text::plain("popupMute"));
    let named = text::say("actionNamed", &[does, Value::name(&domain)]);
    button.set_attribute("aria-label", &named)?;
    dom::show(row, "mute", true)
}

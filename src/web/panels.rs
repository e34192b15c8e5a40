//! What the welcome page and the settings share.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DomParser, HtmlTemplateElement, SupportedType};

use super::{dom, packaged, text};
use crate::explanation::Message;

/// Brings the shared templates into the page. The file is the extension's own.
pub async fn load() -> Result<(), JsValue> {
    let html = packaged::file("panels.html").await?;
    let parsed = DomParser::new()?.parse_from_string(&html, SupportedType::TextHtml)?;
    let templates = parsed.query_selector_all("template")?;
    let body = dom::body()?;
    for template in (0..templates.length()).filter_map(|at| templates.item(at)) {
        body.append_child(template.unchecked_ref::<HtmlTemplateElement>())?;
    }
    Ok(())
}

/// Says that the page cannot be filled, in place of all that it would show.
pub fn show_failure(message: &Message) -> Result<(), JsValue> {
    let failure = dom::element("p", &text::text(message))?;
    failure.set_attribute("role", "alert")?;
    dom::replace(&dom::part(&dom::body()?, "main")?, &[failure]);
    Ok(())
}

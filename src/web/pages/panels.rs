//! What the welcome page and the settings share.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DomParser, HtmlTemplateElement, SupportedType};

use super::{ask, dom, text};
use crate::explanation::Message;
use crate::protocol::lists::ListsReport;
use crate::web::packaged;

/// Prepares the page. `None` when it cannot be filled, which it then says.
pub async fn open() -> Result<Option<ListsReport>, JsValue> {
    load().await?;
    let report = ask::lists().await;
    dom::start()?;
    match report {
        Ok(report) => Ok(Some(report)),
        Err(message) => show_failure(&message).map(|()| None),
    }
}

/// Brings the shared templates into the page. The file is the extension's own.
async fn load() -> Result<(), JsValue> {
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
fn show_failure(message: &Message) -> Result<(), JsValue> {
    let failure = dom::element("p", &text::text(message))?;
    failure.set_attribute("role", "alert")?;
    dom::replace(&dom::part(&dom::body()?, "main")?, &[failure]);
    Ok(())
}

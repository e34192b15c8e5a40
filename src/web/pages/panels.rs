//! What the welcome page and the settings share.

use wasm_bindgen::JsValue;
use web_sys::{DomParser, SupportedType};

use super::{ask, dom, text};
use crate::explanation::Message;
use crate::protocol::lists::ListsReport;
use crate::web::packaged;

/// Prepares the page with the templates of these files. `None` when it cannot be filled, which it then says.
pub async fn open(files: &[&str]) -> Result<Option<ListsReport>, JsValue> {
    for file in files {
        load(file).await?;
    }
    let report = ask::lists().await;
    dom::start()?;
    match report {
        Ok(report) => Ok(Some(report)),
        Err(message) => show_failure(&message).map(|()| None),
    }
}

/// Brings templates into the page. The file is the extension's own.
async fn load(file: &str) -> Result<(), JsValue> {
    let html = packaged::file(file).await?;
    let parsed = DomParser::new()?.parse_from_string(&html, SupportedType::TextHtml)?;
    let Some(root) = parsed.document_element() else { return Ok(()) };
    let body = dom::body()?;
    for template in dom::all(&root, "template")? {
        body.append_child(&template)?;
    }
    Ok(())
}

/// Says that the page cannot be filled, in place of all that it would show.
fn show_failure(message: &Message) -> Result<(), JsValue> {
    let failure = dom::element("div", "")?;
    let (title, why) =
        (dom::element("p", &text::plain("checkFailed"))?, dom::element("p", &text::text(message))?);
    failure.set_class_name("result");
    title.set_class_name("strong");
    failure.set_attribute("data-outcome", "bad")?;
    failure.set_attribute("role", "alert")?;
    dom::replace(&failure, &[title, why]);
    dom::replace(&dom::part(&dom::body()?, "main")?, &[failure]);
    Ok(())
}

//! Going from the popup to where something is on the page.

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::Element;

use super::{dom, text};
use crate::explanation::Value;
use crate::protocol::Entry;
use crate::web::message::to_browser;
use crate::web::webext;

/// Has the button `show` of a row go to the links to its target in this tab, one after the other.
pub fn button(row: &Element, tab: i32, entry: &Entry) -> Result<(), JsValue> {
    let button: Element = dom::part(row, "show")?;
    let target = entry.explanation.target.clone();
    let does = Value::Text(text::plain("popupShow"));
    let named = text::say("actionNamed", &[does, Value::Name(target.clone())]);
    button.set_attribute("aria-label", &named)?;
    let keys = to_browser(&entry.keys, "naming what to go to")?;
    dom::listen(&button, "click", move |_| dom::run(go(tab, keys.clone(), target.clone())));
    Ok(())
}

/// Goes there, and gets out of the way; says so when it cannot be seen.
async fn go(tab: i32, keys: JsValue, target: String) -> Result<(), JsValue> {
    if JsFuture::from(webext::go(tab, 1, &keys)).await?.is_truthy() {
        return dom::close();
    }
    let body = dom::body()?;
    dom::fill(&body, "not-seen", &text::say("popupNotSeen", &[Value::Name(target)]))?;
    dom::show(&body, "not-seen", true)
}

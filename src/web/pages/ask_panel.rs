//! The ways from the popup to the check page: a field, the profile in the tab, and every row.

use js_sys::encode_uri_component;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlAnchorElement, HtmlInputElement};

use super::{ask, dom, text};
use crate::explanation::Value;
use crate::protocol::check::{Request, Response};
use crate::web::webext;

/// Has the field open the check page.
pub fn mount(body: &Element) -> Result<(), JsValue> {
    let field: HtmlInputElement = dom::part(body, "ask")?;
    dom::listen(&dom::part(body, "ask-form")?, "submit", move |event| {
        event.prevent_default();
        let typed = field.value();
        if !typed.trim().is_empty() {
            let opened = webext::open(&address(&typed));
            dom::run(async move { JsFuture::from(opened).await.map(drop) });
        }
    });
    Ok(())
}

/// Offers to ask about whose profile is open in the tab; whether there is one.
pub async fn show_profile(body: &Element, tab: i32) -> Result<bool, JsValue> {
    // The line is an offer, so nothing is said where it cannot be made.
    let Ok(Response::Profile(Some(profile))) = ask::check(Request::Profile(tab)).await else {
        dom::show(body, "profile", false)?;
        return Ok(false);
    };
    dom::part::<HtmlAnchorElement>(body, "profile-link")?.set_href(&address(&profile));
    dom::fill(body, "profile-link", &text::say("checkProfile", &[Value::name(profile)]))?;
    dom::show(body, "profile", true)?;
    Ok(true)
}

/// Has the link `check` of a row ask about this target.
pub fn link(row: &Element, target: &str) -> Result<(), JsValue> {
    let link: HtmlAnchorElement = dom::part(row, "check")?;
    link.set_href(&address(target));
    link.set_attribute("aria-label", &text::say("checkTarget", &[Value::name(target)]))
}

/// Where the check page asks about a text.
fn address(text: &str) -> String {
    format!("check.html?q={}", String::from(encode_uri_component(text)))
}

//! Which sites the browser lets the extension reach.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::webext;

/// The pattern of every site
/// (<https://developer.mozilla.org/docs/Mozilla/Add-ons/WebExtensions/Match_patterns>).
pub const EVERY_SITE: &str = "*://*/*";

/// The pattern of one server.
pub fn of_server(host: &str) -> String {
    format!("https://{host}/*")
}

/// Asks the person for the sites of these patterns, before it returns: browsers allow that only while a press is being
/// handled. The future tells whether they are given; for those that are given already, nobody is asked.
pub fn request(patterns: &[&str]) -> impl Future<Output = bool> + use<> {
    let asked = origins(patterns).map(|origins| webext::request_permissions(&origins));
    async move { settled(asked).await }
}

/// Gives the sites of this pattern back.
pub async fn withdraw(pattern: &str) -> bool {
    settled(origins(&[pattern]).map(|origins| webext::remove_permissions(&origins))).await
}

/// Whether the sites of this pattern are given.
pub async fn is_given(pattern: &str) -> bool {
    settled(origins(&[pattern]).map(|origins| webext::contains_permissions(&origins))).await
}

fn origins(patterns: &[&str]) -> Result<JsValue, JsValue> {
    let permissions = Object::new();
    let patterns: Array = patterns.iter().map(|pattern| JsValue::from_str(pattern)).collect();
    Reflect::set(&permissions, &"origins".into(), &patterns)?;
    Ok(permissions.into())
}

async fn settled(promise: Result<js_sys::Promise, JsValue>) -> bool {
    let Ok(promise) = promise else { return false };
    JsFuture::from(promise).await.is_ok_and(|answer| answer.is_truthy())
}

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

/// Asks the person for the sites of this pattern, before it returns: browsers allow that only while a press is being
/// handled. The future tells whether they are given.
pub fn request(pattern: &str) -> impl Future<Output = bool> + use<> {
    let asked = origins(pattern).map(|origins| webext::request_permissions(&origins));
    async move { settled(asked).await }
}

/// Gives the sites of this pattern back.
pub async fn withdraw(pattern: &str) -> bool {
    settled(origins(pattern).map(|origins| webext::remove_permissions(&origins))).await
}

/// Whether the sites of this pattern are given.
pub async fn is_given(pattern: &str) -> bool {
    settled(origins(pattern).map(|origins| webext::contains_permissions(&origins))).await
}

fn origins(pattern: &str) -> Result<JsValue, JsValue> {
    let permissions = Object::new();
    Reflect::set(&permissions, &"origins".into(), &Array::of1(&pattern.into()))?;
    Ok(permissions.into())
}

async fn settled(promise: Result<js_sys::Promise, JsValue>) -> bool {
    let Ok(promise) = promise else { return false };
    JsFuture::from(promise).await.is_ok_and(|answer| answer.is_truthy())
}

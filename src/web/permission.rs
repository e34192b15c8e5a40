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

/// The pattern of a chosen site with all below it. No server's has this form, so the two are told apart.
pub fn of_site(name: &str) -> String {
    format!("*://*.{name}/*")
}

/// The patterns of all sites and servers that are given, sorted by the browser, which can.
async fn given() -> Array {
    let all = JsFuture::from(webext::all_permissions()).await.unwrap_or_default();
    Array::from(&Reflect::get(&all, &"origins".into()).unwrap_or_default()).sort()
}

/// Gives every site and server back.
pub async fn withdraw_all() -> bool {
    let all: Vec<_> = given().await.iter().filter_map(|origin| origin.as_string()).collect();
    all.is_empty() || withdraw(&all.iter().map(String::as_str).collect::<Vec<_>>()).await
}

/// The names of the chosen sites, in the order of the alphabet.
pub async fn sites() -> Vec<String> {
    let name = |origin: JsValue| {
        let origin = origin.as_string()?;
        Some(origin.strip_prefix("*://*.")?.strip_suffix("/*")?.to_owned())
    };
    given().await.iter().filter_map(name).collect()
}

/// Asks the person for the sites of these patterns, before it returns: browsers allow that only while a press is being
/// handled. The future tells whether they are given; for those that are given already, nobody is asked.
pub fn request(patterns: &[&str]) -> impl Future<Output = bool> + use<> {
    let asked = origins(patterns).map(|origins| webext::request_permissions(&origins));
    async move { settled(asked).await }
}

/// Gives the sites of these patterns back.
pub async fn withdraw(patterns: &[&str]) -> bool {
    settled(origins(patterns).map(|origins| webext::remove_permissions(&origins))).await
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

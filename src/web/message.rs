//! Values of Rust as values of JavaScript and back, by way of JSON: all that crosses is data, and it crosses in one
//! piece.

use js_sys::{JSON, JsString};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};

use super::error::{Doing, WebError};

/// A plain JavaScript value, as messages are made of. `doing` names what that is for, as in `keeping a report`.
pub fn to_browser(value: &impl Serialize, doing: &'static str) -> Result<JsValue, WebError> {
    JSON::parse(&serde_json::to_string(value).doing(doing)?).doing(doing)
}

/// The longest message that is read of anybody but our own pages, in characters: a content script asks about 2,000 keys
/// at once, none longer than 4,096.
const LONGEST: u32 = 16 << 20;

/// As [`from_browser`], of whoever may send anything: what is too long never gets into the core.
pub fn from_stranger<T: DeserializeOwned>(
    value: &JsValue,
    doing: &'static str,
) -> Result<T, WebError> {
    let text: JsValue = JSON::stringify(value).doing(doing)?.into();
    match text.dyn_ref::<JsString>() {
        Some(text) if text.length() > LONGEST => Err(WebError::TooLong { doing }),
        text => serde_json::from_str(&text.map(String::from).unwrap_or_default()).doing(doing),
    }
}

/// Reads a plain JavaScript value. What JSON does not know (`undefined`, a function) is refused like any other shape.
pub fn from_browser<T: DeserializeOwned>(
    value: &JsValue,
    doing: &'static str,
) -> Result<T, WebError> {
    let text = JSON::stringify(value).doing(doing)?.as_string().unwrap_or_default();
    serde_json::from_str(&text).doing(doing)
}

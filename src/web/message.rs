//! Values of Rust as values of JavaScript and back, by way of JSON: all that crosses is data, and it crosses in one
//! piece. Only the question about a page's links, which is by far the longest, is read as it is.

use js_sys::{JSON, JsString, Reflect};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

use super::error::{Doing, WebError};
use crate::protocol::Request;

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

/// Reads [`Request::Judge`] field by field, since nearly all of it is one text, which JSON would have written and read
/// once more; `None` for every other message, and for one that is too long.
pub fn judge_request(message: &JsValue) -> Option<Request> {
    let judge = field(message, "judge")?;
    let text = |name| {
        let text: JsString = field(&judge, name)?.dyn_into().ok()?;
        let is_short = text.length() <= LONGEST;
        is_short.then(|| String::from_utf8(TextEncoder::new().encode(&text)).ok())?
    };
    let attribute = match field(&judge, "attribute")?.is_null() {
        true => None,
        false => Some(text("attribute")?),
    };
    Some(Request::Judge { keys: text("keys")?, attribute })
}

#[wasm_bindgen]
extern "C" {
    /// Encodes a text in one go, where a `String` is made letter by letter:
    /// <https://encoding.spec.whatwg.org/#interface-textencoder>.
    type TextEncoder;

    #[wasm_bindgen(constructor)]
    fn new() -> TextEncoder;

    #[wasm_bindgen(method)]
    fn encode(this: &TextEncoder, text: &JsString) -> Vec<u8>;
}

/// A property of an object.
pub fn field(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok()
}

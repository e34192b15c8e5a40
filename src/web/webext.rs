//! The parts of the WebExtensions API that the core calls.
//!
//! Chromium has no `browser`; every script that loads the core first sets `globalThis.browser ??= globalThis.chrome`.
//! The functions are those of <https://developer.mozilla.org/docs/Mozilla/Add-ons/WebExtensions/API>.

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Sends a message to the background; resolves with its answer.
    #[wasm_bindgen(js_namespace = ["browser", "runtime"], js_name = sendMessage)]
    pub fn send_message(message: &JsValue) -> Promise;

    /// The manifest, as an object.
    #[wasm_bindgen(js_namespace = ["browser", "runtime"], js_name = getManifest)]
    pub fn manifest() -> JsValue;

    /// The message of `_locales` with this key; empty when there is none.
    #[wasm_bindgen(js_namespace = ["browser", "i18n"], js_name = getMessage)]
    pub fn message(key: &str, values: &Array) -> String;

    /// The language of the browser, as `en-GB`.
    #[wasm_bindgen(js_namespace = ["browser", "i18n"], js_name = getUILanguage)]
    pub fn ui_language() -> String;

    /// Asks the person for permissions; only while a press of theirs is being handled. Resolves with a boolean.
    #[wasm_bindgen(js_namespace = ["browser", "permissions"], js_name = request)]
    pub fn request_permissions(permissions: &JsValue) -> Promise;

    /// Gives permissions back. Resolves with a boolean.
    #[wasm_bindgen(js_namespace = ["browser", "permissions"], js_name = remove)]
    pub fn remove_permissions(permissions: &JsValue) -> Promise;

    /// Whether these permissions are given. Resolves with a boolean.
    #[wasm_bindgen(js_namespace = ["browser", "permissions"], js_name = contains)]
    pub fn contains_permissions(permissions: &JsValue) -> Promise;

    /// The tabs that fit. Resolves with an array of `Tab`.
    #[wasm_bindgen(js_namespace = ["browser", "tabs"], js_name = query)]
    pub fn query_tabs(query: &JsValue) -> Promise;
}

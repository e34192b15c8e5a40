//! The parts of the WebExtensions API that are called, under the one name that `extension/bridge.js` gives them.
//!
//! The functions are those of <https://developer.mozilla.org/docs/Mozilla/Add-ons/WebExtensions/API>.
//! Each that answers later gives a [`Promise`], so that it is called at once: a permission can be asked for only while
//! a press is being handled.

use js_sys::{Array, Promise};
use serde::Serialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::error::{Doing, WebError};

/// Waits for an answer of the browser.
pub async fn settled(promise: Promise, doing: &'static str) -> Result<JsValue, WebError> {
    JsFuture::from(promise).await.doing(doing)
}

/// A plain JavaScript value, as the browser's functions and messages take it.
pub fn plain(value: &impl Serialize) -> Result<JsValue, WebError> {
    value
        .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
        .doing("handing a value to the browser")
}

#[wasm_bindgen]
extern "C" {
    /// The message of `_locales` with this key; empty when there is none.
    #[wasm_bindgen(js_namespace = ["browser", "i18n"], js_name = getMessage)]
    pub fn message(key: &str, values: &Array) -> String;

    /// The manifest, as an object.
    #[wasm_bindgen(js_namespace = ["browser", "runtime"], js_name = getManifest)]
    pub fn manifest() -> JsValue;

    /// The address of a file of the extension.
    #[wasm_bindgen(js_namespace = ["browser", "runtime"], js_name = getURL)]
    pub fn own_address(path: &str) -> String;

    /// Sends a message to the background; resolves with its answer.
    #[wasm_bindgen(js_namespace = ["browser", "runtime"], js_name = sendMessage)]
    pub fn send_message(message: &JsValue) -> Promise;

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

    /// One tab. Resolves with a `Tab`; its address is there only with a permission for it.
    #[wasm_bindgen(js_namespace = ["browser", "tabs"], js_name = get)]
    pub fn tab(id: i32) -> Promise;

    /// Opens a tab.
    #[wasm_bindgen(js_namespace = ["browser", "tabs"], js_name = create)]
    pub fn create_tab(properties: &JsValue) -> Promise;

    /// Small values that are kept. Resolves with an object.
    #[wasm_bindgen(js_namespace = ["browser", "storage", "local"], js_name = get)]
    pub fn kept(keys: &JsValue) -> Promise;

    /// Keeps small values; content scripts are told.
    #[wasm_bindgen(js_namespace = ["browser", "storage", "local"], js_name = set)]
    pub fn keep(values: &JsValue) -> Promise;

    /// Puts a style sheet into frames.
    #[wasm_bindgen(js_namespace = ["browser", "scripting"], js_name = insertCSS)]
    pub fn insert_css(injection: &JsValue) -> Promise;

    /// Runs a script in frames.
    #[wasm_bindgen(js_namespace = ["browser", "scripting"], js_name = executeScript)]
    pub fn execute_script(injection: &JsValue) -> Promise;

    /// The content scripts that are registered. Resolves with an array.
    #[wasm_bindgen(js_namespace = ["browser", "scripting"], js_name = getRegisteredContentScripts)]
    pub fn registered_content_scripts(filter: &JsValue) -> Promise;

    /// Registers content scripts.
    #[wasm_bindgen(js_namespace = ["browser", "scripting"], js_name = registerContentScripts)]
    pub fn register_content_scripts(scripts: &JsValue) -> Promise;

    /// Sets the text on the toolbar button.
    #[wasm_bindgen(js_namespace = ["browser", "action"], js_name = setBadgeText)]
    pub fn set_badge_text(details: &JsValue) -> Promise;

    /// Sets the colour behind that text.
    #[wasm_bindgen(js_namespace = ["browser", "action"], js_name = setBadgeBackgroundColor)]
    pub fn set_badge_background_color(details: &JsValue) -> Promise;

    /// Sets the colour of that text.
    #[wasm_bindgen(js_namespace = ["browser", "action"], js_name = setBadgeTextColor)]
    pub fn set_badge_text_color(details: &JsValue) -> Promise;

    /// Sets what the toolbar button is called.
    #[wasm_bindgen(js_namespace = ["browser", "action"], js_name = setTitle)]
    pub fn set_title(details: &JsValue) -> Promise;

    /// The listed keys that links on a page lead to, over all its frames. Resolves with an array of strings.
    #[wasm_bindgen(js_namespace = bridge)]
    pub fn present(tab: i32) -> Promise;
}

//! The browser's API, as far as the core calls it.
//!
//! Pages call the WebExtensions API itself, under the name that `extension/bridge.js` gives it in both browsers:
//! <https://developer.mozilla.org/docs/Mozilla/Add-ons/WebExtensions/API>. The background calls the deeds of
//! `extension/bridge.js`.
//!
//! Each function that answers later gives a [`Promise`], so that it is called at once: a permission can be asked for
//! only while a press is being handled.

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::error::{Doing, WebError};

/// Waits for an answer of the browser.
pub async fn settled(promise: Promise, doing: &'static str) -> Result<JsValue, WebError> {
    JsFuture::from(promise).await.doing(doing)
}

#[wasm_bindgen]
extern "C" {
    /// The message of `_locales` with this key; empty when there is none.
    #[wasm_bindgen(js_namespace = ["browser", "i18n"], js_name = getMessage)]
    pub fn message(key: &str, values: &Array) -> String;

    /// Whether this page is in a private window.
    #[wasm_bindgen(js_namespace = bridge, js_name = isPrivate)]
    pub fn is_private() -> bool;

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

    /// All permissions that are given. Resolves with an object.
    #[wasm_bindgen(js_namespace = ["browser", "permissions"], js_name = getAll)]
    pub fn all_permissions() -> Promise;

    /// The tabs that fit. Resolves with an array of `Tab`.
    #[wasm_bindgen(js_namespace = ["browser", "tabs"], js_name = query)]
    pub fn query_tabs(query: &JsValue) -> Promise;

    /// Registers the content script.
    #[wasm_bindgen(js_namespace = bridge)]
    pub fn register() -> Promise;

    /// Runs the content script in a tab. Rejects where extensions may not look.
    #[wasm_bindgen(js_namespace = bridge)]
    pub fn look(tab: i32) -> Promise;

    /// Runs the content script in every open tab that may be looked at.
    #[wasm_bindgen(js_namespace = bridge, js_name = lookEverywhere)]
    pub fn look_everywhere() -> Promise;

    /// What the frames of a tab lead to. Resolves with a [`Presence`](crate::protocol::Presence).
    #[wasm_bindgen(js_namespace = bridge)]
    pub fn present(tab: i32) -> Promise;

    /// Whether access to the page in a tab lasts. Resolves with a boolean.
    #[wasm_bindgen(js_namespace = bridge, js_name = isGranted)]
    pub fn is_granted(tab: i32) -> Promise;

    /// The address of the page in a tab that may be looked at. Resolves with a string.
    #[wasm_bindgen(js_namespace = bridge)]
    pub fn address(tab: i32) -> Promise;

    /// Whether the page in a tab has an element that fits a selector. Resolves with a boolean.
    #[wasm_bindgen(js_namespace = bridge, js_name = hasElement)]
    pub fn has_element(tab: i32, selector: &str) -> Promise;

    /// Goes on (`1`) or back (`-1`) to a place with one of these keys in a tab. Resolves with whether there is any that
    /// can be seen.
    #[wasm_bindgen(js_namespace = bridge)]
    pub fn go(tab: i32, by: i32, keys: &JsValue) -> Promise;

    /// Puts a style sheet into a frame: of `USER` origin it wins over the page, of `AUTHOR` origin it does not.
    #[wasm_bindgen(js_namespace = bridge)]
    pub fn style(tab: i32, frame: f64, origin: &str, css: &str) -> Promise;

    /// Brings a script into a frame.
    #[wasm_bindgen(js_namespace = bridge)]
    pub fn bring(tab: i32, frame: f64, script: &str) -> Promise;

    /// Opens the page that says why a link is listed: in the tab itself, or in one beside it.
    #[wasm_bindgen(js_namespace = bridge, js_name = holdBack)]
    pub fn hold_back(tab: i32, address: &str, apart: bool, active: bool) -> Promise;

    /// Shows on the toolbar button of a tab how many targets were found, or that the page itself is one.
    #[wasm_bindgen(js_namespace = bridge, js_name = showFound)]
    pub fn show_found(tab: i32, badge: &str, title: &str) -> Promise;

    /// Resolves in a moment.
    #[wasm_bindgen(js_namespace = bridge)]
    pub fn moment() -> Promise;

    /// Has the judge take over what was changed.
    #[wasm_bindgen(js_namespace = bridge)]
    pub fn reload() -> Promise;

    /// Has a server's own page in an open tab ask that server. Resolves with an object, or `null` when no tab is open
    /// there.
    #[wasm_bindgen(js_namespace = bridge, js_name = readInTab)]
    pub fn read_in_tab(host: &str, path: &str, checked: &str, limit: f64) -> Promise;

    /// Wakes the keeper at a time; never, when there is none.
    #[wasm_bindgen(js_namespace = bridge, js_name = wakeAt)]
    pub fn wake_at(time: Option<f64>) -> Promise;

    /// Has the browser save a text as a file. Only in a page.
    #[wasm_bindgen(js_namespace = bridge)]
    pub fn save(name: &str, text: &str);

    /// Tells open pages that what is known of the lists has changed.
    #[wasm_bindgen(js_namespace = bridge)]
    pub fn announce();

    /// Has this called whenever that was told.
    #[wasm_bindgen(js_namespace = bridge, js_name = whenAnnounced)]
    pub fn when_announced(then: &JsValue);

    /// Has this called whenever pages are told of a change.
    #[wasm_bindgen(js_namespace = bridge, js_name = whenTold)]
    pub fn when_told(then: &JsValue);

    /// Opens one of the extension's own pages, by its path, in a new tab.
    #[wasm_bindgen(js_namespace = bridge)]
    pub fn open(path: &str) -> Promise;

    /// Opens the welcome page.
    #[wasm_bindgen(js_namespace = bridge)]
    pub fn welcome() -> Promise;

    /// Remembers the change that is being written, to be taken back when the core traps.
    #[wasm_bindgen(js_namespace = bridge)]
    pub fn writing(transaction: &web_sys::IdbTransaction);

    /// Whether the core trapped since this was last asked. Resolves with a boolean.
    #[wasm_bindgen(js_namespace = bridge, js_name = didTrap)]
    pub fn did_trap() -> Promise;

    /// A small value that is kept; `undefined` when there is none.
    #[wasm_bindgen(js_namespace = bridge)]
    pub fn kept(key: &str) -> Promise;

    /// Keeps a small value; content scripts are told.
    #[wasm_bindgen(js_namespace = bridge)]
    pub fn keep(key: &str, value: &JsValue) -> Promise;

    /// Keeps a small value no longer.
    #[wasm_bindgen(js_namespace = bridge)]
    pub fn forget(key: &str) -> Promise;

    /// What is remembered until the browser is closed; `undefined` when there is nothing.
    #[wasm_bindgen(js_namespace = bridge)]
    pub fn recall(key: &str) -> Promise;

    /// Remembers that a host was contacted at this moment, as [`remember`] does.
    #[wasm_bindgen(js_namespace = bridge, js_name = noteContact)]
    pub fn note_contact(host: &str, at: f64, is_private: bool) -> Promise;

    /// Which hosts were contacted and when, the latest first. Resolves with an array of pairs.
    #[wasm_bindgen(js_namespace = bridge)]
    pub fn contacts() -> Promise;

    /// Remembers something until the browser is closed; what is private, until the last private window is.
    #[wasm_bindgen(js_namespace = bridge)]
    pub fn remember(key: &str, value: &JsValue, is_private: bool) -> Promise;

    /// Forgets all that is remembered until the browser is closed.
    #[wasm_bindgen(js_namespace = bridge, js_name = forgetSession)]
    pub fn forget_session() -> Promise;

    /// `fetch` of whatever this runs in, page or worker. Resolves with a [`Response`](web_sys::Response).
    #[wasm_bindgen(js_name = fetch)]
    pub fn send(address: &str, options: &web_sys::RequestInit) -> Promise;
}

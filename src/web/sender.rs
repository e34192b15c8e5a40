//! Who sent a message.

use wasm_bindgen::JsValue;

use super::message::field;
use super::webext::own_address;

/// Who sent a message:
/// <https://developer.mozilla.org/docs/Mozilla/Add-ons/WebExtensions/API/runtime/MessageSender>.
pub struct Sender {
    /// Whether it is in a private window.
    pub is_private: bool,
    /// One of the extension's own pages; everything else is a content script on somebody's page.
    pub is_own_page: bool,
    /// Where it is, when it is in a tab.
    pub frame: Option<Frame>,
}

/// A frame of a page.
pub struct Frame {
    /// The tab's id.
    pub tab: i32,
    /// The frame's id; 0 is the page itself. Firefox has ids that no 32 bits hold.
    pub frame: f64,
    /// The address of the page itself, where extensions may know it.
    pub page: Option<String>,
    /// Whether pages of the extension can be opened in its window: Chromium has none in private windows, and would open
    /// them in another, which is not private
    /// (<https://developer.chrome.com/docs/extensions/reference/manifest/incognito>).
    pub takes_own_pages: bool,
}

impl Sender {
    /// Reads what the browser says of a sender.
    pub fn read(sender: &JsValue) -> Sender {
        let url = field(sender, "url").and_then(|url| url.as_string());
        // The origin is the browser's own word, where the address may be that of the process that sent it.
        let origin = field(sender, "origin").and_then(|origin| origin.as_string());
        let has_own_origin = origin.is_none_or(|it| own_address("").trim_end_matches('/') == it);
        let number = |value: JsValue| value.as_f64();
        let tab = field(sender, "tab");
        let page = tab.as_ref().and_then(|tab| field(tab, "url")).and_then(|url| url.as_string());
        let is_private = tab.as_ref().and_then(|tab| field(tab, "incognito"));
        let is_private = is_private.and_then(|it| it.as_bool()).unwrap_or_default();
        let takes_own_pages = !is_private || !own_address("").starts_with("chrome-extension:");
        let tab = tab.and_then(|tab| field(&tab, "id")).and_then(number).map(|id| id as i32);
        let frame = field(sender, "frameId").and_then(number);
        Sender {
            is_private,
            is_own_page: url.is_some_and(|url| url.starts_with(&own_address(""))) && has_own_origin,
            frame: tab.zip(frame).map(|(tab, frame)| Frame { tab, frame, page, takes_own_pages }),
        }
    }
}

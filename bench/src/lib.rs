//! The index as a WebAssembly module, asked as the background is asked by a page: by messages.
#![cfg(target_arch = "wasm32")]

use fencepost::blocklist::Blocklist;
use fencepost::domain::Domain;
use fencepost::index::{Index, Rank};
use fencepost::protocol::{Request, Response};
use fencepost::severity::Severity;
use fencepost::web::message::{from_browser, to_browser};
use fencepost::web::parser::BrowserParser;
use wasm_bindgen::prelude::*;

/// A compiled list.
#[wasm_bindgen]
pub struct LookUps(Index);

#[wasm_bindgen]
impl LookUps {
    /// Reads a list, whatever its format, and compiles it.
    pub fn read(bytes: &[u8]) -> LookUps {
        let list =
            Blocklist::read(bytes, &BrowserParser).unwrap_or_else(|_| Blocklist::of(Vec::new()));
        LookUps(Index::of(&[("list", Rank::Home, &list)]).unwrap_or_default())
    }

    /// Answers the message `{judge: {keys}}` with the positions of those that are listed.
    pub fn judge(&self, message: JsValue) -> Result<JsValue, JsValue> {
        let Request::Judge { keys, .. } = from_browser(&message, "reading a message")? else {
            return Ok(JsValue::NULL);
        };
        let is_listed = |key: &str| Domain::parse(key).is_ok_and(|it| !self.0.find(&it).is_empty());
        let listed = (0..).zip(&keys).filter(|(_, key)| is_listed(key));
        let marks = listed.map(|(at, _)| (at, Severity::Suspend)).collect();
        Ok(to_browser(&Response::Judged { marks, shown: true }, "answering a message")?)
    }
}

//! The index as a WebAssembly module, asked as the background is asked by a page: by messages.
#![cfg(target_arch = "wasm32")]

use fencepost::blocklist::Blocklist;
use fencepost::domain::Domain;
use fencepost::index::{Index, Rank};
use fencepost::protocol::{Look, Mark, Request, Response};
use fencepost::severity::Severity;
use fencepost::web::message::{judge_request, to_browser};
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
        let Some(Request::Judge { keys, .. }) = judge_request(&message) else {
            return Ok(JsValue::NULL);
        };
        let is_listed = |key: &str| {
            self.0.may_know(key) && Domain::parse(key).is_ok_and(|it| !self.0.find(&it).is_empty())
        };
        let mark = Mark { severity: Severity::Suspend, through: false, held: false };
        let listed = (0..).zip(keys.split(' ')).filter(|(_, key)| is_listed(key));
        let marks = listed.map(|(at, _)| (at, mark)).collect();
        let look = Look { style: String::new(), severities: Vec::new(), only_hovered: false };
        let response = Response::Judged { marks, whole: Vec::new(), look };
        Ok(to_browser(&response, "answering")?)
    }

    /// Takes such a message in and looks nothing up; answers how many characters its keys have.
    pub fn take(&self, message: JsValue) -> usize {
        let Some(Request::Judge { keys, .. }) = judge_request(&message) else { return 0 };
        keys.len()
    }
}

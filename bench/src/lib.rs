//! The index as a WebAssembly module, asked as the background is asked by a page: by messages. And, to see what these
//! cost, by one text.
#![cfg(target_arch = "wasm32")]

use fencepost::blocklist::Blocklist;
use fencepost::domain::Domain;
use fencepost::index::{Index, Rank};
use fencepost::protocol::{Look, Mark, Request, Response};
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
        let marks = self.listed(keys.split(' '));
        let mark = Mark { severity: Severity::Suspend, through: false, held: false };
        let marks = marks.map(|at| (at, mark)).collect();
        let look = Look { style: String::new(), severities: Vec::new(), only_hovered: false };
        let response = Response::Judged { marks, whole: Vec::new(), look };
        Ok(to_browser(&response, "answering")?)
    }

    /// Answers hosts, one a line, with the positions of those that are listed.
    #[wasm_bindgen(js_name = judgeLines)]
    pub fn judge_lines(&self, hosts: &str) -> Vec<u32> {
        self.listed(hosts.split('\n')).collect()
    }
}

impl LookUps {
    fn listed<'k>(&self, keys: impl Iterator<Item = &'k str>) -> impl Iterator<Item = u32> {
        let is_listed = |key: &str| {
            self.0.may_know(key) && Domain::parse(key).is_ok_and(|it| !self.0.find(&it).is_empty())
        };
        (0..).zip(keys).filter(move |(_, key)| is_listed(key)).map(|(at, _)| at)
    }
}

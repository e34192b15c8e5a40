//! The half of the background that answers pages: takes every [`Request`], checks who may ask for it, and answers.
//!
//! It may be stopped at any time: all it holds is read from storage when it starts, and the index is loaded as it lies
//! there, not compiled.

mod checking;
mod comparing;
mod finding;
mod page;
mod report;
mod state;

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use super::error::WebError;
use super::message::{from_stranger, judge_request, to_browser};
use super::sender::Sender;
use crate::explanation::Message;
use crate::protocol::{Request, Response};
use comparing::Comparisons;
use report::Showing;
use state::State;

/// The running judge; `extension/background.js` makes one for the life of the worker.
#[wasm_bindgen]
pub struct Judge {
    state: State,
    comparisons: Comparisons,
    showing: Showing,
}

#[wasm_bindgen]
impl Judge {
    /// Reads what the first verdict needs, as far as it is not there yet: `ahead` is what `extension/ahead.js` has read,
    /// `brand` the brand's file, which is being fetched.
    pub async fn start(ahead: JsValue, brand: Promise) -> Result<Judge, JsValue> {
        let state = State::start(&ahead, brand).await?;
        Ok(Judge { state, comparisons: Comparisons::default(), showing: Showing::default() })
    }

    /// Whether something of what was needed since the last time that this was asked is missing, damaged or of another
    /// version, so that the keeper has to mend it before [`Judge::reload`].
    #[wasm_bindgen(js_name = foundDamage)]
    pub fn found_damage(&self) -> bool {
        self.state.found_damage()
    }

    /// Takes over what the keeper changed.
    pub async fn reload(&self) -> Result<(), JsValue> {
        Ok(self.state.reload().await?)
    }

    /// Tells pages of a change that they were not told of, because whoever made it was stopped.
    pub async fn tell(&self) -> Result<(), JsValue> {
        Ok(self.state.tell().await?)
    }

    /// Answers a message. `sender` is the browser's word for who sent it.
    pub async fn handle(&self, message: JsValue, sender: JsValue) -> Result<JsValue, JsValue> {
        let sender = Sender::read(&sender);
        let request = judge_request(&message)
            .map_or_else(|| from_stranger(&message, "reading a message"), Ok);
        let response = match request {
            Ok(request) => self.answer(request, sender).await,
            Err(_) => failed(),
        };
        Ok(to_browser(&response, "answering")?)
    }
}

impl Judge {
    async fn answer(&self, request: Request, sender: Sender) -> Response {
        let answer = match (request, sender.is_own_page, sender.frame) {
            (Request::Judge { keys, attribute }, _, Some(frame)) => {
                page::judge(&self.state, &frame, &keys, attribute.as_deref()).await
            }
            (Request::Mentions { candidates, attribute, highlight }, _, Some(frame)) => {
                let (attribute, highlight) = (attribute.as_deref(), highlight.as_deref());
                page::mentions(&self.state, &frame, &candidates, attribute, highlight).await
            }
            (Request::More, _, Some(frame)) => page::more(&frame).await,
            (Request::Present, _, Some(frame)) => self.showing.show(&self.state, frame.tab).await,
            (Request::Explain { key, card }, _, Some(frame)) => {
                page::explain(&self.state, &frame, &key, card).await
            }
            (Request::HoldBack { address, opens }, _, Some(frame)) => {
                page::hold_back(&frame, &address, opens).await
            }
            (Request::Page { tab }, true, _) => report::report(&self.state, tab).await,
            (Request::Find(place), true, _) => Ok(finding::find(&self.state, &place)),
            (Request::Check(request), true, _) => {
                checking::answer_page(&self.state, &self.comparisons, request).await
            }
            _ => Ok(failed()),
        };
        answer.unwrap_or_else(|error: WebError| {
            web_sys::console::error_1(&error.to_string().into());
            failed()
        })
    }
}

fn failed() -> Response {
    Response::Failed { message: Message::new("failInternal", []) }
}

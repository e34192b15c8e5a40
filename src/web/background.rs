//! The background: takes every [`Request`], checks who may ask for it, and answers.
//!
//! It may be stopped at any time: all it holds is read from storage when it starts, and the index is loaded as it lies
//! there, not compiled.

use js_sys::Reflect;
use wasm_bindgen::prelude::*;

use super::error::WebError;
use super::loading;
use super::message::{from_browser, to_browser};
use super::page::{self, Frame};
use super::state::State;
use super::store::Change;
use super::webext::{self, own_address, settled};
use crate::explanation::Message;
use crate::protocol::{Request, Response};

/// The running background; `extension/background.js` makes one for the life of the worker.
#[wasm_bindgen]
pub struct Background {
    state: State,
}

#[wasm_bindgen]
impl Background {
    /// Reads what the first verdict needs.
    pub async fn start() -> Result<Background, JsValue> {
        Ok(Background { state: State::start().await? })
    }

    /// Answers a message. `sender` is the browser's word for who sent it.
    pub async fn handle(&self, message: JsValue, sender: JsValue) -> Result<JsValue, JsValue> {
        let response = match from_browser(&message, "reading a message") {
            Ok(request) => self.answer(request, Sender::read(&sender)).await,
            Err(_) => failed("failInternal"),
        };
        Ok(to_browser(&response, "answering a message")?)
    }

    /// After an installation or update: registrations of content scripts are gone, and the brand may be another.
    pub async fn installed(&self, reason: String) -> Result<(), JsValue> {
        self.state.change(Change::Recompile).await?;
        self.permitted().await?;
        if reason == "install" {
            settled(webext::welcome(), "opening the welcome page").await?;
        }
        Ok(())
    }

    /// After a permission was granted: pages that are open already are looked at too.
    pub async fn permitted(&self) -> Result<(), JsValue> {
        settled(webext::register(), "registering the content script").await?;
        settled(webext::look_everywhere(), "looking at open pages").await?;
        Ok(())
    }
}

/// Who sent a message:
/// <https://developer.mozilla.org/docs/Mozilla/Add-ons/WebExtensions/API/runtime/MessageSender>.
struct Sender {
    /// One of the extension's own pages; everything else is a content script on somebody's page.
    is_own_page: bool,
    frame: Option<Frame>,
}

impl Sender {
    fn read(sender: &JsValue) -> Sender {
        let url = field(sender, "url").and_then(|url| url.as_string());
        let number = |value: JsValue| value.as_f64().map(|number| number as i32);
        let tab = field(sender, "tab").and_then(|tab| field(&tab, "id")).and_then(number);
        let frame = field(sender, "frameId").and_then(number);
        Sender {
            is_own_page: url.is_some_and(|url| url.starts_with(&own_address(""))),
            frame: tab.zip(frame).map(|(tab, frame)| Frame { tab, frame }),
        }
    }
}

fn field(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok()
}

impl Background {
    async fn answer(&self, request: Request, sender: Sender) -> Response {
        let answer = match (request, sender.is_own_page, sender.frame) {
            (Request::Judge { keys, attribute }, _, Some(frame)) => {
                page::judge(&self.state, frame, &keys, attribute.as_deref()).await
            }
            (Request::Present, _, Some(frame)) => page::show_count(&self.state, frame.tab).await,
            (Request::Explain { key, card }, _, Some(frame)) => {
                page::explain(&self.state, frame, &key, card).await
            }
            (Request::Page { tab }, true, _) => page::report(&self.state, tab).await,
            (Request::Lists, true, _) => self.state.lists().await.map(Response::Lists),
            (Request::AddServer { server }, true, _) => loading::server(&self.state, &server).await,
            (Request::AddFile { name, text }, true, _) => {
                loading::file(&self.state, &name, &text).await
            }
            (Request::RemoveList { id }, true, _) => {
                self.changed(self.state.change(Change::Remove(id)).await).await
            }
            (Request::SetMarks { shown }, true, _) => {
                self.changed(self.state.show(shown).await).await
            }
            _ => Ok(failed("failInternal")),
        };
        answer.unwrap_or_else(|error| {
            web_sys::console::error_1(&error.to_string().into());
            failed(if matches!(error, WebError::Database | WebError::Aborted) {
                "failStore"
            } else {
                "failInternal"
            })
        })
    }

    async fn changed(&self, change: Result<(), WebError>) -> Result<Response, WebError> {
        change?;
        self.state.lists().await.map(Response::Lists)
    }
}

fn failed(key: &str) -> Response {
    Response::Failed { message: Message::new(key, []) }
}

//! The half of the background that keeps the lists: loads, refreshes and changes them, and the settings.
//!
//! It holds nothing that is not on disk. Whatever it does to one list is done one after the other, and a server is
//! asked one question at a time.

mod adding;
mod asking;
mod coming;
mod fetch;
mod refreshing;
mod removing;
mod sentences;
mod starting;
mod tab;

mod checking;

mod backup;
mod export;
mod rules;

mod stops;
mod turns;

use js_sys::{Date, Math};
use wasm_bindgen::prelude::*;

use super::error::WebError;
use super::message::{from_browser, to_browser};
use super::sender::Sender;
use super::store::{Change, Decide, Store};
use super::webext::{self, settled};
use super::{generation, packaged, settings};
use crate::brand::Brand;
use crate::choices::{Choice, Choices};
use crate::day::Day;
use crate::explanation::{Message, Value};
use crate::protocol::lists::{ListReport, Request, Response};
use sentences::broken;
use stops::Stops;
use turns::Turns;

/// The running keeper; `extension/background.js` makes one when there is something to do.
#[wasm_bindgen]
pub struct Keeper {
    store: Store,
    brand: Brand,
    turns: Turns,
    stops: Stops,
}

#[wasm_bindgen]
impl Keeper {
    /// Opens what is kept.
    pub async fn start() -> Result<Keeper, JsValue> {
        let (store, brand) = (Store::open().await?, packaged::brand().await?);
        Ok(Keeper { store, brand, turns: Turns::default(), stops: Stops::default() })
    }

    /// Answers a message. `sender` is the browser's word for who sent it.
    pub async fn handle(&self, message: JsValue, sender: JsValue) -> Result<JsValue, JsValue> {
        let sender = Sender::read(&sender);
        // Nothing of what anybody else sends is read.
        let request = sender.is_own_page.then(|| from_browser(&message, "reading a message"));
        let response = match request {
            Some(Ok(request)) => self.answer(request, &sender).await,
            _ => failed("failInternal", []),
        };
        Ok(to_browser(&response, "answering")?)
    }

    /// Makes anew what is damaged or of another version, as far as it can be, and asks soon for what cannot. The judge
    /// that found it takes it over itself.
    pub async fn mend(&self) -> Result<(), JsValue> {
        self.store.change(&self.brand, &mut |_| vec![Change::Mend]).await?;
        Ok(refreshing::set_alarm(self).await?)
    }

    /// After an installation or update: registrations of content scripts are gone, and the brand may be another.
    pub async fn installed(&self, reason: String) -> Result<(), JsValue> {
        self.change(&mut |_| vec![Change::Mend]).await?;
        if reason == "install" {
            starting::start(self).await?;
        }
        self.permitted().await?;
        if reason == "install" {
            settled(webext::welcome(), "opening the welcome page").await?;
        }
        self.refresh().await
    }

    /// After a permission was granted: pages that are open already are looked at too.
    pub async fn permitted(&self) -> Result<(), JsValue> {
        settled(webext::register(), "registering the content script").await?;
        settled(webext::look_everywhere(), "looking at open pages").await?;
        Ok(())
    }

    /// Asks for every list whose time has come, and sees to it that this is called again.
    pub async fn refresh(&self) -> Result<(), JsValue> {
        Ok(refreshing::all(self).await?)
    }
}

impl Keeper {
    async fn answer(&self, request: Request, sender: &Sender) -> Response {
        let answer = match request {
            Request::Lists => self.lists().await,
            Request::AddServer { server, home, allowed } => {
                adding::server(self, &server, home, &allowed).await
            }
            Request::Subscribe { address, meaning, allowed } => {
                adding::subscription(self, &address, meaning, &allowed).await
            }
            Request::AddFile { name, text, meaning } => {
                adding::file(self, &name, &text, meaning).await
            }
            Request::ReadInTab(list) => tab::read(self, list).await,
            Request::Refresh(id) => refreshing::one(self, &id).await,
            Request::Settle { id, accept } => coming::settle(self, &id, accept).await,
            Request::Pause { id, paused } => self.pause(&id, paused).await,
            Request::Remove(id) => removing::remove(self, id).await,
            Request::TakeBack(id) => removing::take_back(self, id).await,
            Request::Changes(id) => self.store.history(&id).await.map(Response::Changes),
            Request::Rules => rules::all(self).await.map(Response::Rules),
            Request::SetRule(rule) => rules::set(self, rule).await,
            Request::RemoveRule(name) => rules::remove(self, &name).await,
            Request::Export { id, form } => export::export(self, id.as_deref(), form).await,
            Request::Backup => backup::backup(self).await,
            Request::Restore(text) => backup::restore(self, &text).await,
            Request::Reset => backup::reset(self).await,
            Request::SetMarks(shown) => self.show(shown).await,
            Request::Choices => settings::choices(&self.store).await.map(chosen),
            Request::Choose(choice) => self.choose(choice).await,
            Request::Check(run) => checking::run(self, &run, sender).await,
            Request::StopCheck(run) => {
                self.stops.stop(&run.to_string());
                Ok(Response::Stopped)
            }
            Request::StopAsking(id) => {
                self.stops.stop(&id);
                Ok(Response::Stopped)
            }
        };
        // Whatever was changed may be due earlier than anything before.
        let answer = match answer {
            Ok(response) => refreshing::set_alarm(self).await.map(|()| response),
            error => error,
        };
        answer.unwrap_or_else(|error| {
            web_sys::console::error_1(&error.to_string().into());
            Response::Failed { message: broken(&error), in_tab: None }
        })
    }

    /// Everything that is loaded and set.
    async fn lists(&self) -> Result<Response, WebError> {
        super::lists::report(&self.store, &self.brand).await.map(Response::Lists)
    }

    /// Nobody waits for a server that is being asked just now: whatever it answers finds what was decided here.
    async fn pause(&self, id: &str, paused: bool) -> Result<Response, WebError> {
        let change = &mut |reports: Vec<ListReport>| {
            let report = reports.into_iter().find(|report| report.id == id);
            report
                .map(|report| Change::Report(ListReport { paused, ..report }))
                .into_iter()
                .collect()
        };
        self.store.change(&self.brand, change).await?;
        self.lists().await
    }

    async fn show(&self, shown: bool) -> Result<Response, WebError> {
        self.change(&mut |_| vec![Change::Show(shown)]).await?;
        settings::forget_former().await?;
        self.lists().await
    }

    async fn choose(&self, choice: Choice) -> Result<Response, WebError> {
        self.change(&mut |_| vec![Change::Choose(choice.clone())]).await?;
        settings::choices(&self.store).await.map(chosen)
    }

    /// Changes what is kept, and tells the judge and all pages.
    async fn change(&self, decide: &mut Decide<'_>) -> Result<(), WebError> {
        self.store.change(&self.brand, decide).await?;
        settled(webext::reload(), "telling the judge of a change").await?;
        generation::tell(self.store.generation().await?).await
    }
}

fn chosen(choices: Choices) -> Response {
    Response::Choices(Box::new(choices))
}

/// This moment, in milliseconds since 1970.
fn now() -> f64 {
    Date::now()
}

fn random() -> f64 {
    Math::random()
}

fn today() -> Day {
    Day::of_moment(now())
}

fn failed(key: &str, values: impl IntoIterator<Item = Value>) -> Response {
    Response::Failed { message: Message::new(key, values), in_tab: None }
}

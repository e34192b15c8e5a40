//! What the buttons of a list's card do.

use std::rc::Rc;

use wasm_bindgen::JsValue;
use web_sys::{Element, Event, HtmlElement};

use super::ask::{self, internal};
use super::outcome::{self, Again};
use super::{dom, lists_panel, text};
use crate::explanation::Value;
use crate::protocol::lists::{ExportForm, InTab, Request, Response};
use crate::web::permission;
use crate::web::webext;

/// Does what a pressed button says. A list that is busy is left alone.
pub fn press(event: &Event) {
    let Some(button) = dom::target(event, "[data-do]") else { return };
    let card = button.closest("[data-id], [data-removed]").ok().flatten();
    let of_card = |name| card.as_ref().and_then(|card: &Element| card.get_attribute(name));
    let id = of_card("data-id").or_else(|| of_card("data-removed"));
    let name = of_card("data-name").unwrap_or_default();
    let is_paused = button.closest("[data-paused]").is_ok_and(|it| it.is_some());
    let does = button.get_attribute("data-do").unwrap_or_default();
    if let Some(id) = id.clone().filter(|_| does == "stop") {
        return dom::run(async move {
            // The button goes when the answer comes, and the focus with it.
            let refresh =
                card.and_then(|card| dom::part::<HtmlElement>(&card, "list-refresh").ok());
            refresh.map_or(Ok(()), |it| it.focus())?;
            ask::keeper(&Request::StopAsking(id)).await.map(drop).or(Ok(()))
        });
    }
    let Some((request, done)) = request(&does, id.clone(), is_paused) else { return };
    let is_busy = card.as_ref().is_some_and(|card| card.has_attribute("data-busy"));
    if is_busy {
        return;
    }
    // Asked for before this returns; where it is given already, nobody is asked.
    let given = (does == "refresh")
        .then(|| of_card("data-host"))
        .flatten()
        .map(|host| (permission::request(&[&permission::of_server(&host)]), host));
    let id = id.unwrap_or_default();
    dom::run(async move {
        if let Some((given, host)) = given
            && !given.await
        {
            return lists_panel::tell(&text::say("failPermission", &[Value::Name(host)]));
        }
        carry_out(request, Rc::new(Done { id, name, key: done })).await
    });
}

/// The request that a button makes, with the key of the message when it is done.
fn request(does: &str, id: Option<String>, paused: bool) -> Option<(Request, &'static str)> {
    let form = match does {
        "csv" => Some(ExportForm::Csv),
        "text" => Some(ExportForm::Text),
        "json" => Some(ExportForm::Json),
        _ => None,
    };
    if let Some(form) = form {
        return Some((Request::Export { id, form }, "fileSaved"));
    }
    let id = id?;
    Some(match does {
        "refresh" => (Request::Refresh(id), "listRefreshed"),
        "tab" => (Request::ReadInTab(InTab { id, host: None }), "listRefreshed"),
        "pause" if paused => (Request::Pause { id, paused: false }, "listResumed"),
        "pause" => (Request::Pause { id, paused: true }, "listPaused"),
        "accept" => (Request::Settle { id, accept: true }, "listAccepted"),
        "refuse" => (Request::Settle { id, accept: false }, "listRefused"),
        "remove" => (Request::Remove(id), "listRemoved"),
        "take-back" => (Request::TakeBack(id), "listTakenBack"),
        _ => return None,
    })
}

/// The list that something is done with, and what to say then.
struct Done {
    id: String,
    name: String,
    key: &'static str,
}

async fn carry_out(request: Request, done: Rc<Done>) -> Result<(), JsValue> {
    let name = || Value::Name(done.name.clone());
    let is_asking = matches!(request, Request::Refresh(_));
    set_busy(&done.id, Some(if is_asking { "asking" } else { "" }))?;
    if is_asking || matches!(request, Request::ReadInTab(_)) {
        lists_panel::tell(&text::say("serverAsking", &[name()]))?;
    }
    let mut question = None;
    let words = match ask::keeper(&request).await {
        Ok(Response::Loaded(list)) if !list.doubts.is_empty() => text::say("loadedHeld", &[name()]),
        Ok(Response::Loaded(_) | Response::Lists(_)) => text::say(done.key, &[name()]),
        Ok(Response::File { name, text }) => {
            webext::save(&name, &text);
            text::say(done.key, &[Value::Name(name)])
        }
        Ok(Response::Permit { server, host }) => {
            question = Some(outcome::permit(&request, &server, host.clone(), &again(&done))?);
            text::say("permitTitle", &[Value::Name(host)])
        }
        Ok(Response::Stopped) => text::plain("loadStopped"),
        Ok(Response::Failed { message, .. }) | Err(message) => text::text(&message),
        Ok(_) => text::text(&internal()),
    };
    set_busy(&done.id, None)?;
    lists_panel::refresh().await?;
    if let Some((question, card)) = question.zip(lists_panel::card(&done.id)) {
        dom::replace(&dom::part(&card, "list-outcome")?, &[question]);
    }
    lists_panel::tell(&words)
}

fn again(done: &Rc<Done>) -> Again {
    let done = done.clone();
    Rc::new(move |request| dom::run(carry_out(request, done.clone())))
}

/// Notes that something is under way with a list: with `asking`, what can be stopped.
fn set_busy(id: &str, busy: Option<&str>) -> Result<(), JsValue> {
    match (lists_panel::card(id), busy) {
        (Some(card), Some(busy)) => card.set_attribute("data-busy", busy),
        (Some(card), None) => card.remove_attribute("data-busy"),
        (None, _) => Ok(()),
    }
}

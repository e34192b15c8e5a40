//! What came of asking for a list, and what can be done next: allow another host, say what names mean, read it in a tab.

use std::rc::Rc;

use wasm_bindgen::JsValue;
use web_sys::Element;

use super::ask::{self, internal};
use super::{dom, list_card, list_text, text};
use crate::collection::Source;
use crate::explanation::{Message, Value};
use crate::protocol::lists::{InTab, ListReport, Request, Response};
use crate::severity::Severity;
use crate::web::permission;

/// Asks once more, after the person pressed a button.
pub type Again = Rc<dyn Fn(Request)>;

/// What came of a request, to be put before the person who made it.
pub async fn outcome(
    request: &Request,
    answer: Result<Response, Message>,
    again: &Again,
) -> Result<Element, JsValue> {
    match answer {
        Ok(Response::Loaded(list)) => loaded(&list),
        Ok(Response::Permit { server, host }) => permit(request, &server, host, again),
        Ok(Response::AsksMeaning { names }) => asks_meaning(request, names, again),
        Ok(Response::Failed { message, in_tab }) => {
            // What went wrong in the tab can be put right there.
            let in_tab = in_tab.or_else(|| match request {
                Request::ReadInTab(list) => Some(list.clone()),
                _ => None,
            });
            failed(&message, in_tab, again).await
        }
        Ok(Response::Stopped) => {
            let stopped = dom::template("stopped")?;
            dom::fill(&stopped, "stopped-in-force", &in_force().await)?;
            Ok(stopped)
        }
        Ok(_) => failed(&internal(), None, again).await,
        Err(message) => failed(&message, None, again).await,
    }
}

/// How many lists are in force, whatever went wrong.
async fn in_force() -> String {
    let in_force = ask::lists().await.map_or(0, |report| {
        report.lists.iter().filter(|list| list_text::is_in_force(list)).count()
    });
    match u32::try_from(in_force).unwrap_or(u32::MAX) {
        0 => text::plain("nothingInForce"),
        count => text::say("stillInForce", &[Value::Count(count)]),
    }
}

/// That something is under way.
pub fn progress(words: &str) -> Result<Element, JsValue> {
    let progress = dom::template("progress")?;
    dom::fill(&progress, "progress-text", words)?;
    Ok(progress)
}

/// A failure, what is in force all the same, and the tab in which the list can be read.
pub async fn failed(
    message: &Message,
    in_tab: Option<InTab>,
    again: &Again,
) -> Result<Element, JsValue> {
    let failed = dom::template("failed")?;
    dom::fill(&failed, "failed-text", &text::text(message))?;
    dom::fill(&failed, "failed-in-force", &in_force().await)?;
    if let Some(list) = in_tab {
        let offer = dom::template("in-tab")?;
        let again = again.clone();
        dom::listen(&dom::part(&offer, "in-tab-do")?, "click", move |_| {
            again(Request::ReadInTab(list.clone()));
        });
        failed.append_child(&offer)?;
    }
    Ok(failed)
}

/// The question whether another host may be asked.
pub fn permit(
    request: &Request,
    server: &str,
    host: String,
    again: &Again,
) -> Result<Element, JsValue> {
    let name = || Value::Name(host.clone());
    let question = dom::template("question")?;
    dom::fill(&question, "question-title", &text::say("permitTitle", &[name()]))?;
    let why = text::say("permitWhy", &[Value::Name(server.to_owned()), name()]);
    dom::fill(&question, "question-text", &why)?;
    let next = with_host(request.clone(), &host);
    answer(&question, &text::say("permitDo", &[name()]), again, move |again| {
        let given = permission::request(&[&permission::of_server(&host)]);
        let next = next.clone();
        dom::run(async move {
            // A refusal leaves the question where it is.
            if given.await {
                again(next);
            }
            Ok(())
        });
    })?;
    Ok(question)
}

fn asks_meaning(request: &Request, names: u32, again: &Again) -> Result<Element, JsValue> {
    let question = dom::template("question")?;
    let title = text::say("meaningTitle", &[Value::Count(names)]);
    dom::fill(&question, "question-title", &title)?;
    dom::fill(&question, "question-text", &text::plain("meaningWhy"))?;
    for (severity, words) in [
        (Severity::Suspend, text::plain("meaningSuspend")),
        (Severity::Silence, text::plain("meaningLimit")),
        (Severity::Noop, text::plain("meaningAllow")),
    ] {
        let next = with_meaning(request.clone(), severity);
        answer(&question, &words, again, move |again| again(next.clone()))?;
    }
    Ok(question)
}

/// Adds a button that answers a question.
fn answer(
    question: &Element,
    words: &str,
    again: &Again,
    pressed: impl Fn(Again) + 'static,
) -> Result<(), JsValue> {
    let button = dom::template("answer")?;
    button.set_text_content(Some(words));
    let again = again.clone();
    dom::listen(&button, "click", move |_| pressed(again.clone()));
    dom::part::<Element>(question, "question-answers")?.append_child(&button)?;
    Ok(())
}

fn loaded(list: &ListReport) -> Result<Element, JsValue> {
    let loaded = dom::template("loaded")?;
    let is_servers = matches!(Source::of(&list.id), Source::Home(_) | Source::Server(_));
    let words = match (list.doubts.is_empty(), is_servers) {
        (false, _) => text::say("loadedHeld", &[Value::Name(list.name.clone())]),
        (true, true) => text::say("loadedServer", &[Value::Name(list.name.clone())]),
        (true, false) => text::say("loadedFile", &[Value::Name(list.name.clone())]),
    };
    dom::fill(&loaded, "loaded-text", &words)?;
    if list.doubts.is_empty() {
        list_card::fill(&loaded, list, list_text::taken_for(list))?;
    }
    Ok(loaded)
}

fn with_host(mut request: Request, host: &str) -> Request {
    if let Request::AddServer { allowed, .. } | Request::Subscribe { allowed, .. } = &mut request {
        allowed.push(host.to_owned());
    }
    request
}

fn with_meaning(mut request: Request, severity: Severity) -> Request {
    if let Request::AddFile { meaning, .. } | Request::Subscribe { meaning, .. } = &mut request {
        *meaning = Some(severity);
    }
    request
}

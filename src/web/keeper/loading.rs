//! New lists: from a server, from a file. What cannot be loaded changes nothing.

use super::error::WebError;
use super::fetch::fetch;
use super::parser::BrowserParser;
use super::state::State;
use super::store::Change;
use crate::blocklist::Blocklist;
use crate::collection::{file_id, home_id, report};
use crate::explanation::{Message, Value};
use crate::protocol::{MAX_LIST_BYTES, Response};
use crate::source::{Answer, Fetching, Found, Outcome, SourceError, Step, server_name};

/// Loads the public list of a server and makes it a home.
pub async fn server(state: &State, typed: &str) -> Result<Response, WebError> {
    let Some(server) = server_name(typed, &BrowserParser) else {
        return Ok(failed("failBadName", [Value::Text(typed.to_owned())]));
    };
    let (mut fetching, mut request) = Fetching::start(server.clone(), None);
    let outcome = loop {
        let answer = fetch(&request).await;
        let last = match &answer {
            Answer::Status { body, .. } => body.clone(),
            _ => Vec::new(),
        };
        match fetching.answered(answer, js_sys::Date::now(), &BrowserParser) {
            Step::Ask(next) => request = next,
            Step::Permit { .. } => break (fetching.refused(), last),
            Step::Done(outcome) => break (*outcome, last),
        }
    };
    match outcome {
        (Outcome { found: Found::List(list), .. }, body) => {
            keep(state, home_id(&server), server.to_string(), &list, body).await
        }
        (Outcome { found: Found::Nothing(error), .. }, _) => {
            Ok(Response::Failed { message: sentence(&error) })
        }
        (Outcome { found: Found::NotModified, .. }, _) => Ok(Response::Done),
    }
}

/// Loads the list in a file.
pub async fn file(state: &State, name: &str, text: &str) -> Result<Response, WebError> {
    if text.len() > MAX_LIST_BYTES {
        return Ok(failed("failTooLarge", [Value::name(name)]));
    }
    match Blocklist::read(text.as_bytes(), &BrowserParser) {
        Ok(list) => {
            keep(state, file_id(name), name.to_owned(), &list, text.as_bytes().to_vec()).await
        }
        Err(error) => {
            Ok(failed("failNotAList", [Value::name(name), Value::Text(error.to_string())]))
        }
    }
}

async fn keep(
    state: &State,
    id: String,
    name: String,
    list: &Blocklist,
    body: Vec<u8>,
) -> Result<Response, WebError> {
    let report = report(id, name, Some(js_sys::Date::now()), list);
    state.change(Change::Put(report.clone(), body)).await?;
    Ok(Response::Loaded(report))
}

/// What a person is told about a list that could not be had.
fn sentence(error: &SourceError) -> Message {
    let about = |key, server: &_| Message::new(key, [Value::name(server)]);
    match error {
        SourceError::NoSuchServer(server) => about("failNoSuchServer", server),
        SourceError::NotFediverse(server) => about("failNotFediverse", server),
        SourceError::NotShown(server)
        | SourceError::Unpublished(server)
        | SourceError::AllowedNotShown(server)
        | SourceError::Astray { server, .. } => about("failHidden", server),
        SourceError::TooLarge(server) => about("failTooLarge", server),
        SourceError::TooLate(server) => about("failTimeout", server),
        SourceError::Unsupported { server, software } => {
            Message::new("failUnsupported", [Value::name(server), Value::Text(software.clone())])
        }
        SourceError::Answered { server, status } => Message::new(
            "failServerAnswered",
            [Value::name(server), Value::Text(status.to_string())],
        ),
        SourceError::NotAList { server, error } => {
            Message::new("failNotAList", [Value::name(server), Value::Text(error.to_string())])
        }
    }
}

fn failed(key: &str, values: impl IntoIterator<Item = Value>) -> Response {
    Response::Failed { message: Message::new(key, values) }
}

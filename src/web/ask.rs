//! Asking the background.

use wasm_bindgen_futures::JsFuture;

use super::message::{from_browser, to_browser};
use super::webext;
use crate::explanation::Message;
use crate::protocol::{ListsReport, Request, Response};

/// What the background answers.
///
/// # Errors
/// A sentence for the person at the page, when the background says that it failed or does not answer.
pub async fn ask(request: &Request) -> Result<Response, Message> {
    let request = to_browser(request, "asking the background").map_err(|_| internal())?;
    let answer = match JsFuture::from(webext::send_message(&request)).await {
        Ok(answer) => answer,
        // The background was stopped while the request was on its way. It is asked once more, which wakes it: what a
        // request changes is the same the second time.
        Err(_) => JsFuture::from(webext::send_message(&request)).await.map_err(|_| internal())?,
    };
    match from_browser(&answer, "reading the background's answer").map_err(|_| internal())? {
        Response::Failed { message } => Err(message),
        response => Ok(response),
    }
}

/// What is loaded and set, after `request` if it changes any of it.
///
/// # Errors
/// As [`ask`].
pub async fn lists(request: &Request) -> Result<ListsReport, Message> {
    match ask(request).await? {
        Response::Lists(report) => Ok(report),
        _ => Err(internal()),
    }
}

/// The failure that nobody expected.
pub fn internal() -> Message {
    Message { key: "failInternal".into(), values: Vec::new() }
}

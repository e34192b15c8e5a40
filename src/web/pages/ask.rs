//! Asking the background, and reading what the page can read itself.

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen_futures::JsFuture;

use crate::choices::{Choice, Choices};
use crate::explanation::Message;
use crate::protocol::lists::{ListsReport, Request, Response};
use crate::protocol::{self, PageReport, check};
use crate::web::error::WebError;
use crate::web::lists;
use crate::web::message::{from_browser, to_browser};
use crate::web::packaged;
use crate::web::settings;
use crate::web::store::Store;
use crate::web::webext;

/// What is on the page in a tab.
///
/// # Errors
/// A sentence for the person at the page, when the background says that it failed or does not answer.
pub async fn page(tab: i32) -> Result<PageReport, Message> {
    match send(&protocol::Request::Page { tab }).await? {
        protocol::Response::Page(report) => Ok(*report),
        protocol::Response::Failed { message } => Err(message),
        _ => Err(internal()),
    }
}

/// What the judge answers about a profile or server.
///
/// # Errors
/// As [`page`].
pub async fn check(request: check::Request) -> Result<check::Response, Message> {
    match send(&protocol::Request::Check(request)).await? {
        protocol::Response::Check(response) => Ok(response),
        protocol::Response::Failed { message } => Err(message),
        _ => Err(internal()),
    }
}

/// What the keeper answers; a failure is an answer too.
///
/// # Errors
/// As [`page`].
pub async fn keeper(request: &Request) -> Result<Response, Message> {
    #[derive(Serialize)]
    struct ToKeeper<'r> {
        lists: &'r Request,
    }
    send(&ToKeeper { lists: request }).await
}

/// What is loaded and set, after a request that changes it.
///
/// # Errors
/// As [`page`].
pub async fn changed(request: &Request) -> Result<ListsReport, Message> {
    match keeper(request).await? {
        Response::Lists(report) => Ok(report),
        Response::Failed { message, .. } => Err(message),
        _ => Err(internal()),
    }
}

/// What is loaded and set. The page reads it where it is kept, and wakes nobody; but in a private window, where Firefox
/// keeps a database apart from that.
///
/// # Errors
/// A sentence, when it cannot be read.
pub async fn lists() -> Result<ListsReport, Message> {
    if webext::is_private() {
        return changed(&Request::Lists).await;
    }
    let read = async {
        let (store, brand) = (Store::open().await?, packaged::brand().await?);
        lists::report(&store, &brand).await
    };
    read.await.map_err(unread)
}

/// What is chosen about marks, read as [`lists`].
///
/// # Errors
/// As [`lists`].
pub async fn choices() -> Result<Choices, Message> {
    if webext::is_private() {
        return chosen(&Request::Choices).await;
    }
    let read = async { settings::choices(&Store::open().await?).await };
    read.await.map_err(unread)
}

/// Chooses one thing about marks.
///
/// # Errors
/// As [`changed`].
pub async fn choose(choice: Choice) -> Result<Choices, Message> {
    chosen(&Request::Choose(choice)).await
}

async fn chosen(request: &Request) -> Result<Choices, Message> {
    match keeper(request).await? {
        Response::Choices(choices) => Ok(*choices),
        Response::Failed { message, .. } => Err(message),
        _ => Err(internal()),
    }
}

/// The failure that nobody expected.
pub fn internal() -> Message {
    Message { key: "failInternal".into(), values: Vec::new() }
}

fn unread(error: WebError) -> Message {
    match error {
        WebError::Database => Message::new("failRead", []),
        _ => internal(),
    }
}

async fn send<T: DeserializeOwned>(request: &impl Serialize) -> Result<T, Message> {
    let request = to_browser(request, "asking the background").map_err(|_| internal())?;
    let answer = match JsFuture::from(webext::send_message(&request)).await {
        Ok(answer) => answer,
        // The background was stopped while the request was on its way. It is asked once more, which wakes it: what a
        // request changes is the same the second time.
        Err(_) => JsFuture::from(webext::send_message(&request)).await.map_err(|_| internal())?,
    };
    from_browser(&answer, "reading the background's answer").map_err(|_| internal())
}

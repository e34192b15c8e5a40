//! Asking the background, and reading what the page can read itself.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
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
    match judge(&protocol::Request::Page { tab }).await? {
        Judged::Page(report) => Ok(*report),
        _ => Err(internal()),
    }
}

/// Which entries of which lists apply to a place: ids of lists, and rows. None, when nobody answers.
pub async fn find(place: &str) -> Vec<(String, u32)> {
    match judge(&protocol::Request::Find(place.to_owned())).await {
        Ok(Judged::Found(found)) => found,
        _ => Vec::new(),
    }
}

/// What the judge answers about whose profile is open; all else about a check is for the check page alone.
///
/// # Errors
/// As [`page`].
pub async fn check(request: check::Request) -> Result<check::Response, Message> {
    match judge(&protocol::Request::Check(request)).await? {
        Judged::Check(Checked::Profile(profile)) => Ok(check::Response::Profile(profile)),
        _ => Err(internal()),
    }
}

/// What is read here of [`protocol::Response`]: reading all of a check's answer is a tenth of this module.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum Judged {
    Page(Box<PageReport>),
    Found(Vec<(String, u32)>),
    Check(Checked),
    Failed { message: Message },
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum Checked {
    Profile(Option<String>),
}

async fn judge(request: &protocol::Request) -> Result<Judged, Message> {
    match send(request).await? {
        Judged::Failed { message } => Err(message),
        answer => Ok(answer),
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

/// Why something cannot be read that is kept.
pub fn unread(error: WebError) -> Message {
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

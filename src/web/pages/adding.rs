//! Adding a list: of a server, at an address, from a file. Shared by the welcome page and the settings.

use std::rc::Rc;

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlInputElement};

use super::ask;
use super::outcome::{self, Again};
use super::{dom, lists_panel, text};
use crate::collection::Source;
use crate::explanation::{Message, Value};
use crate::protocol::MAX_LIST_BYTES;
use crate::protocol::lists::{ListsReport, Request};
use crate::source::server_name;
use crate::web::parser::BrowserParser;
use crate::web::permission;

/// Puts the panel into the page.
pub fn mount(report: &ListsReport) -> Result<(), JsValue> {
    let body = dom::body()?;
    dom::replace(&dom::part(&body, "add-panel")?, &[dom::template("add")?]);
    let home = report
        .home
        .as_ref()
        .filter(|home| report.lists.iter().all(|list| list.id != format!("home:{home}")));
    let server: HtmlInputElement = dom::part(&body, "server")?;
    server.set_value(&asked_for().or_else(|| home.cloned()).unwrap_or_default());
    let is_home: HtmlInputElement = dom::part(&body, "server-home")?;
    dom::listen(&dom::part(&body, "server-form")?, "submit", move |event| {
        event.prevent_default();
        add_server(&server, is_home.checked());
    });
    let address: HtmlInputElement = dom::part(&body, "address")?;
    dom::listen(&dom::part(&body, "address-form")?, "submit", move |event| {
        event.prevent_default();
        subscribe(&address);
    });
    let file: HtmlInputElement = dom::part(&body, "file")?;
    dom::listen(&file.clone(), "change", move |_| dom::run(add_file(file.clone())));
    Ok(())
}

/// The server that the page was opened for: the popup offers the one that somebody is on.
fn asked_for() -> Option<String> {
    let page = dom::document().ok()?.url().ok()?;
    web_sys::Url::new(&page).ok()?.search_params().get("server")
}

/// Loads the list of the server that was typed.
fn add_server(field: &HtmlInputElement, home: bool) {
    let typed = field.value().trim().to_owned();
    let host = server_name(&typed, &BrowserParser).map(|host| host.to_string());
    let request = host.as_ref().map(|host| Request::AddServer {
        server: host.clone(),
        home,
        allowed: Vec::new(),
    });
    ask_typed(field, host.zip(request), "failBadName", typed);
}

/// Loads the list at the address that was typed.
fn subscribe(field: &HtmlInputElement) {
    let typed = field.value().trim().to_owned();
    let address = if typed.contains("://") { typed.clone() } else { format!("https://{typed}") };
    let host = server_name(&address, &BrowserParser).map(|host| host.to_string());
    let request = Request::Subscribe { address, meaning: None, allowed: Vec::new() };
    ask_typed(field, host.map(|host| (host, request)), "failBadAddress", typed);
}

/// Asks the host that was typed, or says that it is none.
fn ask_typed(
    field: &HtmlInputElement,
    request: Option<(String, Request)>,
    bad: &'static str,
    typed: String,
) {
    let Some((host, request)) = request else {
        if is_busy() {
            return;
        }
        // What was typed stays there to be mended.
        let focused = field.focus();
        return dom::run(async move {
            focused?;
            show_failure(&Message::new(bad, [Value::Text(typed)])).await
        });
    };
    ask_host(host, request);
}

/// Has the person permit that this host is asked, and asks it. The permission is asked for before this returns.
pub fn ask_host(host: String, request: Request) {
    if is_busy() {
        return;
    }
    let given = permission::request(&[&permission::of_server(&host)]);
    dom::run(async move {
        show_progress(&request)?;
        if !given.await {
            return show_failure(&Message::new("failPermission", [Value::Name(host)])).await;
        }
        load(request).await
    });
}

async fn add_file(input: HtmlInputElement) -> Result<(), JsValue> {
    let Some(file) = input.files().and_then(|files| files.get(0)).filter(|_| !is_busy()) else {
        return Ok(());
    };
    let name = file.name();
    if file.size() > MAX_LIST_BYTES as f64 {
        input.set_value("");
        return show_failure(&Message::new("failTooLarge", [Value::Name(name)])).await;
    }
    show_progress(&file_request(&name, String::new()))?;
    let content = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
    // Emptied, so that choosing the same file again is a change again.
    input.set_value("");
    match content {
        Some(text) => load(file_request(&name, text)).await,
        None => show_failure(&Message::new("failUnreadableFile", [Value::Name(name)])).await,
    }
}

fn file_request(name: &str, text: String) -> Request {
    Request::AddFile { name: name.to_owned(), text, meaning: None }
}

async fn load(request: Request) -> Result<(), JsValue> {
    show_progress(&request)?;
    let answer = ask::keeper(&request).await;
    let result = outcome::outcome(&request, answer, &again()).await?;
    lists_panel::refresh().await?;
    show_result(result)
}

/// Loads once more, after a button in the result was pressed, which goes now.
fn again() -> Again {
    Rc::new(|request| {
        dom::run(async {
            dom::focus(&dom::body()?, "add-result")?;
            load(request).await
        });
    })
}

fn show_progress(request: &Request) -> Result<(), JsValue> {
    let words = match request {
        Request::AddFile { name, .. } => text::say("fileReading", &[Value::Name(name.clone())]),
        Request::AddServer { server, .. } => {
            text::say("serverAsking", &[Value::Name(server.clone())])
        }
        Request::Subscribe { address, .. } => {
            text::say("serverAsking", &[Value::Name(address.clone())])
        }
        Request::ReadInTab(list) => {
            text::say("serverAsking", &[Value::Name(Source::of(&list.id).name())])
        }
        _ => String::new(),
    };
    let progress = outcome::progress(&words)?;
    if let Some(id) = asked_id(request) {
        let stop: Element = dom::part(&progress, "progress-stop")?;
        stop.remove_attribute("hidden")?;
        dom::listen(&stop, "click", move |_| {
            let stop = Request::StopAsking(id.clone());
            dom::run(async move {
                // The button goes with the answer, which comes now.
                dom::focus(&dom::body()?, "add-result")?;
                ask::keeper(&stop).await.map(drop).or(Ok(()))
            });
        });
    }
    show_result(progress)?;
    set_busy(true)
}

/// The id of the list that a server is asked for; what is read here is not waited for so long.
fn asked_id(request: &Request) -> Option<String> {
    match request {
        Request::AddServer { server, home, .. } => {
            let server = server_name(server, &BrowserParser)?;
            Some(if *home { Source::Home(server) } else { Source::Server(server) }.id())
        }
        Request::Subscribe { address, .. } => {
            Some(Source::Subscription(address.trim().to_owned()).id())
        }
        _ => None,
    }
}

async fn show_failure(message: &Message) -> Result<(), JsValue> {
    show_result(outcome::failed(message, None, &again()).await?)
}

fn show_result(result: Element) -> Result<(), JsValue> {
    set_busy(false)?;
    dom::replace(&dom::part(&dom::body()?, "add-result")?, &[result]);
    Ok(())
}

// Nothing is disabled while a list loads: the button that was pressed would lose the focus.
fn set_busy(busy: bool) -> Result<(), JsValue> {
    dom::part::<Element>(&dom::body()?, "add")?.toggle_attribute_with_force("data-busy", busy)?;
    Ok(())
}

fn is_busy() -> bool {
    dom::body()
        .and_then(|body| dom::part::<Element>(&body, "add"))
        .is_ok_and(|add| add.has_attribute("data-busy"))
}

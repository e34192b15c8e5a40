//! The loaded lists, and adding one. Shared by the welcome page and the settings.

use js_sys::Date;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlButtonElement, HtmlElement, HtmlInputElement};

use super::ask::{self, internal};
use super::list_text::{self, Kind};
use super::{dom, severity_label, text};
use crate::explanation::{Message, Value};
use crate::protocol::MAX_LIST_BYTES;
use crate::protocol::lists::{ListReport, ListsReport, Request, Response};
use crate::source::server_name;
use crate::web::parser::BrowserParser;
use crate::web::permission;

/// Puts the panel into the page.
pub fn mount(report: &ListsReport) -> Result<(), JsValue> {
    let body = dom::body()?;
    dom::replace(&dom::part(&body, "add-panel")?, &[dom::template("add")?]);
    dom::replace(&dom::part(&body, "lists-panel")?, &[dom::template("lists")?]);
    let field: HtmlInputElement = dom::part(&body, "server")?;
    let home = report
        .home
        .as_ref()
        .filter(|home| report.lists.iter().all(|list| list.id != format!("home:{home}")));
    field.set_value(home.map_or("", String::as_str));
    dom::listen(&dom::part(&body, "server-form")?, "submit", move |event| {
        event.prevent_default();
        dom::run(add_server(&field.value()));
    });
    let file: HtmlInputElement = dom::part(&body, "file")?;
    dom::listen(&file.clone(), "change", move |_| dom::run(add_file(file.clone())));
    show_lists(report)
}

/// Loads the list of the server that `typed` means. What needs the press that started it happens before this returns.
fn add_server(typed: &str) -> impl Future<Output = Result<(), JsValue>> + use<> {
    let typed = typed.trim().to_owned();
    let busy = is_busy();
    let host = server_name(&typed, &BrowserParser).filter(|_| !busy).map(|host| host.to_string());
    let asked = host.map(|host| (permission::request(&permission::of_server(&host)), host));
    async move {
        if busy {
            return Ok(());
        }
        let Some((given, host)) = asked else {
            dom::part::<HtmlInputElement>(&dom::body()?, "server")?.focus()?;
            return show_failure(&message("failBadName", Value::Text(typed))).await;
        };
        show_progress(&text::say("serverAsking", &[Value::Name(host.clone())]))?;
        if !given.await {
            return show_failure(&message("failPermission", Value::Name(host))).await;
        }
        load(&Request::AddServer { server: host, home: true, allowed: Vec::new() }).await
    }
}

async fn add_file(input: HtmlInputElement) -> Result<(), JsValue> {
    let Some(file) = input.files().and_then(|files| files.get(0)).filter(|_| !is_busy()) else {
        return Ok(());
    };
    if file.size() > MAX_LIST_BYTES as f64 {
        input.set_value("");
        return show_failure(&message("failTooLarge", Value::Name(file.name()))).await;
    }
    show_progress(&text::say("fileReading", &[Value::Name(file.name())]))?;
    let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
    // Emptied, so that choosing the same file again is a change again.
    input.set_value("");
    match text {
        Some(text) => load(&Request::AddFile { name: file.name(), text, meaning: None }).await,
        None => show_failure(&internal()).await,
    }
}

async fn load(request: &Request) -> Result<(), JsValue> {
    match ask::keeper(request).await {
        Ok(Response::Loaded(list)) => show_loaded(&list).await,
        Ok(Response::Failed { message, .. }) => show_failure(&message).await,
        Ok(_) => show_failure(&internal()).await,
        Err(message) => show_failure(&message).await,
    }
}

fn show_progress(words: &str) -> Result<(), JsValue> {
    let progress = dom::template("progress")?;
    dom::fill(&progress, "progress-text", words)?;
    set_busy(true)?;
    show_result(progress)
}

async fn show_loaded(list: &ListReport) -> Result<(), JsValue> {
    let loaded = dom::template("loaded")?;
    let key = if list_text::kind(list) == Kind::Server { "loadedServer" } else { "loadedFile" };
    dom::fill(&loaded, "loaded-text", &text::say(key, &[Value::Name(list.name.clone())]))?;
    show_counts(&loaded, list)?;
    if let Some(problems) = problems(list)? {
        loaded.append_child(&problems)?;
    }
    set_busy(false)?;
    show_result(loaded)?;
    refresh().await
}

async fn show_failure(message: &Message) -> Result<(), JsValue> {
    let failed = dom::template("failed")?;
    dom::fill(&failed, "failed-text", &text::text(message))?;
    let loaded = ask::lists().await.map_or(0, |report| report.lists.len());
    let in_force = match u32::try_from(loaded).unwrap_or(u32::MAX) {
        0 => text::plain("nothingInForce"),
        count => text::say("stillInForce", &[Value::Count(count)]),
    };
    dom::fill(&failed, "failed-in-force", &in_force)?;
    set_busy(false)?;
    show_result(failed)
}

fn show_result(result: Element) -> Result<(), JsValue> {
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

async fn refresh() -> Result<(), JsValue> {
    match ask::lists().await {
        Ok(report) => show_lists(&report),
        Err(message) => show_failure(&message).await,
    }
}

/// Shows what is loaded now.
fn show_lists(report: &ListsReport) -> Result<(), JsValue> {
    let body = dom::body()?;
    let rows = report.lists.iter().map(row).collect::<Result<Vec<_>, _>>()?;
    dom::part::<HtmlElement>(&body, "lists-none")?.set_hidden(!rows.is_empty());
    let list: HtmlElement = dom::part(&body, "lists")?;
    list.set_hidden(rows.is_empty());
    dom::replace(&list, &rows);
    Ok(())
}

fn row(list: &ListReport) -> Result<Element, JsValue> {
    let row = dom::template("list")?;
    let kind = list_text::kind(list);
    row.set_attribute("data-kind", list.id.split(':').next().unwrap_or_default())?;
    dom::fill(&row, "list-name", &list.name)?;
    let age = list.fetched_at.map(|_| list_text::age(list, Date::now()));
    let about = [text::plain(kind.key())].into_iter().chain(age).collect::<Vec<_>>();
    dom::fill(&row, "list-about", &about.join(" · "))?;
    show_counts(&row, list)?;
    if let Some(problems) = problems(list)? {
        row.append_child(&problems)?;
    }
    let button: HtmlButtonElement = dom::part(&row, "list-remove")?;
    button.set_hidden(kind == Kind::Brand);
    button.set_attribute(
        "aria-label",
        &text::say("listRemoveNamed", &[Value::Name(list.name.clone())]),
    )?;
    let (id, name) = (list.id.clone(), list.name.clone());
    dom::listen(&button, "click", move |_| dom::run(remove(id.clone(), name.clone())));
    Ok(row)
}

fn show_counts(root: &Element, list: &ListReport) -> Result<(), JsValue> {
    let counts = list_text::counts(list);
    if counts.is_empty() {
        dom::fill(root, "list-empty", &text::plain("listEmpty"))?;
    }
    let counts =
        counts.iter().map(|(severity, words)| severity_label::label("li", *severity, words));
    dom::replace(&dom::part(root, "list-counts")?, &counts.collect::<Result<Vec<_>, _>>()?);
    let starred = list_text::starred(list).into_iter().map(|words| dom::element("li", &words));
    dom::replace(&dom::part(root, "list-starred")?, &starred.collect::<Result<Vec<_>, _>>()?);
    Ok(())
}

async fn remove(id: String, name: String) -> Result<(), JsValue> {
    let report = match ask::changed(&Request::Remove(id)).await {
        Ok(report) => report,
        Err(message) => return show_failure(&message).await,
    };
    show_lists(&report)?;
    let body = dom::body()?;
    dom::fill(&body, "lists-result", &text::say("listRemoved", &[Value::Name(name)]))?;
    // The button that had the focus is gone; the next stop of the Tab key stays where the person was.
    dom::part::<HtmlElement>(&body, "lists-result")?.focus()
}

/// What could not be read, folded away; nothing when all could.
fn problems(list: &ListReport) -> Result<Option<Element>, JsValue> {
    if list.problem_count == 0 {
        return Ok(None);
    }
    let problems = dom::template("problems")?;
    dom::fill(
        &problems,
        "problem-count",
        &text::say("problemCount", &[Value::Count(list.problem_count)]),
    )?;
    let mut lines = list
        .problems
        .iter()
        .map(|problem| dom::element("li", &text::clipped(problem)))
        .collect::<Result<Vec<_>, _>>()?;
    let shown = u32::try_from(lines.len()).unwrap_or(u32::MAX);
    if list.problem_count > shown {
        lines.push(dom::element(
            "li",
            &text::say("moreProblems", &[Value::Count(list.problem_count - shown)]),
        )?);
    }
    dom::replace(&dom::part(&problems, "problem-lines")?, &lines);
    Ok(Some(problems))
}

fn message(key: &str, value: Value) -> Message {
    Message { key: key.into(), values: vec![value] }
}

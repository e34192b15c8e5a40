//! Everything that is configured, saved as a file and taken back from one, or forgotten.

use std::rc::Rc;

use js_sys::{Array, JSON, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlInputElement, KeyboardEvent};

use super::ask::{self, internal};
use super::{dom, list_text, lists_panel, marks_panel, rules_panel, sites_panel, text};
use crate::explanation::{Message, Value};
use crate::protocol::lists::{ListReport, ListsReport, Request, Response};
use crate::web::message::from_browser;
use crate::web::permission;
use crate::web::webext;

/// Puts the panel into the page.
pub fn mount() -> Result<(), JsValue> {
    let panel: Element = dom::part(&dom::body()?, "backup-panel")?;
    dom::replace(&panel, &[dom::template("backup")?]);
    dom::listen(&dom::part(&panel, "backup")?, "click", |_| dom::run(save()));
    let file: HtmlInputElement = dom::part(&panel, "restore")?;
    dom::listen(&file.clone(), "change", move |_| dom::run(chosen(file.clone())));
    dom::listen(&dom::part(&panel, "reset")?, "click", |_| dom::run(ask_reset()));
    Ok(())
}

async fn save() -> Result<(), JsValue> {
    let words = match ask::keeper(&Request::Backup).await {
        Ok(Response::File { name, text }) => {
            webext::save(&name, &text);
            text::say("fileSaved", &[Value::Name(name)])
        }
        Ok(Response::Failed { message, .. }) | Err(message) => text::text(&message),
        Ok(_) => text::text(&internal()),
    };
    tell(&words)
}

/// Asks whether all that is here is to be replaced by what is in the chosen file.
async fn chosen(input: HtmlInputElement) -> Result<(), JsValue> {
    let Some(file) = input.files().and_then(|files| files.get(0)) else { return Ok(()) };
    let content = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
    // Emptied, so that choosing the same file again is a change again.
    input.set_value("");
    let Some(content) = content else {
        return tell(&text::say("failUnreadableFile", &[Value::Name(file.name())]));
    };
    let Some(backup) = Backup::read(&content) else {
        return tell(&text::plain("failOtherBackup"));
    };
    let now = match ask::lists().await {
        Ok(report) => report,
        Err(message) => return tell(&text::text(&message)),
    };
    let [lists, rules] = what_is_here(&now);
    let title = text::say("restoreTitle", &[Value::Name(file.name())]);
    let replaces = text::say(
        "restoreReplaces",
        &[
            lists,
            rules,
            counted("listsCount", backup.lists.len()),
            Value::Text(text::say("rulesCount", &[Value::Count(backup.rules)])),
        ],
    );
    let (content, backup) = (Rc::new(content), Rc::new(backup));
    let yes = move || restore(content.clone(), &backup);
    put_question(&title, &replaces, "restoreYes", yes)
}

/// Asks whether all that is here is to be forgotten.
async fn ask_reset() -> Result<(), JsValue> {
    let now = match ask::lists().await {
        Ok(report) => report,
        Err(message) => return tell(&text::text(&message)),
    };
    let [lists, rules] = what_is_here(&now);
    let loses = text::say("resetLoses", &[lists, rules]);
    put_question(&text::plain("resetTitle"), &loses, "resetYes", || dom::run(reset()))
}

/// How many lists and rules would be lost.
fn what_is_here(now: &ListsReport) -> [Value; 2] {
    let lists = now.lists.iter().filter(|list| !list_text::is_brands(list)).count();
    let rules = Value::Text(text::say("rulesCount", &[Value::Count(now.rules)]));
    [counted("listsCount", lists), rules]
}

fn counted(key: &str, count: usize) -> Value {
    Value::Text(text::say(key, &[Value::Count(u32::try_from(count).unwrap_or(u32::MAX))]))
}

/// Puts a question there that is answered by a button, or by the one that leaves everything as it is.
fn put_question(
    title: &str,
    words: &str,
    yes_key: &str,
    agreed: impl Fn() + 'static,
) -> Result<(), JsValue> {
    let question = dom::template("question")?;
    dom::fill(&question, "question-title", title)?;
    dom::fill(&question, "question-text", words)?;
    let answers: Element = dom::part(&question, "question-answers")?;
    let (yes, no) = (dom::template("answer")?, dom::template("answer")?);
    yes.set_text_content(Some(&text::plain(yes_key)));
    no.set_text_content(Some(&text::plain("restoreNo")));
    answers.append_child(&yes)?;
    answers.append_child(&no)?;
    dom::listen(&yes, "click", move |_| agreed());
    dom::listen(&no, "click", |_| dom::note(keep()));
    dom::listen(&question, "keydown", |event| {
        let key = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key);
        if key.as_deref() == Some("Escape") {
            dom::note(keep());
        }
    });
    dom::replace(&result()?, &[question]);
    focus_result()
}

/// Leaves everything as it is.
fn keep() -> Result<(), JsValue> {
    focus_result()?;
    tell(&text::plain("restoreKept"))
}

/// Forgets everything, and gives back what the browser was asked for.
async fn reset() -> Result<(), JsValue> {
    focus_result()?;
    let answer = ask::changed(&Request::Reset).await;
    if answer.is_ok() {
        permission::withdraw_all().await;
        sites_panel::refresh().await?;
    }
    show_all(answer, "resetDone").await
}

/// Shows what is here now, and says what came of it.
async fn show_all(answer: Result<ListsReport, Message>, done: &str) -> Result<(), JsValue> {
    lists_panel::refresh().await?;
    rules_panel::refresh().await?;
    marks_panel::refresh().await?;
    tell(&match answer {
        Ok(_) => text::plain(done),
        Err(message) => text::text(&message),
    })
}

/// Takes everything from the file. The browser is asked for the servers in it before this returns.
fn restore(content: Rc<String>, backup: &Backup) {
    let hosts: Vec<_> = backup.lists.iter().filter_map(list_text::host).collect();
    let patterns: Vec<_> = hosts.iter().map(|host| permission::of_server(host)).collect();
    let patterns: Vec<_> = patterns.iter().map(String::as_str).collect();
    let given = (!patterns.is_empty()).then(|| permission::request(&patterns));
    dom::run(async move {
        focus_result()?;
        let given = match given {
            Some(given) => given.await,
            None => true,
        };
        let answer = ask::changed(&Request::Restore(content.to_string())).await;
        show_all(answer, if given { "restored" } else { "restoredWithout" }).await
    });
}

/// What a backup holds, as far as the question needs it; the keeper reads it whole.
struct Backup {
    lists: Vec<ListReport>,
    rules: u32,
}

impl Backup {
    fn read(text: &str) -> Option<Backup> {
        let backup = JSON::parse(text).ok()?;
        let array = |name: &str| Reflect::get(&backup, &name.into()).ok()?.dyn_into::<Array>().ok();
        let reports = array("lists")?
            .iter()
            .map(|list| Reflect::get(&list, &"report".into()).unwrap_or_default())
            .collect::<Array>();
        Some(Backup {
            lists: from_browser(&reports, "reading a backup").ok()?,
            rules: array("rules")?.length(),
        })
    }
}

fn result() -> Result<Element, JsValue> {
    dom::part(&dom::body()?, "backup-result")
}

// The button that has the focus goes; the next stop of the Tab key stays where the person was.
fn focus_result() -> Result<(), JsValue> {
    dom::focus(&dom::body()?, "backup-result")
}

fn tell(words: &str) -> Result<(), JsValue> {
    result()?.set_text_content(Some(words));
    Ok(())
}

//! Everything that is configured, saved as a file and taken back from one.

use std::rc::Rc;

use js_sys::{Array, JSON, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlInputElement};

use super::ask::{self, internal};
use super::{dom, list_text, lists_panel, marks_panel, rules_panel, text};
use crate::explanation::Value;
use crate::protocol::lists::{ListReport, Request, Response};
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
    let content = content.unwrap_or_default();
    let Some(backup) = Backup::read(&content) else {
        return tell(&text::plain("failOtherBackup"));
    };
    let now = match ask::lists().await {
        Ok(report) => report,
        Err(message) => return tell(&text::text(&message)),
    };
    let lists = now.lists.iter().filter(|list| !list_text::is_brands(list)).count();
    let question = dom::template("question")?;
    let title = text::say("restoreTitle", &[Value::Name(file.name())]);
    dom::fill(&question, "question-title", &title)?;
    let count = |key, count| Value::Text(text::say(key, &[Value::Count(count)]));
    let number = |count| u32::try_from(count).unwrap_or(u32::MAX);
    let replaces = text::say(
        "restoreReplaces",
        &[
            count("listsCount", number(lists)),
            count("rulesCount", now.rules),
            count("listsCount", number(backup.lists.len())),
            count("rulesCount", backup.rules),
        ],
    );
    dom::fill(&question, "question-text", &replaces)?;
    let answers: Element = dom::part(&question, "question-answers")?;
    let (yes, no) = (dom::template("answer")?, dom::template("answer")?);
    yes.set_text_content(Some(&text::plain("restoreYes")));
    no.set_text_content(Some(&text::plain("restoreNo")));
    answers.append_child(&yes)?;
    answers.append_child(&no)?;
    let (content, backup) = (Rc::new(content), Rc::new(backup));
    dom::listen(&yes, "click", move |_| restore(content.clone(), &backup));
    dom::listen(&no, "click", |_| {
        dom::run(async {
            focus_result()?;
            tell(&text::plain("restoreKept"))
        });
    });
    dom::replace(&result()?, &[question]);
    focus_result()
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
        let words = match ask::changed(&Request::Restore(content.to_string())).await {
            Ok(_) if given => text::plain("restored"),
            Ok(_) => text::plain("restoredWithout"),
            Err(message) => text::text(&message),
        };
        lists_panel::refresh().await?;
        rules_panel::refresh().await?;
        marks_panel::refresh().await?;
        tell(&words)
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

//! The page that asks about one profile or server: what own lists say at once, what the servers answer after a press.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlSelectElement, Url};

use super::check_run::{self, Running};
use super::{ask, check_answer, check_own, dom, text};
use crate::check::Answer;
use crate::collection::Source;
use crate::explanation::Message;
use crate::protocol::check::{Checked, Looked, Question, Request, Response};
use crate::protocol::lists;
use crate::web::webext;

/// The page, as long as it is open.
#[derive(Default)]
pub struct Page {
    /// What is shown; nothing before something was asked.
    pub shown: RefCell<Option<Rc<Shown>>>,
    /// What is under way.
    pub running: RefCell<Option<Running>>,
}

/// A question, and what is known.
pub struct Shown {
    /// The question.
    pub question: Question,
    /// What own lists say.
    pub looked: Looked,
    /// What the servers answered.
    pub checked: RefCell<Option<Checked>>,
}

impl Shown {
    /// The answer, as far as it is known.
    fn answer(&self) -> Option<Answer> {
        let checked = self.checked.borrow();
        checked.as_ref().map(|it| &it.answer).or(self.looked.answer.as_ref()).cloned()
    }
}

/// Fills the page and listens to it.
#[wasm_bindgen]
pub async fn check() -> Result<(), JsValue> {
    dom::start()?;
    let body = dom::body()?;
    dom::document()?.set_title(&format!("{} – {}", text::plain("checkTitle"), text::brand()));
    let page = Rc::new(Page::default());
    let field: HtmlInputElement = dom::part(&body, "ask")?;
    let asked = page.clone();
    dom::listen(&dom::part(&body, "ask-form")?, "submit", move |event| {
        event.prevent_default();
        dom::run(look(asked.clone()));
    });
    let asked = page.clone();
    dom::listen(&dom::part(&body, "home")?, "change", move |_| dom::run(look(asked.clone())));
    let pressed = page.clone();
    dom::listen(&dom::part(&body, "looked")?, "click", move |event| {
        let does = dom::target(event, "[data-do]").and_then(|it| it.get_attribute("data-do"));
        match does.as_deref() {
            Some("ask" | "again") => check_run::start(&pressed),
            Some("permit") => check_run::permit(&pressed),
            Some("refuse") => check_run::refuse(&pressed),
            Some("stop") => dom::run(check_run::cancel(pressed.clone())),
            Some("copy") => copy(&pressed),
            _ => {}
        }
    });
    let left = page.clone();
    dom::when_left(move || {
        let left = left.clone();
        dom::run(async move {
            check_run::stop(&left).await;
            Ok(())
        });
    })?;
    let lists = ask::lists().await;
    show_homes(&lists.map_or_else(|_| Vec::new(), |it| homes(&it)))?;
    match asked_in_address()? {
        Some(text) => {
            field.set_value(&text);
            look(page).await
        }
        None => field.focus(),
    }
}

/// What the address of the page asks about.
fn asked_in_address() -> Result<Option<String>, JsValue> {
    let address = dom::document()?.url()?;
    let text = Url::new(&address)?.search_params().get("q");
    Ok(text.filter(|it| !it.trim().is_empty()))
}

/// Shows what own lists say about what is in the field.
async fn look(page: Rc<Page>) -> Result<(), JsValue> {
    let body = dom::body()?;
    let field: HtmlInputElement = dom::part(&body, "ask")?;
    check_run::stop(&page).await;
    let question = Question { text: field.value(), home: home()? };
    let looked = match ask::check(Request::Look(question.clone())).await {
        Ok(Response::Looked(looked)) => *looked,
        Err(message) => {
            page.shown.replace(None);
            field.focus()?;
            return show_problem(&message);
        }
        Ok(_) => return show_problem(&ask::internal()),
    };
    let whole = dom::template("looked")?;
    dom::fill(&whole, "subject", &looked.subject)?;
    check_own::fill(&whole, &looked)?;
    let place: HtmlElement = dom::part(&body, "looked")?;
    dom::replace(&place, &[whole]);
    place.set_hidden(false);
    let checked = looked.checked.clone();
    let shown = Rc::new(Shown { question, looked, checked: RefCell::new(checked) });
    page.shown.replace(Some(shown.clone()));
    show_answer(&shown).await?;
    check_run::offer(&page, &shown).await?;
    place.focus()
}

/// Shows the answer as far as it is known.
pub async fn show_answer(shown: &Shown) -> Result<(), JsValue> {
    let place: Element = dom::part(&dom::body()?, "answer")?;
    let at = shown.checked.borrow().as_ref().map(|it| it.at);
    let whole = match shown.answer() {
        Some(answer) => Some(check_answer::element(&answer, at, &shown.looked).await?),
        None => None,
    };
    dom::replace(&place, whole.as_slice());
    Ok(())
}

/// Says what is wrong with the question, in place of an answer.
fn show_problem(message: &Message) -> Result<(), JsValue> {
    let problem = dom::template("problem")?;
    problem.set_attribute("role", "alert")?;
    dom::fill(&problem, "problem-text", &text::text(message))?;
    let place: HtmlElement = dom::part(&dom::body()?, "looked")?;
    dom::replace(&place, &[problem]);
    place.set_hidden(false);
    Ok(())
}

/// The home that is chosen or typed.
fn home() -> Result<Option<String>, JsValue> {
    let body = dom::body()?;
    let chosen = dom::part::<HtmlSelectElement>(&body, "home")?.value();
    let typed = dom::part::<HtmlInputElement>(&body, "home-typed")?.value();
    Ok([chosen, typed].into_iter().map(|it| it.trim().to_owned()).find(|it| !it.is_empty()))
}

fn homes(report: &lists::ListsReport) -> Vec<String> {
    let home = |list: &lists::ListReport| match Source::of(&list.id) {
        Source::Home(domain) => Some(domain.to_string()),
        _ => None,
    };
    report.lists.iter().filter_map(home).collect()
}

/// Lets the person choose among several homes, or name one when there is none.
fn show_homes(homes: &[String]) -> Result<(), JsValue> {
    let body = dom::body()?;
    if homes.len() > 1 {
        let options = homes.iter().map(|it| dom::element("option", it));
        let options = options.collect::<Result<Vec<_>, _>>()?;
        dom::replace(&dom::part(&body, "home")?, &options);
    }
    dom::show(&body, "home-choice", homes.len() > 1)?;
    dom::show(&body, "home-name", homes.is_empty())
}

/// Copies the answer as text; the browser allows that only while a press is being handled.
fn copy(page: &Page) {
    let answer = page.shown.borrow().as_ref().and_then(|it| it.answer());
    let Some(answer) = answer else { return };
    let copied = webext::copy(&answer.text(&check_answer::plain_text));
    dom::run(async move {
        let copied = JsFuture::from(copied).await.is_ok();
        let words = text::plain(if copied { "checkCopied" } else { "checkNotCopied" });
        dom::fill(&dom::body()?, "copied", &words)
    });
}

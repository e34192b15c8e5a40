//! One list as a card: what it says, how it went the last time, and what can be done with it.

use js_sys::Date;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement};

use super::{dom, list_text, severity_label, text};
use crate::collection::Source;
use crate::explanation::Value;
use crate::protocol::lists::ListReport;
use crate::source::{ListAccess, members_path};

/// The card of a list. What is in it and can be pressed has the attribute `data-do`.
pub fn card(list: &ListReport) -> Result<Element, JsValue> {
    let now = Date::now();
    let card = dom::template("list")?;
    card.set_attribute("data-id", &list.id)?;
    card.set_attribute("data-kind", list.id.split(':').next().unwrap_or_default())?;
    card.set_attribute("data-name", &list.name)?;
    if let Some(host) = list_text::host(list) {
        card.set_attribute("data-host", &host)?;
    }
    dom::fill(&card, "list-name", &list_text::name(list))?;
    dom::fill(&card, "list-about", &about(list, now))?;
    dom::show(&card, "list-remove", !list_text::is_brands(list))?;
    if list_text::is_in_force(list) {
        // What a server's list is, its software says already.
        let taken_for = list.software.is_none().then(|| list_text::taken_for(list)).flatten();
        fill(&card, list, taken_for)?;
    }
    let notes: Vec<_> = list_text::notes(list, now);
    dom::replace(&dom::part(&card, "list-notes")?, &elements("li", &notes)?);
    if !list.doubts.is_empty() {
        card.append_child(&*held(list)?)?;
    }
    if dom::has_template("list-more") {
        card.append_child(&*more(list, now)?)?;
    }
    name_buttons(&card, &list.name)?;
    Ok(card)
}

/// Has everything that can be pressed say what it is about, for those who hear it alone.
pub fn name_buttons(row: &Element, name: &str) -> Result<(), JsValue> {
    for pressed in dom::all(row, "[data-do], summary")? {
        let does = Value::Text(pressed.text_content().unwrap_or_default());
        let named = text::say("actionNamed", &[does, Value::Name(name.to_owned())]);
        pressed.set_attribute("aria-label", &named)?;
    }
    Ok(())
}

/// Fills in what a list says: how many names of which kind, what it was taken for, and what could not be read.
pub fn fill(root: &Element, list: &ListReport, taken_for: Option<String>) -> Result<(), JsValue> {
    let counts = list_text::counts(list);
    if counts.is_empty() {
        dom::fill(root, "list-empty", &text::plain("listEmpty"))?;
    }
    let (mut labels, mut shares) = (Vec::new(), Vec::new());
    for (severity, count, words) in &counts {
        labels.push(severity_label::label("li", *severity, words)?);
        let share = severity_label::label("span", *severity, "")?;
        share
            .unchecked_ref::<HtmlElement>()
            .style()
            .set_property("flex-grow", &count.to_string())?;
        shares.push(share);
    }
    dom::replace(&dom::part(root, "list-counts")?, &labels);
    dom::replace(&dom::part(root, "list-bar")?, &shares);
    let besides: Vec<_> = list_text::besides(list).into_iter().chain(taken_for).collect();
    dom::replace(&dom::part(root, "list-besides")?, &elements("li", &besides)?);
    match problems(list)? {
        Some(problems) => root.append_child(&problems).map(drop),
        None => Ok(()),
    }
}

fn about(list: &ListReport, now: f64) -> String {
    let software = list.software.as_ref();
    let software = software.map(|it| text::quoted(&format!("{} {}", it.name, it.version)));
    let host = list.host.clone().map(|host| text::say("listServedBy", &[Value::Name(host)]));
    let age = (!list_text::is_brands(list)).then(|| list_text::age(list, now));
    let parts = [Some(list_text::kind(list)), software, host, age];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Why a newer version is held back, with the question what to do with it.
fn held(list: &ListReport) -> Result<Element, JsValue> {
    let held = dom::template("held")?;
    let doubts: Vec<_> = list.doubts.iter().map(text::text).collect();
    dom::replace(&dom::part(&held, "held-doubts")?, &elements("li", &doubts)?);
    let why = if list.is_in_force() { "heldWhy" } else { "heldNewWhy" };
    let refuse = if list.is_in_force() { "heldRefuse" } else { "heldRefuseNew" };
    dom::fill(&held, "held-why", &text::plain(why))?;
    dom::fill(&held, "held-refuse", &text::plain(refuse))?;
    Ok(held)
}

/// When it is asked for again, what changed lately, and what else can be done.
fn more(list: &ListReport, now: f64) -> Result<Element, JsValue> {
    let more = dom::template("list-more")?;
    let next = list_text::access(list).into_iter().chain([list_text::next(list, now)]);
    dom::fill(&more, "list-next", &next.collect::<Vec<_>>().join(" · "))?;
    let is_asked = Source::of(&list.id).is_refreshed() && !list.is_members();
    let is_kept = list.is_in_force();
    for (name, shown) in [
        ("list-refresh", is_asked),
        ("list-pause", is_asked),
        ("list-in-tab", is_in_a_tab(list)),
        ("list-drop", list.hidden_since.is_some()),
        ("list-export", is_kept),
        ("list-changes", is_kept),
    ] {
        dom::show(&more, name, shown)?;
    }
    if list.paused {
        dom::fill(&more, "list-pause", &text::plain("listResume"))?;
        more.set_attribute("data-paused", "")?;
    }
    Ok(more)
}

/// Whether the person may see the list where they are signed in.
fn is_in_a_tab(list: &ListReport) -> bool {
    let has_a_way = || list.software.as_ref().is_some_and(|it| members_path(it).is_some());
    list.is_members() || list.access == ListAccess::NotShown && has_a_way()
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
    let lines = list.problems.iter().map(|problem| text::clipped(problem));
    let lines: Vec<_> =
        lines.chain(text::and_more(list.problem_count, list.problems.len())).collect();
    dom::replace(&dom::part(&problems, "problem-lines")?, &elements("li", &lines)?);
    Ok(Some(problems))
}

fn elements(tag: &str, texts: &[String]) -> Result<Vec<Element>, JsValue> {
    texts.iter().map(|text| dom::element(tag, text)).collect()
}

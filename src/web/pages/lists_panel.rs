//! The lists, one card each. Shared by the welcome page, which shows less of each, and the settings.

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement};

use super::{ask, dom, history, list_actions, list_card, search_panel, text};
use crate::explanation::Value;
use crate::protocol::lists::{ListsReport, Removed};
use crate::web::webext;

/// Puts the panel into the page.
pub fn mount(report: &ListsReport) -> Result<(), JsValue> {
    let panel: Element = dom::part(&dom::body()?, "lists-panel")?;
    dom::replace(&panel, &[dom::template("lists")?]);
    if dom::has_template("export-all") {
        let lists: Element = dom::part(&panel, "lists")?;
        lists.after_with_node_1(&*dom::template("export-all")?)?;
    }
    dom::listen(&panel, "click", list_actions::press);
    dom::listen(&panel, "toggle", history::toggled);
    let announced = Closure::<dyn Fn()>::new(|| dom::run(follow()));
    webext::when_announced(&announced.into_js_value());
    show(report)
}

/// Shows what a refresh in the background has changed. A question that waits for its answer is not taken away for it.
async fn follow() -> Result<(), JsValue> {
    match dom::body()?.query_selector("[data-part=list-outcome] > *")? {
        Some(_) => Ok(()),
        None => refresh().await,
    }
}

/// Shows what is loaded now.
pub async fn refresh() -> Result<(), JsValue> {
    match ask::lists().await {
        Ok(report) => show(&report),
        Err(message) => tell(&text::text(&message)),
    }
}

/// Says what came of something.
pub fn tell(words: &str) -> Result<(), JsValue> {
    dom::fill(&dom::body()?, "lists-result", words)
}

/// The card of the list with this id, as long as it is shown.
pub fn card(id: &str) -> Option<Element> {
    let panel: Element = dom::part(&dom::body().ok()?, "lists").ok()?;
    dom::all(&panel, "[data-id]")
        .ok()?
        .find(|card| card.get_attribute("data-id").as_deref() == Some(id))
}

fn show(report: &ListsReport) -> Result<(), JsValue> {
    let body = dom::body()?;
    let focused = focused();
    let mut cards = Vec::new();
    for list in &report.lists {
        let new = list_card::card(list)?;
        if let Some(former) = card(&list.id) {
            carry_over(&former, &new)?;
        }
        cards.push(new);
    }
    for (name, shown) in [
        ("lists-none", cards.is_empty()),
        ("lists", !cards.is_empty()),
        ("export-all", !cards.is_empty()),
    ] {
        if body.query_selector(&format!("[data-part={name}]"))?.is_some() {
            dom::show(&body, name, shown)?;
        }
    }
    dom::replace(&dom::part(&body, "lists")?, &cards);
    let removed = report.removed.iter().map(removed).collect::<Result<Vec<_>, _>>()?;
    dom::show(&body, "removed", !removed.is_empty())?;
    dom::replace(&dom::part(&body, "removed")?, &removed);
    search_panel::follow()?;
    match focused {
        Some((id, does)) => focus(&id, &does),
        None => Ok(()),
    }
}

/// A list that was removed, in a line with the way back.
fn removed(list: &Removed) -> Result<Element, JsValue> {
    let row = dom::template("removed")?;
    row.set_attribute("data-removed", &list.id)?;
    row.set_attribute("data-name", &list.name)?;
    let words = text::say("listIsRemoved", &[Value::Name(list.name.clone())]);
    dom::fill(&row, "removed-name", &words)?;
    list_card::name_buttons(&row, &list.name)?;
    Ok(row)
}

/// What a person has opened and what is under way stays so.
fn carry_over(former: &Element, new: &Element) -> Result<(), JsValue> {
    if let Some(busy) = former.get_attribute("data-busy") {
        new.set_attribute("data-busy", &busy)?;
    }
    for open in dom::all(former, "details[open]")? {
        let part = open.get_attribute("data-part").unwrap_or_default();
        if let Some(same) = new.query_selector(&format!("details[data-part={part}]"))? {
            same.set_attribute("open", "")?;
        }
    }
    Ok(())
}

/// The list whose card has the focus, and what its focused part does.
fn focused() -> Option<(String, String)> {
    let element = dom::document().ok()?.active_element()?;
    let id = element.closest("[data-id]").ok()??.get_attribute("data-id")?;
    Some((id, element.get_attribute("data-do").unwrap_or_default()))
}

/// Gives the focus back to what has come in place of what had it: the same button, or the one that takes the removal
/// back. Where there is neither, the next stop of the Tab key stays where the person was.
fn focus(id: &str, does: &str) -> Result<(), JsValue> {
    let same = card(id).and_then(|card| {
        let same = dom::all(&card, "[data-do]")
            .ok()?
            .find(|it| it.get_attribute("data-do").as_deref() == Some(does));
        same.filter(|it| !it.has_attribute("hidden"))
    });
    let back = || {
        let body = dom::body().ok()?;
        let mut rows = dom::all(&body, "[data-removed]").ok()?;
        let row = rows.find(|it| it.get_attribute("data-removed").as_deref() == Some(id));
        row?.query_selector("[data-do]").ok()?
    };
    match same.or_else(back).and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        Some(same) => same.focus(),
        None => dom::focus(&dom::body()?, "lists-result"),
    }
}

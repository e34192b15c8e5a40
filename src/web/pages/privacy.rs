//! The privacy page: who is asked for lists, whom checks contacted, what is stored and what is sent.

use js_sys::Date;
use wasm_bindgen::prelude::*;
use web_sys::Element;

use super::{ask, dom, list_text, panels, text};
use crate::explanation::Value;
use crate::protocol::lists::ListReport;
use crate::web::contacts::{self, Contact};

/// Fills the privacy page.
#[wasm_bindgen]
pub async fn privacy() -> Result<(), JsValue> {
    let Some(report) = panels::open(&[]).await? else { return Ok(()) };
    let body = dom::body()?;
    let title = text::plain("privacyTitle");
    dom::document()?.set_title(&format!("{title} – {}", text::brand()));
    let now = Date::now();
    let sources = report.lists.iter().map(|list| source(list, now));
    show("sources", sources.collect::<Result<Vec<_>, _>>()?)?;
    match contacts::all().await {
        Ok(contacts) => {
            let rows = contacts.iter().map(|it| contact(it, now)).collect::<Result<Vec<_>, _>>()?;
            show("contacts", rows)
        }
        Err(error) => {
            dom::fill(&body, "contacts-none", &text::text(&ask::unread(error)))?;
            show("contacts", Vec::new())
        }
    }
}

/// Shows rows, or that there are none.
fn show(name: &str, rows: Vec<Element>) -> Result<(), JsValue> {
    let body = dom::body()?;
    dom::show(&body, name, !rows.is_empty())?;
    dom::show(&body, &format!("{name}-none"), rows.is_empty())?;
    dom::replace(&dom::part(&body, name)?, &rows);
    Ok(())
}

/// Who is asked for a list, when that was, and when it is again.
fn source(list: &ListReport, now: f64) -> Result<Element, JsValue> {
    let host = list_text::host(list);
    let asked = list.timing.and_then(|timing| timing.asked_at).or(list.fetched_at);
    let said = match (host, asked.filter(|at| *at <= now)) {
        (None, _) => vec![text::plain("privacyNobody"), list_text::next(list, now)],
        (Some(host), None) => {
            let asks = text::say("privacyAsks", &[Value::Name(host)]);
            vec![asks, text::plain("privacyNotAsked"), list_text::next(list, now)]
        }
        (Some(host), Some(at)) => {
            let asks = text::say("privacyAsks", &[Value::Name(host)]);
            vec![asks, moment(at, now), list_text::next(list, now)]
        }
    };
    row(&list_text::name(list), &list_text::kind(list), &said.join(" · "))
}

fn contact(contact: &Contact, now: f64) -> Result<Element, JsValue> {
    row(&text::name(&contact.host), &moment(contact.at, now), "")
}

fn row(name: &str, first: &str, second: &str) -> Result<Element, JsValue> {
    let row = dom::template("party")?;
    dom::fill(&row, "party-name", name)?;
    dom::fill(&row, "party-first", first)?;
    dom::fill(&row, "party-second", second)?;
    Ok(row)
}

/// When somebody was asked the last time.
fn moment(at: f64, now: f64) -> String {
    match text::relative(at, now) {
        Some(ago) => text::say("privacyAsked", &[Value::Text(ago)]),
        None => text::plain("privacyAskedNow"),
    }
}

//! The popup: what is on this page, and why.

use js_sys::{Date, Object, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::ask::{self, internal};
use super::said::Said;
use super::{ask_panel, dom, list_text, page_panel, severity_label, show_panel, site_panel, text};
use crate::address::AddressParser;
use crate::domain::Domain;
use crate::explanation::{Message, Value};
use crate::protocol::lists::{ListReport, ListsReport, Request};
use crate::protocol::{Access, Entry, Group, PageReport};
use crate::severity::Severity;
use crate::web::parser::BrowserParser;
use crate::web::{permission, webext};

/// How many targets are shown.
const SHOWN: usize = 300;

/// Fills the popup and listens to it. Its words are there already.
#[wasm_bindgen]
pub async fn popup() -> Result<(), JsValue> {
    let body = dom::body()?;
    ask_panel::mount(&body)?;
    dom::listen(&dom::part(&body, "retry")?, "click", |_| {
        dom::run(async {
            begin()?;
            look().await
        });
    });
    dom::listen(&dom::part(&body, "grant")?, "click", |_| {
        let given = permission::request(&[permission::EVERY_SITE]);
        dom::run(async { if given.await { look().await } else { Ok(()) } });
    });
    let switch: HtmlInputElement = dom::part(&body, "shown")?;
    dom::listen(&switch.clone(), "change", move |_| dom::run(show_marks(switch.checked())));
    let switch: HtmlInputElement = dom::part(&body, "site-shown")?;
    dom::listen(&switch.clone(), "change", move |_| dom::run(show_on_site(switch.checked())));
    dom::listen(&body, "click", |event| {
        let Some(button) = dom::target(event, "[data-mute]") else { return };
        let name = button.get_attribute("data-mute").unwrap_or_default();
        let undoes = button.matches("[data-part=undo]").unwrap_or_default();
        if let Ok(domain) = Domain::parse(&name) {
            dom::run(mute(domain, !undoes));
        }
    });
    look().await
}

/// Says that an answer is waited for, in place of the failure before it.
fn begin() -> Result<(), JsValue> {
    settle("loading", &text::plain("popupLooking"), "")?;
    let body = dom::body()?;
    dom::part::<Element>(&body, "main")?.set_attribute("aria-busy", "true")?;
    // What was pressed is gone.
    dom::focus(&body, "title")
}

/// Asks what is on the page and shows the answer.
async fn look() -> Result<(), JsValue> {
    let Some(Tab { id: tab, site }) = active_tab().await else {
        return show_failure(&internal());
    };
    match (ask::lists().await, ask::page(tab).await) {
        (Ok(lists), Ok(page)) => {
            let trapped = JsFuture::from(webext::did_trap()).await;
            let body = dom::body()?;
            let site = site.as_ref().filter(|_| page.access != Access::Restricted);
            page_panel::say(&body, site, &page, &lists)?;
            show(tab, &page, &lists, trapped.is_ok_and(|it| it.is_truthy()))?;
            site_panel::show(&body, site.filter(|_| lists.shown)).await?;
            page_panel::offer(&body, tab, site, &page, &lists).await
        }
        (Err(message), _) | (_, Err(message)) => show_failure(&message),
    }
}

/// The tab that the popup is about.
struct Tab {
    id: i32,
    /// The host of its page, where that may be known and has one.
    site: Option<Domain>,
}

async fn active_tab() -> Option<Tab> {
    let query = Object::new();
    Reflect::set(&query, &"active".into(), &true.into()).ok()?;
    Reflect::set(&query, &"currentWindow".into(), &true.into()).ok()?;
    let tabs = JsFuture::from(webext::query_tabs(&query)).await.ok()?;
    let tab = Reflect::get_u32(&tabs, 0).ok()?;
    let id = Reflect::get(&tab, &"id".into()).ok()?.as_f64()? as i32;
    let address = Reflect::get(&tab, &"url".into()).ok()?.as_string();
    let site = address.and_then(|address| BrowserParser.parse(&address)?.host);
    Some(Tab { id, site })
}

async fn show_on_site(shown: bool) -> Result<(), JsValue> {
    let Some(site) = active_tab().await.and_then(|tab| tab.site) else {
        return show_failure(&internal());
    };
    match site_panel::draw(&site, shown).await {
        Ok(()) => look().await,
        Err(message) => show_failure(&message),
    }
}

async fn mute(domain: Domain, muted: bool) -> Result<(), JsValue> {
    if let Err(message) = site_panel::mute(&domain, muted).await {
        return show_failure(&message);
    }
    look().await?;
    site_panel::offer_undo(&dom::body()?, muted.then_some(&domain))
}

async fn show_marks(shown: bool) -> Result<(), JsValue> {
    match ask::changed(&Request::SetMarks(shown)).await {
        Ok(_) => look().await,
        Err(message) => show_failure(&message),
    }
}

fn show(tab: i32, report: &PageReport, lists: &ListsReport, trapped: bool) -> Result<(), JsValue> {
    let body = dom::body()?;
    dom::part::<HtmlInputElement>(&body, "shown")?.set_checked(lists.shown);

    let (state, title, more) = headline(report, lists);
    settle(state, &title, &more)?;
    show_part("on-click", state == "found" || state == "none", report.access == Access::OnClick)?;
    show_part("marks-off", true, !lists.shown)?;
    show_part("footer", true, true)?;
    show_part("trapped", true, trapped)?;

    let tally = [Severity::Suspend, Severity::Silence, Severity::Noted]
        .map(|severity| tally(report, severity));
    dom::replace(
        &dom::part(&body, "tally")?,
        &tally.into_iter().flatten().collect::<Result<Vec<_>, _>>()?,
    );
    show_part("not-seen", false, false)?;
    dom::replace(&dom::part(&body, "groups")?, &groups(tab, report)?);

    let mut rows = lists.lists.iter().map(list).collect::<Result<Vec<_>, _>>()?;
    if lists.rules > 0 {
        rows.push(rules(lists.rules)?);
    }
    show_part("lists", true, !rows.is_empty())?;
    dom::replace(&dom::part(&body, "list-rows")?, &rows);
    Ok(())
}

/// The state of the popup, which its style sheet knows, with its headline and the sentence below.
fn headline(report: &PageReport, lists: &ListsReport) -> (&'static str, String, String) {
    let count = report.groups.iter().map(|group| group.entries.len()).sum::<usize>();
    let nothing_in_force = lists.rules == 0 && !lists.lists.iter().any(list_text::is_in_force);
    let (state, title, more) = match (report.access, nothing_in_force, count) {
        (Access::Restricted, ..) => ("restricted", "popupRestricted", "popupRestrictedMore"),
        (_, true, _) => ("no-list", "popupNoList", "popupNoListMore"),
        (.., 0) => ("none", "popupFoundNone", "popupFoundNoneMore"),
        _ => {
            let count = Value::Count(u32::try_from(count).unwrap_or(u32::MAX));
            return ("found", text::say("popupFound", &[count]), String::new());
        }
    };
    (state, text::plain(title), text::plain(more))
}

fn show_failure(message: &Message) -> Result<(), JsValue> {
    let body = dom::body()?;
    settle("failed", &text::plain("popupFailed"), &text::text(message))?;
    for name in ["groups", "tally"] {
        dom::replace(&dom::part(&body, name)?, &[]);
    }
    for name in
        ["itself", "trapped", "on-click", "marks-off", "muted", "not-seen", "lists", "footer"]
    {
        show_part(name, false, false)?;
    }
    Ok(())
}

fn settle(state: &str, title: &str, more: &str) -> Result<(), JsValue> {
    let body = dom::body()?;
    body.set_attribute("data-state", state)?;
    dom::part::<Element>(&body, "main")?.set_attribute("aria-busy", "false")?;
    dom::fill(&body, "title", title)?;
    dom::fill(&body, "more", more)?;
    show_part("retry", true, state == "failed")?;
    show_part("choose", true, state == "no-list")
}

fn show_part(name: &str, fits: bool, wanted: bool) -> Result<(), JsValue> {
    dom::part::<HtmlElement>(&dom::body()?, name)?.set_hidden(!(fits && wanted));
    Ok(())
}

/// How many targets have this severity; nothing when none has.
fn tally(report: &PageReport, severity: Severity) -> Option<Result<Element, JsValue>> {
    let entries = report.groups.iter().flat_map(|group| &group.entries);
    let count = entries.filter(|entry| entry.explanation.severity == severity).count();
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    (count > 0)
        .then(|| severity_label::label("li", severity, &severity_label::count(severity, count)))
}

/// The groups with their first targets, and how many more there are: a page can hold any number.
fn groups(tab: i32, report: &PageReport) -> Result<Vec<Element>, JsValue> {
    let mut elements = Vec::new();
    let mut shown = 0;
    for it in &report.groups {
        let some = it.entries.len().min(SHOWN - shown);
        if some > 0 {
            elements.push(group(tab, it, some)?);
            shown += some;
        }
    }
    let all = report.groups.iter().map(|it| it.entries.len()).sum::<usize>();
    if let Some(more) = text::and_more(u32::try_from(all).unwrap_or(u32::MAX), shown) {
        elements.push(dom::element("p", &more)?);
    }
    Ok(elements)
}

/// A group with so many of its targets.
fn group(tab: i32, group: &Group, shown: usize) -> Result<Element, JsValue> {
    let card = dom::template("group")?;
    dom::fill(&card, "group-title", &text::name(&group.title))?;
    let label =
        severity_label::label("span", group.severity, &severity_label::word(group.severity))?;
    dom::replace(&dom::part(&card, "group-severity")?, &[label]);

    let shared = Said::by_all(&group.entries);
    dom::replace(&dom::part(&card, "group-said")?, &shared.elements()?);
    let obvious = group.entries.iter().all(|entry| entry.explanation.target == group.title);
    dom::show(&card, "targets-box", !obvious)?;
    // With one target that is not told apart from the group, what can be done about it is the group's.
    if let Some(entry) = group.entries.first().filter(|_| obvious) {
        dom::replace(&dom::part(&card, "group-actions")?, &[actions(tab, entry)?]);
    } else {
        let targets =
            group.entries.iter().take(shown).map(|it| target(tab, it, group.severity, &shared));
        dom::replace(&dom::part(&card, "targets")?, &targets.collect::<Result<Vec<_>, _>>()?);
    }
    Ok(card)
}

fn target(
    tab: i32,
    entry: &Entry,
    strictest: Severity,
    shared: &Said<'_>,
) -> Result<Element, JsValue> {
    let row = dom::template("target")?;
    let Entry { explanation, .. } = entry;
    dom::fill(&row, "target", &text::name(&explanation.target))?;
    if explanation.severity != strictest {
        let word = severity_label::word(explanation.severity);
        let label = severity_label::label("span", explanation.severity, &word)?;
        dom::replace(&dom::part(&row, "target-severity")?, &[label]);
    }
    let said = Said::by(explanation).without(shared).elements()?;
    dom::replace(&dom::part(&row, "target-said")?, &said);
    row.append_child(&*actions(tab, entry)?)?;
    Ok(row)
}

/// What can be done about a target.
fn actions(tab: i32, entry: &Entry) -> Result<Element, JsValue> {
    let actions = dom::template("actions")?;
    let target = &entry.explanation.target;
    show_panel::button(&actions, tab, entry)?;
    ask_panel::link(&actions, target)?;
    site_panel::button(&actions, target)?;
    Ok(actions)
}

fn list(list: &ListReport) -> Result<Element, JsValue> {
    let row = dom::template("list-row")?;
    dom::fill(&row, "list-name", &list_text::name(list))?;
    let counts = list_text::counts(list).into_iter().map(|(.., words)| words).collect::<Vec<_>>();
    dom::fill(&row, "list-counts", &counts.join(" · "))?;
    dom::fill(&row, "list-age", &list_text::age(list, Date::now()))?;
    Ok(row)
}

fn rules(count: u32) -> Result<Element, JsValue> {
    let row = dom::template("list-row")?;
    dom::fill(&row, "list-name", &text::plain("rulesTitle"))?;
    dom::fill(&row, "list-counts", &text::say("rulesCount", &[Value::Count(count)]))?;
    Ok(row)
}

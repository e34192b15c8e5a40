//! What the popup says first: what the open page itself is, as far as lists tell.

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlAnchorElement};

use super::said::Said;
use super::{ask_panel, dom, list_text, severity_label, text};
use crate::collection::Source;
use crate::domain::Domain;
use crate::explanation::Value;
use crate::page::SERVER_SIGNS;
use crate::protocol::lists::{ListReport, ListsReport};
use crate::protocol::{PageItself, PageReport};
use crate::web::webext;

/// Says it. Nothing where the page may not be looked at, and where no list is in force that could say anything.
pub fn say(
    body: &Element,
    site: Option<&Domain>,
    report: &PageReport,
    lists: &ListsReport,
) -> Result<(), JsValue> {
    let said = match (&report.itself, site) {
        (Some(itself), _) => listed(itself)?,
        (None, Some(site)) => unlisted(site, lists)?,
        (None, None) => Vec::new(),
    };
    dom::replace(&dom::part(body, "itself-said")?, &said);
    dom::show(body, "itself", !said.is_empty())
}

/// Offers what can be done about the page, below what is said of it.
pub async fn offer(
    body: &Element,
    tab: i32,
    site: Option<&Domain>,
    report: &PageReport,
    lists: &ListsReport,
) -> Result<(), JsValue> {
    // Nobody is led to a place that their lists warn of.
    let site = site.filter(|_| report.itself.is_none());
    let offers_server = offer_server(body, tab, site, lists).await?;
    let offers_check = ask_panel::show_profile(body, tab).await?;
    if offers_server || offers_check {
        dom::show(body, "itself", true)?;
    }
    Ok(())
}

/// Why it is listed.
fn listed(itself: &PageItself) -> Result<Vec<Element>, JsValue> {
    let severity = itself.explanation.severity;
    let mut said = vec![
        severity_label::label("p", severity, &severity_label::word(severity))?,
        title(&text::text(&itself.sentence))?,
    ];
    said.extend(Said::by(&itself.explanation).elements()?);
    Ok(said)
}

/// That nothing is known of it, or why that is not known.
fn unlisted(site: &Domain, lists: &ListsReport) -> Result<Vec<Element>, JsValue> {
    let name = || Value::name(site);
    if is_home(site, lists) {
        return Ok(vec![title(&text::say("popupPageHome", &[name()]))?]);
    }
    let unclear = lists.lists.iter().find_map(|list| Some((list, unclear(list)?)));
    if let Some((list, why)) = unclear {
        let home = Value::Name(list.name.clone());
        let said = text::say("popupPageUnknown", &[home, name()]);
        return Ok(vec![title(&said)?, dom::element("p", &why)?]);
    }
    let is_any = lists.rules > 0 || lists.lists.iter().any(list_text::is_in_force);
    let said = is_any.then(|| title(&text::say("popupPageNothing", &[name()])));
    said.into_iter().collect()
}

/// Why a home's list does not tell that a place is not on it.
fn unclear(list: &ListReport) -> Option<String> {
    if !matches!(Source::of(&list.id), Source::Home(_)) {
        return None;
    }
    if !list.is_in_force() {
        let failure = list.failure.as_ref().map(text::text);
        return failure.or_else(|| list_text::access(list)).or(Some(text::plain("copyMissing")));
    }
    list.withheld.then(|| text::plain("noteWithheld"))
}

/// Offers the server that the page is of, unless the person has it; whether that was offered.
async fn offer_server(
    body: &Element,
    tab: i32,
    site: Option<&Domain>,
    lists: &ListsReport,
) -> Result<bool, JsValue> {
    let link: HtmlAnchorElement = dom::part(body, "use-server")?;
    let Some(site) = site.filter(|site| !is_home(site, lists)) else {
        link.set_hidden(true);
        return Ok(false);
    };
    let found = JsFuture::from(webext::has_element(tab, SERVER_SIGNS)).await;
    let is_server = found.is_ok_and(|it| it.is_truthy());
    link.set_hidden(!is_server);
    link.set_href(&format!("welcome.html?server={site}"));
    dom::fill(body, "use-server", &text::say("popupUseServer", &[Value::name(site)]))?;
    Ok(is_server)
}

fn is_home(site: &Domain, lists: &ListsReport) -> bool {
    let is_it = |list: &ListReport| match Source::of(&list.id) {
        Source::Home(home) => home == *site || list.host.as_deref() == Some(site.as_str()),
        _ => false,
    };
    lists.lists.iter().any(is_it)
}

fn title(words: &str) -> Result<Element, JsValue> {
    let title = dom::element("p", words)?;
    title.set_class_name("itself-title");
    Ok(title)
}

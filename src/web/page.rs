//! What concerns one page: its verdicts and its style sheet, the card, the count on the toolbar button, the popup's
//! list.

use serde::Deserialize;
use serde_json::json;

use super::error::{Doing, WebError};
use super::parser::BrowserParser;
use super::registration;
use super::state::State;
use super::webext::{self, plain, settled};
use crate::address::AddressParser;
use crate::explanation::Explanation;
use crate::marks::{MarkAttribute, MarkNames, sheet};
use crate::platform::platform_of;
use crate::protocol::{Access, Group, PageReport, Response};
use crate::verdict::Verdict;

/// The most keys that are looked at in one message; the content script sends fewer.
const MAX_KEYS: usize = 5_000;
/// The longest key, in bytes: longer addresses are no links that people meet.
const MAX_KEY_BYTES: usize = 8_192;

const CARD_SCRIPT: &str = "card.js";

/// A frame of a page.
#[derive(Clone, Copy)]
pub struct Frame {
    /// The tab's id.
    pub tab: i32,
    /// The frame's id; 0 is the page itself.
    pub frame: i32,
}

impl Frame {
    fn target(self) -> serde_json::Value {
        json!({ "tabId": self.tab, "frameIds": [self.frame] })
    }
}

/// Judges keys. Before the first marks of a document are answered, the style that draws them is there.
pub async fn judge(
    state: &State,
    frame: Frame,
    keys: &[String],
    attribute: Option<&str>,
) -> Result<Response, WebError> {
    let mut marks = Vec::new();
    for (position, key) in
        (0..).zip(keys.iter().take(MAX_KEYS)).filter(|(_, key)| key.len() <= MAX_KEY_BYTES)
    {
        if let Some(verdict) = state.verdict(key).filter(|verdict| verdict.severity().is_marked()) {
            marks.push((position, verdict.severity()));
        }
    }
    let shown = state.shown();
    if let Some(attribute) = attribute
        .and_then(|name| MarkAttribute::parse(name).ok())
        .filter(|_| shown && !marks.is_empty())
    {
        let injection = json!({ "css": sheet(&attribute, &mark_names()), "origin": "USER", "target": frame.target() });
        settled(webext::insert_css(&plain(&injection)?), "inserting the style of marks").await?;
    }
    Ok(Response::Judged { marks, shown })
}

fn mark_names() -> MarkNames {
    let name = |key| webext::message(key, &js_sys::Array::new());
    MarkNames {
        suspended: name("markSuspended"),
        limited: name("markLimited"),
        noted: name("markNoted"),
    }
}

/// Explains one key for the card, and brings the card's script when it is not there.
pub async fn explain(
    state: &State,
    frame: Frame,
    key: &str,
    card: bool,
) -> Result<Response, WebError> {
    let explanation = match state.verdict(key) {
        Some(verdict) => Some(state.explanation(&verdict).await),
        None => None,
    };
    if card && explanation.is_some() {
        let injection = json!({ "target": frame.target(), "files": [CARD_SCRIPT] });
        settled(webext::execute_script(&plain(&injection)?), "running the card's script").await?;
    }
    Ok(Response::Explained { explanation })
}

/// Shows on the toolbar button how many distinct listed targets the page has.
pub async fn show_count(state: &State, tab: i32) -> Result<Response, WebError> {
    let count = distinct(state, &present(tab).await?).len();
    let text = if count == 0 { String::new() } else { count.to_string() };
    settled(
        webext::set_badge_text(&plain(&json!({ "tabId": tab, "text": text }))?),
        "showing the count",
    )
    .await?;
    let colour = plain(&json!({ "tabId": tab, "color": "#a61e2d" }))?;
    settled(webext::set_badge_background_color(&colour), "showing the count").await?;
    let colour = plain(&json!({ "tabId": tab, "color": "#ffffff" }))?;
    settled(webext::set_badge_text_color(&colour), "showing the count").await?;
    Ok(Response::Done)
}

/// What the popup shows of a page. The press on the toolbar button that opened it allows to look, this once.
pub async fn report(state: &State, tab: i32) -> Result<Response, WebError> {
    let lists = state.lists().await?;
    if registration::inject(tab).await.is_err() {
        return Ok(Response::Page(PageReport {
            access: Access::Restricted,
            groups: Vec::new(),
            lists,
        }));
    }
    let mut entries = Vec::new();
    for verdict in distinct(state, &present(tab).await?) {
        entries.push((group_title(&verdict), state.explanation(&verdict).await));
    }
    // The count is that of a moment ago, or there is none yet on a page that is looked at by click.
    show_count(state, tab).await?;
    Ok(Response::Page(PageReport { access: access(tab).await?, groups: grouped(entries), lists }))
}

async fn present(tab: i32) -> Result<Vec<String>, WebError> {
    let keys = settled(webext::present(tab), "asking a page for its links").await?;
    serde_wasm_bindgen::from_value(keys).doing("asking a page for its links")
}

/// One verdict for each target, however many links and frames lead there.
fn distinct(state: &State, keys: &[String]) -> Vec<Verdict> {
    let mut verdicts: Vec<Verdict> = Vec::new();
    for verdict in
        keys.iter().filter_map(|key| state.verdict(key)).filter(|it| it.severity().is_marked())
    {
        if !verdicts.iter().any(|earlier| earlier.target == verdict.target) {
            verdicts.push(verdict);
        }
    }
    verdicts
}

fn group_title(verdict: &Verdict) -> String {
    platform_of(&verdict.target.domain)
        .map_or_else(|| verdict.shown.listed.clone(), |platform| platform.name.clone())
}

/// Groups by title, the strictest first, then by name.
fn grouped(mut entries: Vec<(String, Explanation)>) -> Vec<Group> {
    entries.sort_by(|(_, a), (_, b)| {
        b.severity.cmp(&a.severity).then_with(|| a.target.cmp(&b.target))
    });
    let mut groups: Vec<Group> = Vec::new();
    for (title, entry) in entries {
        match groups.iter_mut().find(|group| group.title == title) {
            Some(group) => group.entries.push(entry),
            None => groups.push(Group { title, severity: entry.severity, entries: vec![entry] }),
        }
    }
    groups
}

#[derive(Deserialize)]
struct Tab {
    url: Option<String>,
}

async fn access(tab: i32) -> Result<Access, WebError> {
    let tab = settled(webext::tab(tab), "asking for a page's address").await?;
    let tab: Tab = serde_wasm_bindgen::from_value(tab).doing("asking for a page's address")?;
    let address = tab.url.and_then(|url| BrowserParser.parse(&url));
    let Some((scheme, host)) = address.and_then(|it| Some((it.scheme, it.host?))) else {
        return Ok(Access::OnClick);
    };
    let origins = json!({ "origins": [format!("{scheme}://{host}/*")] });
    match settled(webext::contains_permissions(&plain(&origins)?), "asking for permissions").await {
        Ok(granted) if granted.is_truthy() => Ok(Access::Granted),
        _ => Ok(Access::OnClick),
    }
}

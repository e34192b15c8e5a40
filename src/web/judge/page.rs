//! What concerns one page: its verdicts and its style sheet, the card, the count on the toolbar button, the popup's
//! list.

use super::state::State;
use crate::explanation::Explanation;
use crate::marks::{MarkAttribute, MarkNames, sheet};
use crate::platform::platform_of;
use crate::protocol::{Access, Group, PageReport, Response};
use crate::severity::Severity;
use crate::verdict::Verdict;
use crate::web::error::WebError;
use crate::web::message::from_browser;
use crate::web::sender::Frame;
use crate::web::webext::{self, settled};

/// The most keys that are looked at in one message; the content script sends fewer.
const MAX_KEYS: usize = 5_000;
/// The longest key, in bytes: longer addresses are no links that people meet.
const MAX_KEY_BYTES: usize = 8_192;

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
        let css = sheet(&attribute, &mark_names());
        settled(webext::style(frame.tab, frame.frame, &css), "inserting the style of marks")
            .await?;
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
        settled(webext::bring_card(frame.tab, frame.frame), "bringing the card").await?;
    }
    Ok(Response::Explained { explanation })
}

/// Shows on the toolbar button how many distinct listed targets the page has.
pub async fn show_count(state: &State, tab: i32) -> Result<Response, WebError> {
    count(tab, &distinct(state, &present(tab).await?)).await?;
    Ok(Response::Done)
}

async fn count(tab: i32, verdicts: &[Verdict]) -> Result<(), WebError> {
    let count = u32::try_from(verdicts.len()).unwrap_or(u32::MAX);
    settled(webext::show_count(tab, count), "showing the count").await?;
    Ok(())
}

/// What the popup shows of a page. The press on the toolbar button that opened it allows to look, this once.
pub async fn report(state: &State, tab: i32) -> Result<Response, WebError> {
    if settled(webext::look(tab), "looking at a page").await.is_err() {
        return Ok(Response::Page(PageReport { access: Access::Restricted, groups: Vec::new() }));
    }
    let verdicts = distinct(state, &present(tab).await?);
    // The button and the popup never differ, also on a page that is only now looked at.
    count(tab, &verdicts).await?;
    let mut entries = Vec::new();
    for verdict in &verdicts {
        entries.push((group_title(verdict), state.explanation(verdict).await));
    }
    Ok(Response::Page(PageReport { access: access(tab).await?, groups: grouped(entries) }))
}

async fn present(tab: i32) -> Result<Vec<String>, WebError> {
    let keys = settled(webext::present(tab), "asking a page for its links").await?;
    from_browser(&keys, "asking a page for its links")
}

/// One verdict for each target, however many links and frames lead there.
fn distinct(state: &State, keys: &[String]) -> Vec<Verdict> {
    let mut verdicts: Vec<Verdict> = Vec::new();
    for verdict in
        keys.iter().filter_map(|key| state.verdict(key)).filter(|it| it.severity().is_marked())
    {
        if !verdicts.iter().any(|earlier| earlier.target.is_same_place(&verdict.target)) {
            verdicts.push(verdict);
        }
    }
    verdicts
}

fn group_title(verdict: &Verdict) -> String {
    platform_of(&verdict.target.domain)
        .map_or_else(|| verdict.shown.listed.clone(), |platform| platform.name.clone())
}

/// Groups by title, the strictest first.
fn grouped(entries: Vec<(String, Explanation)>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for severity in Severity::ALL.into_iter().rev() {
        for (title, entry) in entries.iter().filter(|(_, entry)| entry.severity == severity) {
            match groups.iter_mut().find(|group| group.title == *title) {
                Some(group) => group.entries.push(entry.clone()),
                None => groups.push(Group {
                    title: title.clone(),
                    severity,
                    entries: vec![entry.clone()],
                }),
            }
        }
    }
    groups
}

async fn access(tab: i32) -> Result<Access, WebError> {
    let granted = settled(webext::is_granted(tab), "asking for permissions").await?;
    Ok(if granted.is_truthy() { Access::Granted } else { Access::OnClick })
}

//! What a whole page holds, over all its frames: for the toolbar button and the popup.

use std::cell::RefCell;
use std::collections::HashMap;

use wasm_bindgen::JsValue;

use super::page::MAX_KEYS;
use super::state::State;
use crate::explanation::{Message, Value};
use crate::page::sentence;
use crate::platform::platform_of;
use crate::protocol::{Access, Entry, Group, PageItself, PageReport, Presence, Response};
use crate::severity::Severity;
use crate::verdict::Verdict;
use crate::visible::{isolated, visible};
use crate::web::error::WebError;
use crate::web::message::from_stranger;
use crate::web::webext::{self, settled};

/// What `extension/bridge.js` says of a page whose own script keeps it busy.
const LATE: &str = "no answer in time";

/// The tabs whose toolbar button is being brought up to date, with whether their page has changed meanwhile: all frames
/// of a page may tell of changes at once, and many times a second.
#[derive(Default)]
pub struct Showing(RefCell<Vec<(i32, bool)>>);

impl Showing {
    /// Shows on the toolbar button how many distinct listed targets the page has, or that it is one itself.
    pub async fn show(&self, state: &State, tab: i32) -> Result<Response, WebError> {
        if let Some((_, has_changed)) = self.0.borrow_mut().iter_mut().find(|it| it.0 == tab) {
            *has_changed = true;
            return Ok(Response::Done);
        }
        loop {
            self.begin(tab);
            let shown = async { Found::on(state, tab).await?.show(tab).await }.await;
            // One that failed is done again for a frame that told of a change meanwhile: it was told that all is well.
            if !self.0.borrow().contains(&(tab, true)) {
                self.end(tab);
                return shown.map(|()| Response::Done);
            }
            // Whether that can be waited for or not, the page is looked at again.
            let _ = settled(webext::moment(), "waiting a moment").await;
        }
    }

    fn begin(&self, tab: i32) {
        self.end(tab);
        self.0.borrow_mut().push((tab, false));
    }

    fn end(&self, tab: i32) {
        self.0.borrow_mut().retain(|it| it.0 != tab);
    }
}

/// What of a page is listed.
struct Found {
    itself: Option<(Message, Verdict)>,
    /// One for each target, with the keys that lead there.
    links: Vec<(Verdict, Vec<String>)>,
}

impl Found {
    async fn on(state: &State, tab: i32) -> Result<Found, WebError> {
        let doing = "asking a page";
        let presence: Presence =
            from_stranger(&settled(webext::present(tab), doing).await?, doing)?;
        let mut selves = presence.selves;
        selves.sort_by_key(|(relation, _)| *relation);
        let itself = selves.into_iter().find_map(|(relation, key)| {
            let verdict = state.marked_verdict(&key)?;
            Some((sentence(relation, &verdict.target), verdict))
        });
        Ok(Found { itself, links: distinct(state, &presence.keys) })
    }

    async fn show(&self, tab: i32) -> Result<(), WebError> {
        let (badge, title) = match (&self.itself, self.links.len()) {
            (Some((sentence, _)), _) => ("!".to_owned(), words(sentence)),
            (None, 0) => (String::new(), String::new()),
            (None, count) => (count.to_string(), String::new()),
        };
        settled(webext::show_found(tab, &badge, &title), "showing the count").await?;
        Ok(())
    }
}

/// A sentence whose values are names.
fn words(Message { key, values }: &Message) -> String {
    let names = values.iter().filter_map(|value| match value {
        Value::Name(name) => Some(JsValue::from_str(&isolated(&visible(name)))),
        _ => None,
    });
    webext::message(key, &names.collect())
}

/// What the popup shows of a page. The press on the toolbar button that opened it allows to look, this once.
pub async fn report(state: &State, tab: i32) -> Result<Response, WebError> {
    match settled(webext::look(tab), "looking at a page").await {
        Ok(_) => {}
        Err(WebError::Browser { message, doing }) if message == LATE => {
            return Err(WebError::Browser { message, doing });
        }
        Err(_) => {
            let (itself, groups) = (None, Vec::new());
            let report = PageReport { access: Access::Restricted, itself, groups };
            return Ok(Response::Page(Box::new(report)));
        }
    }
    let found = Found::on(state, tab).await?;
    // The button and the popup never differ, also on a page that is only now looked at.
    found.show(tab).await?;
    let itself = match found.itself {
        Some((sentence, verdict)) => {
            Some(PageItself { sentence, explanation: state.explanation(&verdict).await })
        }
        None => None,
    };
    let mut entries = Vec::new();
    for (verdict, keys) in found.links {
        let explanation = state.explanation(&verdict).await;
        entries.push((group_title(&verdict), Entry { explanation, keys }));
    }
    let report = PageReport { access: access(tab).await?, itself, groups: grouped(entries) };
    Ok(Response::Page(Box::new(report)))
}

/// One verdict for each target, however many links and frames lead there.
fn distinct(state: &State, keys: &[String]) -> Vec<(Verdict, Vec<String>)> {
    let mut verdicts: Vec<(Verdict, Vec<String>)> = Vec::new();
    // A page can link to any number of places below a listed one.
    let mut places = HashMap::new();
    for key in keys.iter().take(MAX_KEYS) {
        let Some(verdict) = state.marked_verdict(key) else { continue };
        let at = *places.entry(verdict.target.label()).or_insert(verdicts.len());
        match verdicts.get_mut(at) {
            Some((_, keys)) => keys.push(key.clone()),
            None => verdicts.push((verdict, vec![key.clone()])),
        }
    }
    verdicts
}

fn group_title(verdict: &Verdict) -> String {
    platform_of(&verdict.target.domain)
        .map_or_else(|| verdict.shown.listed.clone(), |platform| platform.name.clone())
}

/// Groups by title, the strictest first.
fn grouped(entries: Vec<(String, Entry)>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for severity in Severity::ALL.into_iter().rev() {
        let of_severity = |it: &&(String, Entry)| it.1.explanation.severity == severity;
        for (title, entry) in entries.iter().filter(of_severity) {
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

//! What concerns one frame: its verdicts, the style and the scripts that it needs for them, its cards.

use super::state::State;
use crate::domain::Domain;
use crate::marks::{MarkAttribute, MarkNames, highlights, sheet};
use crate::protocol::{Look, Mark, Opens, Response};
use crate::target::mention::handles_in;
use crate::target::wants_address;
use crate::web::error::WebError;
use crate::web::parser::BrowserParser;
use crate::web::sender::Frame;
use crate::web::webext::{self, settled};

/// The most keys that are looked at in one message, and of one page; the content script sends fewer.
pub const MAX_KEYS: usize = 5_000;
/// The longest key, in bytes: longer addresses are no links that people meet.
const MAX_KEY_BYTES: usize = 8_192;
/// What a frame needs where something is listed.
const LISTED_SCRIPT: &str = "listed.js";
/// What a frame needs to show a card.
const CARD_SCRIPT: &str = "card.js";
/// What a frame needs where there is more to be read than links.
const MORE_SCRIPT: &str = "more.js";

/// Judges keys. Before the first marks of a document are answered, what draws them is there.
pub async fn judge(
    state: &State,
    frame: &Frame,
    keys: &str,
    attribute: Option<&str>,
) -> Result<Response, WebError> {
    let mut marks = Vec::new();
    let mut whole = Vec::new();
    for (position, key) in readable(keys) {
        if !state.may_know(key) {
            continue;
        }
        if Domain::parse(key).is_ok_and(|host| wants_address(&host)) {
            whole.push(position);
        } else if let Some(verdict) = state.marked_verdict(key) {
            let mark = Mark {
                severity: verdict.severity(),
                through: verdict.is_of_wrapper(),
                held: state.holds_back(frame, &verdict),
            };
            marks.push((position, mark));
        }
    }
    let look = state.look(frame);
    if !marks.is_empty() {
        prepare(frame, &look, attribute, None).await?;
    }
    Ok(Response::Judged { marks, whole, look })
}

/// Judges pieces of text; otherwise as [`judge`].
pub async fn mentions(
    state: &State,
    frame: &Frame,
    candidates: &str,
    attribute: Option<&str>,
    highlight: Option<&str>,
) -> Result<Response, WebError> {
    let mut marks = Vec::new();
    for (position, candidate) in readable(candidates) {
        let first = handles_in(candidate, &BrowserParser).into_iter().next();
        let Some(range) = first.map(|it| it.range).filter(|it| it.start == 0) else { continue };
        let Some(handle) = candidate.get(range) else { continue };
        if let Some(verdict) = state.marked_verdict(handle) {
            let length = handle.encode_utf16().count();
            marks.push((position, u32::try_from(length).unwrap_or(u32::MAX), verdict.severity()));
        }
    }
    let look = state.look(frame);
    if !marks.is_empty() {
        prepare(frame, &look, attribute, highlight).await?;
    }
    Ok(Response::Mentioned { marks, look })
}

/// The parts of a text between its spaces, each with its position.
fn readable(text: &str) -> impl Iterator<Item = (u32, &str)> {
    (0..).zip(text.split(' ').take(MAX_KEYS)).filter(|(_, part)| part.len() <= MAX_KEY_BYTES)
}

/// Puts what draws marks into a frame, as far as it is still missing and wanted there.
async fn prepare(
    frame: &Frame,
    look: &Look,
    attribute: Option<&str>,
    highlight: Option<&str>,
) -> Result<(), WebError> {
    if look.severities.is_empty() {
        return Ok(());
    }
    let style = async |origin: &str, css: &str| {
        let inserted = webext::style(frame.tab, frame.frame, origin, css);
        settled(inserted, "inserting a style").await
    };
    if let Some(attribute) = attribute.and_then(|name| MarkAttribute::parse(name).ok()) {
        style("USER", &sheet(&attribute, &mark_names())).await?;
        bring(frame, LISTED_SCRIPT).await?;
    }
    if let Some(prefix) = highlight.and_then(|name| MarkAttribute::parse(name).ok()) {
        let highlights = highlights(&prefix);
        style("USER", &highlights.sheet).await?;
        style("AUTHOR", &highlights.stub).await?;
    }
    Ok(())
}

fn mark_names() -> MarkNames {
    let name = |key| webext::message(key, &js_sys::Array::new());
    MarkNames {
        suspended: name("markSuspended"),
        limited: name("markLimited"),
        noted: name("markNoted"),
        through: name("markThrough"),
    }
}

/// Opens the page that says why a link is listed, in place of where the link leads. Nobody else opens it, and it is the
/// only page that opens.
pub async fn hold_back(frame: &Frame, address: &str, opens: Opens) -> Result<Response, WebError> {
    if address.len() <= MAX_KEY_BYTES && frame.takes_own_pages {
        let opened =
            webext::hold_back(frame.tab, address, opens != Opens::Here, opens == Opens::Before);
        settled(opened, "holding a link back").await?;
    }
    Ok(Response::Done)
}

/// Brings the script that reads what is not a link.
pub async fn more(frame: &Frame) -> Result<Response, WebError> {
    bring(frame, MORE_SCRIPT).await?;
    Ok(Response::Done)
}

async fn bring(frame: &Frame, script: &str) -> Result<(), WebError> {
    settled(webext::bring(frame.tab, frame.frame, script), "bringing a script").await?;
    Ok(())
}

/// Explains one key for the card, and brings the card's script when it is not there.
pub async fn explain(
    state: &State,
    frame: &Frame,
    key: &str,
    card: bool,
) -> Result<Response, WebError> {
    let explanation = match state.verdict(key) {
        Some(verdict) => Some(Box::new(state.explanation(&verdict).await)),
        None => None,
    };
    if card && explanation.is_some() {
        bring(frame, CARD_SCRIPT).await?;
    }
    Ok(Response::Explained { explanation })
}

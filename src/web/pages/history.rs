//! What changed in a list, newest first, folded away until it is asked for.

use wasm_bindgen::JsValue;
use web_sys::{Element, Event};

use super::ask::{self, internal};
use super::{dom, severity_label, text};
use crate::changes::{Changed, HistoryEntry, Names};
use crate::explanation::Value;
use crate::protocol::lists::{Request, Response};

/// How many names of each kind of change are shown.
const SHOWN: usize = 50;

/// Fills a fold-out that was opened.
pub fn toggled(event: &Event) {
    let Some(details) = dom::target(event, "details[data-part=list-changes][open]") else { return };
    let card = details.closest("[data-id]").ok().flatten();
    let id = card.and_then(|card| card.get_attribute("data-id")).unwrap_or_default();
    dom::run(async move {
        let rows = match ask::keeper(&Request::Changes(id)).await {
            Ok(Response::Changes(entries)) if entries.is_empty() => {
                vec![dom::element("li", &text::plain("changesNone"))?]
            }
            Ok(Response::Changes(entries)) => {
                entries.iter().map(entry).collect::<Result<Vec<_>, _>>()?
            }
            Ok(Response::Failed { message, .. }) | Err(message) => {
                vec![dom::element("li", &text::text(&message))?]
            }
            Ok(_) => vec![dom::element("li", &text::text(&internal()))?],
        };
        dom::replace(&dom::part(&details, "changes")?, &rows);
        Ok(())
    });
}

fn entry(entry: &HistoryEntry) -> Result<Element, JsValue> {
    let row = dom::template("change")?;
    dom::fill(&row, "change-day", &text::day(entry.at).unwrap_or_default())?;
    let changes = &entry.changes;
    for (names, key) in [
        (&changes.added, "changesAdded"),
        (&changes.removed, "changesRemoved"),
        (&changes.severity, "changesSeverity"),
        (&changes.comment, "changesComment"),
    ] {
        if names.count > 0 {
            row.append_child(&*kind(names, &text::say(key, &[Value::Count(names.count)]))?)?;
        }
    }
    Ok(row)
}

fn kind(names: &Names, words: &str) -> Result<Element, JsValue> {
    let kind = dom::template("change-kind")?;
    dom::fill(&kind, "kind-count", words)?;
    let mut rows = names.first.iter().take(SHOWN).map(changed).collect::<Result<Vec<_>, _>>()?;
    if let Some(more) = text::and_more(names.count, rows.len()) {
        rows.push(dom::element("li", &more)?);
    }
    dom::replace(&dom::part(&kind, "kind-names")?, &rows);
    Ok(kind)
}

/// A name with how strict the entry was and is; once, where that is the same.
fn changed(changed: &Changed) -> Result<Element, JsValue> {
    let row = dom::element("li", "")?;
    row.append_child(&*dom::element("bdi", &text::name(&changed.name))?)?;
    let from = changed.from.filter(|from| changed.to.is_some_and(|to| to != *from));
    let (gone, is) =
        (from.map(|it| ("del", it)), changed.to.or(changed.from).map(|it| ("span", it)));
    for (tag, severity) in gone.into_iter().chain(is) {
        let word = severity_label::word(severity);
        row.append_child(&*severity_label::label(tag, severity, &word)?)?;
    }
    Ok(row)
}

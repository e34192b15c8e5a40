//! The answer as a table, with the lists that it rests on, and what can be done with it.

use wasm_bindgen::JsValue;
use web_sys::{Element, HtmlAnchorElement};

use super::check_own::comment_element;
use super::{announcement, dom, text};
use crate::check::{Answer, AnswerRow, Basis};
use crate::explanation::{Message, Value};
use crate::federation::Outcome;
use crate::protocol::check::Looked;

/// The whole. `at` is when the servers were asked, in milliseconds since 1970.
pub async fn element(
    answer: &Answer,
    at: Option<f64>,
    looked: &Looked,
) -> Result<Element, JsValue> {
    let whole = dom::template("answer")?;
    dom::fill(&whole, "question", &text::text(&answer.question))?;
    dom::fill(&whole, "summary", &text::plain(summary(&answer.rows)))?;
    let asked = match at.and_then(text::day) {
        Some(day) => text::say("checkAskedOn", &[Value::Text(day)]),
        None => text::plain("checkAskedNobody"),
    };
    dom::fill(&whole, "asked-at", &asked)?;
    let rows = answer.rows.iter().map(row).collect::<Result<Vec<_>, _>>()?;
    dom::replace(&dom::part(&whole, "rows")?, &rows);

    let bases = bases(&answer.rows).map(basis).collect::<Result<Vec<_>, _>>()?;
    dom::show(&whole, "lists-box", !bases.is_empty())?;
    dom::replace(&dom::part(&whole, "bases")?, &bases);
    let notes = answer.notes.iter().map(|it| dom::element("li", &text::text(it)));
    let notes = notes.collect::<Result<Vec<_>, _>>()?;
    dom::show(&whole, "notes-box", !notes.is_empty())?;
    dom::replace(&dom::part(&whole, "notes")?, &notes);

    dom::fill(&whole, "closing", &text::text(&answer.closing))?;
    dom::show(&whole, "again", at.is_some())?;
    let domain = &looked.domain;
    let about: HtmlAnchorElement = dom::part(&whole, "about")?;
    about.set_href(&format!("https://{domain}/about"));
    dom::fill(&whole, "about-name", &text::say("checkAbout", &[Value::name(domain)]))?;
    if let Some(platform) = &looked.platform {
        announcement::append_ways_out(&dom::part(&whole, "ways-out")?, platform).await?;
    }
    Ok(whole)
}

/// A message without what keeps names in one piece on a page.
pub fn plain_text(message: &Message) -> String {
    text::text(message).replace(text::ISOLATE, "")
}

/// The key of what all rows say together.
fn summary(rows: &[AnswerRow]) -> &'static str {
    let all = |outcome| rows.iter().all(|it| it.outcome == outcome);
    let any = |outcome| rows.iter().any(|it| it.outcome == outcome);
    if all(Outcome::Yes) {
        "checkAllYes"
    } else if all(Outcome::No) {
        "checkAllNo"
    } else if any(Outcome::No) || any(Outcome::Partly) {
        "checkSome"
    } else {
        "checkNotKnown"
    }
}

fn row(row: &AnswerRow) -> Result<Element, JsValue> {
    let whole = dom::template("row")?;
    dom::fill(&whole, "row-what", &text::text(&row.activity))?;
    let whether: Element = dom::part(&whole, "row-whether")?;
    whether.set_class_name("whether");
    whether.set_attribute("data-whether", outcome(row.outcome))?;
    whether.set_text_content(Some(&text::text(&row.word)));
    let why: Element = dom::part(&whole, "row-why")?;
    for reason in &row.reasons {
        why.append_child(&*dom::element("p", &text::text(reason))?)?;
    }
    for basis in &row.lists {
        let Some(dated) = &basis.dated else { continue };
        let server = Value::name(&basis.server);
        let words = text::say("checkBasis", &[server, Value::Text(text::text(dated))]);
        let basis = dom::element("p", &words)?;
        basis.set_class_name("small");
        why.append_child(&basis)?;
    }
    Ok(whole)
}

fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Yes => "yes",
        Outcome::Partly => "partly",
        Outcome::Unknown => "unknown",
        Outcome::No => "no",
    }
}

/// The entries that the answer rests on, each once.
fn bases(rows: &[AnswerRow]) -> impl Iterator<Item = &Basis> {
    let mut bases: Vec<&Basis> = Vec::new();
    for basis in rows.iter().flat_map(|it| &it.lists).filter(|it| it.listed.is_some()) {
        if !bases.contains(&basis) {
            bases.push(basis);
        }
    }
    bases.into_iter()
}

fn basis(basis: &Basis) -> Result<Element, JsValue> {
    let whole = dom::template("basis")?;
    dom::fill(&whole, "basis-server", &basis.server)?;
    let listed = basis.listed.as_ref().map(|it| text::say("checkListed", &[Value::name(it)]));
    let dated = basis.dated.as_ref().map(text::text);
    let words = [listed, dated].map(Option::unwrap_or_default).join(" ");
    dom::fill(&whole, "basis-dated", &words)?;
    match &basis.comment {
        Some(comment) => whole.append_child(&*comment_element(comment)?)?,
        None => {
            let none = dom::element("p", &text::plain("noReason"))?;
            none.set_class_name("small");
            whole.append_child(&none)?
        }
    };
    Ok(whole)
}

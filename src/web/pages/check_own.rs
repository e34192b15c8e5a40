//! What own lists say of a server, which nobody has to be asked for.

use wasm_bindgen::JsValue;
use web_sys::Element;

use super::{dom, severity_label, text};
use crate::explanation::Value;
use crate::protocol::check::{Looked, Said};

/// Fills it in.
pub fn fill(whole: &Element, looked: &Looked) -> Result<(), JsValue> {
    let said = looked.said.iter().map(element).collect::<Result<Vec<_>, _>>()?;
    dom::show(whole, "own-none", said.is_empty())?;
    let none = match looked.lists {
        0 => text::plain("nothingInForce"),
        _ => text::say("checkOwnNone", &[Value::name(&looked.domain)]),
    };
    dom::fill(whole, "own-none", &none)?;
    dom::replace(&dom::part(whole, "own")?, &said);
    Ok(())
}

fn element(said: &Said) -> Result<Element, JsValue> {
    let row = dom::template("own")?;
    let name = if said.list.is_empty() { text::plain("rulesTitle") } else { said.list.clone() };
    dom::fill(&row, "own-list", &name)?;
    let word = severity_label::word(said.severity);
    let label = severity_label::label("span", said.severity, &word)?;
    dom::part::<Element>(&row, "own-list")?.after_with_node_1(&label)?;
    let listed = text::say("checkListed", &[Value::name(&said.listed)]);
    let dated = said.dated.as_ref().map(text::text);
    dom::fill(&row, "own-listed", &[Some(listed), dated].map(Option::unwrap_or_default).join(" "))?;
    if let Some(comment) = &said.comment {
        row.append_child(&*comment_element(comment)?)?;
    }
    Ok(row)
}

/// A reason in its list's own words.
pub fn comment_element(comment: &str) -> Result<Element, JsValue> {
    let quotation = dom::template("comment")?;
    dom::fill(&quotation, "comment", &text::clipped(comment))?;
    Ok(quotation)
}

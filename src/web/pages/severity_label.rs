//! A severity as people see it: a shape, a word and a colour.

use wasm_bindgen::JsValue;
use web_sys::Element;

use super::{dom, text};
use crate::explanation::Value;
use crate::severity::Severity;

/// An element with the severity's shape and these words, in its colour.
pub fn label(tag: &str, severity: Severity, words: &str) -> Result<Element, JsValue> {
    let label = dom::element(tag, words)?;
    label.set_class_name("severity");
    label.set_attribute("data-severity", severity.as_str())?;
    Ok(label)
}

/// The severity's word.
pub fn word(severity: Severity) -> String {
    text::plain(match severity {
        Severity::Suspend => "suspended",
        Severity::Silence => "limited",
        Severity::Noted => "noted",
        Severity::Noop => "noop",
    })
}

/// So many names or places of this severity.
pub fn count(severity: Severity, count: u32) -> String {
    text::say(count_key(severity), &[Value::Count(count)])
}

/// The key of the message that says how many names or places have this severity.
pub fn count_key(severity: Severity) -> &'static str {
    match severity {
        Severity::Suspend => "suspendedCount",
        Severity::Silence => "limitedCount",
        Severity::Noted => "notedCount",
        Severity::Noop => "otherCount",
    }
}

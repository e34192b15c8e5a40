//! The style that marks links.
//!
//! The content script (`extension/content/place.js`) sets one attribute on each listed link: a letter for the
//! [severity](letter), then a letter for how that link can carry a mark. This module writes the style sheet that makes
//! something of it, which the background inserts into the frame with user origin
//! (<https://developer.mozilla.org/docs/Mozilla/Add-ons/WebExtensions/API/scripting/insertCSS>): its `!important` wins
//! over everything that a page can write (<https://www.w3.org/TR/css-cascade-5/#cascade-origin>).
//!
//! Signs are drawn with gradients and clip paths. An image, also a `data:` one, would be judged by the page's own
//! policy in Chromium, and the site would be told of the violation.

use std::fmt::Write;

use thiserror::Error;

use crate::severity::Severity;

/// The name of the attribute that carries the marks of one document: `x`, then 6 to 15 of `a`–`z` and `0`–`9`.
///
/// It comes from a content script and goes into a style sheet, so nothing else is let through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkAttribute(String);

impl MarkAttribute {
    /// Reads a name.
    ///
    /// # Errors
    ///
    /// When it is anything but `x` and 6 to 15 lower-case letters and digits.
    pub fn parse(name: &str) -> Result<MarkAttribute, MarkAttributeError> {
        let error = || MarkAttributeError(name.chars().take(20).collect());
        let rest = name.strip_prefix('x').ok_or_else(error)?;
        let is_plain = rest.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        if !is_plain || !(6..=15).contains(&rest.len()) {
            return Err(error());
        }
        Ok(MarkAttribute(name.to_owned()))
    }

    /// The name as it stands on links.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A name that no mark's attribute has.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("attribute for marks: {0:?} is not an `x` and 6 to 15 lower-case letters or digits")]
pub struct MarkAttributeError(String);

/// What screen readers say at the end of a marked link, in the user's language.
///
/// Begins with a space, because Firefox adds none. It never names a server: a page can read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkNames {
    /// As " (suspended)".
    pub suspended: String,
    /// As " (limited)".
    pub limited: String,
    /// As " (noted)".
    pub noted: String,
}

/// The first letter of the attribute's value; `None` for what is not marked.
pub fn letter(severity: Severity) -> Option<char> {
    match severity {
        Severity::Suspend => Some('s'),
        Severity::Silence => Some('l'),
        Severity::Noted => Some('n'),
        Severity::Noop => None,
    }
}

/// The style sheet for one document. Printed pages carry no marks.
///
/// ```
/// # use fencepost::marks::{MarkAttribute, MarkNames, sheet};
/// let names = MarkNames { suspended: " (suspended)".into(), limited: " (limited)".into(), noted: " (noted)".into() };
/// let sheet = sheet(&MarkAttribute::parse("x4f9k2m").unwrap(), &names);
/// assert!(sheet.starts_with("@media not print{"));
/// ```
pub fn sheet(attribute: &MarkAttribute, names: &MarkNames) -> String {
    let x = attribute.as_str();
    // `:where` weighs nothing, so that later rules win over earlier ones.
    let sign = |severity: &str| format!("{severity}:where(:not([{x}$=b],[{x}$=o],[{x}$=i]))::after,{severity}:where([{x}$=b])::before");
    let ending = |letters: &str, rest: &str| {
        letters.chars().map(|letter| format!("[{x}$={letter}]{rest}")).collect::<Vec<_>>().join(",")
    };

    let mut rules = String::new();
    rule(&mut rules, &ending("ab", ""), &[("content", "normal")]);
    rule(&mut rules, &sign(&format!("[{x}]")), SIGN);
    for (severity, name) in
        [(Severity::Suspend, &names.suspended), (Severity::Silence, &names.limited), (Severity::Noted, &names.noted)]
    {
        let (Some(letter), Some(look)) = (letter(severity), look(severity)) else { continue };
        let link = format!("[{x}^={letter}]");
        // A character that takes no room: Chromium drops the name of an empty one in some boxes.
        let content = format!("\"\\2060\" / {}", css_string(name));
        rule(
            &mut rules,
            &sign(&link),
            &[("content", &content), ("background", look.background), ("clip-path", look.form)],
        );
        let outline = format!("2px {} {}", look.line, look.colour);
        let selector = format!("{link}:where(:not([{x}$=a],[{x}$=b]))");
        rule(&mut rules, &selector, &[("outline", &outline), ("outline-offset", "0"), ("transition", "none")]);
    }
    rule(&mut rules, &ending("ipdfh", ""), &[("outline-offset", "-2px")]);
    rule(&mut rules, &ending("a", "::after"), &[("padding-inline-start", "12px")]);
    rule(&mut rules, &ending("b", "::before"), &[("padding-inline-end", "12px")]);
    rule(&mut rules, &ending("qp", "::after"), HIDDEN);
    rule(&mut rules, &ending("cdefgh", "::after"), ABOVE);
    rule(&mut rules, &ending("cd", "::after"), &[("inset-block-start", "0"), ("inset-inline-end", "0")]);
    rule(&mut rules, &ending("ef", "::after"), &[("margin-inline-start", "-12px")]);
    format!("@media not print{{{rules}}}")
}

type Declarations = [(&'static str, &'static str)];

/// What every pseudo-element of ours begins with. `all` undoes what the page says about pseudo-elements of links, and
/// `transition` what it could delay: a running transition is stronger than any style sheet.
const SIGN: &Declarations = &[
    ("all", "initial"),
    ("display", "inline"),
    ("font", "10px/1 sans-serif"),
    ("padding-block", "2px"),
    ("transition", "none"),
    ("user-select", "none"),
    // The sign is its colours and its form: with the system's colours instead it would be an empty shape.
    ("forced-color-adjust", "none"),
];

/// Only for screen readers.
const HIDDEN: &Declarations = &[
    ("display", "inline-block"),
    ("position", "absolute"),
    ("inline-size", "1px"),
    ("block-size", "1px"),
    ("overflow", "hidden"),
    ("clip-path", "inset(50%)"),
];

/// Over what the link holds; without an inset at the place where it would stand in the text.
const ABOVE: &Declarations = &[
    ("display", "inline-block"),
    ("position", "absolute"),
    ("box-sizing", "border-box"),
    ("width", "12px"),
    ("height", "15px"),
    ("z-index", "2147483647"),
    ("pointer-events", "none"),
];

/// How one severity is drawn. Each colour has a contrast of at least 3 to 1 with white and with black, and the sign's
/// form and the line's tell the severities apart without it.
struct Look {
    colour: &'static str,
    /// Outline style.
    line: &'static str,
    /// The sign's `background`.
    background: &'static str,
    /// The sign's `clip-path`, in a box 12 px wide and at least 14 px high.
    form: &'static str,
}

const DISC: &str = "path(\"M6 1.9a5.6 5.6 0 0 1 0 11.2a5.6 5.6 0 0 1 0-11.2z\")";

/// Discs have a white edge, for pages in their own colour.
fn look(severity: Severity) -> Option<Look> {
    match severity {
        // A disc with a bar, as on the road sign for "no entry".
        Severity::Suspend => Some(Look {
            colour: "#e0202b",
            line: "solid",
            background: "linear-gradient(#fff,#fff) 3px 6.5px/6px 2px no-repeat border-box,\
                radial-gradient(circle at 6px 7.5px,#e0202b 4.8px,#fff 5.2px) border-box",
            form: DISC,
        }),
        // A triangle with an exclamation mark.
        Severity::Silence => Some(Look {
            colour: "#c57600",
            line: "dashed",
            background: "linear-gradient(#000 58%,#c57600 0 76%,#000 0) 5px 5.5px/2px 6px no-repeat border-box #c57600",
            form: "path(\"M6 2L12 13H0z\")",
        }),
        // A ring.
        Severity::Noted => Some(Look {
            colour: "#2a7de1",
            line: "dotted",
            background: "radial-gradient(circle at 6px 7.5px,#fff 2.3px,#2a7de1 2.7px 4.8px,#fff 5.2px) border-box",
            form: DISC,
        }),
        Severity::Noop => None,
    }
}

fn rule(rules: &mut String, selector: &str, declarations: &[(&str, &str)]) {
    let declarations: Vec<_> =
        declarations.iter().map(|(property, value)| format!("{property}:{value}!important")).collect();
    // Writing to a string cannot fail.
    let _ = write!(rules, "{selector}{{{}}}", declarations.join(";"));
}

/// Quotes a text for CSS (<https://www.w3.org/TR/cssom-1/#serialize-a-string>); controls and `<`, which no name needs,
/// are escaped as well.
fn css_string(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            // Even escaped, CSS has no such character.
            '\0' => quoted.push(char::REPLACEMENT_CHARACTER),
            '"' | '\\' | '<' | '\u{1}'..='\u{1f}' | '\u{7f}' => {
                let _ = write!(quoted, "\\{:x} ", u32::from(character));
            }
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

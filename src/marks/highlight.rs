//! The style of handles in text, which are marked as custom highlights: <https://www.w3.org/TR/css-highlight-api-1/>.

use std::fmt::Write;

use super::{
    BLACK, GROUND, MarkAttribute, QUIET, UNDERLINE, YELLOW, letter, letter_of_style,
    look as look_of, rule,
};
use crate::choices::MarkStyle;
use crate::severity::Severity;

const STYLES: [MarkStyle; 5] = [
    MarkStyle::Icon,
    MarkStyle::IconAndColour,
    MarkStyle::Underline,
    MarkStyle::Contrast,
    MarkStyle::Quiet,
];

/// The style of the highlights of one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Highlights {
    /// With user origin, so that it wins.
    pub sheet: String,
    /// With author origin: Chromium paints a highlight only when an author's sheet names it, and wants more there than
    /// an empty rule.
    pub stub: String,
}

/// The style for highlights whose names are this prefix, the letter of a [severity](letter), and that of a
/// [style](letter_of_style). Printed pages carry none.
///
/// ```
/// # use fencepost::marks::{MarkAttribute, highlights};
/// let highlights = highlights(&MarkAttribute::parse("x4f9k2m").unwrap());
/// assert!(highlights.sheet.contains("::highlight(x4f9k2ms){"));
/// ```
pub fn highlights(prefix: &MarkAttribute) -> Highlights {
    let mut sheet = String::new();
    let mut stub = String::new();
    for severity in Severity::ALL {
        let (Some(letter), Some(look)) = (letter(severity), look_of(severity)) else { continue };
        for style in STYLES {
            let name = format!("{}{letter}{}", prefix.as_str(), letter_of_style(style));
            let line = match style {
                MarkStyle::Quiet => QUIET.to_owned(),
                MarkStyle::Contrast => format!("{UNDERLINE} {} {BLACK}", look.line),
                _ => format!("{UNDERLINE} {} {}", look.line, look.colour),
            };
            let ground = match style {
                MarkStyle::Icon | MarkStyle::IconAndColour => format!("{}{GROUND}", look.colour),
                MarkStyle::Contrast => YELLOW.to_owned(),
                MarkStyle::Underline | MarkStyle::Quiet => "transparent".to_owned(),
            };
            rule(
                &mut sheet,
                &format!("::highlight({name})"),
                &[("text-decoration", &line), ("background-color", &ground)],
            );
            // In the user's sheet `color` would have Chromium paint no ground.
            let colour = if style == MarkStyle::Contrast { BLACK } else { "inherit" };
            // Writing to a string cannot fail.
            let _ = write!(stub, "::highlight({name}){{color:{colour}}}");
        }
    }
    Highlights { sheet: format!("@media not print{{{sheet}}}"), stub }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_severity_and_style_has_a_rule() {
        let highlights = highlights(&MarkAttribute::parse("x4f9k2m").unwrap());
        for name in
            ["s", "st", "su", "sy", "sw", "l", "lt", "lu", "ly", "lw", "n", "nt", "nu", "ny", "nw"]
        {
            let rule = format!("::highlight(x4f9k2m{name}){{");
            assert_eq!(highlights.sheet.matches(&rule).count(), 1, "{name}");
            assert_eq!(highlights.stub.matches(&rule).count(), 1, "{name}");
        }
        assert!(!highlights.sheet.contains("url("));
    }
}

//! The style that marks links, and handles in text.
//!
//! The content script (`extension/content/mark.js`) sets one attribute on each listed link: a letter for the
//! [severity](letter), one for the [style](letter_of_style) unless that is the usual one, a `v` where only a wrapper is
//! listed, then one for how that link can carry a mark (`extension/content/listed/place.js`). This module writes the style sheet that makes something of it, which the background inserts into the frame with user origin
//! (<https://developer.mozilla.org/docs/Mozilla/Add-ons/WebExtensions/API/scripting/insertCSS>): its `!important` wins
//! over everything that a page can write (<https://www.w3.org/TR/css-cascade-5/#cascade-origin>).
//!
//! Signs are drawn with gradients and clip paths. An image, also a `data:` one, would be judged by the page's own
//! policy in Chromium, and the site would be told of the violation.

mod highlight;

use std::fmt::Write;

use thiserror::Error;

use crate::choices::MarkStyle;
use crate::severity::Severity;

pub use highlight::{Highlights, highlights};

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
    /// As " (goes through a listed place)", in place of these where only a wrapper is listed.
    pub through: String,
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

/// The second letter of the attribute's value. One sheet has all styles, so that a page whose person chooses another
/// needs no second one.
pub fn letter_of_style(style: MarkStyle) -> &'static str {
    match style {
        MarkStyle::Icon => "",
        MarkStyle::IconAndColour => "t",
        MarkStyle::Underline => "u",
        MarkStyle::Contrast => "y",
        MarkStyle::Quiet => "w",
    }
}

/// The letter before the last one, where only what a link goes through is listed.
const THROUGH: char = 'v';

/// The style sheet for one document. Printed pages carry no marks.
///
/// ```
/// # use fencepost::marks::{MarkAttribute, MarkNames, sheet};
/// let names = MarkNames { suspended: " (suspended)".into(), limited: " (limited)".into(), noted: " (noted)".into(),
///     through: " (goes through a listed place)".into() };
/// let sheet = sheet(&MarkAttribute::parse("x4f9k2m").unwrap(), &names);
/// assert!(sheet.starts_with("@media not print{"));
/// ```
pub fn sheet(attribute: &MarkAttribute, names: &MarkNames) -> String {
    let x = attribute.as_str();
    // `:where` weighs nothing, so that later rules win over earlier ones.
    let sign = |severity: &str| {
        format!(
            "{severity}:where(:not([{x}$=b],[{x}$=o],[{x}$=i]))::after,{severity}:where([{x}$=b])::before"
        )
    };
    let ending = |letters: &str, rest: &str| {
        letters.chars().map(|letter| format!("[{x}$={letter}]{rest}")).collect::<Vec<_>>().join(",")
    };

    let mut rules = String::new();
    rule(&mut rules, &ending("ab", ""), &[("content", "normal")]);
    rule(&mut rules, &sign(&format!("[{x}]")), SIGN);
    for (severity, name) in [
        (Severity::Suspend, &names.suspended),
        (Severity::Silence, &names.limited),
        (Severity::Noted, &names.noted),
    ] {
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
        let box_of = |link: &str| format!("{link}:where(:not([{x}$=a],[{x}$=b]))");
        rule(
            &mut rules,
            &box_of(&link),
            &[("outline", &outline), ("outline-offset", "0"), ("transition", "none")],
        );
        let styled = |style| format!("{link}[{x}*={}]", letter_of_style(style));
        let ground = format!("{}{GROUND}", look.colour);
        rule(
            &mut rules,
            &styled(MarkStyle::IconAndColour),
            &[("background-color", &ground), ("transition", "none")],
        );
        for (style, underline) in [
            (MarkStyle::Underline, format!("{UNDERLINE} {} {}", look.line, look.colour)),
            (MarkStyle::Quiet, QUIET.to_owned()),
        ] {
            let text = format!("{}:where([{x}$=a],[{x}$=b])", styled(style));
            rule(
                &mut rules,
                &text,
                &[
                    ("text-decoration", &underline),
                    ("text-decoration-skip-ink", "none"),
                    ("transition", "none"),
                ],
            );
        }
        rule(&mut rules, &box_of(&styled(MarkStyle::Quiet)), &[("outline", QUIET_OUTLINE)]);
        contrast(&mut rules, &styled(MarkStyle::Contrast), x, &look);
        let background = look.in_black();
        rule(&mut rules, &sign(&styled(MarkStyle::Contrast)), &[("background", &background)]);
    }
    let through = format!("\"\\2060\" / {}", css_string(&names.through));
    rule(&mut rules, &sign(&format!("[{x}*={THROUGH}]")), &[("content", &through)]);
    rule(&mut rules, &ending("ipdfhm", ""), &[("outline-offset", "-2px")]);
    rule(&mut rules, &ending("a", "::after"), &[("padding-inline-start", "12px")]);
    rule(&mut rules, &ending("b", "::before"), &[("padding-inline-end", "12px")]);
    rule(&mut rules, &ending("qp", "::after"), HIDDEN);
    rule(&mut rules, &ending("cdefghkm", "::after"), ABOVE);
    rule(
        &mut rules,
        &ending("cd", "::after"),
        &[("inset-block-start", "0"), ("inset-inline-end", "0")],
    );
    rule(&mut rules, &ending("ef", "::after"), &[("margin-inline-start", "-12px")]);
    rule(&mut rules, &ending("km", "::after"), &[("margin-block-start", "-15px")]);
    for style in [MarkStyle::Underline, MarkStyle::Quiet] {
        let sign = sign(&format!("[{x}*={}]", letter_of_style(style)));
        rule(&mut rules, &sign, HIDDEN);
    }
    format!("@media not print{{{rules}}}")
}

/// Black on yellow: text as a whole, everything else in a frame of both. What is within a link takes over its colour of
/// text by this property alone.
fn contrast(rules: &mut String, link: &str, x: &str, look: &Look) {
    let line = format!("{UNDERLINE} {} {BLACK}", look.line);
    rule(
        rules,
        &format!("{link}:where([{x}$=a],[{x}$=b])"),
        &[
            ("background", YELLOW),
            ("color", BLACK),
            ("-webkit-text-fill-color", BLACK),
            ("text-decoration", &line),
            ("text-decoration-skip-ink", "none"),
            ("transition", "none"),
        ],
    );
    let outline = format!("2px {} {BLACK}", look.line);
    let frame = format!("0 0 0 4px {YELLOW}");
    rule(
        rules,
        &format!("{link}:where(:not([{x}$=a],[{x}$=b]))"),
        &[("outline", &outline), ("box-shadow", &frame)],
    );
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
    ("padding", "0"),
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

impl Look {
    /// The sign in black and white.
    fn in_black(&self) -> String {
        self.background.replace(BLACK, WHITE).replace(self.colour, BLACK)
    }
}

const BLACK: &str = "#000";
const WHITE: &str = "#fff";
const YELLOW: &str = "#ffe600";
/// How much of its colour a coloured ground has, as the last digits of a colour: the page's text stays readable.
const GROUND: &str = "2e";
const UNDERLINE: &str = "underline 2px";
/// The grey has a contrast of 3 to 1 with white and with black.
const QUIET: &str = "underline 1px dotted #808080";
const QUIET_OUTLINE: &str = "1px dotted #808080";

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
    let declarations: Vec<_> = declarations
        .iter()
        .map(|(property, value)| format!("{property}:{value}!important"))
        .collect();
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

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> MarkNames {
        MarkNames {
            suspended: " (suspended)".to_owned(),
            limited: " (limited)".to_owned(),
            noted: " (noted)".to_owned(),
            through: " (goes through a listed place)".to_owned(),
        }
    }

    fn example() -> String {
        sheet(&MarkAttribute::parse("x4f9k2m").unwrap(), &names())
    }

    #[test]
    fn attribute_names() {
        #[track_caller]
        fn check(name: &str, expected: Result<(), &str>) {
            let read = MarkAttribute::parse(name);
            let read = read.as_ref().map(MarkAttribute::as_str).map_err(ToString::to_string);
            assert_eq!(read, expected.map(|()| name).map_err(str::to_owned));
        }

        check("xabcdef", Ok(()));
        check("x0123456789abcde", Ok(()));
        let refused = [
            ("", "\"\""),
            ("x", "\"x\""),
            ("xabcde", "\"xabcde\""),
            ("x0123456789abcdef", "\"x0123456789abcdef\""),
            ("x01234567890123456789", "\"x0123456789012345678\""),
            ("yabcdefg", "\"yabcdefg\""),
            ("xabc]{}a", "\"xabc]{}a\""),
            ("xABCDEFG", "\"xABCDEFG\""),
            ("xäöüäöü", "\"xäöüäöü\""),
        ];
        for (name, shown) in refused {
            let error = format!(
                "attribute for marks: {shown} is not an `x` and 6 to 15 lower-case letters or digits"
            );
            check(name, Err(&error));
        }
    }

    /// The innermost rules of a sheet whose strings hold no braces.
    fn rules(sheet: &str) -> Vec<(&str, &str)> {
        let rules = sheet.strip_prefix("@media not print{").unwrap().strip_suffix('}').unwrap();
        rules.split_terminator('}').map(|rule| rule.split_once('{').unwrap()).collect()
    }

    #[test]
    fn every_declaration_wins_over_the_page() {
        let sheet = example();
        for (selector, declarations) in rules(&sheet) {
            // `;` stands in no value.
            for declaration in declarations.split(';') {
                assert!(declaration.ends_with("!important"), "{selector} {declaration}");
            }
        }
    }

    #[test]
    fn every_selector_needs_the_attribute() {
        let sheet = example();
        for (selector, _) in rules(&sheet) {
            let all_of_it =
                selector.replace(":where(:not([x4f9k2m$=b],[x4f9k2m$=o],[x4f9k2m$=i]))", "");
            let all_of_it = all_of_it.replace(":where(:not([x4f9k2m$=a],[x4f9k2m$=b]))", "");
            for part in all_of_it.split(',') {
                assert!(part.starts_with("[x4f9k2m"), "{selector}");
            }
        }
    }

    #[test]
    fn pseudo_elements_begin_from_nothing() {
        let sheet = example();
        let (selector, first) =
            rules(&sheet).into_iter().find(|(selector, _)| selector.contains("::")).unwrap();
        assert!(first.starts_with("all:initial!important;"), "{first}");
        assert!(first.contains("transition:none!important"), "{first}");
        assert!(first.contains("forced-color-adjust:none!important"), "{first}");
        assert!(selector.contains("::after") && selector.contains("::before"), "{selector}");
    }

    #[test]
    fn nothing_is_fetched() {
        let sheet = example();
        for word in ["url(", "image(", "image-set(", "@import", "@font-face", "src("] {
            assert!(!sheet.contains(word), "{word}");
        }
    }

    #[test]
    fn severities_differ_by_line_and_name() {
        let sheet = example();
        for text in [
            "[x4f9k2m^=s]:where(:not([x4f9k2m$=a],[x4f9k2m$=b])){outline:2px solid #e0202b!important",
            "[x4f9k2m^=l]:where(:not([x4f9k2m$=a],[x4f9k2m$=b])){outline:2px dashed #c57600!important",
            "[x4f9k2m^=n]:where(:not([x4f9k2m$=a],[x4f9k2m$=b])){outline:2px dotted #2a7de1!important",
            "content:\"\\2060\" / \" (suspended)\"!important",
            "content:\"\\2060\" / \" (limited)\"!important",
            "content:\"\\2060\" / \" (noted)\"!important",
        ] {
            assert!(sheet.contains(text), "{text}");
        }
    }

    #[test]
    fn only_what_is_marked_has_a_letter() {
        for severity in Severity::ALL {
            assert_eq!(letter(severity).is_some(), severity.is_marked());
            assert_eq!(look(severity).is_some(), severity.is_marked());
        }
    }

    #[test]
    fn names_stay_strings() {
        #[track_caller]
        fn check(text: &str, expected: &str) {
            assert_eq!(css_string(text), expected);
        }

        check(" (suspended)", "\" (suspended)\"");
        check("a\"}b{", "\"a\\22 }b{\"");
        check("a\\", "\"a\\5c \"");
        check("a\nb\r\u{c}", "\"a\\a b\\d \\c \"");
        check("</style>", "\"\\3c /style>\"");
        check("\0", "\"\u{fffd}\"");
        check("משעה 停止", "\"משעה 停止\"");
    }

    /// Contrast ratio (<https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>) of two relative luminances.
    fn ratio(a: f64, b: f64) -> f64 {
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Relative luminance (<https://www.w3.org/TR/WCAG22/#dfn-relative-luminance>) of `#rrggbb`.
    fn luminance(colour: &str) -> f64 {
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    #[test]
    fn strong_contrast_needs_no_colour() {
        assert!(ratio(luminance(YELLOW), 0.0) >= 7.0);
        let sheet = example();
        let signs = Severity::ALL.into_iter().filter_map(look).map(|it| it.in_black());
        for sign in signs {
            assert!(sheet.contains(&sign), "{sign}");
            let colours = sign.split('#').skip(1).map(|it| it.get(..3).unwrap_or_default());
            assert!(colours.into_iter().all(|it| it == "000" || it == "fff"), "{sign}");
        }
    }

    #[test]
    fn colours_are_seen_on_white_and_on_black() {
        for severity in Severity::ALL {
            let Some(look) = look(severity) else { continue };
            assert!(look.background.contains(look.colour), "{severity:?}");
            for ground in [0.0, 1.0] {
                let ratio = ratio(luminance(look.colour), ground);
                assert!(ratio >= 3.0, "{severity:?}: {ratio}");
            }
        }
    }
}

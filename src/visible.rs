//! Strangers' words among our own: characters that nobody sees made visible, and a direction that is theirs alone.

use std::borrow::Cow;
use std::fmt::Write;

/// Such words in an isolate of their own, so that their direction is nobody else's
/// (<https://www.unicode.org/reports/tr9/#Explicit_Directional_Isolates>).
pub fn isolated(text: &str) -> String {
    format!("\u{2068}{text}\u{2069}")
}

/// A stranger's words as they are shown: characters that control a device or turn the direction of writing
/// (<https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters>) stand there as their numbers, `‹U+202E›`.
/// Those that only say how their neighbours join or break are a part of many languages, and stay.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return text.into();
    }
    let mut shown = String::new();
    for character in text.chars() {
        match is_hidden(character) {
            // Writing into a text cannot fail.
            true => drop(write!(shown, "‹U+{:04X}›", u32::from(character))),
            false => shown.push(character),
        }
    }
    shown.into()
}

fn is_hidden(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || character.is_control() && !character.is_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, shown: &str) {
        assert_eq!(visible(text), shown);
    }

    #[test]
    fn what_nobody_sees_is_seen() {
        check("Spam, <b>and</b>\n“more”", "Spam, <b>and</b>\n“more”");
        check("\u{202e}maps", "‹U+202E›maps");
        check("a\u{2066}b\u{2069}", "a‹U+2066›b‹U+2069›");
        check("\u{1b}[31m\0\u{7f}\u{9b}", "‹U+001B›[31m‹U+0000›‹U+007F›‹U+009B›");
        check("می\u{200c}خواهم \u{200f}👩\u{200d}🚀", "می\u{200c}خواهم \u{200f}👩\u{200d}🚀");
    }
}

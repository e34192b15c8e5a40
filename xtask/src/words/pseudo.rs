//! A language that nobody speaks, made of the English messages: every text is marked at both ends, its letters have
//! accents, and it is 40 % longer. A text on screen without the marks was forgotten, and where the length breaks the
//! layout, a real language will.

use serde_json::{Map, Value};

/// What a pseudo text begins and ends with.
pub const MARKS: [char; 2] = ['⟦', '⟧'];

/// What the browser reads instead of showing, so it stays as it is.
const KEPT: [&str; 2] = ["locale", "direction"];

/// Says the messages in the pseudo language.
pub fn put(messages: &mut Map<String, Value>) {
    for (key, message) in messages {
        if KEPT.contains(&key.as_str()) {
            continue;
        }
        if let Some(Value::String(text)) = message.get_mut("message") {
            *text = pseudo(text);
        }
    }
}

fn pseudo(text: &str) -> String {
    let body = text.trim();
    let longer: usize = (body.chars().count() * 2).div_ceil(5).max(2) - 2;
    // Words, not one long word, or no line could break.
    let filling: String = "····· ".chars().cycle().take(longer).collect();
    let body: String = body.chars().map(accented).collect();
    let before = text.strip_suffix(text.trim_start()).unwrap_or_default();
    let [open, close] = MARKS;
    format!("{before}{open}{body}{filling}{close}")
}

fn accented(letter: char) -> char {
    const PLAIN: &str = "aceinosuyACEINOSUY";
    const ACCENTED: &str = "áçéíñóšúýÁÇÉÍÑÓŠÚÝ";
    let mut pairs = PLAIN.chars().zip(ACCENTED.chars());
    pairs.find(|(plain, _)| *plain == letter).map_or(letter, |(_, accented)| accented)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(pseudo(text), expected);
    }

    #[test]
    fn marks_accents_and_lengthens() {
        check("no", "⟦ñó⟧");
        check("$1 suspended $2", "⟦$1 šúšpéñdéd $2····⟧");
        check(" (noted)", " ⟦(ñótéd)·⟧");
    }
}

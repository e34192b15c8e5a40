//! Looking for entries of lists by what people read of them.
//!
//! A name that a list shows starred out cannot be found so, unless somebody types what is left of it; whoever types the
//! whole name is told by the index which entries are about it.

use crate::index::Row;

/// Words that are looked for, whatever the case of their letters.
///
/// Other letters than those of ASCII are looked for as they are, as small and as capitals, and with one capital at the
/// beginning: the tables of all letters would weigh as much as all else of the search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needle {
    forms: Vec<String>,
}

impl Needle {
    /// What somebody typed; white space around it does not count. Nothing typed is in every entry.
    ///
    /// `small` and `capital` write a text in such letters.
    pub fn new(
        typed: &str,
        small: &dyn Fn(&str) -> String,
        capital: &dyn Fn(&str) -> String,
    ) -> Needle {
        let words = typed.trim();
        let mut forms = vec![words.to_owned()];
        if !words.is_ascii() {
            let small = small(words);
            let (first, rest) = small.split_at(small.chars().next().map_or(0, char::len_utf8));
            forms.extend([capital(words), format!("{}{rest}", capital(first)), small]);
        }
        Needle { forms }
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.forms.iter().all(String::is_empty)
    }

    /// Whether the name of an entry as its list shows it, or the reason, has these words.
    pub fn is_in(&self, row: &Row<'_>) -> bool {
        self.is_empty()
            || self.is_within(row.shown)
            || row.comment.is_some_and(|it| self.is_within(it))
    }

    fn is_within(&self, text: &str) -> bool {
        self.forms.iter().filter(|words| !words.is_empty()).any(|words| {
            let (text, words) = (text.as_bytes(), words.as_bytes());
            text.windows(words.len()).any(|it| it.eq_ignore_ascii_case(words))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::NativeParser;
    use crate::blocklist::Blocklist;
    use crate::day::Day;
    use crate::index::Rows;

    fn needle(typed: &str) -> Needle {
        Needle::new(typed, &str::to_lowercase, &str::to_uppercase)
    }

    #[track_caller]
    fn check(typed: &str, expected: &[&str]) {
        const LIST: &str = "domain,severity,public_comment\nbad.example,suspend,Spam\n\
            s***.example,suspend,Überwachung\nspa.example,silence,Спам";
        let list = Blocklist::read(LIST.as_bytes(), &NativeParser).unwrap();
        let today = Day::from_number(20_000).unwrap();
        let rows = Rows::load(Rows::write(&list, today, None)).unwrap();
        let needle = needle(typed);
        let found: Vec<_> =
            rows.iter().filter(|row| needle.is_in(row)).map(|it| it.shown).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn finds_names_and_reasons() {
        check("spa", &["bad.example", "spa.example"]);
        check(" Bad.Example ", &["bad.example"]);
        check("überw", &["s***.example"]);
        check("ÜBERW", &["s***.example"]);
        check("спам", &["spa.example"]);
        check("s***", &["s***.example"]);
        check("starred.example", &[]);
    }

    #[test]
    fn nothing_typed_is_everywhere() {
        check(" ", &["bad.example", "s***.example", "spa.example"]);
        assert!(needle(" ").is_empty());
    }
}

//! JSON as a stream, so that a list need not be in memory twice.
//!
//! All servers publish the same few shapes: entries that are texts or flat objects, in arrays that lie in objects. So
//! one visitor serves all of them.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::ListError;

/// What is kept of a row's fields; a field of an object in the row has the object's key before it.
const FIELDS: [&str; 21] = [
    "domain",
    "digest",
    "severity",
    "comment",
    "public_comment",
    "reject_media",
    "reject_reports",
    "created_at",
    "suspended_at",
    "silenced_at",
    "host",
    "isBlocked",
    "isSilenced",
    "isMediaSilenced",
    "suspensionState",
    "instance/domain",
    "blocked/published_at",
    "allowed/published_at",
    "rel",
    "href",
    "type",
];

/// How long a path gets, in bytes. No longer one means anything; and what is looked for in it stays cheap when all of a
/// document lies below one long key.
const MAX_PATH: usize = 1000;

/// Something in a document, told with the path that leads to it: keys joined by `/`, and `[]` for the elements of an
/// array.
pub(crate) enum Event<'e> {
    /// A key of an object, before its value.
    Key,
    /// An array begins that is in no other.
    List,
    /// A value that is in no array. Never null.
    Fact(&'e str),
    /// An element of an array that is in no other; the path is the array's.
    Row(&'e Row<'e>),
}

/// An element of an array. Numbers and flags are kept as text; null is as good as absent; arrays in it are passed over.
///
/// Texts are those of the document, where these need no change.
#[derive(Default)]
pub(crate) struct Row<'d> {
    pub(crate) is_object: bool,
    /// The element, when it is one value.
    pub(crate) text: Option<Cow<'d, str>>,
    fields: Vec<(&'static str, Cow<'d, str>)>,
    /// How much of the path is the row's own.
    start: usize,
}

impl<'d> Row<'d> {
    /// What a field holds, the last of its name.
    pub(crate) fn get(&self, field: &str) -> Option<&str> {
        self.fields.iter().rfind(|it| it.0 == field).map(|it| it.1.as_ref())
    }

    /// The name of a server: what the field holds, or the row itself when it is a text.
    pub(crate) fn name(&self, field: &str) -> Option<&str> {
        self.text.as_deref().or_else(|| self.get(field))
    }

    fn set(&mut self, path: &str, text: Cow<'d, str>) {
        if path.is_empty() {
            self.text = Some(text);
        } else if let Some(field) = FIELDS.iter().find(|it| **it == path.trim_start_matches('/')) {
            self.fields.push((field, text));
        }
    }
}

/// Who is told of what is in a document; an error ends the reading.
pub(crate) type See<'s> = dyn FnMut(&str, Event<'_>) -> Result<(), ListError> + 's;

/// Reads a document in order. JSON that is damaged is refused, whatever was told before.
pub(crate) fn read(text: &str, see: &mut See<'_>) -> Result<(), ListError> {
    let mut walker = Walker { see, path: String::new(), row: None, error: None };
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let result = (&mut walker).deserialize(&mut deserializer).and_then(|()| deserializer.end());
    match walker.error {
        Some(error) => Err(error),
        None => result.map_err(|error| damaged(&error)),
    }
}

/// Reads the rows of the array at this path; says whether there is one.
pub(crate) fn rows(
    text: &str,
    at: &str,
    see: &mut dyn FnMut(&Row<'_>) -> Result<(), ListError>,
) -> Result<bool, ListError> {
    let mut is_there = false;
    read(text, &mut |path, event| match event {
        Event::List if path == at => {
            is_there = true;
            Ok(())
        }
        Event::Row(row) if path == at => see(row),
        _ => Ok(()),
    })?;
    Ok(is_there)
}

fn damaged(error: &serde_json::Error) -> ListError {
    let (line, column) = (error.line(), error.column());
    let reason = error.to_string();
    let place = format!(" at line {line} column {column}");
    ListError::Json {
        reason: reason.strip_suffix(&place).unwrap_or(&reason).to_owned(),
        line,
        column,
    }
}

struct Walker<'w, 's, 'd> {
    see: &'w mut See<'s>,
    path: String,
    row: Option<Row<'d>>,
    /// Why reading was stopped, when it was not the JSON's fault.
    error: Option<ListError>,
}

impl<'d> Walker<'_, '_, 'd> {
    /// Tells of what is at so much of the path.
    fn tell<E: Error>(&mut self, length: usize, event: Event<'_>) -> Result<(), E> {
        let path = self.path.get(..length).unwrap_or_default();
        (self.see)(path, event).map_err(|error| {
            self.error = Some(error);
            E::custom("stopped")
        })
    }

    /// Goes down one step and says how long the path was.
    fn enter(&mut self, step: &str) -> usize {
        let length = self.path.len();
        if length > 0 {
            self.path.push('/');
        }
        let room = step.floor_char_boundary(MAX_PATH.saturating_sub(length));
        self.path.push_str(step.get(..room).unwrap_or_default());
        length
    }

    fn value<E: Error>(&mut self, text: Cow<'d, str>) -> Result<(), E> {
        match &mut self.row {
            Some(row) => {
                let start = row.start;
                row.set(self.path.get(start..).unwrap_or_default(), text);
                Ok(())
            }
            None => self.tell(self.path.len(), Event::Fact(&text)),
        }
    }
}

impl<'de> DeserializeSeed<'de> for &mut Walker<'_, '_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &mut Walker<'_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        if let Some(row) = &mut self.row {
            row.is_object = true;
        }
        while let Some(length) = map.next_key_seed(Key(&mut *self))? {
            self.tell(self.path.len(), Event::Key)?;
            map.next_value_seed(&mut *self)?;
            self.path.truncate(length);
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        if self.row.is_some() {
            while elements.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(());
        }
        self.tell(self.path.len(), Event::List)?;
        let length = self.enter("[]");
        let mut fields = Vec::new();
        loop {
            self.row = Some(Row { fields, start: self.path.len(), ..Row::default() });
            let element = elements.next_element_seed(&mut *self)?;
            let (Some(mut row), Some(())) = (self.row.take(), element) else { break };
            self.tell(length, Event::Row(&row))?;
            // Its room is used again: a list has a million rows.
            row.fields.clear();
            fields = row.fields;
        }
        self.path.truncate(length);
        Ok(())
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<(), E> {
        self.value(Cow::Borrowed(text))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.value(Cow::Owned(text.to_owned()))
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<(), E> {
        self.value(Cow::Borrowed(if flag { "true" } else { "false" }))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        self.value(Cow::Owned(number.to_string()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        self.value(Cow::Owned(number.to_string()))
    }

    // No list has any, and to write one takes many kilobytes of code and tables.
    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        self.value(Cow::Borrowed("a fraction"))
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

/// Puts a key at the end of the path and says how long the path was.
struct Key<'k, 'w, 's, 'd>(&'k mut Walker<'w, 's, 'd>);

impl<'de> DeserializeSeed<'de> for Key<'_, '_, '_, '_> {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_, '_, '_, '_> {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<usize, E> {
        Ok(self.0.enter(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(json: &str, expected: &[&str]) {
        let mut actual = Vec::new();
        read(json, &mut |path, event| {
            match event {
                Event::Key => {}
                Event::List => actual.push(format!("{path} is a list")),
                Event::Fact(text) => actual.push(format!("{path} = {text}")),
                Event::Row(row) => actual
                    .push(format!("{path} has {:?} {:?} {}", row.text, row.fields, row.is_object)),
            }
            Ok(())
        })
        .unwrap();
        assert_eq!(actual, expected);
    }

    #[test]
    fn facts_and_rows() {
        check(
            r#"{"a":{"b":"c","d":null,"e":-1,"f":0.5}}"#,
            &["a/b = c", "a/e = -1", "a/f = a fraction"],
        );
        check(
            r#"{"a":["b",null,["c"]],"d":[],"e":true}"#,
            &[
                "a is a list",
                "a has Some(\"b\") [] false",
                "a has None [] false",
                "a has None [] false",
                "d is a list",
                "e = true",
            ],
        );
        check(
            r#"[{"domain":"a","x":1,"instance":{"domain":"b","y":[{"domain":"c"}]},"host":3}]"#,
            &[
                " is a list",
                r#" has None [("domain", "a"), ("instance/domain", "b"), ("host", "3")] true"#,
            ],
        );
        check("\"a\"", &[" = a"]);
    }

    #[test]
    fn keys_come_with_their_path() {
        let mut keys = Vec::new();
        read(r#"{"a":{"b":1},"c":[{"d":{"e":1}}],"f":2}"#, &mut |path, event| {
            if matches!(event, Event::Key) {
                keys.push(path.to_owned());
            }
            Ok(())
        })
        .unwrap();
        assert_eq!(keys, ["a", "a/b", "c", "c/[]/d", "c/[]/d/e", "f"]);
    }

    #[track_caller]
    fn check_error(json: &str, expected: &str) {
        assert_eq!(read(json, &mut |_, _| Ok(())).unwrap_err().to_string(), expected);
    }

    #[test]
    fn damaged_json_is_refused_whole() {
        check_error(
            r#"[{"domain":"a.example","severity":"suspend"},{"dom"#,
            "the JSON is damaged or incomplete: EOF while parsing a string in line 1, column 50",
        );
        check_error(
            "[]\n[]",
            "the JSON is damaged or incomplete: trailing characters in line 2, column 1",
        );
        check_error(
            "",
            "the JSON is damaged or incomplete: EOF while parsing a value in line 1, column 0",
        );
    }

    #[test]
    fn depth_is_bounded() {
        let limit = "the JSON is damaged or incomplete: recursion limit exceeded in line 1, column";
        check_error(&r#"{"a":"#.repeat(100_000), &format!("{limit} 636"));
        let open = "[".repeat(100_000);
        assert!(matches!(read(&open, &mut |_, _| Ok(())), Err(ListError::Json { .. })));
        check_error(&format!("[{}", r#"{"a":"#.repeat(100_000)), &format!("{limit} 632"));
    }

    #[test]
    fn paths_are_bounded() {
        let key = "é".repeat(1000);
        let json = format!(r#"{{"{key}":{{"{key}":1}},"a":2}}"#);
        let mut paths = Vec::new();
        read(&json, &mut |path, event| {
            if matches!(event, Event::Fact(_)) {
                paths.push(path.to_owned());
            }
            Ok(())
        })
        .unwrap();
        assert_eq!(paths, [format!("{}/", "é".repeat(500)), "a".to_owned()]);
    }

    #[test]
    fn whoever_is_told_can_end_it() {
        let error = read("[1,2", &mut |_, event| match event {
            Event::Row(_) => Err(ListError::TooLong),
            _ => Ok(()),
        });
        assert_eq!(error, Err(ListError::TooLong));
    }
}

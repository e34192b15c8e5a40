//! The JSON of Mastodon's programming interface.

use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::builder::{Builder, Entry};
use super::{Blocklist, Format, ListError, ProblemKind};
use crate::address::AddressParser;

/// Reads an array entry by entry, so that an odd one is left out alone; JSON that is damaged is refused whole.
pub(super) fn read(text: &str, parser: &dyn AddressParser) -> Result<Blocklist, ListError> {
    let mut entries =
        Entries { builder: Builder::new(Format::Mastodon, parser), with_domain: 0, error: None };
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let result = (&mut entries).deserialize(&mut deserializer).and_then(|()| deserializer.end());
    if let Some(error) = entries.error {
        return Err(error);
    }
    result.map_err(|error| damaged(&error))?;
    if entries.with_domain == 0 && entries.builder.entries() > 0 {
        return Err(ListError::NoEntries);
    }
    Ok(entries.builder.finish())
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

/// The array: hands each element to the builder and forgets it.
struct Entries<'a> {
    builder: Builder<'a>,
    with_domain: usize,
    /// Why reading was stopped, when it was not the JSON's fault.
    error: Option<ListError>,
}

impl<'de> DeserializeSeed<'de> for &mut Entries<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for &mut Entries<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of domain blocks")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        let mut line = 0;
        while let Some(element) = elements.next_element::<Value>()? {
            line += 1;
            if let Err(error) = self.builder.count() {
                self.error = Some(error);
                return Err(serde::de::Error::custom("too many entries"));
            }
            let Value::Object(object) = element else {
                self.builder.problem(line, "", ProblemKind::NotAnObject);
                continue;
            };
            self.with_domain += usize::from(object.domain.is_some());
            self.builder.entry(line, &object.as_entry());
        }
        Ok(())
    }
}

/// Any JSON. Numbers, flags and lists are kept as text, so that the problem of a misplaced one can name it.
enum Value {
    Object(Object),
    Text(String),
    Null,
}

/// What is read of an entry; see [`Blocklist::read`].
#[derive(Default)]
struct Object {
    domain: Option<String>,
    digest: Option<String>,
    severity: Option<String>,
    comment: Option<String>,
    public_comment: Option<String>,
    reject_media: Option<String>,
    reject_reports: Option<String>,
}

impl Object {
    fn as_entry(&self) -> Entry<'_> {
        Entry {
            name: self.domain.as_deref().unwrap_or_default(),
            digest: self.digest.as_deref(),
            severity: self.severity.as_deref(),
            comment: self.public_comment.as_deref().or(self.comment.as_deref()),
            reject_media: self.reject_media.as_deref(),
            reject_reports: self.reject_reports.as_deref(),
        }
    }

    fn field(&mut self, key: &str) -> Option<&mut Option<String>> {
        match key {
            "domain" => Some(&mut self.domain),
            "digest" => Some(&mut self.digest),
            "severity" => Some(&mut self.severity),
            "comment" => Some(&mut self.comment),
            "public_comment" => Some(&mut self.public_comment),
            "reject_media" => Some(&mut self.reject_media),
            "reject_reports" => Some(&mut self.reject_reports),
            _ => None,
        }
    }
}

impl Value {
    fn into_text(self) -> Option<String> {
        match self {
            Value::Object(_) => Some("{}".to_owned()),
            Value::Text(text) => Some(text),
            Value::Null => None,
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut object = Object::default();
        while let Some(key) = map.next_key::<String>()? {
            match object.field(&key) {
                Some(field) => *field = map.next_value::<Value>()?.into_text(),
                None => _ = map.next_value::<IgnoredAny>()?,
            }
        }
        Ok(Value::Object(object))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        while elements.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Value::Text("[]".to_owned()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Text(flag.to_string()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Text(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Text(number.to_string()))
    }

    // As JSON writes it: what `Display` needs for it is many kilobytes of code and tables.
    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Text(serde_json::to_string(&number).unwrap_or_default()))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::NativeParser;
    use crate::blocklist::tests::describe;

    #[track_caller]
    fn check(json: &str, expected: &[&str]) {
        assert_eq!(describe(&read(json, &NativeParser).unwrap()), expected);
    }

    #[track_caller]
    fn check_error(json: &str, expected: &str) {
        assert_eq!(read(json, &NativeParser).unwrap_err().to_string(), expected);
    }

    #[test]
    fn public_and_admin_entries() {
        check("[]", &[]);
        check(
            r#"[{"domain":"example.net","digest":null,"severity":"silence","comment":null},
                {"domain":"daji******.com","severity":"suspend","comment":"Inappropriate\r\ncontent",
                 "digest":"3752f63a7079d60c2de5dceb8bd7608e86a15544eb78a494a482041c3684b37f"}]"#,
            &[
                "silence example.net",
                "suspend daji******.com (recognised) Inappropriate\r\ncontent",
            ],
        );
        check(
            r#"[{"id":"1","domain":"example.org","created_at":"2025-01-20T00:00:00.000Z","severity":"noop",
                 "reject_media":true,"reject_reports":false,"private_comment":"secret","public_comment":"  ",
                 "obfuscate":false,"unknown":{"domain":["x",{}]}}]"#,
            &["noop example.org +media"],
        );
    }

    #[test]
    fn a_missing_severity_suspends() {
        check(
            r#"[{"domain":"a.example","obfuscate":false},{"domain":"b.example","severity":null}]"#,
            &["suspend a.example", "suspend b.example"],
        );
    }

    #[test]
    fn odd_entries_leave_the_others_alone() {
        check(
            r#"["x", null, 3, [[[]]], {"severity":"suspend"}, {"domain":null}, {"domain":{"domain":"x"}},
                {"domain":"a.example","severity":"susped"}, {"domain":"b.example","severity":3},
                {"domain":"c.example","digest":"0"}, {"domain":"d.example","reject_media":"maybe"},
                {"domain":"hxxps://e.example"}, {"domain":"*.f.example","digest":
                "a379a6f6eeafb9a55e378c118034e2751e682fab9f2d30ab13d2125586ce1947"},
                {"domain":"g.example","digest":"a379a6f6eeafb9a55e378c118034e2751e682fab9f2d30ab13d2125586ce1947"}]"#,
            &[
                "suspend c.example",
                "suspend d.example",
                "suspend *.f.example (recognised)",
                "suspend g.example",
                "entry 1: not an object",
                "entry 2: not an object",
                "entry 3: not an object",
                "entry 4: not an object",
                "entry 5: no domain",
                "entry 6: no domain",
                "entry 7: \"{}\": no name holds '{'",
                "entry 8: \"a.example\": unknown severity \"susped\"",
                "entry 9: \"b.example\": unknown severity \"3\"",
                "entry 10: \"c.example\": digest has 1 characters and not 64",
                "entry 11: \"d.example\": reject_media is \"maybe\" and not true or false",
                "entry 12: \"hxxps://e.example\": looks defanged; write the name with plain dots",
                "entry 14: \"g.example\": the digest is not that of this name",
            ],
        );
    }

    #[test]
    fn the_strictest_of_several_entries_stays() {
        check(
            r#"[{"domain":"a.example","severity":"silence","comment":"first"},
                {"domain":"b.example","severity":"suspend","comment":"third"},
                {"domain":"A.example","severity":"suspend","comment":"second"},
                {"domain":"b.example","severity":"silence","comment":"fourth"}]"#,
            &[
                "suspend a.example second",
                "suspend b.example third",
                "entry 3: \"a.example\": listed twice, also in entry 1; the strictest counts",
                "entry 4: \"b.example\": listed twice, also in entry 2; the strictest counts",
            ],
        );
    }

    #[test]
    fn damaged_json_is_refused_whole() {
        let cut = r#"[{"domain":"a.example","severity":"suspend"},{"dom"#;
        check_error(
            cut,
            "the JSON is damaged or incomplete: EOF while parsing a string in line 1, column 50",
        );
        let tail = "[]\n[]";
        check_error(
            tail,
            "the JSON is damaged or incomplete: trailing characters in line 2, column 1",
        );
        let none = "not a list of domain blocks: no entry of the JSON array has a \"domain\"";
        check_error(r#"["a.example","b.example"]"#, none);
        check_error(r#"[{"error":"x"}]"#, none);
    }

    #[test]
    fn depth_and_size_are_bounded() {
        assert!(matches!(read(&"[".repeat(100_000), &NativeParser), Err(ListError::Json { .. })));
        let deep = r#"{"domain":"#.repeat(100_000);
        check_error(
            &format!("[{deep}"),
            "the JSON is damaged or incomplete: recursion limit exceeded in line 1, column 1262",
        );
        check_error(
            &format!("[{}0]", "0,".repeat(1_000_000)),
            "the list has more than 1000000 entries",
        );
    }
}

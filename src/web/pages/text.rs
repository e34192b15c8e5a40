//! Messages as text, in the language of the messages.

use js_sys::{Array, Date, Function, Intl, JsString, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::explanation::{Message, Value};
use crate::web::webext;

/// How much of a stranger's words is shown, in characters.
const LONGEST: usize = 500;

/// Isolates a name from the direction of the text around it
/// (<https://www.unicode.org/reports/tr9/#Explicit_Directional_Isolates>).
const ISOLATE: [char; 2] = ['\u{2068}', '\u{2069}'];

/// The text of a message. With a count among its values the key may stand for one message for each plural form of the
/// language, `KEY_one`, `KEY_other` and so on, chosen by the first count.
pub fn text(message: &Message) -> String {
    say(&message.key, &message.values)
}

/// The text of the message with this key and these values; see [`text`].
pub fn say(key: &str, values: &[Value]) -> String {
    let texts: Array = values.iter().map(|value| JsValue::from_str(&shown(value))).collect();
    let count = values.iter().find_map(|value| match value {
        Value::Count(count) => Some(f64::from(*count)),
        _ => None,
    });
    let forms = count.map(|count| [format!("{key}_{}", plural(count)), format!("{key}_other")]);
    let mut keys = forms.into_iter().flatten().chain([key.to_owned()]);
    keys.find_map(|key| Some(webext::message(&key, &texts)).filter(|text| !text.is_empty()))
        .unwrap_or_default()
}

/// The text of a message without values.
pub fn plain(key: &str) -> String {
    webext::message(key, &Array::new())
}

/// The brand's name, which is the extension's.
pub fn brand() -> String {
    let name = Reflect::get(&webext::manifest(), &"name".into()).ok();
    name.and_then(|name| name.as_string()).unwrap_or_default()
}

/// A stranger's words, cut to a sane length.
pub fn clipped(words: &str) -> String {
    match words.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", words.get(..end).unwrap_or_default().trim_end()),
        None => words.trim().to_owned(),
    }
}

/// A date `YYYY-MM-DD` as people write it; as it is when it is none.
pub fn date(date: &str) -> String {
    let instant = Date::new(&JsValue::from_str(date));
    if instant.get_time().is_nan() {
        return date.to_owned();
    }
    let options = Object::new();
    let set = Reflect::set(&options, &"dateStyle".into(), &"long".into())
        .and_then(|_| Reflect::set(&options, &"timeZone".into(), &"UTC".into()));
    if set.is_err() {
        return date.to_owned();
    }
    let format: Function = Intl::DateTimeFormat::new(&languages(), &options).format();
    format
        .call1(&JsValue::UNDEFINED, &instant)
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_else(|| date.to_owned())
}

/// How long ago something was, as “3 hours ago”; `None` for less than a minute.
///
/// Both times are milliseconds since 1970.
pub fn ago(then: f64, now: f64) -> Option<String> {
    const MINUTE: f64 = 60_000.0;
    const HOUR: f64 = 60.0 * MINUTE;
    const DAY: f64 = 24.0 * HOUR;
    let past = now - then;
    let (unit, length) = [("day", DAY), ("hour", HOUR), ("minute", MINUTE)]
        .into_iter()
        .find(|(_, length)| past >= *length)?;
    let format = Intl::RelativeTimeFormat::new(&languages(), &Object::new());
    Some(String::from(format.format(-(past / length).floor(), unit)))
}

fn shown(value: &Value) -> String {
    match value {
        Value::Text(words) => clipped(words),
        Value::Name(name) => format!("{}{name}{}", ISOLATE[0], ISOLATE[1]),
        Value::Date(day) => date(day),
        Value::Count(count) => number(*count),
    }
}

fn number(count: u32) -> String {
    let format: Function = Intl::NumberFormat::new(&languages(), &Object::new()).format();
    let text = format.call1(&JsValue::UNDEFINED, &count.into()).ok();
    text.and_then(|text| text.as_string()).unwrap_or_else(|| count.to_string())
}

fn plural(count: f64) -> String {
    let rules = Intl::PluralRules::new(&languages(), &Object::new());
    String::from(rules.select(count).unchecked_into::<JsString>())
}

/// The language of the messages: a date or number in a sentence is written as the rest of it.
fn languages() -> Array {
    Array::of1(&plain("locale").into())
}

//! Messages as text, in the language of the messages.

use js_sys::{Array, Date, Function, Intl, JsString, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::explanation::{Message, Value};
use crate::punycode::in_its_script;
use crate::visible::{isolated, visible};
use crate::web::parser::BrowserParser;
use crate::web::webext;

/// How much of a stranger's words is shown, in characters.
const LONGEST: usize = 500;

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

/// The text of one of a family of messages, which are told apart by a word: `format_lemmy`.
pub fn of_family(family: &str, word: &str) -> String {
    plain(&format!("{family}_{word}"))
}

/// The brand's name, which is the extension's.
pub fn brand() -> String {
    let name = Reflect::get(&webext::manifest(), &"name".into()).ok();
    name.and_then(|name| name.as_string()).unwrap_or_default()
}

/// A stranger's words, cut to a sane length, and without anything that nobody sees.
pub fn clipped(words: &str) -> String {
    match words.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", visible(words.get(..end).unwrap_or_default().trim_end())),
        None => visible(words.trim()).into_owned(),
    }
}

/// The same, to stand among other words.
pub fn quoted(words: &str) -> String {
    isolated(&clipped(words))
}

/// A name of a server, account or list: what is said of [`clipped`] words, and behind it what it stands for, where it
/// is the ASCII form of a name in another script.
pub fn name(name: &str) -> String {
    let server = name.rsplit('@').next().unwrap_or(name);
    let shown = clipped(name);
    match in_its_script(server, &BrowserParser) {
        Some(spelled) => format!("{shown} ({})", quoted(&spelled)),
        None => shown,
    }
}

/// After the first of many: that there are more in all than are shown.
pub fn and_more(all: u32, shown: usize) -> Option<String> {
    let more = all.saturating_sub(u32::try_from(shown).unwrap_or(u32::MAX));
    (more > 0).then(|| say("andMore", &[Value::Count(more)]))
}

/// A date `YYYY-MM-DD` as people write it; as it is when it is none.
pub fn date(date: &str) -> String {
    let instant = Date::new(&JsValue::from_str(date));
    if instant.get_time().is_nan() {
        return date.to_owned();
    }
    written(&instant, &"UTC".into()).unwrap_or_else(|| date.to_owned())
}

/// A date as people write it, in a time zone.
fn written(instant: &Date, zone: &JsValue) -> Option<String> {
    let options = Object::new();
    Reflect::set(&options, &"dateStyle".into(), &"long".into()).ok()?;
    Reflect::set(&options, &"timeZone".into(), zone).ok()?;
    let format: Function = Intl::DateTimeFormat::new(&languages(), &options).format();
    format.call1(&JsValue::UNDEFINED, instant).ok()?.as_string()
}

/// The day of a moment in milliseconds since 1970, where the person is; `None` for what is no moment.
pub fn day(time: f64) -> Option<String> {
    let date = Date::new(&time.into());
    (!time.is_nan()).then(|| written(&date, &JsValue::UNDEFINED)).flatten()
}

/// How long ago something was or when it will be, as “3 hours ago” or “in 3 hours”; `None` for less than a minute.
///
/// Both times are milliseconds since 1970.
pub fn relative(time: f64, now: f64) -> Option<String> {
    const MINUTE: f64 = 60_000.0;
    const HOUR: f64 = 60.0 * MINUTE;
    const DAY: f64 = 24.0 * HOUR;
    let distance = time - now;
    let (unit, length) = [("day", DAY), ("hour", HOUR), ("minute", MINUTE)]
        .into_iter()
        .find(|(_, length)| distance.abs() >= *length)?;
    let format = Intl::RelativeTimeFormat::new(&languages(), &Object::new());
    Some(String::from(format.format((distance / length).trunc(), unit)))
}

fn shown(value: &Value) -> String {
    match value {
        Value::Text(words) => quoted(words),
        Value::Name(it) => isolated(&name(it)),
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

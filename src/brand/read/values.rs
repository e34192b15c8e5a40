//! Values of `brand.toml` that have a form of their own. What they say when they are unfit says what to write.

use serde::Deserialize;
use serde::de::{Deserializer, Error};
use toml::value::Datetime;
use url::Url;

use crate::brand::Colour;
use crate::day::Day;
use crate::platform::{platform_named, platforms};

/// Some words.
pub fn filled<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    at_most::<{ usize::MAX }, D>(deserializer)
}

/// Some words, of at most so many characters.
pub fn at_most<'de, const LONGEST: usize, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    let length = text.chars().count();
    if text.trim().is_empty() {
        return Err(D::Error::custom("this is empty: write some words"));
    }
    if let Some(hidden) = text.chars().find(|it| it.is_control() || is_hidden(*it)) {
        return Err(D::Error::custom(format_args!(
            "this holds a character that nobody sees (U+{:04X}): take it out",
            u32::from(hidden)
        )));
    }
    if length > LONGEST {
        return Err(D::Error::custom(format_args!(
            "this has {length} characters, stores and browsers take {LONGEST}: write fewer"
        )));
    }
    Ok(text)
}

/// Whether a character turns the direction of the text around it, or has no width.
fn is_hidden(it: char) -> bool {
    matches!(it, '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// As [`at_most`], for a key that may be left out.
pub fn at_most_if_any<'de, const LONGEST: usize, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    at_most::<LONGEST, D>(deserializer).map(Some)
}

/// The form like an e-mail address, of at most 80 characters
/// (<https://developer.mozilla.org/en-US/docs/Mozilla/Add-ons/WebExtensions/manifest.json/browser_specific_settings>).
pub fn gecko_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    let fits = |part: &str| {
        part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte))
    };
    match text.split_once('@') {
        Some((name, place))
            if fits(name) && fits(place) && !place.is_empty() && text.len() <= 80 =>
        {
            Ok(text)
        }
        _ => Err(D::Error::custom(format_args!(
            "`{text}` is not an add-on id: write one like fencepost@example.social"
        ))),
    }
}

/// An address of the web.
pub fn https_address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    if has_scheme(&text, &["https"]) {
        return Ok(text);
    }
    Err(D::Error::custom(format_args!(
        "`{text}` is not an address of the web: write one that starts with https://"
    )))
}

/// As [`https_address`], for a key that may be left out.
pub fn https_link<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    https_address(deserializer).map(Some)
}

/// Where to appeal: a page or a mailbox.
pub fn appeals<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(deserializer)?;
    if has_scheme(&text, &["https", "mailto"]) {
        return Ok(Some(text));
    }
    Err(D::Error::custom(format_args!(
        "`{text}` is no page and no mailbox: write an address that starts with https:// or mailto:"
    )))
}

fn has_scheme(text: &str, schemes: &[&str]) -> bool {
    Url::parse(text).is_ok_and(|url| schemes.contains(&url.scheme()))
}

/// As a text, or as TOML writes dates itself.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Text(String),
    Toml(Datetime),
}

/// A day.
pub fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = match Written::deserialize(deserializer)? {
        Written::Text(text) => text,
        Written::Toml(datetime) => datetime.to_string(),
    };
    match Day::parse(&text) {
        Some(day) if day.to_string() == text => Ok(text),
        _ => Err(D::Error::custom(format_args!("`{text}` is not a day: write it as 2025-01-20"))),
    }
}

/// A platform of `data/platforms.json`.
pub fn platform_name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    if platform_named(&text).is_some() {
        return Ok(text);
    }
    let known: Vec<&str> = platforms().iter().map(|platform| platform.name.as_str()).collect();
    Err(D::Error::custom(format_args!(
        "no platform is named `{text}`: write one of {}",
        known.join(", ")
    )))
}

impl<'de> Deserialize<'de> for Colour {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Colour, D::Error> {
        let text = String::deserialize(deserializer)?;
        Colour::parse(&text).ok_or_else(|| {
            D::Error::custom(format_args!("`{text}` is not a colour: write one like #12384a"))
        })
    }
}

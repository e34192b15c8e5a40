//! Values of `brand.toml` that have a form of their own. What they say when they are unfit says what to write.

use serde::Deserialize;
use serde::de::{Deserializer, Error};
use toml::value::Datetime;
use url::Url;

use crate::address::{AddressParser, NativeParser};
use crate::brand::Colour;
use crate::day::Day;
use crate::domain::Domain;
use crate::platform::{platform_named, platforms};
use crate::severity::Severity;

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
    if let Some(hidden) = hidden(&text) {
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

/// The first character that nobody sees: that controls, ends a line, turns the direction of what is around it, or has
/// no width. Joiners and marks of direction are a part of many languages.
pub fn hidden(text: &str) -> Option<char> {
    let is_hidden = |it: &char| {
        it.is_control()
            || matches!(
                it,
                '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'
            )
            || matches!(it, '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}')
            || matches!(it, '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
    };
    text.chars().find(is_hidden)
}

/// A server, by the name that it has on the web.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server(pub Domain);

impl<'de> Deserialize<'de> for Server {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Server, D::Error> {
        const WRITE: &str = "write a server's name and nothing else, as in example.social";
        let text = String::deserialize(deserializer)?;
        if let (false, Some(domain)) = (text.is_ascii(), NativeParser.domain(&text)) {
            return Err(D::Error::custom(format_args!(
                "`{text}` has letters of another script: write {domain}"
            )));
        }
        match Domain::parse(&text) {
            Ok(domain) if domain.as_str().contains('.') && !domain.is_ip() => Ok(Server(domain)),
            Ok(_) => Err(D::Error::custom(format_args!("`{text}` is no server: {WRITE}"))),
            Err(error) => Err(D::Error::custom(format_args!("{error}: {WRITE}"))),
        }
    }
}

/// Servers, for a key that may be left out.
pub fn servers<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Vec<Domain>>, D::Error> {
    let servers = Option::<Vec<Server>>::deserialize(deserializer)?;
    Ok(servers.map(|servers| servers.into_iter().map(|it| it.0).collect()))
}

/// What a server can decide about another, for a key that may be left out.
pub fn decision<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Severity>, D::Error> {
    let text = String::deserialize(deserializer)?;
    match text.as_str() {
        "suspend" => Ok(Some(Severity::Suspend)),
        "silence" => Ok(Some(Severity::Silence)),
        _ => {
            Err(D::Error::custom(format_args!("`{text}` is no decision: write suspend or silence")))
        }
    }
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
    if is_web(&text) {
        return Ok(text);
    }
    Err(D::Error::custom(format_args!(
        "`{text}` is not an address of the web: write one that starts with https://"
    )))
}

/// Whether this is an address of the web as people should meet it: of `https`, without a name and password before the
/// server, and with nothing in it that is not seen.
pub fn is_web(text: &str) -> bool {
    let is_plain = |url: Url| url.username().is_empty() && url.password().is_none();
    text.starts_with("https://")
        && !text.contains(char::is_whitespace)
        && hidden(text).is_none()
        && Url::parse(text).is_ok_and(is_plain)
}

/// As [`https_address`], for a key that may be left out.
pub fn https_link<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    https_address(deserializer).map(Some)
}

/// Where to appeal: a page or a mailbox.
pub fn appeals<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let mailbox = text.strip_prefix("mailto:").and_then(|it| it.split_once('@'));
    let is_mailbox = |(name, place): (&str, &str)| {
        !name.is_empty() && place.contains('.') && !text.contains(char::is_whitespace)
    };
    if is_web(&text) || mailbox.is_some_and(is_mailbox) && hidden(&text).is_none() {
        return Ok(Some(text));
    }
    Err(D::Error::custom(format_args!(
        "`{text}` is no page and no mailbox: write one like https://example.social/appeals or mailto:moderation@example.social"
    )))
}

/// As a text, or as TOML writes dates itself.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Text(String),
    Toml(Datetime),
}

/// A day, without a time.
pub struct Date(pub Day);

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        let text = match Written::deserialize(deserializer)? {
            Written::Text(text) => text,
            Written::Toml(datetime) => datetime.to_string(),
        };
        match Day::parse(&text) {
            Some(day) if day.to_string() == text => Ok(Date(day)),
            _ => {
                Err(D::Error::custom(format_args!("`{text}` is not a day: write it as 2025-01-20")))
            }
        }
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

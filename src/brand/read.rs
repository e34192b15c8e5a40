//! Reading a brand from its folder.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::{Deserializer, Error};
use url::Url;

use super::{Brand, Noted};
use crate::announcement::{Announcement, AnnouncementError, Supplement};
use crate::domain::Domain;
use crate::platform::{platform_named, platforms};

/// Why a brand could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BrandError {
    /// `brand.toml` is no TOML, lacks a key, or holds an unknown key or an unfit value.
    #[error("brand.toml line {line}: {message}")]
    Toml {
        /// From 1.
        line: usize,
        /// What is wrong there.
        message: String,
    },
    /// A platform is noted more than once.
    #[error("brand.toml: platform `{0}` is noted twice")]
    NotedTwice(String),
    /// A table `[[announcement]]` has no file.
    #[error("brand.toml: there is no file announcements/{0}")]
    NoSuchFile(String),
    /// A file has two tables `[[announcement]]`.
    #[error("brand.toml: two tables [[announcement]] for announcements/{0}")]
    TwoTables(String),
    /// There are announcements, but no server that speaks.
    #[error("brand.toml: no home, but announcements/{0}")]
    NoHome(String),
    /// An announcement could not be read.
    #[error(transparent)]
    Announcement(#[from] AnnouncementError),
}

/// Reads a brand from the content of its `brand.toml` and of the files in its folder `announcements`, each with
/// its name. Announcements keep the order in which they are given.
///
/// # Errors
///
/// At the first thing that is wrong, with the file and, where there is one, the line. Unknown keys are refused, as
/// a misspelt one would be lost without a word.
pub fn read(toml: &str, announcements: &[(&str, &str)]) -> Result<Brand, BrandError> {
    let written: Written = toml::from_str(toml).map_err(|error| BrandError::Toml {
        line: line_of(toml, &error),
        message: error.message().to_owned(),
    })?;
    if let (true, Some((file, _))) = (written.home.is_empty(), announcements.first()) {
        return Err(BrandError::NoHome((*file).to_owned()));
    }
    Ok(Brand {
        name: written.name,
        short_name: written.short_name,
        description: written.description,
        gecko_id: written.ids.gecko,
        home: written.home,
        accent: written.accent,
        about: written.links.about,
        blog: written.links.blog,
        announcements: read_announcements(announcements, written.announcement)?,
        noted: once_each(written.noted)?,
    })
}

/// The line of `text` that an error is about, from 1.
pub(crate) fn line_of(text: &str, error: &toml::de::Error) -> usize {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    before.matches('\n').count() + 1
}

/// `brand.toml` as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(deserialize_with = "filled")]
    name: String,
    #[serde(deserialize_with = "filled")]
    short_name: String,
    #[serde(deserialize_with = "filled")]
    description: String,
    ids: Ids,
    #[serde(default)]
    home: Vec<Domain>,
    #[serde(deserialize_with = "colour")]
    accent: String,
    #[serde(default)]
    links: Links,
    #[serde(default)]
    announcement: Vec<Supplement>,
    #[serde(default)]
    noted: Vec<WrittenNoted>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ids {
    #[serde(deserialize_with = "gecko_id")]
    gecko: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Links {
    #[serde(deserialize_with = "https_address")]
    about: Option<String>,
    #[serde(deserialize_with = "https_address")]
    blog: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenNoted {
    #[serde(deserialize_with = "platform_name")]
    platform: String,
    #[serde(deserialize_with = "filled")]
    reason: String,
}

fn read_announcements(
    files: &[(&str, &str)],
    tables: Vec<Supplement>,
) -> Result<Vec<Announcement>, BrandError> {
    let mut supplements = BTreeMap::new();
    for table in tables {
        if !files.iter().any(|(file, _)| *file == table.file) {
            return Err(BrandError::NoSuchFile(table.file));
        }
        if let Some(first) = supplements.insert(table.file.clone(), table) {
            return Err(BrandError::TwoTables(first.file));
        }
    }
    let nothing = Supplement::default();
    let read = |(file, text): &(&str, &str)| {
        Ok(Announcement::read(file, text, supplements.get(*file).unwrap_or(&nothing))?)
    };
    files.iter().map(read).collect()
}

fn once_each(written: Vec<WrittenNoted>) -> Result<Vec<Noted>, BrandError> {
    let mut noted: Vec<Noted> = Vec::new();
    for WrittenNoted { platform, reason } in written {
        if noted.iter().any(|other| other.platform == platform) {
            return Err(BrandError::NotedTwice(platform));
        }
        noted.push(Noted { platform, reason });
    }
    Ok(noted)
}

fn filled<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text.trim().is_empty() { Err(D::Error::custom("is empty")) } else { Ok(text) }
}

fn colour<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    let digits = text.strip_prefix('#').unwrap_or_default();
    if digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(text);
    }
    Err(D::Error::custom(format_args!("`{text}` is not a colour like #12384a")))
}

/// The form like an e-mail address, of at most 80 characters
/// (<https://developer.mozilla.org/en-US/docs/Mozilla/Add-ons/WebExtensions/manifest.json/browser_specific_settings>).
fn gecko_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
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
            "`{text}` is not an add-on id like name@place.example"
        ))),
    }
}

fn https_address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(deserializer)?;
    match Url::parse(&text) {
        Ok(url) if url.scheme() == "https" => Ok(Some(text)),
        _ => Err(D::Error::custom(format_args!("`{text}` is not an https address"))),
    }
}

fn platform_name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    if platform_named(&text).is_some() {
        return Ok(text);
    }
    let known: Vec<&str> = platforms().iter().map(|platform| platform.name.as_str()).collect();
    Err(D::Error::custom(format_args!(
        "no platform is named `{text}`; known are {}",
        known.join(", ")
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::severity::Severity;

    const MINIMAL: &str = r##"
name = "Fencepost for example.social"
short_name = "Fencepost"
description = "Marks links."
accent = "#12384a"
home = ["example.social"]
ids = { gecko = "fencepost@example.social" }
"##;

    const POST: &str = "---
title: Goodbye
date: 2025-01-20T06:00:00+01:00
address: https://blog.example/goodbye
domains: [threads.net, spam.example]
---
Gone.
";

    #[track_caller]
    fn check_error(toml: &str, announcements: &[(&str, &str)], error: &str) {
        assert_eq!(read(toml, announcements).unwrap_err().to_string(), error);
    }

    /// `MINIMAL` with one line replaced.
    fn with(line: usize, text: &str) -> String {
        let replace = |(number, old)| if number + 1 == line { text } else { old };
        MINIMAL.lines().enumerate().map(replace).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_minimal_brand() {
        let brand = read(MINIMAL, &[]).unwrap();
        assert_eq!(brand.name, "Fencepost for example.social");
        assert_eq!(brand.gecko_id, "fencepost@example.social");
        assert_eq!(brand.home, [Domain::parse("example.social").unwrap()]);
        assert_eq!((brand.about, brand.blog), (None, None));
        assert!(brand.announcements.is_empty() && brand.noted.is_empty());
    }

    #[test]
    fn what_it_says() {
        let toml = format!("{MINIMAL}[[noted]]\nplatform = \"X\"\nreason = \"named there\"\n");
        let brand = read(&toml, &[("goodbye.md", POST)]).unwrap();
        let statements: Vec<_> = brand
            .home_statements()
            .map(|(domain, severity, it)| (domain.as_str(), severity, it.day()))
            .collect();
        let expected = [
            ("threads.net", Severity::Suspend, "2025-01-20"),
            ("spam.example", Severity::Suspend, "2025-01-20"),
        ];
        assert_eq!(statements, expected);
        let noted: Vec<_> = brand
            .noted_platforms()
            .map(|(platform, reason)| (platform.name.as_str(), reason))
            .collect();
        assert_eq!(noted, [("X", "named there")]);
    }

    #[test]
    fn it_ships_as_json() {
        let brand = read(MINIMAL, &[("goodbye.md", POST)]).unwrap();
        let json = serde_json::to_string(&brand).unwrap();
        assert!(json.contains(r#""shortName":"Fencepost""#), "{json}");
        assert_eq!(serde_json::from_str::<Brand>(&json).unwrap(), brand);
    }

    #[test]
    fn a_table_says_what_a_post_does_not() {
        let post = "---\ntitle: Goodbye\ndate: 2025-01-20T06:00:00+01:00\n---\nGone.\n";
        let table = "[[announcement]]\nfile = \"a.md\"\naddress = \"https://blog.example/a\"\ndomains = [\"a.example\"]\nseverity = \"silence\"\n";
        let brand = read(&format!("{MINIMAL}{table}"), &[("a.md", post)]).unwrap();
        assert_eq!(brand.announcements[0].severity, Severity::Silence);
        assert_eq!(brand.announcements[0].domains, [Domain::parse("a.example").unwrap()]);
    }

    #[test]
    fn errors_of_brand_toml() {
        check_error(&with(2, ""), &[], "brand.toml line 1: missing field `name`");
        check_error(&with(2, "name = ''"), &[], "brand.toml line 2: is empty");
        check_error(
            &with(5, "accent = 'blue'"),
            &[],
            "brand.toml line 5: `blue` is not a colour like #12384a",
        );
        check_error(
            &with(7, "ids = { gecko = 'fencepost' }"),
            &[],
            "brand.toml line 7: `fencepost` is not an add-on id like name@place.example",
        );
        check_error(
            &with(4, "descripton = 'Marks links.'"),
            &[],
            "brand.toml line 4: unknown field `descripton`, expected one of `name`, `short_name`, `description`, `ids`, `home`, `accent`, `links`, `announcement`, `noted`",
        );
        check_error(
            &format!("{MINIMAL}links.blog = 'http://blog.example'"),
            &[],
            "brand.toml line 8: `http://blog.example` is not an https address",
        );
        check_error(
            &format!("{MINIMAL}[[noted]]\nplatform = 'Twitter'\nreason = 'named there'"),
            &[],
            "brand.toml line 9: no platform is named `Twitter`; known are Threads, Instagram, Facebook, X, Truth Social, Bluesky, TikTok, YouTube, Reddit, LinkedIn, Pinterest, \
             Telegram, Rumble, Gab, Tumblr, WordPress.com, Flipboard, Substack",
        );
        let noted = "[[noted]]\nplatform = 'X'\nreason = 'named there'\n";
        check_error(
            &format!("{MINIMAL}{noted}{noted}"),
            &[],
            "brand.toml: platform `X` is noted twice",
        );
    }

    #[test]
    fn a_home_must_be_a_domain() {
        let error = read(&with(6, "home = ['https://example.social/']"), &[]).unwrap_err();
        assert!(matches!(error, BrandError::Toml { line: 6, .. }), "{error}");
    }

    #[test]
    fn errors_between_the_files() {
        let table = "[[announcement]]\nfile = 'a.md'\n";
        check_error(
            &format!("{MINIMAL}{table}"),
            &[],
            "brand.toml: there is no file announcements/a.md",
        );
        check_error(
            &format!("{MINIMAL}{table}{table}"),
            &[("a.md", POST)],
            "brand.toml: two tables [[announcement]] for announcements/a.md",
        );
        check_error(&with(6, ""), &[("a.md", POST)], "brand.toml: no home, but announcements/a.md");
        check_error(
            MINIMAL,
            &[("a.md", "")],
            "announcements/a.md: no front matter: the first line is neither `---` (YAML) nor `+++` (TOML)",
        );
    }

    #[track_caller]
    fn shipped(name: &str) -> Brand {
        let folder = format!("{}/brands/{name}", env!("CARGO_MANIFEST_DIR"));
        let toml = std::fs::read_to_string(format!("{folder}/brand.toml")).unwrap();
        let mut files = Vec::new();
        if let Ok(entries) = std::fs::read_dir(format!("{folder}/announcements")) {
            for entry in entries.map(|entry| entry.unwrap()) {
                let text = std::fs::read_to_string(entry.path()).unwrap();
                files.push((entry.file_name().into_string().unwrap(), text));
            }
        }
        let announcements: Vec<(&str, &str)> =
            files.iter().map(|(file, text)| (file.as_str(), text.as_str())).collect();
        read(&toml, &announcements).unwrap()
    }

    #[test]
    fn the_neutral_brand() {
        let brand = shipped("fencepost");
        assert!(brand.home.is_empty() && brand.announcements.is_empty() && brand.noted.is_empty());
    }

    #[test]
    fn the_brand_of_datasci_social() {
        let brand = shipped("datasci.social");
        let statements: Vec<_> = brand
            .home_statements()
            .map(|(domain, severity, _)| (domain.as_str(), severity))
            .collect();
        assert_eq!(statements, [("threads.net", Severity::Suspend)]);
        assert_eq!(brand.announcements[0].title, "Threads suspended");
        assert_eq!(brand.announcements[0].day(), "2025-01-20");
        let noted: Vec<_> =
            brand.noted_platforms().map(|(platform, _)| platform.name.as_str()).collect();
        assert_eq!(noted, ["Instagram", "Facebook", "X", "Truth Social"]);
    }
}

//! Reading an announcement from the Markdown file of a server's blog.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use thiserror::Error;
use toml::value::Datetime;
use url::Url;

use super::Announcement;
use crate::domain::Domain;
use crate::severity::Severity;

/// What `brand.toml` says of an announcement, in a table `[[announcement]]`.
///
/// A post that was written for a blog rarely says where it can be read and which domains it is about.
/// What the front matter does not say, this says; nothing may be said in both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Supplement {
    /// The file that it belongs to, by its name in the folder `announcements`.
    pub file: String,
    /// See [`Announcement::address`].
    pub address: Option<String>,
    /// See [`Announcement::domains`].
    pub domains: Option<Vec<Domain>>,
    /// See [`Announcement::severity`]; when nothing says it, `suspend`.
    pub severity: Option<Severity>,
}

/// Why an announcement could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("announcements/{file}: {problem}")]
pub struct AnnouncementError {
    /// The file's name.
    pub file: String,
    /// What is wrong with it.
    pub problem: AnnouncementProblem,
}

/// What is wrong with an announcement.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AnnouncementProblem {
    /// The file does not start with front matter.
    #[error("no front matter: the first line is neither `---` (YAML) nor `+++` (TOML)")]
    NoFrontMatter,
    /// The front matter does not end.
    #[error("front matter without a closing line `{0}`")]
    Unclosed(&'static str),
    /// The front matter is no YAML or TOML, or holds a value of the wrong kind.
    #[error("line {line}: {message}")]
    FrontMatter {
        /// In the file, from 1.
        line: usize,
        /// What the parser says.
        message: String,
    },
    /// Front matter lacks what only it can say.
    #[error("no {0} in the front matter")]
    Missing(&'static str),
    /// Nothing says where the post can be read or what it is about.
    #[error("no {0}, neither in the front matter nor in a table [[announcement]] of brand.toml")]
    Unsaid(&'static str),
    /// Both say it.
    #[error("{0} is said twice: in the front matter and in a table [[announcement]] of brand.toml")]
    SaidTwice(&'static str),
    /// The date lacks a time or a zone, or there is no such day.
    #[error("date `{0}` is not like 2025-01-20T06:00:00+01:00")]
    Date(String),
    /// The address is no web address, or not a safe one.
    #[error("address `{0}` is not an https address")]
    Address(String),
}

impl Announcement {
    /// Reads a post with YAML front matter between lines `---`, or TOML between lines `+++`, as Hugo, Jekyll and
    /// Zola do (<https://gohugo.io/content-management/front-matter/>). Keys that mean nothing here are passed over:
    /// a blog has its own.
    ///
    /// # Errors
    ///
    /// When there is no front matter, when it cannot be read, or when title, date, address or domains are missing
    /// or not what they should be.
    pub fn read(
        file: &str,
        text: &str,
        supplement: &Supplement,
    ) -> Result<Announcement, AnnouncementError> {
        announcement(text, supplement)
            .map_err(|problem| AnnouncementError { file: file.to_owned(), problem })
    }
}

#[derive(Deserialize)]
struct FrontMatter {
    title: Option<String>,
    date: Option<Date>,
    description: Option<String>,
    address: Option<String>,
    domains: Option<Vec<Domain>>,
    severity: Option<Severity>,
}

/// YAML has a text here, TOML a text or a date of its own.
#[derive(Deserialize)]
#[serde(untagged)]
enum Date {
    Text(String),
    Toml(Datetime),
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Date::Text(text) => formatter.write_str(text),
            Date::Toml(datetime) => datetime.fmt(formatter),
        }
    }
}

fn announcement(text: &str, supplement: &Supplement) -> Result<Announcement, AnnouncementProblem> {
    let text = text.replace("\r\n", "\n");
    let (front_matter, body) = split(&text)?;
    let address = either("address", front_matter.address, &supplement.address)?;
    let domains = either("domains", front_matter.domains, &supplement.domains)?;
    Ok(Announcement {
        title: filled("title", front_matter.title)?,
        date: date(&filled("date", front_matter.date.map(|date| date.to_string()))?)?,
        description: front_matter.description,
        address: https_address(address.unwrap_or_default())?,
        domains: domains
            .filter(|domains| !domains.is_empty())
            .ok_or(AnnouncementProblem::Unsaid("domains"))?,
        severity: either("severity", front_matter.severity, &supplement.severity)?
            .unwrap_or(Severity::Suspend),
        text: body.trim().to_owned(),
    })
}

fn split(text: &str) -> Result<(FrontMatter, &str), AnnouncementProblem> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if let Some(rest) = text.strip_prefix("---\n") {
        let (front_matter, body) = until(rest, "---")?;
        return Ok((yaml(front_matter)?, body));
    }
    if let Some(rest) = text.strip_prefix("+++\n") {
        let (front_matter, body) = until(rest, "+++")?;
        return Ok((toml(front_matter)?, body));
    }
    Err(AnnouncementProblem::NoFrontMatter)
}

/// What comes before and after the first line that is `fence`.
fn until<'a>(
    text: &'a str,
    fence: &'static str,
) -> Result<(&'a str, &'a str), AnnouncementProblem> {
    let mut before = 0;
    for line in text.split_inclusive('\n') {
        let after = before + line.len();
        if line.trim_end() == fence {
            return Ok((
                text.get(..before).unwrap_or_default(),
                text.get(after..).unwrap_or_default(),
            ));
        }
        before = after;
    }
    Err(AnnouncementProblem::Unclosed(fence))
}

fn yaml(front_matter: &str) -> Result<FrontMatter, AnnouncementProblem> {
    serde_saphyr::from_str(front_matter).map_err(|error| {
        let line = error
            .location()
            .and_then(|location| usize::try_from(location.line()).ok())
            .unwrap_or(1);
        // The message ends with its place within the front matter, which is not the place in the file.
        let message = first_line(&error.without_snippet().to_string());
        let message =
            message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
        AnnouncementProblem::FrontMatter { line: line + 1, message: message.to_owned() }
    })
}

fn toml(front_matter: &str) -> Result<FrontMatter, AnnouncementProblem> {
    toml::from_str(front_matter).map_err(|error| AnnouncementProblem::FrontMatter {
        line: crate::brand::line_of(front_matter, &error) + 1,
        message: first_line(error.message()),
    })
}

fn first_line(message: &str) -> String {
    message.lines().next().unwrap_or_default().to_owned()
}

fn filled(key: &'static str, value: Option<String>) -> Result<String, AnnouncementProblem> {
    value.filter(|value| !value.trim().is_empty()).ok_or(AnnouncementProblem::Missing(key))
}

fn either<T: Clone>(
    key: &'static str,
    front_matter: Option<T>,
    supplement: &Option<T>,
) -> Result<Option<T>, AnnouncementProblem> {
    match (front_matter, supplement) {
        (Some(_), Some(_)) => Err(AnnouncementProblem::SaidTwice(key)),
        (said, None) => Ok(said),
        (None, said) => Ok(said.clone()),
    }
}

/// Checks that a date has a day that exists, a time and a zone, and leaves it as it is written.
fn date(text: &str) -> Result<String, AnnouncementProblem> {
    let complete = |datetime: &Datetime| {
        datetime.date.is_some() && datetime.time.is_some() && datetime.offset.is_some()
    };
    let read = Datetime::from_str(text).ok().filter(complete);
    read.map(|_| text.to_owned()).ok_or_else(|| AnnouncementProblem::Date(text.to_owned()))
}

fn https_address(address: String) -> Result<String, AnnouncementProblem> {
    if address.is_empty() {
        return Err(AnnouncementProblem::Unsaid("address"));
    }
    match Url::parse(&address) {
        Ok(url) if url.scheme() == "https" => Ok(address),
        _ => Err(AnnouncementProblem::Address(address)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const YAML: &str = "---
title: \"Limited: spam.example\"
date: \"2024-02-29T20:15:00-05:00\"
description: spam.example is limited
tags: [moderation]
address: https://blog.example/2024-02-29/spam
domains: [spam.example, Spam.EXAMPLE.org]
severity: silence
---

It went on for weeks.
";

    fn supplement() -> Supplement {
        Supplement {
            file: "post.md".to_owned(),
            address: Some("https://blog.example/post".to_owned()),
            domains: Some(vec![Domain::parse("spam.example").unwrap()]),
            severity: None,
        }
    }

    #[track_caller]
    fn check_error(text: &str, supplement: &Supplement, error: &str) {
        assert_eq!(Announcement::read("post.md", text, supplement).unwrap_err().to_string(), error);
    }

    #[test]
    fn yaml_front_matter() {
        let read = Announcement::read("post.md", YAML, &Supplement::default()).unwrap();
        assert_eq!(
            read,
            Announcement {
                title: "Limited: spam.example".to_owned(),
                date: "2024-02-29T20:15:00-05:00".to_owned(),
                description: Some("spam.example is limited".to_owned()),
                address: "https://blog.example/2024-02-29/spam".to_owned(),
                domains: vec![
                    Domain::parse("spam.example").unwrap(),
                    Domain::parse("spam.example.org").unwrap()
                ],
                severity: Severity::Silence,
                text: "It went on for weeks.".to_owned(),
            }
        );
        assert_eq!(read.day(), "2024-02-29");
    }

    #[test]
    fn line_ends_and_byte_order_mark_do_not_matter() {
        let windows = format!("\u{feff}{}", YAML.replace('\n', "\r\n"));
        let read =
            |text: &str| Announcement::read("post.md", text, &Supplement::default()).unwrap();
        assert_eq!(read(&windows), read(YAML));
    }

    #[test]
    fn toml_front_matter() {
        let text = "+++\ntitle = 'A'\ndate = 2024-02-29T20:15:00Z\n[extra]\nhero = true\n+++\nB\n\n+++\n\nC\n";
        let read = Announcement::read("post.md", text, &supplement()).unwrap();
        assert_eq!(read.date, "2024-02-29T20:15:00Z");
        assert_eq!(read.text, "B\n\n+++\n\nC");
        assert_eq!(read.address, "https://blog.example/post");
        assert_eq!(read.severity, Severity::Suspend);
    }

    #[test]
    fn errors_of_the_front_matter() {
        let none = Supplement::default();
        check_error(
            "# Hello\n",
            &none,
            "announcements/post.md: no front matter: the first line is neither `---` (YAML) nor `+++` (TOML)",
        );
        check_error(
            "---\ntitle: A\n",
            &none,
            "announcements/post.md: front matter without a closing line `---`",
        );
        check_error(
            "---\ndate: A\n---\n",
            &supplement(),
            "announcements/post.md: no title in the front matter",
        );
        check_error(
            "---\ntitle: A\n---\n",
            &supplement(),
            "announcements/post.md: no date in the front matter",
        );
        check_error(
            "---\ntitle: ' '\n---\n",
            &supplement(),
            "announcements/post.md: no title in the front matter",
        );
        check_error(
            "+++\ntitle = 3\n+++\n",
            &none,
            "announcements/post.md: line 2: invalid type: integer `3`, expected a string",
        );
        check_error(
            "+++\n\ntitle =\n+++\n",
            &none,
            "announcements/post.md: line 3: string values must be quoted, expected literal string",
        );
    }

    #[test]
    fn errors_of_yaml() {
        let none = Supplement::default();
        check_error(
            "---\ntitle: A\ntags: [a\n---\n",
            &none,
            "announcements/post.md: line 3: unclosed bracket '['",
        );
        check_error(
            "---\ntitle: [1]\n---\n",
            &none,
            "announcements/post.md: line 2: expected string scalar",
        );
        check_error(
            "---\ntitle: A\nseverity: susped\n---\n",
            &none,
            "announcements/post.md: line 3: unknown variant `susped`, expected one of noop, noted, silence, suspend",
        );
        let domain = Announcement::read("post.md", "---\n\ndomains: ['a b.example']\n---\n", &none)
            .unwrap_err();
        assert!(
            matches!(domain.problem, AnnouncementProblem::FrontMatter { line: 3, .. }),
            "{domain}"
        );
    }

    #[test]
    fn errors_of_values() {
        let text = |date: &str| format!("---\ntitle: A\ndate: {date}\n---\n");
        for date in [
            "2025-01-20",
            "2025-01-20T06:00:00",
            "2025-02-29T06:00:00Z",
            "2025-13-01T06:00:00Z",
            "yesterday",
        ] {
            let error = format!(
                "announcements/post.md: date `{date}` is not like 2025-01-20T06:00:00+01:00"
            );
            check_error(&text(date), &supplement(), &error);
        }
        for address in ["http://blog.example/", "/2025/post", "javascript:alert(1)"] {
            let supplement = Supplement { address: Some(address.to_owned()), ..supplement() };
            let error =
                format!("announcements/post.md: address `{address}` is not an https address");
            check_error(&text("2025-01-20T06:00:00Z"), &supplement, &error);
        }
    }

    #[test]
    fn what_must_be_said_once() {
        let text = "---\ntitle: A\ndate: 2025-01-20T06:00:00Z\n---\n";
        let without = |key: &str| {
            format!(
                "announcements/post.md: no {key}, neither in the front matter nor in a table [[announcement]] of brand.toml"
            )
        };
        check_error(text, &Supplement { address: None, ..supplement() }, &without("address"));
        check_error(text, &Supplement { domains: None, ..supplement() }, &without("domains"));
        check_error(
            text,
            &Supplement { domains: Some(Vec::new()), ..supplement() },
            &without("domains"),
        );
        check_error(
            YAML,
            &supplement(),
            "announcements/post.md: address is said twice: in the front matter and in a table [[announcement]] of brand.toml",
        );
    }

    /// A post as a server's blog has it, with no key of ours.
    #[test]
    fn original_posts() {
        let Ok(folder) = std::fs::read_dir("../shared/announcements") else { return };
        for path in folder.map(|entry| entry.unwrap().path()) {
            let text = std::fs::read_to_string(&path).unwrap();
            let read = Announcement::read("post.md", &text, &supplement()).unwrap();
            assert!(path.to_str().unwrap().contains(read.day()), "{path:?}: {}", read.date);
            assert!(read.text.contains("](https://"), "{path:?}");
            assert!(!read.text.contains("tags:"), "{path:?}");
        }
    }
}

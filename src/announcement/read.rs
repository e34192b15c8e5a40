//! Reading a post from the Markdown file of a server's blog.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use thiserror::Error;
use toml::value::Datetime;
use url::Url;

use super::markdown;
use super::{Announcement, Piece};
use crate::domain::Domain;
use crate::severity::Severity;

/// The longest title, in characters.
const LONGEST_TITLE: usize = 200;
/// The longest description, in characters.
const LONGEST_DESCRIPTION: usize = 500;

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
    #[serde(default, deserialize_with = "crate::brand::https_link")]
    pub address: Option<String>,
    /// See [`Announcement::domains`].
    #[serde(default, deserialize_with = "crate::brand::servers")]
    pub domains: Option<Vec<Domain>>,
    /// See [`Announcement::severity`]; when nothing says it, `suspend`.
    #[serde(default, deserialize_with = "crate::brand::decision")]
    pub severity: Option<Severity>,
}

/// What is wrong with a post, or could be better.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostFinding {
    /// In the file, from 1; `None` for what is missing.
    pub line: Option<usize>,
    /// What it is.
    pub problem: PostProblem,
}

/// What is wrong with a post, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PostProblem {
    /// The file does not start with front matter.
    #[error(
        "there is no front matter: start the file with `---` (YAML) or `+++` (TOML), then title and date"
    )]
    NoFrontMatter,
    /// The front matter does not end.
    #[error("the front matter does not end: write a line `{0}` after it")]
    Unclosed(&'static str),
    /// The front matter is no YAML or TOML, or holds a value of the wrong kind.
    #[error("{0}")]
    FrontMatter(String),
    /// Front matter lacks what only it can say.
    #[error("there is no {0} in the front matter: write {0}: {1}")]
    Missing(&'static str, &'static str),
    /// Nothing says where the post can be read or what it is about.
    #[error(
        "there is no {0}: write {0}: {1} in the front matter, or {0} in a table [[announcement]] of brand.toml"
    )]
    Unsaid(&'static str, &'static str),
    /// Both say it.
    #[error("{0} is said twice, here and in a table [[announcement]] of brand.toml: take one out")]
    SaidTwice(&'static str),
    /// The date lacks a time or a zone, or there is no such day.
    #[error(
        "the date `{0}` is not complete or does not exist: write it as 2025-01-20T06:00:00+01:00"
    )]
    Date(String),
    /// The address is no web address, or not a safe one.
    #[error("the address `{0}` is not one of the web: write it as https://blog.example/post")]
    Address(String),
    /// More words than a card has room for.
    #[error("the {0} has {1} characters, at most {2} fit: write fewer")]
    TooLong(&'static str, usize, usize),
    /// A character that would make a text seem another.
    #[error("this holds a character that nobody sees (U+{:04X}): take it out", u32::from(*.0))]
    Hidden(char),
    /// A link that leads elsewhere than to the web.
    #[error("a link leads to `{0}`: write an address that starts with https://")]
    Link(String),
    /// HTML that runs, loads or asks for something.
    #[error("`{0}` may not be in an announcement: take it out")]
    ActiveHtml(String),
    /// Other HTML.
    #[error("`{0}` is left out, only Markdown is shown: write it as Markdown")]
    Html(String),
    /// Words within HTML.
    #[error(
        "`{0}` stands in HTML and is left out, only Markdown is shown: put an empty line around it"
    )]
    HtmlText(String),
    /// What the blog puts something else in place of.
    #[error("`{0}` begins a command of your blog, which is shown as it stands: take it out")]
    Command(&'static str),
    /// There is front matter and nothing else.
    #[error("there is no text after the front matter: say what was decided and why")]
    NoText,
}

impl PostProblem {
    /// Whether the post cannot be shipped like that.
    pub fn is_fatal(&self) -> bool {
        !matches!(
            self,
            PostProblem::Html(_)
                | PostProblem::HtmlText(_)
                | PostProblem::Command(_)
                | PostProblem::NoText
        )
    }
}

/// A post that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// What its front matter says.
    pub announcement: Announcement,
    /// Its text.
    pub text: Vec<Piece>,
    /// What could be better.
    pub warnings: Vec<PostFinding>,
}

impl Post {
    /// Reads a post with YAML front matter between lines `---`, or TOML between lines `+++`, as Hugo, Jekyll and
    /// Zola do (<https://gohugo.io/content-management/front-matter/>). Keys that mean nothing here are passed over:
    /// a blog has its own.
    ///
    /// # Errors
    ///
    /// When there is no front matter, when it cannot be read, when title, date, address or domains are missing or not
    /// what they should be, or when the text holds what may not be shown. All that was found is answered then.
    pub fn read(text: &str, supplement: &Supplement) -> Result<Post, Vec<PostFinding>> {
        let text = text.replace("\r\n", "\n");
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let (front_matter, head, body) = split(text).map_err(|finding| vec![finding])?;
        let mut findings = Findings { head, found: Vec::new() };
        let announcement = findings.announcement(front_matter, supplement);
        let base = Url::parse(&announcement.address).ok();
        let first = text.len().checked_sub(body.len()).and_then(|end| text.get(..end));
        let first = first.unwrap_or_default().matches('\n').count() + 1;
        let (text, found) = markdown::pieces(body, first, base.as_ref());
        if text.is_empty() {
            findings.add(None, PostProblem::NoText);
        }
        findings.found.extend(found);
        if findings.found.iter().any(|it| it.problem.is_fatal()) {
            return Err(findings.found);
        }
        Ok(Post { announcement, text, warnings: findings.found })
    }
}

#[derive(Deserialize)]
struct FrontMatter {
    title: Option<String>,
    date: Option<Date>,
    description: Option<String>,
    address: Option<String>,
    #[serde(default, deserialize_with = "crate::brand::servers")]
    domains: Option<Vec<Domain>>,
    #[serde(default, deserialize_with = "crate::brand::decision")]
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

/// What is found while the values of the front matter are checked.
struct Findings<'a> {
    /// The file up to the end of its front matter.
    head: &'a str,
    found: Vec<PostFinding>,
}

impl Findings<'_> {
    /// What front matter and supplement say. It may be used only when nothing fatal was found.
    fn announcement(&mut self, written: FrontMatter, supplement: &Supplement) -> Announcement {
        let address = self.either("address", written.address, &supplement.address);
        let domains = self.either("domains", written.domains, &supplement.domains);
        let severity = self.either("severity", written.severity, &supplement.severity);
        let title = self.filled("title", "\"Threads suspended\"", written.title);
        let description = written.description.filter(|it| !it.trim().is_empty());
        self.shown("title", LONGEST_TITLE, &title);
        self.shown("description", LONGEST_DESCRIPTION, description.as_deref().unwrap_or_default());
        Announcement {
            title,
            date: self.date(written.date.map(|date| date.to_string())),
            description,
            address: self.address(address),
            domains: self.domains(domains),
            severity: severity.unwrap_or(Severity::Suspend),
        }
    }

    fn add(&mut self, line: Option<usize>, problem: PostProblem) {
        self.found.push(PostFinding { line, problem });
    }

    /// Says something about the value of a key.
    fn of_key(&mut self, key: &str, problem: PostProblem) {
        let is_key = |line: &str| {
            let rest = line.strip_prefix(key).map(str::trim_start);
            rest.is_some_and(|rest| rest.starts_with([':', '=']))
        };
        self.add(self.head.lines().position(is_key).map(|at| at + 1), problem);
    }

    fn either<T: Clone>(
        &mut self,
        key: &'static str,
        written: Option<T>,
        supplement: &Option<T>,
    ) -> Option<T> {
        if written.is_some() && supplement.is_some() {
            self.of_key(key, PostProblem::SaidTwice(key));
        }
        written.or_else(|| supplement.clone())
    }

    fn filled(
        &mut self,
        key: &'static str,
        example: &'static str,
        value: Option<String>,
    ) -> String {
        let value = value.unwrap_or_default();
        if value.trim().is_empty() {
            self.of_key(key, PostProblem::Missing(key, example));
        }
        value
    }

    /// Looks at words that a card shows.
    fn shown(&mut self, key: &'static str, longest: usize, words: &str) {
        let length = words.chars().count();
        if length > longest {
            self.of_key(key, PostProblem::TooLong(key, length, longest));
        }
        if let Some(hidden) = crate::brand::hidden(words) {
            self.of_key(key, PostProblem::Hidden(hidden));
        }
    }

    /// A date has a day that exists, a time and a zone, and stays as it is written.
    fn date(&mut self, written: Option<String>) -> String {
        let date = self.filled("date", "2025-01-20T06:00:00+01:00", written);
        let complete = |it: Datetime| it.date.is_some() && it.time.is_some() && it.offset.is_some();
        if !date.trim().is_empty() && !Datetime::from_str(&date).is_ok_and(complete) {
            self.of_key("date", PostProblem::Date(date.clone()));
        }
        date
    }

    fn address(&mut self, said: Option<String>) -> String {
        let address = said.unwrap_or_default();
        if address.is_empty() {
            self.add(None, PostProblem::Unsaid("address", "https://blog.example/post"));
        } else if !crate::brand::is_web(&address) {
            self.of_key("address", PostProblem::Address(address.clone()));
        }
        address
    }

    fn domains(&mut self, said: Option<Vec<Domain>>) -> Vec<Domain> {
        let domains = said.unwrap_or_default();
        if domains.is_empty() {
            self.add(None, PostProblem::Unsaid("domains", "[threads.net]"));
        }
        domains
    }
}

/// The front matter, the file up to its end, and the file after it.
fn split(text: &str) -> Result<(FrontMatter, &str, &str), PostFinding> {
    let first = |problem| PostFinding { line: Some(1), problem };
    let fence = text.lines().next().unwrap_or_default();
    let (fence, is_yaml) = match fence {
        "---" => ("---", true),
        "+++" => ("+++", false),
        _ => return Err(first(PostProblem::NoFrontMatter)),
    };
    let rest = text.get(fence.len() + 1..).unwrap_or_default();
    let (inner, body) = until(rest, fence).ok_or_else(|| first(PostProblem::Unclosed(fence)))?;
    let head = text.get(..fence.len() + 1 + inner.len()).unwrap_or_default();
    Ok((if is_yaml { yaml(inner)? } else { toml(inner)? }, head, body))
}

/// What comes before and after the first line that is `fence`.
fn until<'a>(text: &'a str, fence: &str) -> Option<(&'a str, &'a str)> {
    let mut before = 0;
    for line in text.split_inclusive('\n') {
        let after = before + line.len();
        if line.trim_end() == fence {
            return text.get(..before).zip(text.get(after..));
        }
        before = after;
    }
    None
}

fn yaml(front_matter: &str) -> Result<FrontMatter, PostFinding> {
    serde_saphyr::from_str(front_matter).map_err(|error| {
        let line = error
            .location()
            .and_then(|location| usize::try_from(location.line()).ok())
            .unwrap_or(1);
        // The message ends with its place within the front matter, which is not the place in the file.
        let message = first_line(&error.without_snippet().to_string());
        let message =
            message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
        PostFinding {
            line: Some(line + 1),
            problem: PostProblem::FrontMatter(crate::brand::advised(message)),
        }
    })
}

fn toml(front_matter: &str) -> Result<FrontMatter, PostFinding> {
    toml::from_str(front_matter).map_err(|error| PostFinding {
        line: Some(crate::brand::line_of(front_matter, &error) + 1),
        problem: PostProblem::FrontMatter(crate::brand::advised(&first_line(error.message()))),
    })
}

fn first_line(message: &str) -> String {
    message.lines().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::announcement::Kind;

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

    /// What is fatal, each with its line.
    fn errors(text: &str, supplement: &Supplement) -> Vec<String> {
        let findings = Post::read(text, supplement).unwrap_err();
        let fatal = findings.iter().filter(|it| it.problem.is_fatal());
        fatal.map(|it| format!("{} {}", it.line.unwrap_or_default(), it.problem)).collect()
    }

    #[track_caller]
    fn check_error(text: &str, supplement: &Supplement, error: &str) {
        assert_eq!(errors(text, supplement), [error]);
    }

    #[test]
    fn yaml_front_matter() {
        let read = Post::read(YAML, &Supplement::default()).unwrap();
        let announcement = Announcement {
            title: "Limited: spam.example".to_owned(),
            date: "2024-02-29T20:15:00-05:00".to_owned(),
            description: Some("spam.example is limited".to_owned()),
            address: "https://blog.example/2024-02-29/spam".to_owned(),
            domains: vec![
                Domain::parse("spam.example").unwrap(),
                Domain::parse("spam.example.org").unwrap(),
            ],
            severity: Severity::Silence,
        };
        let words = Piece::Text("It went on for weeks.".to_owned());
        let text = vec![Piece::Part(Kind::Paragraph, vec![words])];
        assert_eq!(read, Post { announcement, text, warnings: Vec::new() });
    }

    #[test]
    fn line_ends_and_byte_order_mark_do_not_matter() {
        let windows = format!("\u{feff}{}", YAML.replace('\n', "\r\n"));
        let read = |text: &str| Post::read(text, &Supplement::default()).unwrap();
        assert_eq!(read(&windows), read(YAML));
    }

    #[test]
    fn toml_front_matter() {
        let text = "+++\ntitle = 'A'\ndate = 2024-02-29T20:15:00Z\n[extra]\nhero = true\n+++\nB\n\n+++\n\nC\n";
        let read = Post::read(text, &supplement()).unwrap();
        assert_eq!(read.announcement.date, "2024-02-29T20:15:00Z");
        assert_eq!(read.text.len(), 3);
        assert_eq!(read.announcement.address, "https://blog.example/post");
        assert_eq!(read.announcement.severity, Severity::Suspend);
    }

    #[test]
    fn errors_of_the_front_matter() {
        let none = Supplement::default();
        check_error(
            "# Hello\n",
            &none,
            "1 there is no front matter: start the file with `---` (YAML) or `+++` (TOML), then title and date",
        );
        check_error(
            "---\ntitle: A\n",
            &none,
            "1 the front matter does not end: write a line `---` after it",
        );
        let date = "date: 2025-01-20T06:00:00Z\n";
        check_error(
            &format!("---\n{date}---\n"),
            &supplement(),
            "0 there is no title in the front matter: write title: \"Threads suspended\"",
        );
        check_error(
            "---\ntitle: A\n---\n",
            &supplement(),
            "0 there is no date in the front matter: write date: 2025-01-20T06:00:00+01:00",
        );
        check_error(
            &format!("---\n{date}title: ' '\n---\n"),
            &supplement(),
            "3 there is no title in the front matter: write title: \"Threads suspended\"",
        );
        check_error(
            "+++\ntitle = 3\n+++\n",
            &none,
            "2 invalid type: integer `3`, expected a string: write \" on both sides of the text",
        );
        check_error(
            "+++\n\ntitle =\n+++\n",
            &none,
            "3 string values must be quoted, expected literal string: write \" on both sides of the text",
        );
    }

    #[test]
    fn errors_of_yaml() {
        let none = Supplement::default();
        check_error("---\ntitle: A\ntags: [a\n---\n", &none, "3 unclosed bracket '['");
        check_error("---\ntitle: [1]\n---\n", &none, "2 expected string scalar: write a text");
        check_error(
            "---\ntitle: A\nseverity: susped\n---\n",
            &none,
            "3 `susped` is no decision: write suspend or silence",
        );
        let domain = Post::read("---\n\ndomains: ['a b.example']\n---\n", &none).unwrap_err();
        assert_eq!(domain[0].line, Some(3), "{domain:?}");
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
                "3 the date `{date}` is not complete or does not exist: write it as 2025-01-20T06:00:00+01:00"
            );
            check_error(&text(date), &supplement(), &error);
        }
        for address in ["http://blog.example/", "/2025/post", "javascript:alert(1)"] {
            let supplement = Supplement { address: Some(address.to_owned()), ..supplement() };
            let error = format!(
                "0 the address `{address}` is not one of the web: write it as https://blog.example/post"
            );
            check_error(&text("2025-01-20T06:00:00Z"), &supplement, &error);
        }
    }

    #[test]
    fn what_must_be_said_once() {
        let text = "---\ntitle: A\ndate: 2025-01-20T06:00:00Z\n---\n";
        let without = |key: &str, example: &str| {
            format!(
                "0 there is no {key}: write {key}: {example} in the front matter, or {key} in a table [[announcement]] of brand.toml"
            )
        };
        let address = without("address", "https://blog.example/post");
        check_error(text, &Supplement { address: None, ..supplement() }, &address);
        let domains = without("domains", "[threads.net]");
        check_error(text, &Supplement { domains: None, ..supplement() }, &domains);
        let empty = Supplement { domains: Some(Vec::new()), ..supplement() };
        check_error(text, &empty, &domains);
        assert_eq!(
            errors(YAML, &supplement()),
            ["address", "domains"].map(|key| {
                let line = if key == "address" { 6 } else { 7 };
                format!(
                    "{line} {key} is said twice, here and in a table [[announcement]] of brand.toml: take one out"
                )
            })
        );
    }

    #[test]
    fn a_line_of_the_text_is_counted_in_the_file() {
        check_error(
            "---\ntitle: A\ndate: 2025-01-20T06:00:00Z\n---\n\nGone.\n\n<script>\n",
            &supplement(),
            "8 `<script>` may not be in an announcement: take it out",
        );
    }

    #[test]
    fn a_post_without_a_text_is_told_of() {
        let text = "---\ntitle: A\ndate: 2025-01-20T06:00:00Z\n---\n";
        let warnings = Post::read(text, &supplement()).unwrap().warnings;
        assert_eq!(warnings, [PostFinding { line: None, problem: PostProblem::NoText }]);
    }

    /// A post as a server's blog has it, with no key of ours.
    #[test]
    fn original_posts() {
        let Ok(folder) = std::fs::read_dir("../shared/announcements") else { return };
        for path in folder.map(|entry| entry.unwrap().path()) {
            let text = std::fs::read_to_string(&path).unwrap();
            let read = Post::read(&text, &supplement()).unwrap();
            let day = read.announcement.day();
            assert!(path.to_str().unwrap().contains(day), "{path:?}: {day}");
            let links = read.text.iter().filter(|piece| match piece {
                Piece::Part(_, pieces) => {
                    pieces.iter().any(|piece| matches!(piece, Piece::Link(..)))
                }
                _ => false,
            });
            assert!(links.count() > 0, "{path:?}");
            assert!(read.warnings.is_empty(), "{path:?}: {:?}", read.warnings);
        }
    }
}

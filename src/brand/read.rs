//! Reading a brand from the files of its folder.

mod advice;
#[cfg(test)]
mod tests;
mod values;
mod written;

use std::collections::{BTreeMap, BTreeSet};

use toml::Spanned;

pub(crate) use self::advice::advised;
use self::values::Server;
pub(crate) use self::values::{decision, hidden, https_link, is_web, servers};
pub(super) use self::values::{filled, https_address, platform_name};
use self::written::Written;
use super::colour::{DARK, LIGHT, LOWEST_CONTRAST};
use super::finding::{Finding, Problem};
use super::{Brand, Colour, Colours, Facade, ForPages, Noted, OwnLink, Words, icon};
use crate::address::NativeParser;
use crate::announcement::{Announcement, Post, Supplement};
use crate::blocklist::{BlockName, Blocklist};
use crate::day::Day;
use crate::domain::Domain;
use crate::severity::Severity;

/// The files of a brand's folder, by their paths in it: `brand.toml`, `announcements/gone.md`.
pub type Files = BTreeMap<String, Vec<u8>>;

/// All that a brand says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    /// What ships for judging and explaining.
    pub brand: Brand,
    /// What ships for own pages.
    pub pages: ForPages,
    /// What browsers and stores show.
    pub facade: Facade,
    /// The list to start from, as its file has it.
    pub list: Option<Vec<u8>>,
}

/// Reads a brand on this day, after which nothing in it may be dated. Beside it is answered what could be better.
///
/// # Errors
///
/// Everything that was found wrong, and what could be better, in the order of the files.
pub fn read(files: &Files, today: Day) -> Result<(Whole, Vec<Finding>), Vec<Finding>> {
    // A post may be written where it is tomorrow already.
    let last = Day::from_number(today.number() + 1).unwrap_or(today);
    let mut reader = Reader { files, last, used: BTreeSet::new(), findings: Vec::new() };
    let whole = reader.whole();
    if whole.is_some() {
        reader.look_for_unused_files();
    }
    let mut findings = reader.findings;
    // Without a line last: it is about the file as a whole.
    findings.sort_by_key(|it| (it.file.clone(), it.line.unwrap_or(usize::MAX)));
    match whole {
        Some(whole) if !findings.iter().any(|it| it.problem.is_fatal()) => Ok((whole, findings)),
        _ => Err(findings),
    }
}

/// The line of `text` that an error is about, from 1.
pub(crate) fn line_of(text: &str, error: &toml::de::Error) -> usize {
    line_at(text, error.span().map_or(0, |span| span.start))
}

fn line_at(text: &str, offset: usize) -> usize {
    text.get(..offset).unwrap_or_default().matches('\n').count() + 1
}

const TOML: &str = "brand.toml";
const ICON: &str = "icon.svg";
const ANNOUNCEMENTS: &str = "announcements/";

/// How large a text may be, in bytes: many times what a person writes.
const LARGEST_TEXT: usize = 100_000;
/// How large a list to start from may be, in bytes: more than a package has room for.
const LARGEST_LIST: usize = 2_000_000;

struct Reader<'a> {
    files: &'a Files,
    /// The last day that is not to come.
    last: Day,
    used: BTreeSet<&'a str>,
    findings: Vec<Finding>,
}

impl<'a> Reader<'a> {
    /// What could be read, however much was found wrong on the way; `None` when that is not even `brand.toml`.
    fn whole(&mut self) -> Option<Whole> {
        let icon = self.icon();
        let toml = self.text(TOML, "`./build.sh brand new NAME` writes one")?;
        let written = self.written(toml)?;
        let home = self.home(toml, &written.home);
        let mut posts = self.posts(toml, &written.announcement, &home);
        self.drop_superseded(&mut posts);
        let list = written.list.as_ref().and_then(|list| self.list(toml, list, &home));
        if home.is_empty() {
            if let Some((file, _)) = posts.first() {
                self.add(file, None, Problem::NoHome);
            }
            if let Some(list) = &written.list {
                self.add_at(toml, &list.file, Problem::NoHome);
            }
        } else {
            self.look_for_links(&written);
        }
        let own = own_links(&written);
        let (announcements, texts) = posts
            .into_iter()
            .map(|(_, post)| {
                let address = post.announcement.address.clone();
                (post.announcement, (address, post.text))
            })
            .unzip();
        Some(Whole {
            facade: Facade {
                gecko_id: written.ids.gecko.clone(),
                localised: self.localised(toml, &written),
                colours: written.colours.as_ref().map(|colours| self.colours(toml, colours)),
                words: words(&written),
                icon,
            },
            brand: Brand {
                name: written.name,
                home,
                announcements,
                noted: self.noted(toml, written.noted),
                list: written.list.map(|list| list.date.get_ref().0.to_string()),
                marks: written.marks,
            },
            pages: ForPages {
                posts: texts,
                own,
                others: written.other,
                alternatives: written.alternative,
                leave: written.leave,
                references: written.reference,
                subscriptions: written.subscription,
            },
            list,
        })
    }

    fn add(&mut self, file: &str, line: Option<usize>, problem: impl Into<Problem>) {
        self.findings.push(Finding { file: file.to_owned(), line, problem: problem.into() });
    }

    /// Says something about a value of `brand.toml`.
    fn add_at<T>(&mut self, toml: &str, value: &Spanned<T>, problem: Problem) {
        self.add(TOML, Some(line_at(toml, value.span().start)), problem);
    }

    fn bytes(&mut self, path: &str) -> Option<&'a [u8]> {
        let (path, bytes) = self.files.get_key_value(path)?;
        self.used.insert(path);
        Some(bytes)
    }

    fn text(&mut self, path: &'static str, without: &'static str) -> Option<&'a str> {
        let Some(bytes) = self.bytes(path) else {
            self.add(path, None, Problem::NoFile(without));
            return None;
        };
        if path == TOML && self.is_too_large(path, bytes, LARGEST_TEXT) {
            return None;
        }
        let text = std::str::from_utf8(bytes).ok();
        if text.is_none() {
            self.add(path, None, Problem::NotText);
        }
        text
    }

    fn icon(&mut self) -> Vec<u8> {
        if self.files.get(ICON).is_some_and(|bytes| std::str::from_utf8(bytes).is_err()) {
            self.used.insert(ICON);
            self.add(ICON, None, Problem::NoDrawing);
            return Vec::new();
        }
        let Some(text) = self.text(ICON, "draw one as SVG, with a square viewBox") else {
            return Vec::new();
        };
        for (line, problem) in icon::check(text) {
            self.add(ICON, line, problem);
        }
        text.as_bytes().to_vec()
    }

    fn written(&mut self, toml: &str) -> Option<Written> {
        match toml::from_str(toml) {
            Ok(written) => Some(written),
            Err(error) => {
                let line = line_of(toml, &error);
                let written = toml.lines().nth(line.saturating_sub(1)).unwrap_or_default();
                self.add(TOML, Some(line), Problem::Toml(helped(error.message(), written)));
                None
            }
        }
    }

    fn home(&mut self, toml: &str, written: &[Spanned<Server>]) -> Vec<Domain> {
        let mut home = Vec::new();
        for server in written {
            let Server(domain) = server.get_ref();
            if home.contains(domain) {
                self.add_at(toml, server, Problem::Twice(domain.clone()));
            } else {
                home.push(domain.clone());
            }
        }
        home
    }

    fn is_too_large(&mut self, file: &str, bytes: &[u8], largest: usize) -> bool {
        let is_too_large = bytes.len() > largest;
        if is_too_large {
            self.add(file, None, Problem::TooLarge(bytes.len(), largest));
        }
        is_too_large
    }

    fn colours(&mut self, toml: &str, written: &written::Colours) -> Colours {
        for (value, surface) in [(&written.light, LIGHT), (&written.dark, DARK)] {
            let colour: Colour = *value.get_ref();
            if colour.contrast(surface.ground) < LOWEST_CONTRAST {
                self.add_at(toml, value, Problem::Contrast { colour, surface });
            }
        }
        Colours { light: *written.light.get_ref(), dark: *written.dark.get_ref() }
    }

    /// Each post with its file, in the order of the files.
    fn posts(
        &mut self,
        toml: &str,
        tables: &[Spanned<Supplement>],
        home: &[Domain],
    ) -> Vec<(&'a str, Post)> {
        let mut supplements = BTreeMap::new();
        for table in tables {
            let file = format!("{ANNOUNCEMENTS}{}", table.get_ref().file);
            if !self.files.contains_key(&file) {
                let problem = Problem::NoSuchPost(table.get_ref().file.clone());
                self.add_at(toml, table, problem);
            }
            if supplements.insert(file, table.get_ref()).is_some() {
                let problem = Problem::TwoTables(table.get_ref().file.clone());
                self.add_at(toml, table, problem);
            }
        }
        let nothing = Supplement::default();
        let mut posts = Vec::new();
        for (path, bytes) in self.files {
            let lower = path.to_ascii_lowercase();
            let is_markdown = lower.ends_with(".md") || lower.ends_with(".markdown");
            if !path.starts_with(ANNOUNCEMENTS) || !is_markdown {
                continue;
            }
            self.used.insert(path);
            if self.is_too_large(path, bytes, LARGEST_TEXT) {
                continue;
            }
            let Ok(text) = std::str::from_utf8(bytes) else {
                self.add(path, None, Problem::NotText);
                continue;
            };
            let found = match Post::read(text, supplements.get(path).unwrap_or(&&nothing)) {
                Ok(mut post) => {
                    let warnings = std::mem::take(&mut post.warnings);
                    self.look_at_post(path, text, &post, home);
                    let address = &post.announcement.address;
                    let is_taken =
                        |(_, other): &&(&str, Post)| other.announcement.address == *address;
                    if let Some((other, _)) = posts.iter().find(is_taken) {
                        let problem = Problem::OneAddress(address.clone(), (*other).to_owned());
                        self.add(path, None, problem);
                    }
                    posts.push((path.as_str(), post));
                    warnings
                }
                Err(found) => found,
            };
            for finding in found {
                self.add(path, finding.line, finding.problem);
            }
        }
        posts
    }

    /// Looks for what only shows beside the rest of the brand.
    fn look_at_post(&mut self, path: &str, text: &str, post: &Post, home: &[Domain]) {
        let Announcement { date, domains, .. } = &post.announcement;
        let line = |key| text.lines().position(|line| line.starts_with(key)).map(|at| at + 1);
        if Day::parse(date).is_none_or(|day| day > self.last) {
            self.add(path, line("date"), Problem::ToCome(date.clone()));
        }
        for (at, domain) in domains.iter().enumerate() {
            if domains.iter().take(at).any(|other| other == domain) {
                self.add(path, line("domains"), Problem::Twice(domain.clone()));
            }
            if home.contains(domain) {
                self.add(path, line("domains"), Problem::AboutHome(domain.clone()));
            }
        }
    }

    /// Of several posts about one domain the newest says what holds.
    fn drop_superseded(&mut self, posts: &mut Vec<(&'a str, Post)>) {
        // By day; of two of one day, the later in the order of the files.
        let place = |path: &str, post: &Post| (post.announcement.day().to_owned(), path.to_owned());
        let all: Vec<_> = posts
            .iter()
            .map(|(path, post)| (place(path, post), post.announcement.domains.clone()))
            .collect();
        for (path, post) in posts.iter_mut() {
            let own = place(path, post);
            post.announcement.domains.retain(|domain| {
                let newer =
                    |(other, domains): &&(_, Vec<_>)| *other > own && domains.contains(domain);
                let newer = all.iter().find(newer);
                if let Some(((_, other), _)) = newer {
                    let problem = Problem::Superseded(domain.clone(), other.clone());
                    self.add(path, None, problem);
                }
                newer.is_none()
            });
        }
        posts.retain(|(_, post)| !post.announcement.domains.is_empty());
    }

    fn list(&mut self, toml: &str, list: &written::List, home: &[Domain]) -> Option<Vec<u8>> {
        let (file, date) = (&list.file, list.date.get_ref().0);
        if date > self.last {
            self.add_at(toml, &list.date, Problem::ToCome(date.to_string()));
        }
        let name = file.get_ref();
        let Some(bytes) = self.bytes(name) else {
            self.add_at(toml, file, Problem::NoSuchList(name.clone()));
            return None;
        };
        if self.is_too_large(name, bytes, LARGEST_LIST) {
            return None;
        }
        match Blocklist::read(bytes, &NativeParser) {
            Ok(list) if list.format.asks_meaning() => {
                self.add(name, None, Problem::ListAsksMeaning);
            }
            Ok(list) => {
                if let (true, Some(problem)) = (list.blocks.is_empty(), list.problems.first()) {
                    self.add(name, None, Problem::ListWithoutRows(problem.to_string()));
                    return None;
                }
                if let Some(own) = home.iter().find(|own| names(&list, own)) {
                    self.add(name, None, Problem::AboutHome(own.clone()));
                }
                for problem in &list.problems {
                    self.add(name, None, Problem::ListRow(problem.to_string()));
                }
            }
            Err(error) => self.add(name, None, Problem::List(error)),
        }
        Some(bytes.to_vec())
    }

    fn noted(&mut self, toml: &str, written: Vec<Spanned<written::Noted>>) -> Vec<Noted> {
        let mut noted: Vec<Noted> = Vec::new();
        for table in written {
            let platform = table.get_ref().platform.clone();
            if noted.iter().any(|other| other.platform == platform) {
                self.add_at(toml, &table, Problem::NotedTwice(platform));
                continue;
            }
            noted.push(Noted { platform, reason: table.into_inner().reason });
        }
        noted
    }

    /// Names and descriptions in other languages; what one leaves out is as in English.
    fn localised(&mut self, toml: &str, written: &Written) -> BTreeMap<String, Words> {
        let english = words(written);
        let mut localised = BTreeMap::new();
        for (language, own) in &written.localised {
            if language == "en" {
                let at = toml.find("localised.en").map(|at| line_at(toml, at));
                self.add(TOML, at, Problem::English);
            } else if !is_language(language) {
                let at = toml.find(&format!("localised.{language}"));
                let problem = Problem::Toml(format!(
                    "`{language}` is no language: write a code like de or pt_BR"
                ));
                self.add(TOML, at.map(|at| line_at(toml, at)), problem);
            }
            let or =
                |own: &Option<String>, english: &String| own.as_ref().unwrap_or(english).clone();
            let words = Words {
                name: or(&own.name, &english.name),
                short_name: or(&own.short_name, &english.short_name),
                description: or(&own.description, &english.description),
            };
            localised.insert(language.clone(), words);
        }
        localised
    }

    fn look_for_links(&mut self, written: &Written) {
        let links = &written.links;
        for (key, link, example) in [
            ("about", &links.about, "https://example.social/about"),
            ("rules", &links.rules, "https://example.social/about"),
            ("moderation", &links.moderation, "https://example.social/moderation"),
            ("appeals", &links.appeals, "mailto:moderation@example.social"),
        ] {
            if link.is_none() {
                self.add(TOML, None, Problem::NoLink(key, example));
            }
        }
    }

    fn look_for_unused_files(&mut self) {
        for path in self.files.keys().filter(|path| !self.used.contains(path.as_str())) {
            let problem = Problem::UnusedFile;
            self.findings.push(Finding { file: path.clone(), line: None, problem });
        }
    }
}

/// Whether a list suspends or limits this very server.
fn names(list: &Blocklist, home: &Domain) -> bool {
    let decides = |severity| matches!(severity, Severity::Suspend | Severity::Silence);
    let is_home = |name: &BlockName| matches!(name, BlockName::Domain(domain) if domain == home);
    list.blocks.iter().any(|block| decides(block.severity) && is_home(&block.name))
}

/// What the reader of TOML says of a line, or what to write where that can be told better.
fn helped(message: &str, line: &str) -> String {
    const EXAMPLES: &[(&str, &str)] = &[
        ("name", "name = \"Fencepost for example.social\""),
        ("short_name", "short_name = \"Fencepost\""),
        (
            "description",
            "description = \"Marks links to places that example.social has suspended.\"",
        ),
        ("ids", "ids = { gecko = \"fencepost@example.social\" }"),
        ("gecko", "gecko = \"fencepost@example.social\""),
        ("light", "light = \"#12384a\""),
        ("dark", "dark = \"#8fc7dc\""),
        ("file", "file = \"name.md\""),
        ("date", "date = 2025-01-20"),
        ("platform", "platform = \"Threads\""),
        ("reason", "reason = \"named in the announcement\""),
        ("address", "address = \"https://example.social/about\""),
        ("instead_of", "instead_of = \"Instagram\""),
    ];
    if let Some((key, value)) = without_quotes(line) {
        return format!("`{value}` is no value: write {key} = \"{value}\"");
    }
    let message = message.lines().next().unwrap_or_default();
    let missing = message.strip_prefix("missing field `").and_then(|it| it.strip_suffix('`'));
    let example = missing.and_then(|key| EXAMPLES.iter().find(|(name, _)| *name == key));
    match example {
        // Tables of pages have names too.
        Some((key, _)) if *key == "name" && line.starts_with("[[") => {
            "there is no `name`: write name = \"mstdn.social\"".to_owned()
        }
        Some((key, example)) => format!("there is no `{key}`: write {example}"),
        None => advised(message),
    }
}

/// Key and value of a line on which words stand without quotation marks.
fn without_quotes(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once('=')?;
    let (key, value) = (key.trim(), value.trim());
    let is_word = |it: char| it.is_alphabetic() || it == '#';
    let stands_bare = value.starts_with(is_word) && !value.contains(['"', '\'']);
    (stands_bare && value != "true" && value != "false").then_some((key, value))
}

fn words(written: &Written) -> Words {
    Words {
        name: written.name.clone(),
        short_name: written.short_name.clone(),
        description: written.description.clone(),
    }
}

fn own_links(written: &Written) -> Vec<(OwnLink, String)> {
    let links = &written.links;
    [
        (OwnLink::About, &links.about),
        (OwnLink::Rules, &links.rules),
        (OwnLink::Moderation, &links.moderation),
        (OwnLink::Appeals, &links.appeals),
        (OwnLink::Blog, &links.blog),
    ]
    .into_iter()
    .filter_map(|(kind, link)| Some((kind, link.clone()?)))
    .collect()
}

/// Whether this is a language as the folders of `_locales` have it
/// (<https://developer.chrome.com/docs/extensions/reference/api/i18n#locales>).
fn is_language(code: &str) -> bool {
    let (language, region) = code.split_once('_').unwrap_or((code, "ZZ"));
    (2..=3).contains(&language.len())
        && language.bytes().all(|it| it.is_ascii_lowercase())
        && (2..=3).contains(&region.len())
        && region.bytes().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit())
}

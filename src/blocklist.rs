//! What one source says about other servers.
//!
//! [`Blocklist::read`] finds out which format the bytes have and reads it entry by entry: an entry that cannot be read
//! becomes a [`Problem`] and the rest survives; what is no list at all is a [`ListError`].
//! Each format has a file here: what it looks like, where it is from, and what its words mean.

mod format;
mod name;
pub mod pattern;
mod problem;

mod builder;
mod canary;
pub(crate) mod json;
mod recognise;
pub(crate) mod rows;

mod csv;
mod friendica;
mod groups;
mod hosts;
mod lemmy;
mod mastodon;
mod mbin;
mod misskey;
mod names;
mod nodeinfo;
mod other;
mod piefed;
mod pleroma;

pub(crate) use canary::is_canary;
pub use format::{Because, Format};
pub use name::NameError;
pub use problem::{ListError, Problem, ProblemKind};

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::address::AddressParser;
use crate::day::Day;
use crate::digest::Digest;
use crate::domain::Domain;
use crate::severity::Severity;
use builder::Builder;
use pattern::Pattern;
use recognise::Content;

/// The most entries that one list may have, readable or not.
pub const MAX_ENTRIES: usize = 1_000_000;

/// The most patterns that a list may have. Every host is compared with each of them, so that a list of a million would
/// hold up every page; servers have a few hundred.
pub const MAX_PATTERNS: usize = 10_000;

/// All that one source says.
///
/// Each name that can be told from others is there once: of several entries for one name the strictest counts, and the
/// others are reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocklist {
    /// In the order of the list.
    pub blocks: Vec<DomainBlock>,
    /// What could not be read or needed a decision, in the order of the list.
    pub problems: Vec<Problem>,
    /// How many entries it has, those among them that cannot be read, and those that decide nothing: a server that is
    /// only known.
    pub entries: u32,
    /// The format it came in.
    pub format: Format,
    /// What that was recognised by.
    pub because: Because,
    /// Which of several entries for one host counts.
    pub precedence: Precedence,
    /// What its server says of the list itself.
    pub extent: Extent,
}

/// Which of several entries that cover one host counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Precedence {
    /// The longest name, even when it is milder (Mastodon: `app/models/domain_block.rb`, `rule_for`).
    #[default]
    Longest,
    /// Every entry applies, so the strictest is what people meet (Pleroma and Akkoma: `mrf/simple_policy.ex`;
    /// Misskey: `UtilityService.ts`).
    Strictest,
}

/// How much of what its server decided a list tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Extent {
    /// All of it, as far as anybody can see.
    #[default]
    Whole,
    /// The server says that it withholds some entries, so a name that is not here may be blocked all the same
    /// (Pleroma and Akkoma: `exclusions`).
    Withheld,
    /// The server exchanges nothing with anybody but those that it [allows](Severity::Noop); what is listed beside them
    /// is blocked also when it is allowed.
    AllowList,
}

/// One entry of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainBlock {
    /// Who is meant.
    pub name: BlockName,
    /// How strict it is.
    pub severity: Severity,
    /// Which hosts it is about.
    pub covers: Covers,
    /// What the software itself calls this severity, where that is another word: `reject`, `isBlocked`.
    pub word: Option<String>,
    /// The reason that the server publishes, never empty.
    pub public_comment: Option<String>,
    /// Media from there are not stored.
    pub reject_media: bool,
    /// Reports from there are not read.
    pub reject_reports: bool,
    /// The day of the decision, where the source has one.
    pub since: Option<Day>,
    /// Whether no server is behind it: see [`Counts`].
    pub canary: bool,
}

/// Which hosts an entry in clear, or one recognised by its digest, is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Covers {
    /// The name and everything below it.
    #[default]
    Below,
    /// The name and everything below it, and no other entry of the list counts there: an explicit permission of
    /// GoToSocial (`internal/db/bundb/domain.go`, `IsDomainBlocked`).
    BelowBeforeAll,
    /// The name alone.
    Only,
    /// The name, with or without `www.` (Mbin: `src/Service/SettingsManager.php`).
    OnlyAndWww,
}

/// Whom an entry means.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum BlockName {
    /// A name in clear.
    Domain(Domain),
    /// A name that was partly replaced by `*` for readers (Mastodon: `app/models/domain_block.rb`, `public_domain`).
    Obfuscated {
        /// As the list shows it. Never matched: several names can look like it.
        shown: String,
        /// What it can be recognised by. Lists exported as CSV have lost it.
        digest: Option<Digest>,
    },
    /// A `*` that is really stored. It can match no host, as on the server that holds it: servers older than
    /// `app/validators/domain_validator.rb` let people enter `*.example.com`, which their look-up of parents never
    /// finds.
    Literal(String),
    /// A pattern that its server matches hosts with.
    Pattern(Pattern),
}

/// How many names a list has; canaries are counted apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Suspended.
    pub suspended: u32,
    /// Limited (`silence`).
    pub limited: u32,
    /// Allowed: see [`Blocklist::permits`].
    pub allowed: u32,
    /// Something else (`noop`, `noted`).
    pub other: u32,
    /// Of all, those starred out and yet recognised by their digest.
    pub recognised: u32,
    /// Of all, those starred out that cannot be recognised.
    pub unrecognisable: u32,
    /// Rows that no server is behind.
    pub canaries: u32,
}

impl Blocklist {
    /// A list that was not read but made, of entries with names in clear.
    pub fn of(blocks: Vec<DomainBlock>) -> Blocklist {
        Blocklist {
            entries: u32::try_from(blocks.len()).unwrap_or(u32::MAX),
            blocks,
            problems: Vec::new(),
            format: Format::Names,
            because: Because::Names,
            precedence: Precedence::default(),
            extent: Extent::default(),
        }
    }

    /// Reads a list in whichever form it has: a file of which nobody says what it is.
    ///
    /// Bytes that are no UTF-8 become U+FFFD. A mark before UTF-8 is passed over.
    pub fn read(bytes: &[u8], parser: &dyn AddressParser) -> Result<Blocklist, ListError> {
        let list = match recognise::content(bytes)? {
            Content::Json(text) => {
                let (format, because) = recognise::document(&text)?;
                read_document(format, because, &text, parser)
            }
            Content::Text(text) => csv::read(&text, parser),
        };
        list?.bounded()
    }

    /// Reads what a server answered whose software is known, or a list that has been [read](Blocklist::read) before.
    ///
    /// Pleroma and Akkoma are told apart by what the answer itself says.
    pub fn read_as(
        format: Format,
        bytes: &[u8],
        parser: &dyn AddressParser,
    ) -> Result<Blocklist, ListError> {
        read_answer(format, bytes, parser)?.bounded()
    }

    fn bounded(self) -> Result<Blocklist, ListError> {
        let is_pattern = |it: &&DomainBlock| matches!(it.name, BlockName::Pattern(_));
        match self.blocks.iter().filter(is_pattern).count() {
            ..=MAX_PATTERNS => Ok(self),
            _ => Err(ListError::TooManyPatterns),
        }
    }

    /// Adds the next page of the same list.
    pub fn join(mut self, more: Blocklist) -> Blocklist {
        let names: HashMap<_, _> =
            more.blocks.iter().enumerate().map(|(at, it)| ((&it.name, it.covers), at)).collect();
        let mut repeated = vec![false; more.blocks.len()];
        for block in self.blocks.iter_mut().filter(|it| !it.name.may_be_several()) {
            let Some(&at) = names.get(&(&block.name, block.covers)) else { continue };
            if let (Some(other), Some(repeated)) = (more.blocks.get(at), repeated.get_mut(at)) {
                *repeated = true;
                if other.severity > block.severity {
                    block.clone_from(other);
                }
            }
        }
        drop(names);
        let added = more.blocks.into_iter().zip(repeated).filter(|(_, repeated)| !repeated);
        self.blocks.extend(added.map(|(block, _)| block));
        let line = |it: Problem| Problem { line: it.line.saturating_add(self.entries), ..it };
        self.problems.extend(more.problems.into_iter().map(line));
        self.entries = self.entries.saturating_add(more.entries);
        if self.extent == Extent::Whole {
            self.extent = more.extent;
        }
        self
    }

    /// Says what a list means that [asks for it](Format::asks_meaning): suspended, limited, or allowed
    /// ([`Severity::Noop`]). As it is read, it suspends.
    pub fn mean(&mut self, severity: Severity) {
        for block in &mut self.blocks {
            block.severity = severity;
        }
    }

    /// Adds a server's explicit permissions, which count before all that the list says (GoToSocial:
    /// `internal/db/bundb/domain.go`, `IsDomainBlocked`).
    pub fn exempt(&mut self, allows: Blocklist) {
        let names: HashSet<_> = allows.blocks.iter().map(|it| &it.name).collect();
        self.blocks.retain(|it| !names.contains(&it.name));
        drop(names);
        self.blocks.extend(allows.blocks.into_iter().map(|block| DomainBlock {
            severity: Severity::Noop,
            covers: Covers::BelowBeforeAll,
            ..block
        }));
        self.problems.extend(allows.problems);
        self.entries = self.entries.saturating_add(allows.entries);
    }

    /// Whether an entry of this list is a permission, and not one that merely has no effect of its own.
    pub fn permits(&self, block: &DomainBlock) -> bool {
        block.severity == Severity::Noop
            && (self.extent == Extent::AllowList
                || block.covers == Covers::BelowBeforeAll
                || self.format.asks_meaning())
    }

    /// How many names of which kind.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for block in &self.blocks {
            if block.canary {
                counts.canaries += 1;
                continue;
            }
            match block.severity {
                Severity::Suspend => counts.suspended += 1,
                Severity::Silence => counts.limited += 1,
                Severity::Noop if self.permits(block) => counts.allowed += 1,
                Severity::Noop | Severity::Noted => counts.other += 1,
            }
            match &block.name {
                BlockName::Obfuscated { digest: Some(_), .. } => counts.recognised += 1,
                BlockName::Obfuscated { digest: None, .. } => counts.unrecognisable += 1,
                BlockName::Domain(_) | BlockName::Literal(_) | BlockName::Pattern(_) => {}
            }
        }
        counts
    }
}

impl DomainBlock {
    /// An entry that says nothing but how strict it is.
    pub fn new(name: BlockName, severity: Severity) -> DomainBlock {
        DomainBlock {
            name,
            severity,
            covers: Covers::default(),
            word: None,
            public_comment: None,
            reject_media: false,
            reject_reports: false,
            since: None,
            canary: false,
        }
    }
}

impl BlockName {
    /// The name as people read it.
    pub fn shown(&self) -> &str {
        match self {
            BlockName::Domain(domain) => domain.as_str(),
            BlockName::Obfuscated { shown, .. } | BlockName::Literal(shown) => shown,
            BlockName::Pattern(pattern) => pattern.text(),
        }
    }

    /// Whether different names can look like this.
    fn may_be_several(&self) -> bool {
        matches!(self, BlockName::Obfuscated { digest: None, .. })
    }
}

fn read_answer(
    format: Format,
    bytes: &[u8],
    parser: &dyn AddressParser,
) -> Result<Blocklist, ListError> {
    let (text, is_json) = match recognise::content(bytes) {
        // Friendica has no other way to say that it blocks nobody, and its patterns may begin with a bracket.
        Err(ListError::Empty) if format == Format::Friendica => (Cow::from(""), false),
        Ok(Content::Text(text)) => (text, false),
        Ok(Content::Json(text)) => (text, true),
        Err(error) => return Err(error),
    };
    match format {
        Format::Friendica if !text.starts_with('{') => {
            return friendica::read(&text, Because::Server, parser);
        }
        Format::Names if !is_json => {
            return names::read(&text, Because::Names, parser);
        }
        Format::Hosts => return hosts::read(&text, parser),
        Format::Csv => return csv::read(&text, parser),
        _ if !is_json => return Err(ListError::NotJson),
        _ => {}
    }
    match read_document(format, Because::Server, &text, parser) {
        // What it is instead tells people more.
        Err(ListError::NoEntries) => Err(match recognise::document(&text) {
            Ok((other, _)) if other != format => ListError::Other(other),
            Ok(_) => ListError::NoEntries,
            Err(error) => error,
        }),
        result => result,
    }
}

fn read_document(
    format: Format,
    because: Because,
    text: &str,
    parser: &dyn AddressParser,
) -> Result<Blocklist, ListError> {
    let builder = Builder::new(format, because, parser);
    match format {
        Format::Mastodon
        | Format::MastodonAdmin
        | Format::MastodonAllows
        | Format::GoToSocial
        | Format::GoToSocialAllows => mastodon::read(format, builder, text),
        Format::MastodonFork => nodeinfo::read_fork(builder, text),
        Format::Relay => nodeinfo::read_relay(builder, text),
        Format::Pleroma | Format::Akkoma => pleroma::read(format, because, text, parser),
        Format::Misskey => misskey::read(builder, text),
        Format::Lemmy => lemmy::read(builder, text),
        Format::LemmyPages => lemmy::read_page(builder, text),
        Format::PieFed => piefed::read(builder, text),
        Format::Mbin => mbin::read(builder, text),
        Format::Names => names::read_json(builder, text),
        Format::Friendica | Format::Csv | Format::Hosts => Err(ListError::NoEntries),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::address::NativeParser;

    /// A line for each block, then what is unusual of the list, then a line for each problem.
    pub(crate) fn describe(list: &Blocklist) -> Vec<String> {
        let extent = match list.extent {
            Extent::Whole => None,
            Extent::Withheld => Some("some are withheld"),
            Extent::AllowList => Some("an allow list"),
        };
        let precedence =
            (list.precedence == Precedence::Strictest).then_some("the strictest counts");
        let blocks = list.blocks.iter().map(describe_block);
        let properties = [precedence, extent].into_iter().flatten().map(str::to_owned);
        blocks.chain(properties).chain(list.problems.iter().map(Problem::to_string)).collect()
    }

    fn describe_block(block: &DomainBlock) -> String {
        let mut text = format!("{} {}", block.severity.as_str(), block.name.shown());
        text += match &block.name {
            BlockName::Domain(_) => "",
            BlockName::Obfuscated { digest: Some(_), .. } => " (recognised)",
            BlockName::Obfuscated { digest: None, .. } => " (unrecognisable)",
            BlockName::Literal(_) => " (literal)",
            BlockName::Pattern(_) => " (pattern)",
        };
        text += match block.covers {
            Covers::Below => "",
            Covers::BelowBeforeAll => " before all",
            Covers::Only => " only",
            Covers::OnlyAndWww => " with www.",
        };
        text += if block.canary { " (canary)" } else { "" };
        text += if block.reject_media { " +media" } else { "" };
        text += if block.reject_reports { " +reports" } else { "" };
        text += &block.since.map_or(String::new(), |it| format!(" since {it}"));
        text += &block.word.as_ref().map_or(String::new(), |it| format!(" [{it}]"));
        text + &block.public_comment.as_ref().map_or(String::new(), |it| format!(" {it}"))
    }

    #[track_caller]
    fn check_error(bytes: &[u8], expected: &str) {
        assert_eq!(Blocklist::read(bytes, &NativeParser).unwrap_err().to_string(), expected);
    }

    #[test]
    fn what_is_no_list_says_what_it_is() {
        check_error(b"", "the list is empty");
        check_error(b"\xef\xbb\xbf", "the list is empty");
        check_error(b"\n\r\n \t\n", "the list is empty");
        let markup = "not a list but a web page, a picture or a feed";
        check_error(b"<!DOCTYPE html><title>Sign in</title>", markup);
        check_error(b"\n<?xml version='1.0'?><rss/>", markup);
        let not_text = "not a list but a picture, an archive or a text that is not in UTF-8";
        check_error(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", not_text);
        let utf16 = "the text is in UTF-16; save it as UTF-8";
        check_error(b"\xff\xfea\0.\0e\0x\0a\0m\0p\0l\0e\0", utf16);
        check_error(b"a\0.\0e\0x\0a\0m\0p\0l\0e\0", utf16);
        let error = "not a list but an error message of the server: \"Not for you\"";
        check_error(br#"{"error":"Not for you"}"#, error);
    }

    #[test]
    fn an_answer_is_json() {
        let check = |bytes: &[u8], expected: &str| {
            let actual = match Blocklist::read_as(Format::Mastodon, bytes, &NativeParser) {
                Ok(list) => describe(&list).join("; "),
                Err(error) => error.to_string(),
            };
            assert_eq!(actual, expected);
        };
        check(b" [{\"domain\":\"a.example\"}]", "suspend a.example");
        check(b"\xef\xbb\xbf[{\"domain\":\"a.example\"}]", "suspend a.example");
        check(b"a.example", "not a list in JSON");
        check(b"", "the list is empty");
        check(b"<html>", "not a list but a web page, a picture or a feed");
    }

    #[test]
    fn bytes_that_are_no_utf8_cost_themselves() {
        let list =
            Blocklist::read(b"[{\"domain\":\"a.example\",\"comment\":\"b\xfcse\"}]", &NativeParser)
                .unwrap();
        assert_eq!(describe(&list), ["suspend a.example b\u{fffd}se"]);
        let list =
            Blocklist::read(b"domain,comment\na.example,b\xfcse\nb\xfc.example,\n", &NativeParser)
                .unwrap();
        assert_eq!(
            describe(&list),
            [
                "suspend a.example b\u{fffd}se",
                "line 3: \"b\u{fffd}.example\": cannot be converted to ASCII",
            ]
        );
    }

    #[test]
    fn canaries_are_counted_apart() {
        let csv = "domain,severity\na.example,suspend\nb.example,silence\nc.example,noop\nd.example,suspend\n\
            x*.example,silence\n*.e.example,suspend\ndni.invalid,suspend\n";
        let list = Blocklist::read(csv.as_bytes(), &NativeParser).unwrap();
        assert_eq!(list.blocks.len(), 7, "canaries stay in the list");
        let expected = Counts {
            suspended: 3,
            limited: 2,
            other: 1,
            unrecognisable: 1,
            canaries: 1,
            ..Counts::default()
        };
        assert_eq!(list.counts(), expected);
    }

    fn read(text: &str) -> Blocklist {
        Blocklist::read(text.as_bytes(), &NativeParser).unwrap()
    }

    #[test]
    fn pages_are_one_list() {
        let page = |rows: &str| {
            let json = format!(r#"{{"items":[{rows}]}}"#);
            Blocklist::read_as(Format::LemmyPages, json.as_bytes(), &NativeParser).unwrap()
        };
        let known = r#"{"instance":{"domain":"a.example"}}"#;
        let block = |name: &str, word: &str| {
            format!(
                r#"{{"instance":{{"domain":"{name}"}},"{word}":{{"published_at":"2026-01-02"}}}}"#
            )
        };
        let first = page(
            &[known.into(), block("b.example", "blocked"), block("c.example", "allowed")].join(","),
        );
        let second = page(
            &[
                block("c.example", "blocked"),
                block("b c", "blocked"),
                block("d.example", "blocked"),
            ]
            .join(","),
        );
        let list = first.join(second);
        assert_eq!(
            describe(&list),
            [
                "suspend b.example only since 2026-01-02 [blocked]",
                "suspend c.example only since 2026-01-02 [blocked]",
                "suspend d.example only since 2026-01-02 [blocked]",
                "an allow list",
                "entry 5: \"b c\": has a space",
            ]
        );
        assert_eq!(list.entries, 6);
    }

    #[test]
    fn names_that_look_alike_are_told_apart_by_their_digests() {
        let row = |name| format!(r#"{{"domain":"a**.example","digest":"{}"}}"#, Digest::of(name));
        let (one, other) = (row("abc.example"), row("axy.example"));
        let list = read(&format!("[{one},{other},{other}]"));
        assert_eq!((list.blocks.len(), list.problems.len()), (2, 1));
    }

    #[test]
    fn names_that_look_alike_are_not_joined() {
        let list = read("a**.example\n").join(read("a**.example\nb.example\n"));
        assert_eq!(list.blocks.len(), 3);
    }

    #[test]
    fn an_address_in_brackets_is_no_json() {
        let text = b"[2001:db8::1]\na.example\n";
        let list = Blocklist::read_as(Format::Names, text, &NativeParser).unwrap();
        assert_eq!(list.blocks, read("[2001:db8::1]\na.example\n").blocks);
    }

    #[test]
    fn a_bare_list_means_what_people_say() {
        let mut list = read("a.example\nb.example\n");
        assert_eq!(list.counts(), Counts { suspended: 2, ..Counts::default() });
        list.mean(Severity::Silence);
        assert_eq!(list.counts(), Counts { limited: 2, ..Counts::default() });
        list.mean(Severity::Noop);
        assert_eq!(list.counts(), Counts { allowed: 2, ..Counts::default() });
    }

    #[test]
    fn explicit_permissions_come_before_all() {
        let mut list =
            read(r#"[{"domain":"a.example","suspended_at":"2026-01-02"},{"domain":"b.example"}]"#);
        list.exempt(read(
            r#"[{"domain":"good.a.example"},{"domain":"b.example","comment":"friends"}]"#,
        ));
        assert_eq!(
            describe(&list),
            [
                "suspend a.example since 2026-01-02",
                "noop good.a.example before all",
                "noop b.example before all friends",
            ]
        );
        assert_eq!(list.counts(), Counts { suspended: 1, allowed: 2, ..Counts::default() });
    }

    /// Pieces of documents, near enough to real ones that readers get deep into them.
    fn json() -> impl Strategy<Value = String> {
        let name = prop_oneof![
            r#""[a-z*.@é?\[]{0,9}""#,
            Just(r#""a.example""#.to_owned()),
            Just("null".to_owned()),
            Just("3".to_owned()),
            Just("true".to_owned()),
            Just(r#""2026-01-02T00:00:00Z""#.to_owned()),
        ];
        let key = prop::sample::select(vec![
            "domain",
            "digest",
            "severity",
            "comment",
            "suspended_at",
            "host",
            "isBlocked",
            "suspensionState",
            "instance",
            "blocked",
            "published_at",
            "metadata",
            "federation",
            "pleroma",
            "mrf_simple",
            "mrf_simple_info",
            "mrf_policies",
            "reject",
            "accept",
            "enabled",
            "exclusions",
            "quarantined_instances",
            "federated_instances",
            "allowed",
            "linked",
            "items",
            "next_page",
            "instances",
            "suspend",
            "silence",
            "rejectMedia",
            "blocks",
            "reason",
            "software",
            "name",
            "version",
            "error",
            "__proto__",
            "a.example",
        ]);
        name.prop_recursive(6, 64, 5, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5)
                    .prop_map(|it| format!("[{}]", it.join(","))),
                prop::collection::vec((key.clone(), inner), 0..5).prop_map(|it| {
                    let fields: Vec<_> =
                        it.into_iter().map(|(key, value)| format!("\"{key}\":{value}")).collect();
                    format!("{{{}}}", fields.join(","))
                }),
            ]
        })
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
            check_bounded(&bytes);
        }

        #[test]
        fn any_rows_are_read_or_refused(text in r#"(#?domain,severity,reject_media,public_comment\n|0.0.0.0 )?([a-z*.@:#",\r\n\[\]{}?é]{0,9}|suspend|"|,|\n|null|true){0,60}"#) {
            check_bounded(text.as_bytes());
        }

        #[test]
        fn any_entries_are_read_or_refused(text in r#"\[(\{"domain": ?"[a-z*.@é]{0,9}", ?"severity": ?("suspend"|null|1)\},|[\[\]{}",:0-9a-z]|null,){0,40}\]"#) {
            check_bounded(text.as_bytes());
        }

        #[test]
        fn any_document_is_read_or_refused(text in json()) {
            check_bounded(text.as_bytes());
        }
    }

    /// No entry and no problem comes from nothing, whatever the bytes are taken for.
    #[track_caller]
    fn check_bounded(bytes: &[u8]) {
        let read_as = |it| Blocklist::read_as(it, bytes, &NativeParser);
        let unasked = Blocklist::read(bytes, &NativeParser);
        for list in Format::ALL.into_iter().map(read_as).chain([unasked]).flatten() {
            assert!(list.blocks.len() <= list.entries as usize);
            assert!(list.entries as usize <= bytes.len());
            assert!(list.problems.len() <= 1 + 4 * bytes.len());
            list.clone().join(list).counts();
        }
    }
}

//! What one source says about other servers.
//!
//! [`Blocklist::read`] finds out which format the bytes have and reads it entry by entry: an entry that cannot be read
//! becomes a [`Problem`] and the rest survives; what is no list at all is a [`ListError`].

mod builder;
mod canary;
mod csv;
mod mastodon;
mod name;
pub mod pattern;
mod problem;

pub(crate) use canary::is_canary;
pub use name::NameError;
pub use problem::{ListError, Problem, ProblemKind};

use crate::address::AddressParser;
use crate::day::Day;
use crate::digest::Digest;
use crate::domain::Domain;
use crate::severity::Severity;
use pattern::Pattern;

/// The most entries that one list may have, readable or not.
pub const MAX_ENTRIES: usize = 1_000_000;

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
    /// The format it came in.
    pub format: Format,
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

/// The form in which a list came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// The answer of `GET /api/v1/instance/domain_blocks` or of its admin twin: see [`Blocklist::read`].
    Mastodon,
    /// A CSV export, or one bare name a line.
    Csv,
    /// Stub.
    GoToSocial,
    /// Stub.
    GoToSocialAllows,
    /// Stub.
    MastodonFork,
    /// Stub.
    Pleroma,
    /// Stub.
    Misskey,
    /// Stub.
    Lemmy,
    /// Stub.
    LemmyPages,
    /// Stub.
    PieFed,
    /// Stub.
    Mbin,
    /// Stub.
    Friendica,
    /// Names.
    Names,
}

impl Format {
    /// A short name for messages and storage.
    pub fn as_str(self) -> &'static str {
        "csv"
    }

    /// x
    pub fn asks_meaning(self) -> bool {
        self == Format::Names
    }
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

/// How many names a list has; canaries are left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Suspended.
    pub suspended: u32,
    /// Limited (`silence`).
    pub limited: u32,
    /// Explicitly allowed.
    pub allowed: u32,
    /// Something else (`noop`, `noted`).
    pub other: u32,
    /// Of all, those starred out and yet recognised by their digest.
    pub recognised: u32,
    /// Of all, those starred out that cannot be recognised.
    pub unrecognisable: u32,
}

impl Blocklist {
    /// Reads a list in whichever of these forms it has.
    ///
    /// **JSON**: an array of objects.
    /// From <https://docs.joinmastodon.org/methods/instance/#domain_blocks> come `domain`, `digest`, `severity` and
    /// `comment`, from <https://docs.joinmastodon.org/methods/admin/domain_blocks/> `public_comment`, `reject_media`
    /// and `reject_reports`; everything else is ignored.
    /// Without `severity` an entry suspends (GoToSocial, which knows only that: `internal/subscriptions/domainperms.go`).
    ///
    /// **CSV**: with a header that names a column `domain` or `#domain`
    /// (Mastodon: `app/controllers/admin/export_domain_blocks_controller.rb`; FediBlockHole: `const.py`), in any
    /// order, the other columns as in JSON.
    /// - Without a column `severity` every row suspends (Mastodon: `admin/export_domain_blocks_controller.rb`,
    ///   `import`); a row with nothing in that column is a `noop` (FediBlockHole: `const.py`, `BlockSeverity`).
    /// - Without a header the first column is the name and every row suspends, as in Mastodon's export of a person's
    ///   own domain blocks (`app/models/export.rb`), unless the second column of the first row is a severity: then the
    ///   columns are those of Mastodon's admin export.
    ///   Lines that begin with `#` are comments, and the text is a list only if at least half of the other lines name
    ///   a server, one of them with a dot.
    /// - Where the header's names do not fit the columns (flags under the comment, the comment under a flag), name,
    ///   severity and comment are read and the flags are not.
    ///
    /// Bytes that are no UTF-8 become U+FFFD.
    pub fn read(bytes: &[u8], parser: &dyn AddressParser) -> Result<Blocklist, ListError> {
        let bytes = without_mark(bytes);
        match recognise(bytes)? {
            Format::Mastodon => mastodon::read(&String::from_utf8_lossy(bytes), parser),
            _ => csv::read(&String::from_utf8_lossy(bytes), parser),
        }
    }

    /// As [`Blocklist::read`], where only JSON can be meant: an answer of a server.
    pub fn read_json(bytes: &[u8], parser: &dyn AddressParser) -> Result<Blocklist, ListError> {
        match recognise(without_mark(bytes))? {
            Format::Mastodon => Blocklist::read(bytes, parser),
            _ => Err(ListError::NotJson),
        }
    }

    /// Stub.
    pub fn read_as(
        _format: Format,
        bytes: &[u8],
        parser: &dyn AddressParser,
    ) -> Result<Blocklist, ListError> {
        Blocklist::read(bytes, parser)
    }

    /// Stub.
    pub fn join(mut self, more: Blocklist) -> Blocklist {
        self.blocks.extend(more.blocks);
        self
    }

    /// Stub.
    pub fn exempt(&mut self, allows: &Blocklist) {
        self.blocks.extend(allows.blocks.iter().cloned());
    }

    /// x
    pub fn mean(&mut self, severity: Severity) {
        for block in &mut self.blocks {
            block.severity = severity;
        }
    }

    /// How many names of which kind.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for block in self.blocks.iter().filter(|it| !it.canary) {
            match block.severity {
                Severity::Suspend => counts.suspended += 1,
                Severity::Silence => counts.limited += 1,
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
}

/// Without the mark that some programs put before UTF-8.
fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

/// Tells the formats apart by how they begin.
fn recognise(bytes: &[u8]) -> Result<Format, ListError> {
    let is_binary = |it: &u8| it.is_ascii_control() && !it.is_ascii_whitespace();
    match bytes.trim_ascii_start().first() {
        None => Err(ListError::Empty),
        Some(_) if bytes.iter().take(1024).any(is_binary) => Err(ListError::NotText),
        Some(b'<') => Err(ListError::Markup),
        Some(b'{') => Err(ListError::Object),
        Some(b'[') => Ok(Format::Mastodon),
        Some(_) => Ok(Format::Csv),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::address::NativeParser;

    /// A line for each block, then one for each problem.
    pub(crate) fn describe(list: &Blocklist) -> Vec<String> {
        let blocks = list.blocks.iter().map(|block| {
            let kind = match &block.name {
                BlockName::Domain(_) => "",
                BlockName::Obfuscated { digest: Some(_), .. } => " (recognised)",
                BlockName::Obfuscated { digest: None, .. } => " (unrecognisable)",
                BlockName::Literal(_) => " (literal)",
                BlockName::Pattern(_) => " (pattern)",
            };
            let canary = if block.canary { " (canary)" } else { "" };
            let media = if block.reject_media { " +media" } else { "" };
            let reports = if block.reject_reports { " +reports" } else { "" };
            let comment =
                block.public_comment.as_ref().map_or(String::new(), |it| format!(" {it}"));
            format!(
                "{} {}{kind}{canary}{media}{reports}{comment}",
                block.severity.as_str(),
                block.name.shown()
            )
        });
        blocks.chain(list.problems.iter().map(Problem::to_string)).collect()
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
        check_error(b"\xff\xfee\0x\0a\0m\0p\0l\0e\0", not_text);
        let object = "not a list but a single JSON object, perhaps an error message of the server";
        check_error(br#"{"error":"This method requires an authenticated user"}"#, object);
    }

    #[test]
    fn an_answer_is_json() {
        let check = |bytes: &[u8], expected: &str| {
            let actual = match Blocklist::read_json(bytes, &NativeParser) {
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
    fn counts_leave_canaries_out() {
        let csv = "domain,severity\na.example,suspend\nb.example,silence\nc.example,noop\nd.example,suspend\n\
            x*.example,silence\n*.e.example,suspend\ndni.invalid,suspend\n";
        let list = Blocklist::read(csv.as_bytes(), &NativeParser).unwrap();
        assert_eq!(list.blocks.len(), 7, "canaries stay in the list");
        let expected =
            Counts { suspended: 3, limited: 2, other: 1, unrecognisable: 1, ..Counts::default() };
        assert_eq!(list.counts(), expected);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
            let _ = Blocklist::read(&bytes, &NativeParser);
        }

        #[test]
        fn any_rows_are_read_or_refused(text in r#"(#?domain,severity,reject_media,public_comment\n)?([a-z*.@:#",\r\n\[\]{}é]{0,9}|suspend|"|,|\n|null|true){0,60}"#) {
            check_bounded(text.as_bytes());
        }

        #[test]
        fn any_json_is_read_or_refused(text in r#"\[(\{"domain": ?"[a-z*.@é]{0,9}", ?"severity": ?("suspend"|null|1)\},|[\[\]{}",:0-9a-z]|null,){0,40}\]"#) {
            check_bounded(text.as_bytes());
        }
    }

    /// No entry and no problem comes from nothing.
    #[track_caller]
    fn check_bounded(bytes: &[u8]) {
        if let Ok(list) = Blocklist::read(bytes, &NativeParser) {
            assert!(list.blocks.len() <= bytes.len());
            assert!(list.problems.len() <= 1 + 4 * bytes.len());
        }
    }
}

//! A verdict as message keys and values, ready to be shown.
//!
//! The sentences themselves are in `extension/_locales`; here is decided which of them a person is told, about whom,
//! and in which order: who did what and when, what the link goes through, how the name asked for relates to the name
//! listed, what it means, and the reason in the server's own words.

use serde::{Deserialize, Serialize};

use crate::announcement::Announcement;
use crate::brand::Brand;
use crate::domain::Domain;
use crate::index::{Hit, How, Index, ListInfo, Rank, Row, Rows};
use crate::platform::platform_of;
use crate::severity::Severity;
use crate::verdict::Verdict;

/// A sentence to be put into the reader's language: a key of `_locales/*/messages.json` and what fills its `$1`, `$2`…
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// The key.
    pub key: String,
    /// What fills `$1`, `$2`… in this order.
    pub values: Vec<Value>,
}

impl Message {
    /// A sentence.
    pub fn new(key: &str, values: impl IntoIterator<Item = Value>) -> Message {
        Message { key: key.to_owned(), values: values.into_iter().collect() }
    }
}

/// What fills a place in a sentence, and how it is to be shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Value {
    /// A stranger's words.
    Text(String),
    /// A server, domain, handle or list: shown in one piece, whatever the direction of the text around it.
    Name(String),
    /// A day, `YYYY-MM-DD`.
    Date(String),
    /// A number.
    Count(u32),
}

impl Value {
    /// A name.
    pub fn name(name: impl ToString) -> Value {
        Value::Name(name.to_string())
    }
}

/// What a person is shown about one target, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    /// The target's domain, or the handle of a profile.
    pub target: String,
    /// What is shown.
    pub severity: Severity,
    /// The severity as a word.
    pub heading: Message,
    /// Who, what, when; through what; how the names relate; what it means.
    pub sentences: Vec<Message>,
    /// The reason in the list's own words.
    pub comment: Option<String>,
    /// Since when: the day of the decision where the list says it, otherwise when the entry was first found.
    pub dated: Option<Message>,
    /// The server's own post about it.
    pub announcement: Option<Announced>,
    /// The names of all lists that apply.
    pub lists: Vec<String>,
    /// The name that matched.
    pub listed: String,
    /// The domain of the wrapper that the link goes through.
    pub via: Option<String>,
}

/// A server's own post about a decision, as the card and the popup name it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Announced {
    /// Whose post it is.
    pub server: String,
    /// Its title.
    pub title: String,
    /// The day in its author's time zone, `YYYY-MM-DD`.
    pub date: String,
    /// What it says in one sentence, when its author wrote one.
    pub description: Option<String>,
    /// Where it can be read.
    pub address: String,
}

/// Explains a verdict. `rows` are those of the list that is shown; without them comments and dates are missing.
pub fn explain(
    verdict: &Verdict,
    index: &Index,
    rows: Option<&Rows>,
    brand: &Brand,
) -> Explanation {
    let shown = &verdict.shown;
    let announced = announcement_about(verdict, index, brand);
    let row = rows.and_then(|rows| rows.row(shown.row));
    let comment = reason(shown, row, index, brand).map(str::to_owned);
    let mut sentences = vec![who_did_what(shown, index, announced.as_ref())];
    let via = verdict.target.via.as_ref();
    sentences.extend(via.map(|via| Message::new("goesThrough", [Value::name(via)])));
    sentences.extend(how_the_names_relate(verdict));
    sentences.extend(what_it_means(shown, index));
    let is_own = index.lists().get(shown.list).is_some_and(|list| list.rank == Rank::Own);
    if comment.is_none() && announced.is_none() && !is_own {
        sentences.push(Message::new("noReason", []));
    }
    if let Some(names) = other_lists(verdict, index) {
        sentences.push(Message::new("alsoListedBy", [Value::Text(names)]));
    }
    Explanation {
        target: verdict.target.label(),
        severity: shown.severity,
        heading: heading(shown.severity),
        sentences,
        comment,
        dated: row.filter(|_| announced.is_none()).and_then(|row| dated(shown, &row, index)),
        announcement: announced,
        lists: verdict.lists(index).into_iter().map(str::to_owned).collect(),
        listed: shown.listed.clone(),
        via: via.map(ToString::to_string),
    }
}

/// The severity as a word.
pub fn heading(severity: Severity) -> Message {
    let key = match severity {
        Severity::Suspend => "suspended",
        Severity::Silence => "limited",
        Severity::Noted => "noted",
        Severity::Noop => "noop",
    };
    Message::new(key, [])
}

/// The honest date: what the list says, or when Fencepost first saw the entry. The user knows their own rules, and the
/// brand's list is as old as the package.
fn dated(hit: &Hit, row: &Row<'_>, index: &Index) -> Option<Message> {
    let rank = index.lists().get(hit.list)?.rank;
    if matches!(rank, Rank::Own | Rank::Brand) {
        return None;
    }
    let (key, day) = match row.since {
        Some(day) => ("decidedOn", day),
        None => ("firstSeenOn", row.first_seen),
    };
    Some(Message::new(key, [Value::Date(day.to_string())]))
}

fn who_did_what(hit: &Hit, index: &Index, announced: Option<&Announced>) -> Message {
    let list = index.lists().get(hit.list);
    if list.is_some_and(|list| list.rank == Rank::Own) {
        return your_rule(hit);
    }
    let by_a_server = list.is_some_and(|list| list.rank != Rank::Other);
    let who =
        announced.map(|post| post.server.clone()).or_else(|| list.map(|list| list.name.clone()));
    let who = Value::Name(who.unwrap_or_default());
    let what = Value::name(&hit.listed);
    match (hit.severity, by_a_server, announced) {
        (Severity::Suspend, true, Some(post)) => {
            Message::new("suspendedOn", [who, what, Value::Date(post.date.clone())])
        }
        (Severity::Silence, true, Some(post)) => {
            Message::new("limitedOn", [who, what, Value::Date(post.date.clone())])
        }
        (Severity::Suspend, true, None) => Message::new("suspendedBy", [who, what]),
        (Severity::Silence, true, None) => Message::new("limitedBy", [who, what]),
        (Severity::Suspend, false, _) => Message::new("listSuspends", [who, what]),
        (Severity::Silence, false, _) => Message::new("listLimits", [who, what]),
        (Severity::Noted, _, _) => Message::new("notedBy", [who, what]),
        (Severity::Noop, _, _) => Message::new("noopBy", [who, what]),
    }
}

fn your_rule(hit: &Hit) -> Message {
    let key = match hit.severity {
        Severity::Suspend => "youBlock",
        Severity::Silence => "youLimit",
        Severity::Noted | Severity::Noop => "youAllow",
    };
    Message::new(key, [Value::name(&hit.listed)])
}

fn how_the_names_relate(verdict: &Verdict) -> Option<Message> {
    let asked = Value::name(&verdict.target.domain);
    let listed = Value::name(&verdict.shown.listed);
    match verdict.shown.how {
        How::Exact => None,
        How::Ancestor => Some(Message::new("coversSubdomains", [asked, listed])),
        How::Digest => Some(Message::new("starredOut", [])),
        How::Glob => Some(Message::new("fitsPattern", [asked, listed])),
        How::Alias => {
            let platform = platform_of(&verdict.target.domain)?;
            Some(Message::new("aliasOf", [asked, listed, Value::name(&platform.name)]))
        }
    }
}

/// What a home's decision means for its members. What other lists say has no effect on them.
fn what_it_means(hit: &Hit, index: &Index) -> Option<Message> {
    let list = index.lists().get(hit.list)?;
    if matches!(list.rank, Rank::Own | Rank::Other) {
        return None;
    }
    match hit.severity {
        Severity::Suspend => Some(Message::new(
            "suspendedMeans",
            [Value::name(&list.name), Value::name(&hit.listed)],
        )),
        Severity::Silence => Some(Message::new("limitedMeans", [])),
        Severity::Noted | Severity::Noop => None,
    }
}

/// The reason that a list gives for a hit, in its own words; `row` is what it stands in.
///
/// The brand's own list is made when the lists are put together, and no rows of it are stored: its reasons are asked of
/// the brand.
pub fn reason<'a>(
    hit: &Hit,
    row: Option<Row<'a>>,
    index: &Index,
    brand: &'a Brand,
) -> Option<&'a str> {
    if index.lists().get(hit.list)?.rank != Rank::Brand {
        return row?.comment;
    }
    let is_it = |domain: &Domain| domain.as_str() == hit.listed;
    let mut noted = brand.noted_platforms();
    noted.find(|(platform, _)| platform.domains.iter().any(is_it)).map(|(_, reason)| reason)
}

/// The post in which the brand's home announced what is shown.
///
/// A brand speaks for its homes only: nothing of it explains what some other server or list decided.
fn announcement_about(verdict: &Verdict, index: &Index, brand: &Brand) -> Option<Announced> {
    let list = index.lists().get(verdict.shown.list)?;
    let server = brand.home.iter().find(|home| speaks_for(list, home))?;
    let post = brand.announcements.iter().find(|post| is_about(post, verdict))?;
    Some(Announced {
        server: server.to_string(),
        title: post.title.clone(),
        date: post.day().to_owned(),
        description: post.description.clone(),
        address: post.address.clone(),
    })
}

fn speaks_for(list: &ListInfo, home: &Domain) -> bool {
    list.rank == Rank::Brand || (list.rank == Rank::Home && list.name == home.as_str())
}

/// Whether a post is about what is shown: one of its domains is the listed name, above it, or the same platform.
/// A place that is only noted is one that the post names, whatever it is about.
fn is_about(post: &Announcement, verdict: &Verdict) -> bool {
    if verdict.severity() == Severity::Noted {
        return true;
    }
    let listed = Domain::parse(&verdict.shown.listed).ok();
    post.severity == verdict.severity()
        && post.domains.iter().any(|domain| {
            let same_platform = platform_of(domain)
                .is_some_and(|it| platform_of(&verdict.target.domain) == Some(it));
            same_platform || listed.as_ref().is_some_and(|listed| listed.is_within(domain))
        })
}

fn other_lists(verdict: &Verdict, index: &Index) -> Option<String> {
    let names: Vec<_> = verdict
        .others
        .iter()
        .filter_map(|hit| index.lists().get(hit.list))
        .map(|list| list.name.as_str())
        .filter(|name| !name.is_empty())
        .collect();
    (!names.is_empty()).then(|| names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::NativeParser;
    use crate::blocklist::Blocklist;
    use crate::brand;
    use crate::collection::{self, Stored, compile_all};
    use crate::day::Day;
    use crate::index::keys;
    use crate::target::recognise;
    use crate::verdict::judge;

    fn datasci() -> Brand {
        let files = [
            ("brand.toml", include_str!("../brands/datasci.social/brand.toml")),
            ("icon.svg", include_str!("../brands/datasci.social/icon.svg")),
            (
                "announcements/2025-01-20-threads-suspended.md",
                include_str!(
                    "../brands/datasci.social/announcements/2025-01-20-threads-suspended.md"
                ),
            ),
        ];
        let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
        brand::read(&files.into(), Day::parse("2026-01-02").unwrap()).unwrap().0.brand
    }

    /// A list, and its rows.
    fn list(id: &str, rows: &str) -> (Stored, Rows) {
        let (_, name) = id.split_once(':').unwrap_or_default();
        let text = format!("domain,severity,public_comment\n{rows}");
        let list = Blocklist::read(text.as_bytes(), &NativeParser).unwrap();
        let today = Day::parse("2026-01-02").unwrap();
        let stored = Stored { id: id.to_owned(), name: name.to_owned(), keys: keys(&list) };
        (stored, Rows::load(Rows::write(&list, today, None)).unwrap())
    }

    fn spell(message: &Message) -> String {
        let values = message.values.iter().map(|value| match value {
            Value::Text(it) | Value::Name(it) | Value::Date(it) => it.clone(),
            Value::Count(it) => it.to_string(),
        });
        format!("{}({})", message.key, values.collect::<Vec<_>>().join(", "))
    }

    #[track_caller]
    fn check<const N: usize>(
        lists: [(Stored, Rows); N],
        key: &str,
        expected: &[&str],
    ) -> Explanation {
        let brand = datasci();
        let (stored, mut rows): (Vec<_>, Vec<_>) = lists.into_iter().unzip();
        let index = Index::load(compile_all(&brand, &stored)).unwrap();
        let own = collection::statements(&brand, stored.iter().map(|it| it.id.as_str()));
        rows.push(Rows::load(Rows::write(&own, Day::parse("2026-01-02").unwrap(), None)).unwrap());
        let verdict = judge(&index, &recognise(key, &NativeParser)).expect("a verdict");
        let explanation = explain(&verdict, &index, rows.get(verdict.shown.list), &brand);
        let sentences: Vec<_> = explanation.sentences.iter().map(spell).collect();
        assert_eq!(sentences, expected, "{key}");
        explanation
    }

    #[test]
    fn what_the_home_announced() {
        let expected = [
            "suspendedOn(datasci.social, threads.net, 2025-01-20)",
            "suspendedMeans(datasci.social, threads.net)",
        ];
        let explanation = check([], "threads.net", &expected);
        let post = explanation.announcement.unwrap();
        assert_eq!(
            post.address,
            "https://community.datasci.social/blog/2025-01-20/threads-suspended"
        );
        assert_eq!((post.server.as_str(), post.date.as_str()), ("datasci.social", "2025-01-20"));
        assert_eq!(explanation.target, "threads.net");
    }

    #[test]
    fn a_profile_and_another_name_of_the_platform() {
        let explanation = check(
            [],
            "https://mastodon.social/@zuck@threads.net",
            &[
                "suspendedOn(datasci.social, threads.net, 2025-01-20)",
                "suspendedMeans(datasci.social, threads.net)",
            ],
        );
        assert_eq!(explanation.target, "@zuck@threads.net");
        check(
            [],
            "www.threads.com",
            &[
                "suspendedOn(datasci.social, threads.net, 2025-01-20)",
                "aliasOf(www.threads.com, threads.net, Threads)",
                "suspendedMeans(datasci.social, threads.net)",
            ],
        );
    }

    #[test]
    fn through_a_wrapper() {
        let explanation = check(
            [],
            "https://href.li/?https://m.example/@zuck@threads.net",
            &[
                "suspendedOn(datasci.social, threads.net, 2025-01-20)",
                "goesThrough(href.li)",
                "suspendedMeans(datasci.social, threads.net)",
            ],
        );
        assert_eq!(explanation.target, "@zuck@threads.net");
        assert_eq!(explanation.via.as_deref(), Some("href.li"));
        assert_eq!(
            check(
                [list("file:mine", "href.li,silence,")],
                "https://href.li/",
                &["listLimits(mine, href.li)", "noReason()"]
            )
            .via,
            None
        );
    }

    #[test]
    fn what_is_only_noted() {
        let explanation = check(
            [],
            "www.instagram.com",
            &[
                "notedBy(datasci.social, instagram.com)",
                "coversSubdomains(www.instagram.com, instagram.com)",
            ],
        );
        assert_eq!(explanation.severity, Severity::Noted);
        assert!(explanation.comment.is_some() && explanation.announcement.is_some());
    }

    #[test]
    fn the_homes_own_list_takes_the_place_of_its_announcement() {
        let home =
            || [list("home:datasci.social", "threads.net,silence,Rude\ngone.example,suspend,")];
        // The post speaks of a suspension, so it does not explain a limit.
        let explanation = check(
            home(),
            "threads.net",
            &["limitedBy(datasci.social, threads.net)", "limitedMeans()"],
        );
        assert_eq!(explanation.comment.as_deref(), Some("Rude"));
        assert_eq!(explanation.announcement, None);
        check(
            home(),
            "gone.example",
            &[
                "suspendedBy(datasci.social, gone.example)",
                "suspendedMeans(datasci.social, gone.example)",
                "noReason()",
            ],
        );
        let home = [list("home:datasci.social", "threads.net,suspend,")];
        check(
            home,
            "threads.net",
            &[
                "suspendedOn(datasci.social, threads.net, 2025-01-20)",
                "suspendedMeans(datasci.social, threads.net)",
            ],
        );
    }

    #[test]
    fn a_home_that_no_longer_lists_a_name_is_believed() {
        let brand = datasci();
        let (home, _) = list("home:datasci.social", "gone.example,suspend,");
        let index = Index::load(compile_all(&brand, &[home])).unwrap();
        assert_eq!(judge(&index, &recognise("threads.net", &NativeParser)), None);
    }

    #[test]
    fn other_lists() {
        let lists = [
            list("home:a.example", "bad.example,silence,"),
            list("file:mine", "bad.example,suspend,"),
        ];
        let explanation = check(
            lists,
            "bad.example",
            &[
                "limitedBy(a.example, bad.example)",
                "limitedMeans()",
                "noReason()",
                "alsoListedBy(mine)",
            ],
        );
        assert_eq!(explanation.lists, ["a.example", "mine"]);
        check(
            [list("file:mine", "bad.example,suspend,")],
            "bad.example",
            &["listSuspends(mine, bad.example)", "noReason()"],
        );
    }

    #[test]
    fn the_honest_date() {
        let explanation = check(
            [list("home:a.example", "bad.example,silence,Rude")],
            "bad.example",
            &["limitedBy(a.example, bad.example)", "limitedMeans()"],
        );
        assert_eq!(
            explanation.dated.as_ref().map(spell).as_deref(),
            Some("firstSeenOn(2026-01-02)")
        );
    }

    #[test]
    fn the_users_own_rules_speak_first() {
        let lists = || {
            [
                list("home:a.example", "bad.example,suspend,Rude"),
                list("own", "bad.example,silence,Mine\nfine.example,noop,"),
            ]
        };
        let explanation =
            check(lists(), "bad.example", &["youLimit(bad.example)", "alsoListedBy(a.example)"]);
        assert_eq!(explanation.comment.as_deref(), Some("Mine"));
        assert_eq!(explanation.dated, None);
        check(lists(), "fine.example", &["youAllow(fine.example)"]);
    }
}

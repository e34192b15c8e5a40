//! What one server's list says of a place.

use serde::{Deserialize, Serialize};

use crate::day::Day;
use crate::domain::Domain;
use crate::federation::{Access, Kind, Policy, Side};
use crate::index::{Hit, Index, Rows};
use crate::protocol::lists::ListReport;
use crate::severity::Severity;
use crate::source::ListAccess;
use crate::verdict;

use super::Place;

/// What is known of a server's list, beside its entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListState {
    /// The server.
    pub server: Domain,
    /// What it runs.
    pub kind: Kind,
    /// Whether its list can be had.
    pub access: ListAccess,
    /// Whether there is one at hand, be it an older one.
    pub in_force: bool,
    /// Whether the server exchanges nothing with anybody that its list does not allow.
    pub allow_list: bool,
    /// Whether the server withholds entries.
    pub withheld: bool,
    /// When the list at hand was read.
    pub loaded: Option<Day>,
}

impl ListState {
    /// Of a list that is loaded; `None` when it is no server's.
    pub fn of(report: &ListReport) -> Option<ListState> {
        Some(ListState {
            server: Domain::parse(&report.name).ok()?,
            kind: report.software.as_ref().map_or(Kind::Other, Kind::of),
            access: report.access,
            in_force: report.fetched_at.is_some(),
            allow_list: report.allow_list,
            withheld: report.withheld,
            loaded: report.fetched_at.map(Day::of_moment),
        })
    }
}

/// One list of an index.
#[derive(Clone, Copy, Debug)]
pub struct Listing<'a> {
    /// The index.
    pub index: &'a Index,
    /// Which of its lists: see [`Index::lists`].
    pub list: usize,
    /// The list's entries; without them there are no dates and comments, and what is only said there is missed.
    pub rows: Option<&'a Rows>,
    /// What is known of the list.
    pub state: &'a ListState,
}

/// What a list says of a place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Statement {
    /// What the server does there.
    pub policy: Policy,
    /// Why that is not known; then [`policy`](Statement::policy) says nothing.
    pub unclear: Option<Unclear>,
    /// The name that the list has.
    pub listed: Option<String>,
    /// The day of the decision, where the list says it.
    pub since: Option<Day>,
    /// Otherwise the day on which the entry was first found.
    pub first_seen: Option<Day>,
    /// The reason that the list gives.
    pub comment: Option<String>,
}

/// Why it is not known what a server does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Unclear {
    /// There is no list of it.
    NoList(ListAccess),
    /// The place is not listed, and entries are withheld.
    Withheld,
    /// An entry that is starred out looks like this, and others would too.
    LooksLike(String),
    /// The place is not listed, and such a list names servers that were met only (Misskey:
    /// `packages/backend/src/server/api/endpoints/federation/instances.ts`).
    OnlyMet,
}

impl Statement {
    /// That nobody knows.
    pub fn unclear(why: Unclear) -> Statement {
        Statement { unclear: Some(why), ..Statement::default() }
    }

    /// As one side of the decision.
    pub fn side(&self, kind: Kind) -> Side {
        let access = if self.unclear.is_some() { Access::Unknown } else { Access::Known };
        Side { kind, policy: self.policy, access }
    }
}

impl<'a> Listing<'a> {
    /// The list with this [id](ListReport::id); `None` when the index has none.
    pub fn find(
        index: &'a Index,
        id: &str,
        rows: Option<&'a Rows>,
        state: &'a ListState,
    ) -> Option<Listing<'a>> {
        let list = index.lists().iter().position(|it| it.id == id)?;
        Some(Listing { index, list, rows, state })
    }

    /// What the list says.
    ///
    /// Mastodon checks both of a place's domains for a suspension and an allowance, and the handle's alone for all else
    /// (`app/services/activitypub/process_account_service.rb`). Of other software it is not known which, so the
    /// stricter of both counts.
    pub fn says(&self, place: &Place) -> Statement {
        if !self.state.in_force {
            return Statement::unclear(Unclear::NoList(self.state.access));
        }
        let mut strictest: Option<(Policy, Hit)> = None;
        for domain in place.domains() {
            let hits = verdict::hits(self.index, domain);
            let hit = hits.into_iter().find(|it| it.list == self.list);
            if self.state.allow_list && hit.is_none() {
                return Statement { policy: Policy::AllowListWithoutUs, ..Statement::default() };
            }
            let Some(hit) = hit else { continue };
            let policy = self.policy(&hit);
            if self.state.kind == Kind::Mastodon
                && policy != Policy::Suspend
                && *domain != place.handle
            {
                continue;
            }
            let is_stricter = |(other, _): &(Policy, Hit)| weight(policy) > weight(*other);
            if strictest.as_ref().is_none_or(is_stricter) {
                strictest = Some((policy, hit));
            }
        }
        match strictest {
            Some((policy, hit)) => self.statement(policy, hit),
            None => match self.why_not_certain(place) {
                Some(why) => Statement::unclear(why),
                None => Statement::default(),
            },
        }
    }

    fn policy(&self, hit: &Hit) -> Policy {
        let block = || self.rows?.row(hit.row)?.block();
        match hit.severity {
            Severity::Suspend => Policy::Suspend,
            Severity::Silence => Policy::Silence,
            Severity::Noop if block().is_some_and(|it| it.reject_media) => Policy::RejectMedia,
            Severity::Noop | Severity::Noted => Policy::None,
        }
    }

    fn statement(&self, policy: Policy, hit: Hit) -> Statement {
        let row = self.rows.and_then(|rows| rows.row(hit.row));
        Statement {
            policy,
            unclear: None,
            listed: Some(hit.listed),
            since: row.and_then(|row| row.since),
            first_seen: row.map(|row| row.first_seen),
            comment: row.and_then(|row| row.comment).map(str::to_owned),
        }
    }

    /// Why a place that is not listed may be blocked all the same.
    fn why_not_certain(&self, place: &Place) -> Option<Unclear> {
        if self.state.withheld {
            return Some(Unclear::Withheld);
        }
        if self.state.kind == Kind::Misskey {
            return Some(Unclear::OnlyMet);
        }
        let looks_like = |shown: &str| {
            place.domains().flat_map(Domain::ancestors).any(|name| fits_stars(shown, name))
        };
        self.rows?
            .iter()
            .filter(|row| row.shown.contains('*') && looks_like(row.shown))
            .find(|row| row.is_starred_out())
            .map(|row| Unclear::LooksLike(row.shown.to_owned()))
    }
}

/// Whether a name could be behind one that was starred out, a star for each byte (GoToSocial stars dots too:
/// `internal/processing/instance.go`).
fn fits_stars(shown: &str, name: &str) -> bool {
    shown.len() == name.len()
        && shown.bytes().zip(name.bytes()).all(|(shown, name)| shown == b'*' || shown == name)
}

pub(super) fn weight(policy: Policy) -> u8 {
    match policy {
        Policy::None => 0,
        Policy::RejectMedia => 1,
        Policy::Silence => 2,
        Policy::Suspend | Policy::AllowListWithoutUs => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::NativeParser;
    use crate::blocklist::{Blocklist, Extent};
    use crate::index::Rank;

    fn domain(name: &str) -> Domain {
        Domain::parse(name).unwrap()
    }

    /// A list as CSV rows `name,severity,reject_media`; a place as `handle` or `handle/actor`.
    #[track_caller]
    fn check(kind: Kind, rows: &str, place: &str, expected: &str) {
        check_state(kind, rows, place, expected, |_| {});
    }

    #[track_caller]
    fn check_state(
        kind: Kind,
        rows: &str,
        place: &str,
        expected: &str,
        change: impl FnOnce(&mut ListState),
    ) {
        let csv = format!("domain,severity,reject_media\n{}", rows.replace(' ', "\n"));
        let list = Blocklist::read(csv.as_bytes(), &NativeParser).unwrap();
        let index = Index::of(&[("home.example", Rank::Home, &list)]).unwrap();
        let today = Day::parse("2026-01-02").unwrap();
        let rows = Rows::load(Rows::write(&list, today, None)).unwrap();
        let mut state = ListState {
            server: domain("home.example"),
            kind,
            access: ListAccess::Public,
            in_force: true,
            allow_list: list.extent == Extent::AllowList,
            withheld: false,
            loaded: Some(today),
        };
        change(&mut state);
        let (handle, actor) = place.split_once('/').unwrap_or((place, place));
        let place = Place { handle: domain(handle), actor: domain(actor) };
        let listing = Listing { index: &index, list: 0, rows: Some(&rows), state: &state };
        let statement = listing.says(&place);
        let actual = match (&statement.unclear, &statement.listed) {
            (Some(unclear), _) => format!("{unclear:?}"),
            (None, Some(listed)) => format!("{:?} {listed}", statement.policy),
            (None, None) => format!("{:?}", statement.policy),
        };
        assert_eq!(actual, expected);
    }

    #[test]
    fn policies() {
        let rows = "a.example,suspend,false b.example,silence,true c.example,noop,true d.example,noop,false";
        let check = |place, expected| check(Kind::Mastodon, rows, place, expected);
        check("a.example", "Suspend a.example");
        check("www.a.example", "Suspend a.example");
        check("b.example", "Silence b.example");
        check("c.example", "RejectMedia c.example");
        check("d.example", "None d.example");
        check("e.example", "None");
    }

    #[test]
    fn both_domains_of_a_place() {
        let check = |kind, rows, expected| check(kind, rows, "b.example/web.b.example", expected);
        check(Kind::Mastodon, "web.b.example,suspend,", "Suspend web.b.example");
        check(Kind::Mastodon, "web.b.example,silence,", "None");
        check(Kind::Mastodon, "b.example,silence, web.b.example,noop,", "Silence b.example");
        check(Kind::GoToSocial, "web.b.example,silence,", "Silence web.b.example");
    }

    #[test]
    fn names_of_one_platform() {
        check(Kind::Mastodon, "threads.com,suspend,", "threads.net", "Suspend threads.com");
    }

    #[test]
    fn only_those_that_are_allowed() {
        let allows = |place, expected| {
            check_state(
                Kind::Mastodon,
                "b.example,noop, c.example,suspend,",
                place,
                expected,
                |it| {
                    it.allow_list = true;
                },
            );
        };
        allows("b.example", "None b.example");
        allows("c.example", "Suspend c.example");
        allows("d.example", "AllowListWithoutUs");
        allows("b.example/web.d.example", "AllowListWithoutUs");
    }

    #[test]
    fn what_is_not_certain() {
        let check_with = |rows, place, expected, change: fn(&mut ListState)| {
            check_state(Kind::Akkoma, rows, place, expected, change);
        };
        check_with("a.example,suspend,", "b.example", "Withheld", |it| it.withheld = true);
        check_with("b.example,suspend,", "b.example", "Suspend b.example", |it| it.withheld = true);
        check_with("", "b.example", "NoList(NotShown)", |it| {
            it.in_force = false;
            it.access = ListAccess::NotShown;
        });
        check(Kind::GoToSocial, "b*e*a*ple,suspend,", "b.example", "LooksLike(\"b*e*a*ple\")");
        check(Kind::GoToSocial, "b*e*a*ple,suspend,", "a.b.example", "LooksLike(\"b*e*a*ple\")");
        check(Kind::GoToSocial, "b*e*a*ple,suspend,", "c.example", "None");
        check(Kind::Misskey, "a.example,suspend,", "b.example", "OnlyMet");
        check(Kind::Misskey, "a.example,suspend,", "a.example", "Suspend a.example");
    }
}

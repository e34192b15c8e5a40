//! The answer as a table: what works between two people, why, and how far that is known.

use serde::{Deserialize, Serialize};

use super::{ListState, Place, Statement, Subject, Unclear};
use crate::address::AddressParser;
use crate::collection::Source;
use crate::domain::Domain;
use crate::explanation::{Message, Value};
use crate::federation::{Activity, Kind, Outcome, Policy, Ruling, Who, Why, decide};
use crate::protocol::check::Found;
use crate::protocol::lists::ListReport;
use crate::source::{ListAccess, server_name};

/// The server of the person who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    /// The domain of handles.
    pub domain: Domain,
    /// The host of its pages, where that is another.
    pub host: Domain,
    /// What it runs.
    pub kind: Kind,
}

impl Home {
    /// What is known of the list of a home that is named. One whose list cannot be had can be asked for all the same.
    pub fn report(
        typed: &str,
        reports: Vec<ListReport>,
        parser: &dyn AddressParser,
    ) -> Option<ListReport> {
        let source = Source::Home(server_name(typed, parser)?);
        let (id, name) = (source.id(), source.name());
        let loaded = reports.into_iter().find(|it| it.id == id);
        Some(loaded.unwrap_or_else(|| ListReport { id, name, ..ListReport::default() }))
    }

    /// Of a list that is loaded; `None` when it is no server's.
    pub fn of(report: &ListReport) -> Option<Home> {
        let domain = Domain::parse(&report.name).ok()?;
        let host = report.host.as_deref().and_then(|it| Domain::parse(it).ok());
        Some(Home {
            host: host.unwrap_or_else(|| domain.clone()),
            domain,
            kind: report.software.as_ref().map_or(Kind::Other, Kind::of),
        })
    }

    /// Where its accounts are.
    pub fn place(&self) -> Place {
        Place { handle: self.domain.clone(), actor: self.host.clone() }
    }
}

/// What a person is shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// The question, with the account or server and the home in it.
    pub question: Message,
    /// One for each activity.
    pub rows: Vec<AnswerRow>,
    /// What could not be known, and what went wrong.
    pub notes: Vec<Message>,
    /// How far the answer reaches.
    pub closing: Message,
}

/// Whether one activity works.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AnswerRow {
    /// What is asked.
    pub activity: Message,
    /// Whether it works.
    pub outcome: Outcome,
    /// The outcome as a word.
    pub word: Message,
    /// Why.
    pub reasons: Vec<Message>,
    /// The lists that this rests on.
    pub lists: Vec<Basis>,
}

/// A list that something rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Basis {
    /// Whose list.
    pub server: String,
    /// The name that it has.
    pub listed: Option<String>,
    /// The day of the decision, or when it was first found, or when the list was read.
    pub dated: Option<Message>,
    /// The reason that it gives, in its own words.
    pub comment: Option<String>,
}

/// One side, as it is told about.
struct Told<'a> {
    server: &'a Domain,
    kind: Kind,
    statement: Statement,
    read: Option<Message>,
    /// Whether anybody has asked the server.
    is_asked: bool,
    /// What the server itself shows of the account counts here, and not the list.
    is_shown_by_server: bool,
}

/// Puts both sides together: what the home's list says, and what a full check found. Without one, nothing is known of
/// the other side.
pub fn answer(
    subject: &Subject,
    home: &Home,
    state: &ListState,
    ours: &Statement,
    found: Option<&Found>,
) -> Answer {
    let place = found.map_or_else(|| Place::from(subject.domain.clone()), |it| it.place.clone());
    let read_on =
        |day: crate::day::Day| Message::new("checkReadOn", [Value::Date(day.to_string())]);
    let mut ours = Told {
        server: &home.domain,
        kind: home.kind,
        statement: ours.clone(),
        read: state.loaded.map(read_on),
        is_asked: true,
        is_shown_by_server: false,
    };
    if let Some(policy) = found.and_then(|it| it.at_home) {
        ours.take_shown(policy);
    }
    let theirs = Told {
        server: &place.handle,
        kind: found.and_then(|it| it.software.as_ref()).map_or(Kind::Other, Kind::of),
        statement: found.map_or_else(not_asked, |it| it.theirs.clone()),
        read: found.and_then(|it| it.day).map(read_on),
        is_asked: found.is_some(),
        is_shown_by_server: false,
    };
    let mut notes = Vec::new();
    for told in [&ours, &theirs] {
        let unclear = told.statement.unclear.as_ref().filter(|_| told.is_asked);
        notes.extend(unclear.map(|it| told.unclear(it)));
    }
    match found {
        Some(found) => notes.extend(found.notes.iter().cloned()),
        None => notes.push(Message::new("checkNotAsked", [Value::name(&place.handle)])),
    }
    let rows = Activity::ALL.map(|activity| row(activity, &ours, &theirs));
    Answer {
        question: Message::new("checkQuestion", [Value::name(subject), Value::name(&home.domain)]),
        rows: rows.into(),
        notes,
        closing: Message::new("checkReach", []),
    }
}

fn not_asked() -> Statement {
    Statement::unclear(Unclear::NoList(ListAccess::Unreachable))
}

impl Told<'_> {
    /// Takes what the server shows itself where that is worse than the list, or where the list says nothing.
    fn take_shown(&mut self, policy: Policy) {
        let is_worse =
            super::listing::weight(policy) > super::listing::weight(self.statement.policy);
        if self.statement.unclear.is_some() || is_worse {
            self.statement = Statement { policy, ..Statement::default() };
            self.is_shown_by_server = true;
        }
    }

    fn basis(&self) -> Option<Basis> {
        if self.statement.unclear.is_some() || self.is_shown_by_server {
            return None;
        }
        let Statement { since, first_seen, listed, comment, .. } = &self.statement;
        let dated = match (since, first_seen) {
            (Some(day), _) => Some(Message::new("decidedOn", [Value::Date(day.to_string())])),
            (None, Some(day)) => Some(Message::new("firstSeenOn", [Value::Date(day.to_string())])),
            (None, None) => self.read.clone(),
        };
        Some(Basis {
            server: self.server.to_string(),
            listed: listed.clone(),
            dated,
            comment: comment.clone(),
        })
    }

    /// Why a ruling is as it is. `other` is whom this server does something to.
    fn reason(&self, why: Why, other: &Domain) -> Message {
        let (server, other) = (Value::name(self.server), Value::name(other));
        match why {
            Why::ListUnknown => match &self.statement.unclear {
                Some(unclear) => self.unclear(unclear),
                None => Message::new("checkUnreachable", [server]),
            },
            Why::NotListed => Message::new("checkNotListed", [server, other]),
            Why::NoDifference => Message::new("checkNoDifference", [server, other]),
            Why::Suspends if self.is_shown_by_server => {
                Message::new("checkShownSuspended", [server, other])
            }
            Why::Suspends => Message::new("checkSuspends", [server, other]),
            Why::DoesNotAllow => Message::new("checkDoesNotAllow", [server, other]),
            Why::ServesPublicOnly => Message::new("checkServesPublicOnly", [server, other]),
            Why::WantsApproval => Message::new("checkWantsApproval", [server, other]),
            Why::HidesFromOthers => Message::new("checkHidesFromOthers", [server, other]),
            Why::FiltersNotifications => Message::new("checkFiltersNotifications", [server, other]),
            Why::WithoutMedia => Message::new("checkWithoutMedia", [server, other]),
        }
    }

    /// Why it is not known what this server does.
    fn unclear(&self, why: &Unclear) -> Message {
        let server = Value::name(self.server);
        match why {
            _ if !self.is_asked => Message::new("checkNotAsked", [server]),
            Unclear::Withheld => Message::new("checkWithheld", [server]),
            Unclear::LooksLike(shown) => {
                Message::new("checkLooksLike", [server, Value::Text(shown.clone())])
            }
            Unclear::OnlyMet => Message::new("checkOnlyMet", [server]),
            Unclear::NoList(access) => match access {
                ListAccess::NotShown => Message::new("checkListNotShown", [server]),
                ListAccess::SignedInOnly => Message::new("checkListSignedInOnly", [server]),
                ListAccess::Unpublished => Message::new("checkListUnpublished", [server]),
                ListAccess::AllowList => Message::new("checkListAllowed", [server]),
                ListAccess::Unsupported => Message::new("checkListUnsupported", [server]),
                ListAccess::NotFediverse => Message::new("checkNotFediverse", [server]),
                ListAccess::Public | ListAccess::Withheld | ListAccess::Unreachable => {
                    Message::new("checkUnreachable", [server])
                }
            },
        }
    }
}

fn row(activity: Activity, ours: &Told<'_>, theirs: &Told<'_>) -> AnswerRow {
    let our_side = ours.statement.side(ours.kind);
    let Ruling { outcome, because } =
        decide(activity, our_side, theirs.statement.side(theirs.kind));
    let mut reasons = Vec::new();
    let mut lists = Vec::new();
    for (who, why) in because {
        let (told, other) = match who {
            Who::Ours => (ours, theirs.server),
            Who::Theirs => (theirs, ours.server),
        };
        reasons.push(told.reason(why, other));
        lists.extend(told.basis());
    }
    AnswerRow { activity: name(activity), outcome, word: word(outcome), reasons, lists }
}

fn name(activity: Activity) -> Message {
    match activity {
        Activity::Follow => Message::new("checkFollow", []),
        Activity::TheyFollow => Message::new("checkTheyFollow", []),
        Activity::ISee => Message::new("checkISee", []),
        Activity::TheySee => Message::new("checkTheySee", []),
        Activity::Reply => Message::new("checkReply", []),
        Activity::DirectMessage => Message::new("checkDirectMessage", []),
        Activity::Boost => Message::new("checkBoost", []),
    }
}

/// An outcome as a word.
fn word(outcome: Outcome) -> Message {
    match outcome {
        Outcome::Yes => Message::new("checkYes", []),
        Outcome::Partly => Message::new("checkPartly", []),
        Outcome::Unknown => Message::new("checkUnknown", []),
        Outcome::No => Message::new("checkNo", []),
    }
}

#[cfg(test)]
mod tests;

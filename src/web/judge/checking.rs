//! Can my account and that one see each other: what own lists say, and what follows from what the servers said.
//!
//! What the servers said is remembered until the browser is closed, or a list changes; nothing of it is kept on disk.

use super::comparing::Comparisons;
use super::state::State;
use crate::check::{
    Answer, Checking, Home, ListState, Listing, Place, Statement, Subject, SubjectError, Unclear,
    answer,
};
use crate::collection::Source;
use crate::explanation::{Announced, Message, Value, reason};
use crate::index::Rank;
use crate::platform::platform_of;
use crate::protocol::Response;
use crate::protocol::check::{self, Found, Looked, Question, Request, Said};
use crate::verdict;
use crate::web::error::WebError;
use crate::web::message::from_browser;
use crate::web::parser::BrowserParser;
use crate::web::webext::{self, settled};

/// Answers an own page.
pub async fn answer_page(
    state: &State,
    comparisons: &Comparisons,
    request: Request,
) -> Result<Response, WebError> {
    let response = match request {
        Request::Profile(tab) => check::Response::Profile(profile(tab).await?),
        Request::Compare { run, text, servers } => {
            return comparisons.begin(state, run, &text, &servers).await;
        }
        Request::CompareOn(run) => return Ok(comparisons.go_on(run)),
        Request::Look(question) => match Asked::read(state, &question).await? {
            Ok(asked) => check::Response::Looked(Box::new(asked.look(state).await?)),
            Err(message) => return Ok(Response::Failed { message }),
        },
    };
    Ok(Response::Check(response))
}

/// Whose profile the page in a tab is.
async fn profile(tab: i32) -> Result<Option<String>, WebError> {
    let address = settled(webext::address(tab), "asking for a page's address").await?;
    let subject = address.as_string().and_then(|it| Subject::parse(&it, &BrowserParser).ok());
    Ok(subject.filter(|it| it.user.is_some()).map(|it| it.to_string()))
}

/// A question that was understood.
struct Asked {
    subject: Subject,
    /// The home of the person who asks, and the id of its list.
    asker: Option<(Home, ListState, String)>,
    /// Of the lists, when it was read.
    stamp: String,
}

impl Asked {
    /// Reads a question; a sentence when it cannot be understood.
    async fn read(state: &State, question: &Question) -> Result<Result<Asked, Message>, WebError> {
        let subject = match Subject::parse(&question.text, &BrowserParser) {
            Ok(subject) => subject,
            Err(error) => return Ok(Err(misunderstood(error, &question.text))),
        };
        let stamp = Found::stamp(state.generation());
        let reports = state.store().reports().await?;
        let report = match &question.home {
            None => reports.into_iter().find(|it| matches!(Source::of(&it.id), Source::Home(_))),
            Some(typed) => match Home::report(typed, reports, &BrowserParser) {
                Some(report) => Some(report),
                None => {
                    let typed = Value::Text(typed.clone());
                    return Ok(Err(Message::new("failBadName", [typed])));
                }
            },
        };
        let asker = report.and_then(|it| Some((Home::of(&it)?, ListState::of(&it)?, it.id)));
        Ok(Ok(Asked { subject, asker, stamp }))
    }

    /// What is known without asking.
    async fn look(&self, state: &State) -> Result<Looked, WebError> {
        let Asked { subject, asker, .. } = self;
        let lists = state.index().lists().len();
        let mut looked = Looked {
            subject: subject.to_string(),
            domain: subject.domain.to_string(),
            software: None,
            platform: platform_of(&subject.domain).map(|it| it.name.clone()),
            home: None,
            said: said(state, subject).await,
            announcement: announced(state, subject).await,
            lists: u32::try_from(lists).unwrap_or(u32::MAX),
            answer: None,
            asked_at: None,
            hosts: Vec::new(),
        };
        if let Some((home, ..)) = asker {
            let home_name = home.domain.to_string();
            let found = self.recall(&home_name).await;
            looked.software = found.as_ref().and_then(|it| it.software.clone());
            looked.asked_at = found.as_ref().map(|it| it.at);
            looked.answer = self.answer(state, found.as_ref()).await;
            let hosts = Checking::hosts(subject, home);
            looked.hosts = hosts.iter().map(ToString::to_string).collect();
            looked.home = Some(home_name);
        }
        Ok(looked)
    }

    /// Both sides put together, as far as they are known; `None` without a home.
    async fn answer(&self, state: &State, found: Option<&Found>) -> Option<Answer> {
        let (home, list, id) = self.asker.as_ref()?;
        let place =
            found.map_or_else(|| Place::from(self.subject.domain.clone()), |it| it.place.clone());
        let (index, rows) = (state.index(), state.rows(id).await);
        let ours = match Listing::find(&index, id, rows.as_deref(), list) {
            Some(listing) => listing.says(&place),
            None => Statement::unclear(Unclear::NoList(list.access)),
        };
        Some(answer(&self.subject, home, list, &ours, found))
    }

    /// What the servers said earlier, unless a list has changed since.
    async fn recall(&self, home: &str) -> Option<Found> {
        const DOING: &str = "recalling what a server said";
        let name = Found::name(home, &self.subject.to_string());
        let value = settled(webext::recall(&name), DOING).await.ok()?;
        let found: Found = from_browser(&value, DOING).ok()?;
        Some(found).filter(|it| it.stamp == self.stamp)
    }
}

/// What each list says of a server, the highest authority first.
async fn said(state: &State, subject: &Subject) -> Vec<Said> {
    let index = state.index();
    let hits = verdict::hits(&index, &subject.domain);
    let mut said = Vec::new();
    for rank in [Rank::Own, Rank::Home, Rank::Brand, Rank::Other] {
        for hit in &hits {
            let Some(list) = index.lists().get(hit.list).filter(|it| it.rank == rank) else {
                continue;
            };
            let rows = state.rows(&list.id).await;
            let row = rows.as_ref().and_then(|rows| rows.row(hit.row));
            let is_dated = matches!(rank, Rank::Home | Rank::Other);
            let dated = row.filter(|_| is_dated).map(|row| match row.since {
                Some(day) => Message::new("decidedOn", [Value::Date(day.to_string())]),
                None => Message::new("firstSeenOn", [Value::Date(row.first_seen.to_string())]),
            });
            said.push(Said {
                list: list.name.clone(),
                severity: hit.severity,
                listed: hit.listed.clone(),
                dated,
                comment: reason(hit, row, &index, state.brand()).map(str::to_owned),
            });
        }
    }
    said
}

/// The brand's post about a server.
async fn announced(state: &State, subject: &Subject) -> Option<Announced> {
    let verdict = state.verdict(subject.domain.as_str())?;
    state.explanation(&verdict).await.announcement
}

fn misunderstood(error: SubjectError, typed: &str) -> Message {
    let key = match error {
        SubjectError::Nothing => "checkBadText",
        SubjectError::NotPublic => "checkBadServer",
        SubjectError::Unusual => "checkBadAddress",
    };
    Message::new(key, [Value::Text(typed.trim().to_owned())])
}

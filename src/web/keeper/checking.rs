//! Can my account and that one see each other: what own lists say, and then what the servers answer.
//!
//! Nothing of it is kept but what the servers answered, and that only until the browser is closed, or a list changes.

use serde::{Deserialize, Serialize};

use super::asking::host;
use super::fetch::{CHECK, fetch};
use super::{Keeper, failed, now};
use crate::check::{
    Answer, Checking, Findings, Home, ListState, Listing, Place, Statement, Step, Subject,
    SubjectError, answer,
};
use crate::collection::Source;
use crate::explanation::{Message, Value};
use crate::index::{Index, Rank, Rows};
use crate::platform::platform_of;
use crate::protocol::check::{Checked, Looked, Question, Response, Said};
use crate::protocol::lists::{self, ListReport};
use crate::source::server_name;
use crate::verdict;
use crate::web::error::WebError;
use crate::web::message::{from_browser, to_browser};
use crate::web::parser::BrowserParser;
use crate::web::webext::{self, settled};

/// What own lists say, and what the servers answered earlier.
pub async fn look(keeper: &Keeper, question: &Question) -> Result<lists::Response, WebError> {
    let known = match Known::read(keeper, question).await? {
        Ok(known) => known,
        Err(message) => return Ok(lists::Response::Failed { message, in_tab: None }),
    };
    let Known { subject, asker, index, .. } = &known;
    let mut looked = Looked {
        subject: subject.to_string(),
        domain: subject.domain.to_string(),
        platform: platform_of(&subject.domain).map(|it| it.name.clone()),
        home: None,
        said: said(keeper, index, subject).await?,
        lists: u32::try_from(index.lists().len()).unwrap_or(u32::MAX),
        answer: None,
        checked: None,
        hosts: Vec::new(),
    };
    if let Some(asker) = asker {
        looked.home = Some(asker.home.domain.to_string());
        looked.answer = Some(known.answer(asker, None));
        looked.checked = known.recall(asker).await;
        let hosts = Checking::hosts(subject, &asker.home);
        looked.hosts = hosts.iter().map(ToString::to_string).collect();
    }
    Ok(lists::Response::Check(Response::Looked(Box::new(looked))))
}

/// Asks the servers, as far as the person allowed it.
pub async fn run(
    keeper: &Keeper,
    question: &Question,
    run: u32,
    allowed: &[String],
    refused: &[String],
) -> Result<lists::Response, WebError> {
    let known = match Known::read(keeper, question).await? {
        Ok(known) => known,
        Err(message) => return Ok(lists::Response::Failed { message, in_tab: None }),
    };
    let Some(asker) = &known.asker else { return Ok(failed("checkNoHome", [])) };
    let stop = keeper.stops.begin(run);
    let (mut checking, first) = Checking::start(known.subject.clone(), asker.home.clone());
    let mut step = Step::Ask(first);
    let findings = loop {
        step = match step {
            Step::Ask(request) => {
                let answer = {
                    let _turn = keeper.turns.take(host(&request.address)).await;
                    fetch(&request, &CHECK, stop.signal()).await
                };
                if stop.is_stopped() {
                    return Ok(lists::Response::Check(Response::Stopped));
                }
                checking.answered(answer, now(), &BrowserParser)
            }
            Step::Permit { from, host } => {
                let name = host.to_string();
                if allowed.contains(&name) {
                    checking.permitted(now())
                } else if refused.contains(&name) {
                    checking.refused(now())
                } else {
                    let server = from.to_string();
                    return Ok(lists::Response::Permit { server, host: name });
                }
            }
            Step::Done(findings) => break findings,
        };
    };
    let checked = Checked { answer: known.answer(asker, Some(&findings)), at: now() };
    known.remember(asker, &checked).await?;
    Ok(lists::Response::Check(Response::Checked(Box::new(checked))))
}

/// All that an answer rests on, but what the servers say.
struct Known {
    subject: Subject,
    asker: Option<Asker>,
    index: Index,
    /// Of the store, when it was read.
    generation: Option<f64>,
}

/// The home of the person who asks.
struct Asker {
    home: Home,
    /// The id of its list.
    id: String,
    state: ListState,
    rows: Option<Rows>,
}

/// What is remembered until the browser is closed.
#[derive(Serialize, Deserialize)]
struct Remembered {
    generation: Option<f64>,
    checked: Checked,
}

impl Known {
    /// Reads what is kept; a sentence when the question cannot be understood.
    async fn read(
        keeper: &Keeper,
        question: &Question,
    ) -> Result<Result<Known, Message>, WebError> {
        let subject = match Subject::parse(&question.text, &BrowserParser) {
            Ok(subject) => subject,
            Err(error) => return Ok(Err(misunderstood(error, &question.text))),
        };
        let generation = keeper.store.generation().await?;
        let index = keeper.store.hot().await?.and_then(|hot| Index::load(hot).ok());
        let reports = keeper.store.reports().await?;
        let is_home = |it: &ListReport| matches!(Source::of(&it.id), Source::Home(_));
        let report = match &question.home {
            None => reports.into_iter().find(is_home),
            Some(typed) => match server_name(typed, &BrowserParser) {
                Some(server) => {
                    let source = Source::Home(server);
                    let loaded = reports.into_iter().find(|it| it.id == source.id());
                    // One whose list cannot be had can be asked for all the same.
                    Some(loaded.unwrap_or_else(|| ListReport {
                        id: source.id(),
                        name: source.name(),
                        ..ListReport::default()
                    }))
                }
                None => {
                    let typed = Value::Text(typed.clone());
                    return Ok(Err(Message::new("failBadName", [typed])));
                }
            },
        };
        let asker = match report.and_then(|it| Some((Home::of(&it)?, ListState::of(&it)?, it.id))) {
            Some((home, state, id)) => {
                let rows = keeper.store.rows(&id).await?.and_then(|rows| Rows::load(rows).ok());
                Some(Asker { home, id, state, rows })
            }
            None => None,
        };
        Ok(Ok(Known { subject, asker, index: index.unwrap_or_default(), generation }))
    }

    /// Both sides put together, as far as they are known.
    fn answer(&self, asker: &Asker, findings: Option<&Findings>) -> Answer {
        let place = findings
            .map_or_else(|| Place::from(self.subject.domain.clone()), |it| it.place.clone());
        let Asker { home, id, state, rows } = asker;
        let listing = Listing::find(&self.index, id, rows.as_ref(), state);
        let ours = match listing {
            Some(listing) => listing.says(&place),
            None => Statement::unclear(crate::check::Unclear::NoList(state.access)),
        };
        answer(&self.subject, home, state, &ours, findings)
    }

    fn name(&self, asker: &Asker) -> String {
        format!("check {} {}", asker.home.domain, self.subject)
    }

    /// What the servers answered earlier, unless a list has changed since.
    async fn recall(&self, asker: &Asker) -> Option<Checked> {
        const DOING: &str = "recalling an answer";
        let value = settled(webext::recall(&self.name(asker)), DOING).await.ok()?;
        let remembered: Remembered = from_browser(&value, DOING).ok()?;
        (remembered.generation == self.generation).then_some(remembered.checked)
    }

    async fn remember(&self, asker: &Asker, checked: &Checked) -> Result<(), WebError> {
        const DOING: &str = "remembering an answer";
        let remembered = Remembered { generation: self.generation, checked: checked.clone() };
        let value = to_browser(&remembered, DOING)?;
        settled(webext::remember(&self.name(asker), &value), DOING).await.map(drop)
    }
}

/// What each list says of a server.
async fn said(keeper: &Keeper, index: &Index, subject: &Subject) -> Result<Vec<Said>, WebError> {
    let mut hits = verdict::hits(index, &subject.domain);
    let rank = |list: usize| index.lists().get(list).map(|it| it.rank);
    hits.sort_by_key(|hit| (rank(hit.list), hit.list));
    let mut said = Vec::new();
    for hit in hits {
        let Some(list) = index.lists().get(hit.list) else { continue };
        let rows = keeper.store.rows(&list.id).await?.and_then(|rows| Rows::load(rows).ok());
        let row = rows.as_ref().and_then(|rows| rows.row(hit.row));
        let is_ours = matches!(list.rank, Rank::Own | Rank::Brand);
        let dated = row.filter(|_| !is_ours).map(|row| match row.since {
            Some(day) => Message::new("decidedOn", [Value::Date(day.to_string())]),
            None => Message::new("firstSeenOn", [Value::Date(row.first_seen.to_string())]),
        });
        said.push(Said {
            list: list.name.clone(),
            severity: hit.severity,
            dated,
            comment: row.and_then(|row| row.comment).map(str::to_owned),
            listed: hit.listed,
        });
    }
    Ok(said)
}

fn misunderstood(error: SubjectError, typed: &str) -> Message {
    let key = match error {
        SubjectError::Nothing => "checkBadText",
        SubjectError::NotPublic => "checkBadServer",
        SubjectError::Unusual => "checkBadAddress",
    };
    Message::new(key, [Value::Text(typed.trim().to_owned())])
}

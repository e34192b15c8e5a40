//! A version of a list comes in: it comes into force, or is held back until the person decides.

use super::sentences::{doubt, failure, is_lasting, not_allowed};
use super::{Keeper, failed, now, random};
use crate::blocklist::Blocklist;
use crate::changes::{self, Changes, HistoryEntry};
use crate::collection::{Source, report};
use crate::day::Day;
use crate::domain::Domain;
use crate::explanation::Message;
use crate::holdback;
use crate::index::{Row, Rows};
use crate::protocol::lists::{InTab, ListReport, Response};
use crate::schedule::{Asked, Timing};
use crate::severity::Severity;
use crate::source::{Found, ListAccess, Outcome, Software, SourceError, members_path};
use crate::web::error::WebError;
use crate::web::permission;
use crate::web::store::{Change, Held, Version};

/// What is new about a list besides its entries.
#[derive(Default)]
pub struct News {
    /// See [`ListReport::access`].
    pub access: ListAccess,
    /// See [`ListReport::software`].
    pub software: Option<Software>,
    /// See [`ListReport::host`].
    pub host: Option<String>,
    /// See [`ListReport::etag`].
    pub etag: Option<String>,
}

/// Takes what came of asking for a list.
///
/// `wanted` is whether the person just asked for a list that may be new; otherwise it is refreshed, and not brought back
/// when it was removed meanwhile.
pub async fn take(
    keeper: &Keeper,
    source: &Source,
    outcome: Outcome,
    meaning: Option<Severity>,
    wanted: Wanted,
) -> Result<Response, WebError> {
    let host = (outcome.host != outcome.server).then(|| outcome.host.to_string());
    let news =
        News { access: outcome.access, software: outcome.software, host, etag: outcome.etag };
    match outcome.found {
        Found::List(list) => come_in(keeper, source, *list, meaning, news, wanted).await,
        Found::NotModified => {
            let done = update(keeper, source, &mut |report| answered(report, &news)).await?;
            Ok(done.unwrap_or_else(|| failed("failInternal", [])))
        }
        Found::Nothing(error) => {
            let not_before = outcome.not_before;
            nothing(keeper, source, &error, not_before, news).await
        }
    }
}

/// Whether a list that is not there yet is wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// By the person, who has just named it.
    New,
    /// Only as long as it is there.
    Refreshed,
}

/// A version that was read: from a server, an address, a file or a tab.
pub async fn come_in(
    keeper: &Keeper,
    source: &Source,
    mut list: Blocklist,
    meaning: Option<Severity>,
    news: News,
    wanted: Wanted,
) -> Result<Response, WebError> {
    if list.format.asks_meaning() && *source != Source::Own {
        match meaning {
            Some(meaning) => list.mean(meaning),
            None => {
                let names = u32::try_from(list.blocks.len()).unwrap_or(u32::MAX);
                return Ok(Response::AsksMeaning { names });
            }
        }
    }
    let id = source.id();
    let reports = keeper.store.reports().await?;
    let former = keeper.store.rows(&id).await?.and_then(|rows| Rows::load(rows).ok());
    // The day may end while this goes on; all that is kept of the version says the same day.
    let at = now();
    let version = Version::of(&list, Day::of_moment(at), former.as_ref());
    let fingerprint = version.fingerprint();
    let known = reports.iter().find(|report| report.id == id);
    if known.is_some_and(|known| known.refused.as_ref() == Some(&fingerprint)) {
        let done = update(keeper, source, &mut |report| answered(report, &news)).await?;
        return Ok(done.unwrap_or_else(|| failed("failInternal", [])));
    }
    let doubts = doubts(source, &list, known, &reports);
    let history = history(keeper, &id, former.as_ref(), &version, at).await?;
    let mut next = report(source, &list);
    next.meaning = meaning;
    let mut version = Some(version);
    let mut answer = None;
    let mut decide = |reports: Vec<ListReport>| {
        let current = reports.into_iter().find(|report| report.id == id);
        if current.is_none() && wanted == Wanted::Refreshed {
            return Vec::new();
        }
        let Some(version) = version.take() else { return Vec::new() };
        // What is only true of the version comes with it; what is true of the list stays.
        let mut current = current.unwrap_or_else(|| ListReport {
            id: next.id.clone(),
            name: next.name.clone(),
            meaning,
            ..ListReport::default()
        });
        answered(&mut current, &news);
        if !source.is_refreshed() || news.access == ListAccess::SignedInOnly {
            current.timing = None;
        }
        if doubts.is_empty() {
            let report = in_force(current, next.clone());
            answer = Some(report.clone());
            vec![Change::Put(report, version, history.clone())]
        } else {
            current.doubts = doubts.clone();
            answer = Some(current.clone());
            vec![Change::Hold(current, Box::new(Held { report: next.clone(), version }))]
        }
    };
    if doubts.is_empty() {
        keeper.change(&mut decide).await?;
    } else {
        keeper.store.change(&keeper.brand, &mut decide).await?;
    }
    Ok(match answer {
        Some(report) => Response::Loaded(Box::new(report)),
        None => failed("failInternal", []),
    })
}

/// The person's word about what is held back.
pub async fn settle(keeper: &Keeper, id: &str, accept: bool) -> Result<Response, WebError> {
    let _turn = keeper.turns.take(id).await;
    let Some(held) = keeper.store.held(id).await? else { return keeper.lists().await };
    let former = keeper.store.rows(id).await?.and_then(|rows| Rows::load(rows).ok());
    let history = history(keeper, id, former.as_ref(), &held.version, now()).await?;
    let fingerprint = held.version.fingerprint();
    let mut held = Some(held);
    keeper
        .change(&mut |reports| {
            let current = reports.into_iter().find(|report| report.id == id);
            let Some((mut current, held)) = current.zip(held.take()) else { return Vec::new() };
            if accept {
                let settled = current.doubts.drain(..).filter(is_lasting).map(|doubt| doubt.key);
                current.settled.extend(settled);
                vec![Change::Put(in_force(current, held.report), held.version, history.clone())]
            } else if current.is_in_force() {
                current.doubts.clear();
                current.refused = Some(fingerprint.clone());
                vec![Change::Drop(id.to_owned()), Change::Report(current)]
            } else {
                vec![Change::Remove(id.to_owned())]
            }
        })
        .await?;
    keeper.lists().await
}

/// What is known of a list once a version of it is in force.
fn in_force(list: ListReport, version: ListReport) -> ListReport {
    ListReport {
        software: list.software,
        host: list.host,
        access: list.access,
        etag: list.etag,
        timing: list.timing,
        paused: list.paused,
        settled: list.settled,
        fetched_at: Some(now()),
        ..version
    }
}

fn answered(report: &mut ListReport, news: &News) {
    report.access = news.access;
    report.software = news.software.clone().or(report.software.take());
    report.host = news.host.clone();
    report.etag = news.etag.clone();
    report.failure = None;
    report.hidden_since = None;
    report.timing = Some(Timing::after(report.timing, Asked::Answered, now(), random()));
}

/// No list came. One that is in force stays in force; how it went is noted.
async fn nothing(
    keeper: &Keeper,
    source: &Source,
    error: &SourceError,
    not_before: Option<f64>,
    news: News,
) -> Result<Response, WebError> {
    let message = match error {
        // Without the permission, a browser says no more than that there was no answer.
        SourceError::NoSuchServer(host)
            if !permission::is_given(&permission::of_server(&host.to_string())).await =>
        {
            not_allowed(host.to_string())
        }
        _ => failure(error),
    };
    let is_answer = error.access() != ListAccess::Unreachable;
    update(keeper, source, &mut |report| {
        report.access = error.access();
        report.failure = Some(message.clone());
        let asked = if is_answer { Asked::Answered } else { Asked::Failed { not_before } };
        report.timing = Some(Timing::after(report.timing, asked, now(), random()));
        if is_answer && report.is_in_force() {
            report.hidden_since = report.hidden_since.or(Some(now()));
        }
    })
    .await?;
    let is_for_members = error.access() == ListAccess::NotShown
        && news.software.as_ref().is_some_and(|software| members_path(software).is_some());
    let in_tab = is_for_members.then(|| InTab { id: source.id(), host: news.host });
    Ok(Response::Failed { message, in_tab })
}

/// Why a list that was asked for unasked did not come in. It is not asked for again at once.
pub async fn note(keeper: &Keeper, id: &str, message: Message) -> Result<(), WebError> {
    let note = &mut |report: &mut ListReport| {
        report.failure = Some(message.clone());
        let failed = Asked::Failed { not_before: None };
        report.timing = Some(Timing::after(report.timing, failed, now(), random()));
    };
    update(keeper, &Source::of(id), note).await.map(drop)
}

/// Changes what is known of a list, if it is there; what is known then.
pub async fn update(
    keeper: &Keeper,
    source: &Source,
    change: &mut dyn FnMut(&mut ListReport),
) -> Result<Option<Response>, WebError> {
    let id = source.id();
    let mut answer = None;
    let decide = &mut |reports: Vec<ListReport>| {
        let mut found = reports.into_iter().find(|report| report.id == id);
        if let Some(report) = &mut found {
            change(report);
        }
        answer = found.clone();
        found.map(Change::Report).into_iter().collect()
    };
    keeper.store.change(&keeper.brand, decide).await?;
    Ok(answer.map(|report| Response::Loaded(Box::new(report))))
}

/// Why a version should not come into force without the person's word, but for what they have already put aside.
fn doubts(
    source: &Source,
    list: &Blocklist,
    known: Option<&ListReport>,
    reports: &[ListReport],
) -> Vec<Message> {
    let others = reports.iter().filter(|report| known.is_none_or(|known| report.id != known.id));
    let sources = others.map(|report| Source::of(&report.id)).chain([source.clone()]);
    let homes: Vec<Domain> = sources
        .filter_map(|source| match source {
            Source::Home(domain) => Some(domain),
            _ => None,
        })
        .collect();
    let former = known.filter(|known| known.is_in_force()).map(ListReport::total);
    let settled = known.map(|known| &known.settled[..]).unwrap_or_default();
    let doubts = holdback::doubts(former, list, &homes);
    let doubts = doubts.iter().map(doubt);
    doubts.filter(|doubt| !settled.contains(&doubt.key)).collect()
}

/// The history of a list with what a version changes in it.
async fn history(
    keeper: &Keeper,
    id: &str,
    former: Option<&Rows>,
    version: &Version,
    at: f64,
) -> Result<Vec<HistoryEntry>, WebError> {
    let mut history = keeper.store.history(id).await?;
    let Some(former) = former else { return Ok(history) };
    let rows = version.rows()?;
    let changes = Changes::between(former.iter().map(compared), rows.iter().map(compared));
    if !changes.is_empty() {
        history.push(HistoryEntry { at, changes });
    }
    changes::prune(&mut history, at);
    Ok(history)
}

fn compared(row: Row<'_>) -> changes::Row<'_> {
    let digest = row.digest().map(|digest| digest.to_string().into());
    changes::Row {
        key: digest.unwrap_or_else(|| row.shown.into()),
        shown: row.shown,
        severity: row.severity,
        comment: row.comment,
    }
}

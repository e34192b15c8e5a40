//! Lists that are asked for again.

use super::asking::{Asked, ask};
use super::coming::{self, Wanted};
use super::sentences::{broken, not_allowed};
use super::{Keeper, failed, now, random, removing};
use crate::collection::Source;
use crate::domain::Domain;
use crate::protocol::lists::{ListReport, Response};
use crate::schedule::{self, Timing};
use crate::source::{Fetching, Known, Request, is_public, server_name};
use crate::web::error::WebError;
use crate::web::parser::BrowserParser;
use crate::web::store::Change;
use crate::web::webext::{self, settled};

/// If the worker is stopped in the middle, it is woken again after this, in milliseconds.
const AGAIN: f64 = 300_000.0;
/// A list that was not answered for before the worker was stopped is asked for again after this, in milliseconds.
const LATER: f64 = 3_600_000.0;

/// Asks for every list whose time has come, and sets the alarm for the next.
///
/// # Errors
/// When nothing can be written. Then nobody is asked either, before the alarm rings again.
pub async fn all(keeper: &Keeper) -> Result<(), WebError> {
    // The alarm may ring once more before all have answered.
    let _turn = keeper.turns.take("").await;
    removing::forget(keeper).await?;
    let due = due(keeper).await?;
    if !due.is_empty() {
        settled(webext::wake_at(Some(now() + AGAIN)), "setting the alarm").await?;
    }
    for id in due {
        put_off(keeper, &id).await?;
        match one(keeper, &id).await {
            Ok(Response::Permit { host, .. }) => {
                coming::note(keeper, &id, not_allowed(host)).await?;
            }
            Ok(_) => (),
            Err(error) => {
                web_sys::console::error_1(&error.to_string().into());
                coming::note(keeper, &id, broken(&error)).await?;
            }
        }
        webext::announce();
    }
    set_alarm(keeper).await
}

/// If the worker is stopped while it waits for the answer, the other lists come first the next time, and a server that
/// is so slow is not asked at once.
async fn put_off(keeper: &Keeper, id: &str) -> Result<(), WebError> {
    let change = &mut |report: &mut ListReport| {
        let timing = report.timing.map(|it| Timing { next_at: now() + LATER, ..it });
        report.timing = timing;
    };
    coming::update(keeper, &Source::of(id), change).await.map(drop)
}

/// Sets the alarm for the list that is due first, be it to be asked for or to be forgotten.
pub async fn set_alarm(keeper: &Keeper) -> Result<(), WebError> {
    let timings = keeper.store.reports().await?.into_iter().filter_map(|it| timing(&it));
    let removed = removing::next(keeper).await?;
    let alarm = schedule::next_alarm(timings).into_iter().chain(removed).min_by(f64::total_cmp);
    settled(webext::wake_at(alarm), "setting the alarm").await?;
    Ok(())
}

/// Asks for one list now.
pub async fn one(keeper: &Keeper, id: &str) -> Result<Response, WebError> {
    let _turn = keeper.turns.take(id).await;
    let reports = keeper.store.reports().await?;
    let Some(report) = reports.into_iter().find(|report| report.id == id) else {
        return Ok(failed("failInternal", []));
    };
    let source = Source::of(id);
    let meaning = report.meaning;
    let Some((server, fetching)) = begin(&source, report) else {
        return Ok(failed("failInternal", []));
    };
    let stop = keeper.stops.begin(source.id());
    match ask(keeper, fetching, &[], &stop).await {
        Asked::Permit(host) => Ok(Response::Permit { server, host }),
        Asked::Stopped => Ok(Response::Stopped),
        Asked::Done(outcome) => {
            coming::take(keeper, &source, *outcome, meaning, Wanted::Refreshed).await
        }
    }
}

/// The ids of the lists whose time has come. A timing that the clock made impossible is mended.
async fn due(keeper: &Keeper) -> Result<Vec<String>, WebError> {
    let mut due = Vec::new();
    let decide = &mut |reports: Vec<ListReport>| {
        let mut timings = Vec::new();
        let mut mended = Vec::new();
        for report in reports {
            let Some(timing) = timing(&report) else { continue };
            let now = timing.mended(now(), random());
            timings.push((report.id.clone(), now));
            if report.timing != Some(now) {
                mended.push(Change::Report(ListReport { timing: Some(now), ..report }));
            }
        }
        due = schedule::due(timings, now());
        mended
    };
    keeper.store.change(&keeper.brand, decide).await?;
    Ok(due)
}

/// When a list is due; `None` for one that is not asked for.
fn timing(report: &ListReport) -> Option<Timing> {
    let source = Source::of(&report.id);
    let is_asked = source.is_refreshed() && !report.paused && !report.is_members();
    is_asked.then(|| report.timing.unwrap_or_else(|| Timing::new(now(), random())))
}

/// Where to begin, with what is known; and whom people know it by.
fn begin(source: &Source, report: ListReport) -> Option<(String, (Fetching, Request))> {
    // What is kept may come from a file that somebody else wrote.
    let host = report.host.as_deref().and_then(|host| Domain::parse(host).ok()).filter(is_public);
    let known =
        |host| Known { access: report.access, software: report.software, host, etag: report.etag };
    match source {
        Source::Home(server) | Source::Server(server) if is_public(server) => {
            let known = known(host.unwrap_or_else(|| server.clone()));
            Some((server.to_string(), Fetching::start(server.clone(), Some(known))))
        }
        Source::Subscription(address) => {
            let host = host.or_else(|| server_name(address, &BrowserParser))?;
            let fetching = Fetching::subscription(address, Some(known(host)), &BrowserParser)?;
            Some((source.name(), fetching))
        }
        _ => None,
    }
}

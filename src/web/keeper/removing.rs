//! Lists that were removed: out of force at once, kept for a while to be taken back, then forgotten.

use super::{Keeper, failed, now};
use crate::collection::Source;
use crate::explanation::Value;
use crate::protocol::lists::{ListReport, Response};
use crate::web::error::WebError;
use crate::web::store::Change;
use crate::web::webext;

/// How long a removal can be taken back, in milliseconds.
const KEPT: f64 = 300_000.0;

/// Takes a list out of force. A server that is being asked for it just now is not waited for: whatever it answers finds
/// what was decided here.
pub async fn remove(keeper: &Keeper, id: String) -> Result<Response, WebError> {
    let aside = keeper.change(&mut |_| vec![Change::SetAside(id.clone(), now())]).await;
    match aside {
        // Perhaps nothing more can be written. Then it makes room at once.
        Err(WebError::Database | WebError::Aborted) => {
            keeper.change(&mut |_| vec![Change::Remove(id.clone())]).await?;
        }
        done => done?,
    }
    keeper.lists().await
}

/// Puts a list that was removed in force again, as it was.
pub async fn take_back(keeper: &Keeper, id: String) -> Result<Response, WebError> {
    keeper.change(&mut |_| vec![Change::TakeBack(id.clone())]).await?;
    if keeper.store.reports().await?.iter().all(|report| report.id != id) {
        return Ok(failed("failForgotten", [Value::Name(Source::of(&id).name())]));
    }
    keeper.lists().await
}

/// Forgets what was removed long enough ago.
pub async fn forget(keeper: &Keeper) -> Result<(), WebError> {
    let removed = keeper.store.removed().await?;
    let due: Vec<_> = removed.into_iter().filter(|report| until(report) <= now()).collect();
    if due.is_empty() {
        return Ok(());
    }
    let forget = &mut |reports: Vec<ListReport>| {
        // Whatever was taken back meanwhile stays.
        let gone = due.iter().filter(|due| reports.iter().all(|report| report.id != due.id));
        gone.map(|report| Change::Forget(report.id.clone())).collect()
    };
    keeper.store.change(&keeper.brand, forget).await?;
    webext::announce();
    Ok(())
}

/// When the next list is to be forgotten; `None` when none is.
pub async fn next(keeper: &Keeper) -> Result<Option<f64>, WebError> {
    Ok(keeper.store.removed().await?.iter().map(until).min_by(f64::total_cmp))
}

/// Until when a removal can be taken back. One that lies in the future was made before the clock was put right, and is
/// not waited for.
fn until(removed: &ListReport) -> f64 {
    removed.removed_at.filter(|at| *at <= now()).map_or(0.0, |at| at + KEPT)
}

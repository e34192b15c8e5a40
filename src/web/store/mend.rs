//! What to do about damage.
//!
//! Whatever can be made anew of something else is: the index of keys, keys of rows. The rows of a list are all that it
//! says; when they are lost, the person is told, and a list that comes from a server is asked for again soon.

use js_sys::{Date, Math};

use super::change::{put_bytes, put_report};
use super::{KEYS, ROWS, reports, to_bytes};
use crate::collection::Source;
use crate::explanation::Message;
use crate::index::{self, Rows};
use crate::protocol::lists::ListReport;
use crate::schedule::Timing;
use crate::web::database::Transaction;
use crate::web::error::WebError;

/// What is known of a list of which nothing can be read but its id.
pub(super) fn unknown(id: &str) -> ListReport {
    let name = Source::of(id).name();
    ListReport { id: id.to_owned(), name, failure: Some(damaged()), ..ListReport::default() }
}

/// The keys of a list that is in force; `None` when they are lost.
pub(super) async fn keys(
    transaction: &Transaction,
    report: &ListReport,
) -> Result<Option<Vec<u8>>, WebError> {
    let stored = to_bytes(&transaction.get(KEYS, &report.id).await?);
    let was_there = stored.is_some();
    if let Some(keys) = stored.filter(|keys| index::are_whole(keys)) {
        return Ok(Some(keys));
    }
    if let Some(rows) = rows(transaction, &report.id).await? {
        let keys = index::keys(&rows.list());
        put_bytes(transaction, KEYS, &report.id, &keys).await?;
        return Ok(Some(keys));
    }
    if was_there || report.is_in_force() {
        transaction.delete(KEYS, &report.id).await?;
        let lost = ListReport { fetched_at: None, hidden_since: None, ..report.clone() };
        note(transaction, lost).await?;
    }
    Ok(None)
}

/// Looks at the rows of every list, and notes where they are lost. What the list says stays in force by its keys.
pub(super) async fn check_rows(transaction: &Transaction) -> Result<(), WebError> {
    for report in reports(transaction).await? {
        if report.is_in_force() && rows(transaction, &report.id).await?.is_none() {
            note(transaction, report).await?;
        }
    }
    Ok(())
}

async fn rows(transaction: &Transaction, id: &str) -> Result<Option<Rows>, WebError> {
    let stored = to_bytes(&transaction.get(ROWS, id).await?);
    Ok(stored.and_then(|rows| Rows::load(rows).ok()))
}

/// Rows that cannot be read are of no use to anybody.
async fn note(transaction: &Transaction, report: ListReport) -> Result<(), WebError> {
    transaction.delete(ROWS, &report.id).await?;
    let is_asked = Source::of(&report.id).is_refreshed() && !report.is_members();
    let timing = is_asked.then(|| Timing::new(Date::now(), Math::random()));
    // Without the tag, or the server would answer that nothing has changed.
    let report = ListReport { failure: Some(damaged()), etag: None, timing, ..report };
    put_report(transaction, &report).await
}

fn damaged() -> Message {
    Message::new("failDamaged", [])
}

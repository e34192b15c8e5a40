//! Taking over what earlier versions kept.

use js_sys::Uint8Array;

use super::change::{Follow, put_bytes, put_report};
use super::{BODIES, KEYS, ROWS, Version, reports};
use crate::blocklist::Blocklist;
use crate::collection::{Source, report};
use crate::day::Day;
use crate::web::database::Transaction;
use crate::web::error::WebError;
use crate::web::parser::BrowserParser;

/// Version 1 kept the bytes of each list as they were read. They are read once more, and then they are gone. One that
/// cannot be read is found lost when the index is compiled.
pub(super) async fn migrate(transaction: &Transaction) -> Result<Follow, WebError> {
    let bodies = transaction.all(BODIES).await?;
    if bodies.length() == 0 {
        return Ok(Follow::Nothing);
    }
    // Version 1 wrote and removed both together, so their order is the same.
    for (former, body) in reports(transaction).await?.into_iter().zip(bodies.iter()) {
        if let Ok(list) = Blocklist::read(&Uint8Array::new(&body).to_vec(), &BrowserParser) {
            let read_at = former.fetched_at.unwrap_or_default();
            let version = Version::of(&list, Day::of_moment(read_at), None);
            put_bytes(transaction, KEYS, &former.id, &version.keys).await?;
            put_bytes(transaction, ROWS, &former.id, &version.rows).await?;
            let mut now = report(&Source::of(&former.id), &list);
            now.fetched_at = former.fetched_at;
            put_report(transaction, &now).await?;
        }
        transaction.delete(BODIES, &former.id).await?;
    }
    Ok(Follow::Index)
}

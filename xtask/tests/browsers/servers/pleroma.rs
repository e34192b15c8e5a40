//! Pleroma, as it was before reasons were published; a plain name there is one name
//! (`lib/pleroma/web/activity_pub/mrf.ex` in pleroma-social/pleroma).

use super::akkoma::{answer, described};
use super::{Entry, Server};

/// A server that says all.
pub fn open(entries: &[Entry]) -> Server {
    let federation = described(entries, |it| it.name.clone());
    Box::new(move |request| answer(request, "pleroma", "2.2.2", &federation))
}

//! A fork of Mastodon from before there was an endpoint for it: names alone, within NodeInfo (seen on servers that run
//! Corgidon).

use serde_json::json;

use super::entry::{Entry, Kind, names};
use super::fediverse::{NodeInfo, PLAIN, page, webfinger};
use super::{Server, trouble};

/// A server that names those it suspends and those it limits.
pub fn open(entries: &[Entry]) -> Server {
    let federation = json!({
        "suspend": names(entries, Kind::Suspend), "silence": names(entries, Kind::Silence),
        "rejectMedia": [], "rejectReports": [],
    });
    Box::new(move |request| {
        let metadata = json!({"federation": federation});
        NodeInfo { documents: PLAIN, software: "corgidon", version: "3.1.4", metadata }
            .answer(request)
            .or_else(|| webfinger(request, &request.host, "/users/{}", "/@{}"))
            .unwrap_or_else(|| match request.route() {
                "/" => page("Corgidon"),
                _ => trouble::page(404),
            })
    })
}

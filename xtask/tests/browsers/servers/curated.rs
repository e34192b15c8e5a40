//! A host where people keep a list that others load.

use xtask::browser::Answer;

use super::entry::{Entry, Kind};
use super::fediverse::hash;
use super::{Server, trouble};

/// Where the list is with severities and reasons, in the columns of FediBlockHole
/// (`const.py` in eigenmagic/fediblockhole).
pub const CSV: &str = "/blocklist.csv";
/// Where it is as names alone.
pub const PLAIN: &str = "/blocklist.txt";

/// A host with one list in both forms, with strong entity tags.
pub fn host(entries: &[Entry]) -> Server {
    let severity = |it: &Entry| match it.kind {
        Kind::Suspend => "suspend",
        Kind::Silence => "silence",
        Kind::Allow => "noop",
    };
    let row = |it: &Entry| {
        let comment = it.comment.as_deref().unwrap_or_default().replace('"', "\"\"");
        format!("{},{},\"{comment}\",False,False,False\r\n", it.name, severity(it))
    };
    let rows: String = entries.iter().map(row).collect();
    let csv =
        format!("domain,severity,public_comment,reject_media,reject_reports,obfuscate\r\n{rows}");
    let plain: String = entries.iter().map(|it| format!("{}\n", it.name)).collect();
    Box::new(move |request| {
        let (kind, body) = match request.route() {
            CSV => ("text/csv; charset=utf-8", &csv),
            PLAIN => ("text/plain; charset=utf-8", &plain),
            _ => return trouble::page(404),
        };
        Answer::of(kind, body.as_str())
            .with("last-modified", "Mon, 20 Jan 2025 10:00:00 GMT")
            .tagged(&format!("\"{}\"", hash(body)), request)
    })
}

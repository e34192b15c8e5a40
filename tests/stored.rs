//! What every layout stored can be read: `tests/data/stored` has it, as the version with that layout wrote it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "all of it is a test")]

use fencepost::address::NativeParser;
use fencepost::blocklist::Blocklist;
use fencepost::changes::HistoryEntry;
use fencepost::choices::Choices;
use fencepost::index::{self, Rows};
use fencepost::protocol::lists::ListReport;
use serde_json::Value;

fn layout(number: u32) -> Value {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/stored");
    let text = std::fs::read_to_string(format!("{folder}/{number}.json")).unwrap();
    let layout: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(layout["layout"], number);
    layout["stores"].clone()
}

/// What a list has in a store.
fn bytes(store: &Value, id: &str) -> Vec<u8> {
    if let Some(text) = store[id]["text"].as_str() {
        return text.as_bytes().to_vec();
    }
    let (digits, _) = store[id]["bytes"].as_str().unwrap().as_bytes().as_chunks::<2>();
    let byte = |it: &[u8; 2]| u8::from_str_radix(str::from_utf8(it).unwrap(), 16).unwrap();
    digits.iter().map(byte).collect()
}

fn reports(stores: &Value) -> Vec<ListReport> {
    let reports = stores["reports"].as_object().unwrap();
    reports.values().map(|it| serde_json::from_value(it.clone()).unwrap()).collect()
}

#[test]
fn layout_1() {
    let stores = layout(1);
    let reports = reports(&stores);
    assert!(reports.iter().all(|it| it.fetched_at == Some(1_700_000_000_000.0)));
    let read = |id: &str| Blocklist::read(&bytes(&stores["bodies"], id), &NativeParser);
    assert_eq!(read("file:List").unwrap().blocks.len(), 1);
    assert_eq!(read("home:server.example").unwrap().blocks.len(), 2);
    assert!(read("file:Odd").is_err());
}

#[test]
fn layout_2() {
    let stores = layout(2);
    let mut names = Vec::new();
    for report in reports(&stores) {
        let rows = Rows::load(bytes(&stores["rows"], &report.id)).unwrap();
        names.push((report.id.clone(), rows.len()));
        assert!(rows.iter().all(|row| row.first_seen.to_string() == "2026-11-25"));
        // Whoever makes keys another way has to give them another number: what is stored would mean something else.
        let keys = bytes(&stores["keys"], &report.id);
        assert!(index::are_whole(&keys), "{}", report.id);
        assert_eq!(index::keys(&rows.list()), keys, "{}", report.id);
        let history = stores["changes"][&report.id].clone();
        serde_json::from_value::<Vec<HistoryEntry>>(history).unwrap();
    }
    let expected = [("file:List", 1), ("home:server.example", 13), ("own", 1)];
    assert_eq!(names, expected.map(|(id, rows)| (id.to_owned(), rows)));
    let choices: Choices = serde_json::from_value(stores["index"]["choices"].clone()).unwrap();
    assert_eq!(choices.muted[0].as_str(), "muted.example");
}

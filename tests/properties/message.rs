//! Messages between the extension's contexts, and the parts of a file that everything is configured from.

use std::fmt::Debug;

use fencepost::export::Record;
use fencepost::marks::MarkAttribute;
use fencepost::protocol::{self, lists};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::list::without_reach_of_stars;

/// A message is refused, or is what it says and nothing else; so are the parts of a backup.
pub fn message(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Some(protocol::Request::Judge { attribute: Some(name), .. }) = same(&text)
        && let Ok(attribute) = MarkAttribute::parse(&name)
    {
        let is_plain = attribute.as_str().bytes().all(|it| it.is_ascii_alphanumeric());
        assert!(is_plain && attribute.as_str() == name, "it stands in a style sheet");
    }
    same::<lists::Request>(&text);
    same::<protocol::Response>(&text);
    same::<lists::Response>(&text);
    same::<lists::ListReport>(&text);
    same::<lists::Rule>(&text);
    if let Some(block) = same::<Record>(&text).and_then(Record::block) {
        let again = Record::of(&block, None).block();
        assert_eq!(again, Some(without_reach_of_stars(&block)), "written and read again");
    }
}

/// Reads, writes and reads again.
fn same<T: Serialize + DeserializeOwned + PartialEq + Debug>(text: &str) -> Option<T> {
    let value: T = serde_json::from_str(text).ok()?;
    let written = serde_json::to_string(&value).unwrap();
    assert_eq!(serde_json::from_str::<T>(&written).unwrap(), value, "{written}");
    Some(value)
}

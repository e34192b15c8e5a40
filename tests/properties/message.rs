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
    same::<lists::Rule>(&text);
    // Times are fractions, which are not read to their last bit.
    again::<protocol::Response>(&text);
    again::<lists::Response>(&text);
    again::<lists::ListReport>(&text);
    if let Some(block) = same::<Record>(&text).and_then(Record::block) {
        let again = Record::of(&block, None).block();
        assert_eq!(again, Some(without_reach_of_stars(&block)), "written and read again");
    }
}

/// Reads, writes and reads the same again.
fn same<T: Serialize + DeserializeOwned + PartialEq + Debug>(text: &str) -> Option<T> {
    let (value, again) = again::<T>(text)?;
    assert_eq!(again, value, "{text}");
    Some(value)
}

/// Reads, writes and reads again.
fn again<T: Serialize + DeserializeOwned>(text: &str) -> Option<(T, T)> {
    let value: T = serde_json::from_str(text).ok()?;
    let written = serde_json::to_string(&value).unwrap();
    let again = serde_json::from_str(&written).unwrap();
    Some((value, again))
}

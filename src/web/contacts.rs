//! Whom a check contacted since the browser was started. The keeper notes it before it asks, the privacy page shows it;
//! the browser forgets it when it is closed.

use js_sys::{Array, Date};
use wasm_bindgen::JsValue;

use super::error::WebError;
use super::webext::{self, settled};

/// A server that was contacted.
pub struct Contact {
    /// The host.
    pub host: String,
    /// When that was the last time, in milliseconds since 1970.
    pub at: f64,
}

/// Notes that a host is contacted now; what a private window has it asked, until the last private window is closed.
pub async fn note(host: &str, is_private: bool) -> Result<(), WebError> {
    let noted = webext::note_contact(host, Date::now(), is_private);
    settled(noted, "noting whom a check contacts").await.map(drop)
}

/// Whom checks contacted, the latest first.
pub async fn all() -> Result<Vec<Contact>, WebError> {
    let all = settled(webext::contacts(), "recalling whom checks contacted").await?;
    let read = |entry: JsValue| {
        let entry = Array::from(&entry);
        Some(Contact { host: entry.get(0).as_string()?, at: entry.get(1).as_f64()? })
    };
    Ok(Array::from(&all).iter().filter_map(read).collect())
}

//! The browser's own URL parser.

use web_sys::Url;

use crate::address::{Address, AddressParser};
use crate::domain::Domain;

/// Parses addresses as the browser does that will follow them.
pub struct BrowserParser;

impl AddressParser for BrowserParser {
    fn parse(&self, text: &str) -> Option<Address> {
        let url = Url::new(text).ok()?;
        let part = |text: String| (text.len() > 1).then(|| text.chars().skip(1).collect());
        Some(Address {
            scheme: url.protocol().trim_end_matches(':').to_owned(),
            host: Domain::parse(&url.hostname()).ok(),
            path: url.pathname(),
            query: part(url.search()),
            fragment: part(url.hash()),
        })
    }
}

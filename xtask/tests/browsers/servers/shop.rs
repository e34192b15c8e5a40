//! Sites that have nothing to do with the fediverse.

use xtask::browser::{Answer, Request};

use super::fediverse::page;
use super::trouble;

/// A shop: one page, and nothing else.
pub fn open(request: &Request) -> Answer {
    if request.route() == "/" { page("Shop") } else { trouble::page(404) }
}

/// A shop that is one application, which answers every path.
pub fn application(_: &Request) -> Answer {
    page("Shop")
}

//! A service like Threads: its profiles are in WebFinger, and it has no NodeInfo and no list.

use xtask::browser::{Answer, Request};

use super::fediverse::{page, webfinger};

/// The service under the name of its handles; every other path is its application.
pub fn open(request: &Request) -> Answer {
    webfinger(request, &request.host, "/ap/users/{}/", "/@{}").unwrap_or_else(|| page("Threads"))
}

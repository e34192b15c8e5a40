//! Servers that answer as real ones do.
//!
//! A function of entries makes a server of that software, `lemmy::v1(&[suspend("bad.example")])`; a function of a
//! request is one. Both go to `Proxy::answer`. Every server has NodeInfo and WebFinger as its software has them:
//! there is every user but `nobody`.
#![allow(clippy::indexing_slicing, reason = "an index that JSON does not have answers null")]
#![allow(dead_code, unused_imports, reason = "each test program has use for some of them")]

pub mod akkoma;
pub mod corgidon;
pub mod curated;
mod entry;
mod fediverse;
pub mod friendica;
pub mod gotosocial;
pub mod lemmy;
pub mod mastodon;
pub mod mbin;
pub mod misskey;
pub mod peertube;
pub mod piefed;
pub mod pixelfed;
pub mod pleroma;
pub mod sharkey;
pub mod shop;
pub mod split;
pub mod threads;
pub mod trouble;
pub mod writefreely;

pub use entry::{Entry, allow, silence, suspend};

use xtask::browser::{Answer, Request};

/// The name of the server whose list is loaded.
pub const FRIENDS: &str = "friends.example";

/// What answers requests to one host.
pub type Server = Box<dyn Fn(&Request) -> Answer + Send + Sync>;

/// A Mastodon server that shows its list: two suspended, of which one is starred out for readers, and one limited.
pub fn friends() -> Server {
    mastodon::open(&[
        suspend("threads.net"),
        silence("limited.example"),
        suspend("starred.example").starred(),
    ])
}

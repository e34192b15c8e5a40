//! What holds for any bytes.
//!
//! Each function panics when it does not. `./build.sh fuzz` looks for such bytes; `tests/fuzz.rs` tries what was found so
//! far, `fuzz/corpus`, and changed copies of it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a property that does not hold panics"
)]

mod answer;
mod brand;
mod check;
mod handle;
mod list;
mod memory;
mod message;
mod oracle;
mod pattern;
mod source;
mod stored;
mod target;

pub use answer::{answer, members};
pub use brand::{announcement, brand};
pub use check::{check, follows, subject};
pub use handle::handle;
pub use list::list;
pub use message::message;
pub use pattern::pattern;
pub use source::source;
pub use stored::stored;
pub use target::target;

/// What holds for any bytes.
type Property = fn(&[u8]);

/// All of them, each with the name of its corpus.
pub const ALL: [(&str, Property); 14] = [
    ("list", list),
    ("answer", answer),
    ("stored", stored),
    ("target", target),
    ("handle", handle),
    ("source", source),
    ("members", members),
    ("subject", subject),
    ("check", check),
    ("follows", follows),
    ("brand", brand),
    ("announcement", announcement),
    ("message", message),
    ("pattern", pattern),
];

/// The first byte, which chooses something, and the rest.
fn choice(bytes: &[u8]) -> (usize, &[u8]) {
    bytes.split_first().map_or((0, bytes), |(first, rest)| ((*first).into(), rest))
}

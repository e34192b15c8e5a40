//! The question about one profile or server: can my account and this one see each other?
//!
//! 1. [`Subject`]: who is meant, from whatever a person types or pastes.
//! 2. [`Place`]: where that is. A handle's domain and the host of its account can be two, and both are judged.
//! 3. [`Listing`]: what one list says of a place. Of the user's own lists that is known at once, without any request.
//! 4. [`Checking`]: the full check, as requests one after the other; what it brings are [`Findings`].
//! 5. [`Answer`]: both sides put together by [`federation`](crate::federation), as a table ready to be shown.
//!
//! And the question about many: [`follows`] compares servers by whom of the followed one would lose there.
//!
//! Nothing here does I/O or reads a clock.

mod answer;
mod checking;
mod findings;
mod finger;
mod found;
mod listing;
mod place;
mod questions;
mod subject;

pub mod follows;

pub use answer::{Answer, AnswerRow, Basis, Home, answer};
pub use checking::{Checking, Step};
pub use findings::{Account, Findings, Trouble};
pub use finger::FingerError;
pub use listing::{ListState, Listing, Statement, Unclear};
pub use place::Place;
pub use subject::{Subject, SubjectError};

/// How long each request of a [`Checking`] may take, in milliseconds.
pub const TIME_LIMIT_MS: u32 = 15_000;
/// How long each answer to a [`Checking`] may be, in bytes.
pub const MAX_BYTES: usize = 1 << 20;

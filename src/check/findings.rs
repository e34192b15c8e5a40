//! What a full check brings.

use thiserror::Error;

use super::{FingerError, Place, Statement};
use crate::day::Day;
use crate::domain::Domain;
use crate::federation::Policy;
use crate::source::Software;

/// What a check brought.
#[derive(Clone, Debug, PartialEq)]
pub struct Findings {
    /// Where the account is, as far as both of its domains agree.
    pub place: Place,
    /// Whether there is such an account.
    pub account: Account,
    /// What their server runs.
    pub software: Option<Software>,
    /// What their server does to the user's home.
    pub theirs: Statement,
    /// The day on which their list was read.
    pub day: Option<Day>,
    /// What the user's home shows of the account or its server; `None` when that says nothing.
    pub at_home: Option<Policy>,
    /// What went wrong, in the order in which it did.
    pub troubles: Vec<Trouble>,
}

/// Whether there is an account of that name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Account {
    /// No account was named.
    NotAsked,
    /// There is.
    Found,
    /// Their server knows none.
    NotFound,
    /// There was one.
    Gone,
    /// There was no answer that says anything.
    Unknown,
}

/// Something that went wrong, and what it was about.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Trouble {
    /// WebFinger's answer cannot be used.
    #[error(transparent)]
    Finger(#[from] FingerError),
    /// Nobody answers.
    #[error("nobody answers at {0}")]
    Nobody(Domain),
    /// No answer in time.
    #[error("{0} did not answer in time")]
    TooLate(Domain),
    /// The answer is longer than [`MAX_BYTES`](super::MAX_BYTES).
    #[error("the answer of {0} is too large")]
    TooLarge(Domain),
    /// The server answers with an error of its own.
    #[error("{server} answered with status {status}")]
    Answered {
        /// The server.
        server: Domain,
        /// The HTTP status.
        status: u16,
    },
    /// The answer came from another host, and was dropped.
    #[error("{server} sent the question on to {address}, so the answer was dropped")]
    Left {
        /// Who was asked.
        server: Domain,
        /// Where the answer came from, cut where it is long.
        address: String,
    },
    /// The person did not want this host to be asked.
    #[error("{0} was not asked")]
    NotAsked(Domain),
    /// Their list has too many pages.
    #[error("the list of {0} takes too many requests")]
    TooManyRequests(Domain),
}

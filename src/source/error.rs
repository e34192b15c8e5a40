//! Why there is no list.

use thiserror::Error;

use super::ListAccess;
use crate::blocklist::ListError;
use crate::domain::Domain;

/// Why a list could not be loaded. `server` is the server that was named, or the one that holds the list's address.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SourceError {
    /// Nobody answers under this name.
    #[error("nobody answers at {0}")]
    NoSuchServer(Domain),
    /// Something answers that is no fediverse server.
    #[error("{0} is not a fediverse server")]
    NotFediverse(Domain),
    /// A fediverse server that answers as if it had no list, or refuses to show it.
    #[error("{0} does not show its list to strangers")]
    NotShown(Domain),
    /// A fediverse server that shows its list to nobody.
    #[error("{0} does not publish its list")]
    Unpublished(Domain),
    /// A server that exchanges posts only with those it allows, and does not say which these are.
    #[error("{0} exchanges posts only with servers that it allows, and does not say which")]
    AllowedNotShown(Domain),
    /// A fediverse server whose software has another way to publish its list, or none.
    #[error("{server} runs {software}, which does not publish its list in this way")]
    Unsupported {
        /// The server.
        server: Domain,
        /// The software's name, as its NodeInfo says.
        software: String,
    },
    /// The server answers with an error of its own.
    #[error("{server} answered with status {status}")]
    Answered {
        /// The server.
        server: Domain,
        /// The HTTP status.
        status: u16,
    },
    /// No answer in time.
    #[error("{0} did not answer in time")]
    TooLate(Domain),
    /// The answer is longer than the limit.
    #[error("the list of {0} is too large")]
    TooLarge(Domain),
    /// The answer is not a list.
    #[error("what {server} answered is not a list: {error}")]
    NotAList {
        /// The server.
        server: Domain,
        /// What is wrong with it.
        error: ListError,
    },
    /// The server leads to an address that is not followed: it is not `https`, has a port of its own, names no server
    /// of the public web, or nobody was asked whether it may be followed.
    #[error("{server} leads to {address}, which is not followed")]
    Astray {
        /// The server.
        server: Domain,
        /// Where it leads, cut where it is long.
        address: String,
    },
}

impl SourceError {
    /// What it says about the list.
    pub fn access(&self) -> ListAccess {
        match self {
            SourceError::NotFediverse(_) => ListAccess::NotFediverse,
            SourceError::NotShown(_) => ListAccess::NotShown,
            SourceError::Unpublished(_) => ListAccess::Unpublished,
            SourceError::AllowedNotShown(_) => ListAccess::AllowList,
            SourceError::Unsupported { .. } => ListAccess::Unsupported,
            SourceError::NoSuchServer(_)
            | SourceError::Answered { .. }
            | SourceError::TooLate(_)
            | SourceError::TooLarge(_)
            | SourceError::NotAList { .. }
            | SourceError::Astray { .. } => ListAccess::Unreachable,
        }
    }
}

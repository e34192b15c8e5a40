//! Where an account is.

use serde::{Deserialize, Serialize};

use crate::domain::Domain;

/// Where an account is: the domain of its handle, and the host of its address. They differ where a server is set up so
/// that handles have a shorter name than its web pages have
/// (<https://docs.joinmastodon.org/admin/config/#web_domain>).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The domain of handles.
    pub handle: Domain,
    /// The host of accounts' addresses.
    pub actor: Domain,
}

impl Place {
    /// Both.
    pub fn domains(&self) -> impl Iterator<Item = &Domain> {
        let second = (self.actor != self.handle).then_some(&self.actor);
        std::iter::once(&self.handle).chain(second)
    }
}

impl From<Domain> for Place {
    fn from(domain: Domain) -> Place {
        Place { handle: domain.clone(), actor: domain }
    }
}

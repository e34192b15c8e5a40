//! Comparing servers by whom one would lose there: of the people that somebody follows, who could no longer be followed
//! from which server, and who would be limited.
//!
//! All is looked up in lists that are loaded; nothing is asked.

mod csv;
mod report;

pub use csv::{Follows, FollowsError};
pub use report::{Comparison, Group, ServerSummary};

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use super::{Listing, Place};
use crate::domain::Domain;
use crate::federation::Policy;

/// What becomes of an account when one moves to a server, the better before the worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Fate {
    /// Nothing that the list tells.
    Kept,
    /// It is limited there.
    Limited,
    /// The list does not tell.
    Unknown,
    /// It cannot be followed from there.
    Lost,
}

/// A comparison that is under way. Dropping it ends it.
#[derive(Debug)]
pub struct Comparing {
    /// The domains that are left, each with its accounts; the last is next.
    left: Vec<(Domain, Vec<String>)>,
    total: usize,
    found: Comparison,
}

impl Comparing {
    /// Begins to compare these servers.
    pub fn start(follows: Follows, servers: &[Listing<'_>]) -> Comparing {
        let mut left: Vec<(Domain, Vec<String>)> = Vec::new();
        let mut accounts = follows.accounts;
        accounts
            .sort_by_cached_key(|it| Reverse((it.domain.clone(), it.user.to_ascii_lowercase())));
        accounts.dedup_by(|a, b| a.is_same(b));
        let n_accounts = accounts.len();
        for account in accounts {
            let name = account.to_string();
            match left.last_mut() {
                Some((domain, names)) if *domain == account.domain => names.push(name),
                _ => left.push((account.domain, vec![name])),
            }
        }
        let summary = |it: &Listing<'_>| ServerSummary::new(it.state.server.to_string());
        let found = Comparison {
            accounts: u32::try_from(n_accounts).unwrap_or(u32::MAX),
            unreadable: follows.unreadable,
            servers: servers.iter().map(summary).collect(),
            groups: Vec::new(),
        };
        Comparing { total: left.len(), left, found }
    }

    /// Looks up at most so many domains, in the same servers in the same order. Whether some are left.
    pub fn go_on(&mut self, servers: &[Listing<'_>], domains: usize) -> bool {
        let from = self.left.len().saturating_sub(domains);
        for (domain, mut names) in self.left.split_off(from).into_iter().rev() {
            names.reverse();
            let place = Place::from(domain.clone());
            let judged: Vec<_> = servers.iter().map(|it| fate(it, &place)).collect();
            self.found.add(&domain, names, judged);
        }
        !self.left.is_empty()
    }

    /// How much is done, from 0 to 1.
    pub fn progress(&self) -> f64 {
        if self.total == 0 {
            return 1.0;
        }
        (self.total - self.left.len()) as f64 / self.total as f64
    }

    /// What was found so far.
    pub fn finish(self) -> Comparison {
        self.found
    }
}

/// What becomes of the accounts at a place, and the reason that the list gives.
fn fate(server: &Listing<'_>, place: &Place) -> (Fate, Option<String>) {
    let statement = server.says(place);
    let fate = match statement.policy {
        _ if place.handle == server.state.server => Fate::Kept,
        _ if statement.unclear.is_some() => Fate::Unknown,
        Policy::Suspend | Policy::AllowListWithoutUs => Fate::Lost,
        Policy::Silence => Fate::Limited,
        Policy::None | Policy::RejectMedia => Fate::Kept,
    };
    (fate, statement.comment)
}

#[cfg(test)]
mod tests;

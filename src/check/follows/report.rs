//! A comparison as a table.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use super::Fate;
use crate::domain::Domain;
use crate::export::quoted;

/// What was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Comparison {
    /// How many accounts were compared.
    pub accounts: u32,
    /// How many rows of the file hold no account.
    pub unreadable: u32,
    /// The servers, in the order in which they were named.
    pub servers: Vec<ServerSummary>,
    /// Where something changes on at least one server, by domain.
    pub groups: Vec<Group>,
}

/// How many accounts on one server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ServerSummary {
    /// The server.
    pub server: String,
    /// Would be lost.
    pub lost: u32,
    /// Would be limited.
    pub limited: u32,
    /// Are not told of.
    pub unknown: u32,
    /// The reasons that its list gives for those that would be lost or limited, each with how many accounts, most
    /// first; without a reason as an empty text.
    pub reasons: Vec<(String, u32)>,
}

/// Accounts that share a domain, and so their fate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Group {
    /// The domain.
    pub domain: String,
    /// The accounts.
    pub accounts: Vec<String>,
    /// What becomes of them on each server, in the order of [`Comparison::servers`], and the reason that its list
    /// gives.
    pub fates: Vec<(Fate, Option<String>)>,
}

impl ServerSummary {
    pub(super) fn new(server: String) -> ServerSummary {
        ServerSummary { server, lost: 0, limited: 0, unknown: 0, reasons: Vec::new() }
    }

    fn add(&mut self, fate: Fate, reason: Option<&str>, accounts: u32) {
        match fate {
            Fate::Kept => return,
            Fate::Unknown => {
                self.unknown += accounts;
                return;
            }
            Fate::Limited => self.limited += accounts,
            Fate::Lost => self.lost += accounts,
        }
        let reason = reason.unwrap_or_default();
        match self.reasons.iter_mut().find(|it| it.0 == reason) {
            Some((_, count)) => *count += accounts,
            None => self.reasons.push((reason.to_owned(), accounts)),
        }
        self.reasons.sort_by_key(|it| Reverse(it.1));
    }
}

impl Comparison {
    pub(super) fn add(
        &mut self,
        domain: &Domain,
        accounts: Vec<String>,
        fates: Vec<(Fate, Option<String>)>,
    ) {
        let count = u32::try_from(accounts.len()).unwrap_or(u32::MAX);
        for (summary, (fate, reason)) in self.servers.iter_mut().zip(&fates) {
            summary.add(*fate, reason.as_deref(), count);
        }
        if fates.iter().any(|(fate, _)| *fate != Fate::Kept) {
            self.groups.push(Group { domain: domain.to_string(), accounts, fates });
        }
    }

    /// As a table for other programs: a row for each account of the groups, a column for each server (RFC 4180).
    pub fn csv(&self) -> String {
        let mut text = "account".to_owned();
        for summary in &self.servers {
            text.push(',');
            text.push_str(&quoted(&summary.server));
        }
        text.push('\n');
        for group in &self.groups {
            for account in &group.accounts {
                // Without its first `@`, which spreadsheets take for the start of a formula.
                text.push_str(account.trim_start_matches('@'));
                for (fate, _) in &group.fates {
                    text.push(',');
                    text.push_str(match fate {
                        Fate::Kept => "kept",
                        Fate::Limited => "limited",
                        Fate::Unknown => "unknown",
                        Fate::Lost => "lost",
                    });
                }
                text.push('\n');
            }
        }
        text
    }
}

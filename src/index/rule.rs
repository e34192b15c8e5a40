//! What one list says about one name, as all buffers write it.

use super::bytes::Reader;
use crate::blocklist::{Covers, DomainBlock, Precedence};
use crate::severity::Severity;

/// What a list says about a name: severity, flags, row.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rule {
    pub(super) severity: Severity,
    pub(super) flags: u8,
    /// Which entry of the list.
    pub(super) row: u32,
}

/// The flag of a name's last rule in the index.
pub(super) const LAST: u8 = 1;
/// The flag of a name that covers nothing below it.
pub(super) const ONLY: u8 = 2;
/// The flag of a name that covers nothing below it but its own `www.`.
pub(super) const WWW: u8 = 4;
/// The flag of a permission that counts before all other entries of its list.
pub(super) const BEFORE_ALL: u8 = 8;
/// The flag of a list in which the strictest entry counts, not the longest.
pub(super) const STRICTEST: u8 = 16;

/// How many bytes a rule has.
pub(super) const LENGTH: usize = 6;

impl Rule {
    pub(super) fn of(block: &DomainBlock, precedence: Precedence, row: u32) -> Rule {
        let covers = match block.covers {
            Covers::Below => 0,
            Covers::BelowBeforeAll => BEFORE_ALL,
            Covers::Only => ONLY,
            Covers::OnlyAndWww => ONLY | WWW,
        };
        let precedence = match precedence {
            Precedence::Longest => 0,
            Precedence::Strictest => STRICTEST,
        };
        Rule { severity: block.severity, flags: covers | precedence, row }
    }

    /// Tells apart the rules of one name that do not apply to the same hosts.
    pub(super) fn reach(self) -> u8 {
        self.flags & (ONLY | WWW | BEFORE_ALL)
    }

    /// Whether the rule of a name applies to a host that is the name or lies below it.
    pub(super) fn applies(self, name: &str, host: &str) -> bool {
        self.flags & ONLY == 0
            || name.len() == host.len()
            || (self.flags & WWW != 0 && host.strip_prefix("www.") == Some(name))
    }

    pub(super) fn write(self, buffer: &mut Vec<u8>) {
        // A severity is written as its position in `Severity::ALL`.
        buffer.extend([self.severity as u8, self.flags]);
        buffer.extend(self.row.to_le_bytes());
    }

    pub(super) fn read(bytes: &[u8; LENGTH]) -> Option<Rule> {
        let [severity, flags, row @ ..] = *bytes;
        let severity = *Severity::ALL.get(usize::from(severity))?;
        Some(Rule { severity, flags, row: u32::from_le_bytes(row) })
    }

    pub(super) fn take(reader: &mut Reader<'_>) -> Option<Rule> {
        Rule::read(&reader.take()?)
    }
}

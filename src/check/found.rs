//! What a full check brings, as it crosses from those who ask to those who answer.

use super::{Account, Findings, FingerError, Subject, Trouble};
use crate::explanation::{Message, Value};
use crate::protocol::check::Found;

impl Found {
    /// Of a check of this subject, which ended at this moment, in milliseconds since 1970.
    pub fn of(subject: &Subject, findings: Findings, at: f64, stamp: String) -> Found {
        let (server, account) = (Value::name(&findings.place.handle), Value::name(subject));
        let account = match findings.account {
            Account::NotFound => Some(Message::new("checkNoAccount", [server, account])),
            Account::Gone => Some(Message::new("checkAccountGone", [server, account])),
            Account::NotAsked | Account::Found | Account::Unknown => None,
        };
        let notes = account.into_iter().chain(findings.troubles.iter().map(trouble)).collect();
        let Findings { place, software, theirs, day, at_home, .. } = findings;
        Found { at, stamp, place, software, theirs, day, at_home, notes }
    }
}

fn trouble(trouble: &Trouble) -> Message {
    match trouble {
        Trouble::Nobody(server) => Message::new("checkNobody", [Value::name(server)]),
        Trouble::TooLate(server) => Message::new("checkTooLate", [Value::name(server)]),
        Trouble::TooLarge(server) => Message::new("checkTooLarge", [Value::name(server)]),
        Trouble::TooManyRequests(server) => {
            Message::new("checkTooManyRequests", [Value::name(server)])
        }
        Trouble::NotAsked(server) => Message::new("checkNotAsked", [Value::name(server)]),
        Trouble::Answered { server, status } => {
            Message::new("checkAnswered", [Value::name(server), Value::Text(status.to_string())])
        }
        Trouble::Left { server, address } => {
            Message::new("checkLeft", [Value::name(server), Value::Text(address.clone())])
        }
        Trouble::Finger(error) => finger(error),
    }
}

fn finger(error: &FingerError) -> Message {
    match error {
        FingerError::Unreadable { server } | FingerError::NoAddress { server } => {
            Message::new("checkUnreadable", [Value::name(server)])
        }
        FingerError::TooManyLinks { server } => {
            Message::new("checkTooManyLinks", [Value::name(server)])
        }
        FingerError::OtherAccount { server, asked, answered } => Message::new(
            "checkOtherAccount",
            [Value::name(server), Value::name(asked), Value::name(answered)],
        ),
        FingerError::NotConfirmed { server, other } => {
            Message::new("checkNotConfirmed", [Value::name(server), Value::name(other)])
        }
    }
}

//! What a person asks about, and whatever servers answer to that.

use std::collections::HashSet;

use fencepost::address::NativeParser;
use fencepost::check::follows::Follows;
use fencepost::check::{Checking, Home, Step, Subject};
use fencepost::domain::Domain;
use fencepost::federation::Kind;

use super::choice;
use super::list::is_message;
use super::source::{END, NOW, answer, is_allowed};

/// More requests than a check makes: sixty, the one after which it gives up, and what the home is asked.
const MOST_REQUESTS: usize = 62;

/// Whoever is meant is on the public web, and is meant again by how it is written.
pub fn subject(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match Subject::parse(&text, &NativeParser) {
        Ok(subject) => {
            assert!(subject.domain.as_str().contains('.'), "{subject}");
            assert_eq!(subject.handle().is_some(), subject.user.is_some());
            let written = subject.to_string();
            assert_eq!(Subject::written(&written, &NativeParser).as_ref(), Some(&subject));
            assert_eq!(Subject::parse(&written, &NativeParser).as_ref(), Ok(&subject));
        }
        Err(error) => is_message(&error.to_string()),
    }
}

/// An export is read or refused, and its accounts are read again from what they are written as.
pub fn follows(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match Follows::read(&text, &NativeParser) {
        Ok(follows) => {
            assert!(!follows.accounts.is_empty());
            let rows = follows.accounts.iter().map(|it| format!("{it}\n")).collect::<String>();
            let again = Follows::read(&format!("Account address\n{rows}"), &NativeParser).unwrap();
            assert_eq!((again.accounts, again.unreadable), (follows.accounts, 0));
        }
        Err(error) => is_message(&error.to_string()),
    }
}

/// Who is asked about and what the home runs, then the answers, which come again from the first when all were given. It
/// ends, and asks nobody but the two servers and who was permitted.
pub fn check(bytes: &[u8]) {
    let (start, bytes) = choice(bytes);
    let answers: Vec<_> = bytes.split(|it| *it == END).collect();
    let subject = if start % 2 == 0 { "@zoe@example.social" } else { "example.social" };
    let subject = Subject::parse(subject, &NativeParser).unwrap();
    let kind = Kind::ALL[start / 2 % Kind::ALL.len()];
    let domain = Domain::parse("home.example").unwrap();
    let home = Home { host: domain.clone(), domain, kind };
    let named = Checking::hosts(&subject, &home);
    let mut hosts: HashSet<_> = named.iter().map(Domain::to_string).collect();
    let (mut checking, request) = Checking::start(subject, home);
    let mut step = Step::Ask(request);
    let mut n_requests = 0;
    let findings = loop {
        step = match step {
            Step::Ask(request) => {
                is_allowed(&request, &hosts);
                n_requests += 1;
                assert!(n_requests <= MOST_REQUESTS, "no end");
                let bytes = answers[(n_requests - 1) % answers.len()];
                checking.answered(answer(bytes, &request), NOW, &NativeParser)
            }
            Step::Permit { host, .. } => {
                assert!(!hosts.contains(host.as_str()), "{host} may be asked already");
                if start >= 128 {
                    checking.refused(NOW)
                } else {
                    hosts.insert(host.to_string());
                    checking.permitted(NOW)
                }
            }
            Step::Done(findings) => break findings,
        };
    };
    findings.troubles.iter().for_each(|it| is_message(&it.to_string()));
}

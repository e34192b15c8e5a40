//! The full check of one subject, request by request.

use super::finger::{self, Finger, FingerError};
use super::{
    Account, Findings, Home, ListState, Listing, MAX_BYTES, Place, Statement, Subject, Trouble,
    Unclear, questions,
};
use crate::address::AddressParser;
use crate::blocklist::{Blocklist, Extent};
use crate::day::Day;
use crate::domain::Domain;
use crate::federation::{Kind, Policy};
use crate::handle::Handle;
use crate::index::{Index, Rank, Rows};
use crate::source::{self, Fetching, Found, ListAccess, MISSKEY_SERVERS, Outcome};
use crate::source::{Request, SourceError, web_host};

/// How many requests a check makes at most. A list that has more pages than that is not read to its end.
const MAX_REQUESTS: u32 = 60;
/// The longest part of an address that people are shown, in characters.
const MAX_SHOWN: usize = 200;

/// A check that is under way. Dropping it ends it.
///
/// 1. WebFinger, when an account is named: at the handle's domain, and at one more host, should it lead there.
/// 2. The server's list, as [`Fetching`] gets it. Misskey and PeerTube are asked about the one server instead.
/// 3. The user's own server: what it shows strangers of the account.
///
/// No host is asked that is not the subject's, the home's, or was [permitted](Step::Permit).
#[derive(Debug)]
pub struct Checking {
    subject: Subject,
    home: Home,
    stage: Stage,
    /// What is asked when the person has permitted it.
    waiting: Option<Question>,
    permitted: Vec<Domain>,
    refused: Vec<Domain>,
    requests: u32,
    found: Findings,
}

/// What to do next.
#[derive(Debug, PartialEq)]
pub enum Step {
    /// Ask this, then call [`Checking::answered`]. There is never a second request before that.
    Ask(Request),
    /// Ask the person whether this host may be asked too, then call [`Checking::permitted`] or [`Checking::refused`].
    Permit {
        /// Who leads there.
        from: Domain,
        /// The host.
        host: Domain,
    },
    /// That is all.
    Done(Box<Findings>),
}

#[derive(Debug)]
enum Stage {
    Finger(Question),
    List(Box<Fetching>),
    /// Their server is asked about the home.
    OfUs {
        host: Domain,
        kind: Kind,
    },
    /// The home is asked about them.
    AtHome,
    Done,
}

/// A question to WebFinger.
#[derive(Clone, Debug)]
struct Question {
    host: Domain,
    account: Handle,
    because: Because,
}

/// Why a host is asked about an account.
#[derive(Clone, Debug)]
enum Because {
    /// It is the handle's domain.
    Named,
    /// The handle's domain sent the question on to it, so it may answer in that one's stead.
    SentOn(Place),
    /// Another host said that the account is here, or has its handle here, so it has to say the same.
    Claimed(Place),
}

/// A good answer of the host that was asked.
struct Reply {
    status: u16,
    body: Vec<u8>,
}

impl Checking {
    /// Begins to check a subject for somebody who has an account at home.
    pub fn start(subject: Subject, home: Home) -> (Checking, Request) {
        let account = subject.handle();
        let found = Findings {
            place: Place::from(subject.domain.clone()),
            account: if account.is_some() { Account::Unknown } else { Account::NotAsked },
            software: None,
            theirs: Statement::unclear(Unclear::NoList(ListAccess::Unreachable)),
            day: None,
            at_home: None,
            troubles: Vec::new(),
        };
        let mut checking = Checking {
            permitted: vec![subject.domain.clone()],
            stage: Stage::Done,
            waiting: None,
            refused: Vec::new(),
            requests: 0,
            subject,
            home,
            found,
        };
        let request = match account {
            Some(account) => {
                let host = account.domain.clone();
                checking.ask(Question { host, account, because: Because::Named })
            }
            None => checking.begin_list(),
        };
        (checking, request)
    }

    /// The hosts that a button has to name before [`start`](Checking::start): whom it will ask first, and the home when
    /// that is asked too.
    pub fn hosts(subject: &Subject, home: &Home) -> Vec<Domain> {
        let mut hosts = vec![subject.domain.clone()];
        let asks_home = match subject.handle() {
            Some(account) => questions::about_account(home.kind, &home.host, &account).is_some(),
            None => false,
        };
        if (asks_home || questions::about_server(home.kind, &home.host, &subject.domain).is_some())
            && home.host != subject.domain
        {
            hosts.push(home.host.clone());
        }
        hosts
    }

    /// Takes the answer to the last request. `now` is in milliseconds since 1970.
    pub fn answered(
        &mut self,
        answer: source::Answer,
        now: f64,
        parser: &dyn AddressParser,
    ) -> Step {
        let answer = match answer {
            source::Answer::Status { body, .. } if body.len() > MAX_BYTES => {
                source::Answer::TooLarge
            }
            answer => answer,
        };
        match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Finger(question) => self.fingered(question, answer, parser),
            Stage::List(mut fetching) => {
                let step = fetching.answered(answer, now, parser);
                self.list(fetching, step, now)
            }
            Stage::OfUs { host, kind } => {
                if let Some(reply) = self.reply(&host, answer, parser) {
                    self.of_us(kind, &reply, now);
                }
                self.at_home()
            }
            Stage::AtHome => {
                let host = self.home.host.clone();
                // Silence says nothing, so it is no trouble either.
                if let source::Answer::Status { .. } = answer
                    && let Some(reply) = self.reply(&host, answer, parser)
                {
                    self.found.at_home = self.read_at_home(&reply, parser);
                }
                self.done()
            }
            Stage::Done => self.done(),
        }
    }

    /// Goes on after [`Step::Permit`], at the other host.
    pub fn permitted(&mut self, now: f64) -> Step {
        if let Some(question) = self.waiting.take() {
            self.permitted.push(question.host.clone());
            return Step::Ask(self.ask(question));
        }
        match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::List(mut fetching) => {
                let step = fetching.permitted();
                self.permitted.push(fetching.host().clone());
                self.list(fetching, step, now)
            }
            stage => {
                self.stage = stage;
                self.done()
            }
        }
    }

    /// Goes on after [`Step::Permit`], without the other host.
    pub fn refused(&mut self, now: f64) -> Step {
        if let Some(question) = self.waiting.take() {
            self.refused.push(question.host.clone());
            self.found.troubles.push(Trouble::NotAsked(question.host));
            return Step::Ask(self.begin_list());
        }
        match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::List(fetching) => {
                let outcome = fetching.refused();
                if let Found::Nothing(SourceError::Astray { address, .. }) = &outcome.found
                    && let Ok(host) = Domain::parse(address)
                {
                    self.found.troubles.push(Trouble::NotAsked(host));
                }
                self.list_done(outcome, now)
            }
            stage => {
                self.stage = stage;
                self.done()
            }
        }
    }

    fn ask(&mut self, question: Question) -> Request {
        let request = finger::request(&question.host, &question.account);
        self.stage = Stage::Finger(question);
        request
    }

    /// What the host that was asked answered; everything else is noted as a trouble.
    fn reply(
        &mut self,
        host: &Domain,
        answer: source::Answer,
        parser: &dyn AddressParser,
    ) -> Option<Reply> {
        let trouble = match answer {
            source::Answer::Status { status, body, address, .. } => {
                if web_host(&address, parser).as_ref() == Some(host) {
                    return Some(Reply { status, body });
                }
                let address = address.chars().take(MAX_SHOWN).collect();
                Trouble::Left { server: host.clone(), address }
            }
            source::Answer::Nobody => Trouble::Nobody(host.clone()),
            source::Answer::TooLate => Trouble::TooLate(host.clone()),
            source::Answer::TooLarge => Trouble::TooLarge(host.clone()),
        };
        self.found.troubles.push(trouble);
        None
    }

    fn fingered(
        &mut self,
        question: Question,
        answer: source::Answer,
        parser: &dyn AddressParser,
    ) -> Step {
        let left_for = match &answer {
            source::Answer::Status { address, .. } => web_host(address, parser),
            _ => None,
        };
        let is_nobody = matches!(answer, source::Answer::Nobody | source::Answer::TooLate);
        let Some(reply) = self.reply(&question.host, answer, parser) else {
            return match (left_for, question.because) {
                (Some(host), Because::Named) => {
                    self.found.troubles.pop();
                    let place = Place { handle: question.host.clone(), actor: host.clone() };
                    let because = Because::SentOn(place);
                    self.lead(&question.host, Question { host, account: question.account, because })
                }
                // It leaves its accounts to the host that said so.
                (Some(host), Because::Claimed(place)) if host == place.actor => {
                    self.found.troubles.pop();
                    self.confirm(place)
                }
                (_, Because::Named) if is_nobody => self.at_home(),
                _ => Step::Ask(self.begin_list()),
            };
        };
        match reply.status {
            200..=299 => match finger::read(&reply.body, &question.host, parser) {
                Ok(finger) => self.located(question, finger),
                Err(error) => self.unusable(error),
            },
            _ if matches!(question.because, Because::Claimed(_)) => {
                self.unusable(self.not_confirmed(question.host))
            }
            404 | 410 => {
                let is_gone = reply.status == 410;
                self.found.account = if is_gone { Account::Gone } else { Account::NotFound };
                Step::Ask(self.begin_list())
            }
            status => {
                self.found.troubles.push(Trouble::Answered { server: question.host, status });
                Step::Ask(self.begin_list())
            }
        }
    }

    /// Judges what a server says about where an account is. What it says of another server counts only when that one
    /// says the same: Mastodon too wants both to lead to each other (`app/services/activitypub/fetch_remote_actor_service.rb`,
    /// `check_webfinger!`).
    fn located(&mut self, question: Question, finger: Finger) -> Step {
        let Question { host, account, because } = question;
        let Finger { subject, actor } = finger;
        let named = Place { handle: subject.domain.clone(), actor };
        let is_asked = subject.is_same(&account);
        match because {
            Because::SentOn(place) | Because::Claimed(place) if is_asked && named == place => {
                self.confirm(named)
            }
            // The old name of an account that is wholly at the host which the question was sent on to.
            Because::SentOn(_)
                if named == Place::from(host.clone())
                    && subject.user.eq_ignore_ascii_case(&account.user) =>
            {
                self.confirm(named)
            }
            Because::SentOn(_) | Because::Claimed(_) => {
                let error = self.not_confirmed(host);
                self.unusable(error)
            }
            Because::Named if is_asked && named.actor == host => self.confirm(named),
            Because::Named if is_asked => {
                let host = named.actor.clone();
                let because = Because::Claimed(named);
                self.lead(&account.domain.clone(), Question { host, account, because })
            }
            Because::Named
                if named.handle != host
                    && named.domains().all(|it| *it == host || *it == named.handle) =>
            {
                let to = named.handle.clone();
                let because = Because::Claimed(named);
                self.lead(&host, Question { host: to, account: subject, because })
            }
            Because::Named => self.unusable(FingerError::OtherAccount {
                server: host,
                asked: account,
                answered: subject,
            }),
        }
    }

    fn not_confirmed(&self, other: Domain) -> FingerError {
        FingerError::NotConfirmed { server: self.subject.domain.clone(), other }
    }

    /// Wants to ask another host.
    fn lead(&mut self, from: &Domain, question: Question) -> Step {
        if self.permitted.contains(&question.host) {
            return Step::Ask(self.ask(question));
        }
        let step = Step::Permit { from: from.clone(), host: question.host.clone() };
        self.waiting = Some(question);
        step
    }

    fn confirm(&mut self, place: Place) -> Step {
        self.found.account = Account::Found;
        self.found.place = place;
        Step::Ask(self.begin_list())
    }

    fn unusable(&mut self, error: FingerError) -> Step {
        self.found.troubles.push(error.into());
        Step::Ask(self.begin_list())
    }

    fn begin_list(&mut self) -> Request {
        let (fetching, request) = Fetching::start(self.found.place.actor.clone(), None);
        self.stage = Stage::List(Box::new(fetching));
        request
    }

    fn list(&mut self, mut fetching: Box<Fetching>, step: source::Step, now: f64) -> Step {
        match step {
            source::Step::Ask(request) => {
                self.requests += 1;
                let host = fetching.host().clone();
                if request.address.ends_with(MISSKEY_SERVERS) {
                    self.found.software = fetching.software().cloned();
                    return self.ask_of_us(host, Kind::Misskey);
                }
                if self.requests > MAX_REQUESTS {
                    self.found.software = fetching.software().cloned();
                    self.found.troubles.push(Trouble::TooManyRequests(host));
                    return self.at_home();
                }
                self.stage = Stage::List(fetching);
                Step::Ask(request)
            }
            source::Step::Permit { host } if self.refused.contains(&host) => {
                self.list_done(fetching.refused(), now)
            }
            source::Step::Permit { host } if self.permitted.contains(&host) => {
                let step = fetching.permitted();
                self.list(fetching, step, now)
            }
            source::Step::Permit { host } => {
                let from = fetching.host().clone();
                self.stage = Stage::List(fetching);
                Step::Permit { from, host }
            }
            source::Step::Done(outcome) => self.list_done(*outcome, now),
        }
    }

    fn list_done(&mut self, outcome: Outcome, now: f64) -> Step {
        let kind = outcome.software.as_ref().map_or(Kind::Other, Kind::of);
        self.found.software = outcome.software;
        // A server's name that leads to its web pages, which was permitted.
        if self.subject.user.is_none() && self.found.software.is_some() {
            self.found.place.actor = outcome.host.clone();
        }
        match outcome.found {
            Found::List(list) => {
                self.found.day = Some(Day::of_moment(now));
                self.found.theirs = statement(&list, kind, &outcome.host, &self.home.place(), now);
            }
            Found::Nothing(_) if kind == Kind::PeerTube => {
                return self.ask_of_us(outcome.host, kind);
            }
            Found::Nothing(_) | Found::NotModified => {
                self.found.theirs = Statement::unclear(Unclear::NoList(outcome.access));
            }
        }
        self.at_home()
    }

    fn ask_of_us(&mut self, host: Domain, kind: Kind) -> Step {
        self.found.theirs = Statement::unclear(Unclear::NoList(ListAccess::Unreachable));
        match questions::about_server(kind, &host, &self.home.host) {
            Some(request) => {
                self.stage = Stage::OfUs { host, kind };
                Step::Ask(request)
            }
            None => self.at_home(),
        }
    }

    fn of_us(&mut self, kind: Kind, reply: &Reply, now: f64) {
        let policy = match reply.status {
            200..=299 => questions::read_about_server(kind, &reply.body, &self.home.host),
            _ => None,
        };
        self.found.theirs = match policy {
            Some(policy) => {
                self.found.day = Some(Day::of_moment(now));
                Statement { policy, ..Statement::default() }
            }
            None if (200..=299).contains(&reply.status) => Statement::unclear(Unclear::OnlyMet),
            None => Statement::unclear(Unclear::NoList(ListAccess::NotShown)),
        };
    }

    fn at_home(&mut self) -> Step {
        let Home { kind, host, .. } = &self.home;
        let request = questions::about_server(*kind, host, &self.found.place.actor)
            .or_else(|| questions::about_account(*kind, host, &self.account()?));
        match request {
            Some(request) => {
                self.stage = Stage::AtHome;
                Step::Ask(request)
            }
            None => self.done(),
        }
    }

    fn read_at_home(&self, reply: &Reply, parser: &dyn AddressParser) -> Option<Policy> {
        if !(200..=299).contains(&reply.status) {
            return None;
        }
        let Home { kind, host, .. } = &self.home;
        let about = &self.found.place.actor;
        match questions::about_server(*kind, host, about) {
            Some(_) => questions::read_about_server(*kind, &reply.body, about),
            None => questions::read_about_account(&reply.body, &self.account()?, parser),
        }
    }

    /// The account by its confirmed handle.
    fn account(&self) -> Option<Handle> {
        Handle::new(self.subject.user.as_deref()?, self.found.place.handle.clone()).ok()
    }

    fn done(&mut self) -> Step {
        self.stage = Stage::Done;
        Step::Done(Box::new(self.found.clone()))
    }
}

/// What a list that was just read says of the home.
fn statement(list: &Blocklist, kind: Kind, server: &Domain, home: &Place, now: f64) -> Statement {
    let day = Day::of_moment(now);
    let index = Index::of(&[(server.as_str(), Rank::Other, list)]).unwrap_or_default();
    let rows = Rows::load(Rows::write(list, day, None)).ok();
    let state = ListState {
        server: server.clone(),
        kind,
        access: ListAccess::Public,
        in_force: !index.lists().is_empty(),
        allow_list: list.extent == Extent::AllowList,
        withheld: list.extent == Extent::Withheld,
        loaded: Some(day),
    };
    let listing = Listing { index: &index, list: 0, rows: rows.as_ref(), state: &state };
    // Nobody has looked before, so when it was first seen says nothing.
    Statement { first_seen: None, ..listing.says(home) }
}

#[cfg(test)]
mod tests;

//! The way from a name to a list.

use super::ask::{Ask, Flag, Kind, MISSKEY_ROWS};
use super::document::Document;
use super::host::{web_address, web_host};
use super::software::{Family, Software};
use super::{Answer, Found, Known, ListAccess, Outcome, Request, SourceError, Step};
use super::{document, moment};
use crate::address::AddressParser;
use crate::blocklist::{Blocklist, Extent, Format, ListError, MAX_ENTRIES};
use crate::domain::Domain;

/// How many pages of one kind are asked for at most. What lies behind is [withheld](ListAccess::Withheld).
const MAX_PAGES: usize = 200;
/// How often the way may lead to another host.
const MAX_MOVES: u8 = 2;
/// The longest place in a list of pages that is sent back, in bytes.
const MAX_CURSOR: usize = 1000;

/// The loading of one list. See the [module](super) for the order of its requests.
#[derive(Debug)]
pub struct Fetching {
    server: Domain,
    host: Domain,
    software: Option<Software>,
    /// As long as only what is known is tried.
    known: Option<Known>,
    /// What is being asked.
    ask: Ask,
    /// What to ask of which host when that is permitted.
    waiting: Option<(Domain, Ask)>,
    moves: u8,
    list_requests: u32,
    /// What was read of the list so far.
    list: Option<Blocklist>,
    /// A NodeInfo with a list of this format, for when there is none where it should be.
    spare: Option<(Format, Vec<u8>)>,
}

/// An answer that has a status.
struct Reply {
    status: u16,
    body: Vec<u8>,
    etag: Option<String>,
    not_before: Option<f64>,
    /// Who answered in the end.
    host: Domain,
}

impl Fetching {
    /// The list of a server. What is known is worth giving when that load brought a list.
    pub fn start(server: Domain, known: Option<Known>) -> (Fetching, Request) {
        let software = known.as_ref().and_then(|it| it.software.clone());
        match software.as_ref().and_then(Ask::first) {
            Some(ask) => Fetching::begin(server, known, software, ask),
            None => Fetching::begin(server, None, None, Ask::Links),
        }
    }

    /// The list at an address, in any format that [`Blocklist::read`] knows; `None` when such an address is not followed:
    /// it is not `https`, has a port of its own, or names no server on the public web.
    pub fn subscription(
        address: &str,
        known: Option<Known>,
        parser: &dyn AddressParser,
    ) -> Option<(Fetching, Request)> {
        let (server, address) = web_address(address, parser)?;
        Some(Fetching::begin(server, known, None, Ask::Address(address)))
    }

    fn begin(
        server: Domain,
        known: Option<Known>,
        software: Option<Software>,
        ask: Ask,
    ) -> (Fetching, Request) {
        let host = known.as_ref().map_or(&server, |it| &it.host).clone();
        let request = ask.request(&host, known.as_ref().and_then(|it| it.etag.clone()));
        let list_requests = u32::from(ask.is_for_list());
        let fetching = Fetching {
            server,
            host,
            software,
            known,
            ask,
            waiting: None,
            moves: 0,
            list_requests,
            list: None,
            spare: None,
        };
        (fetching, request)
    }

    /// What the server runs, once that was found out.
    pub fn software(&self) -> Option<&Software> {
        self.software.as_ref()
    }

    /// The host that is asked now.
    pub fn host(&self) -> &Domain {
        &self.host
    }

    /// Takes the answer to the last request. `now` is in milliseconds since 1970.
    pub fn answered(&mut self, answer: Answer, now: f64, parser: &dyn AddressParser) -> Step {
        let server = self.server.clone();
        let (status, body, headers, address) = match answer {
            Answer::Status { status, body, headers, address } => (status, body, headers, address),
            Answer::Nobody => return self.fail(SourceError::NoSuchServer(self.host.clone()), None),
            Answer::TooLate => return self.fail(SourceError::TooLate(server), None),
            Answer::TooLarge => return self.fail(SourceError::TooLarge(server), None),
        };
        let Some(host) = web_host(&address, parser) else { return self.astray(&address) };
        let is_elsewhere = host != self.host && host != self.server;
        match &self.ask {
            Ask::Address(_) if is_elsewhere => return self.follow(host, self.ask.clone()),
            ask if is_elsewhere && ask.is_for_list() => return self.astray(&address),
            _ => {}
        }
        let not_before =
            matches!(status, 429 | 503).then(|| moment::not_before(&headers, now)).flatten();
        self.take(Reply { status, body, etag: headers.etag, not_before, host }, parser)
    }

    /// Goes on at the other host after [`Step::Permit`]. Without such a step before it, asks the same again.
    pub fn permitted(&mut self) -> Step {
        let (host, ask) =
            self.waiting.take().unwrap_or_else(|| (self.host.clone(), self.ask.clone()));
        self.host = host;
        self.next(ask)
    }

    /// Ends after [`Step::Permit`], because the person does not want it or is not there to be asked.
    pub fn refused(&self) -> Outcome {
        let host = self.waiting.as_ref().map_or(&self.host, |(host, _)| host);
        let error = SourceError::Astray { server: self.server.clone(), address: host.to_string() };
        self.outcome(ListAccess::Unreachable, Found::Nothing(error))
    }

    fn take(&mut self, reply: Reply, parser: &dyn AddressParser) -> Step {
        let ask = self.ask.clone();
        let is_unchanged = reply.status == 304 && self.list_requests == 1;
        if let Some(known) = self.known.take_if(|it| is_unchanged && it.etag.is_some()) {
            let outcome = self.outcome(known.access, Found::NotModified);
            return Step::Done(Box::new(Outcome { etag: known.etag, ..outcome }));
        }
        let is_busy = matches!(reply.status, 429 | 500..=599);
        if is_busy && ask != Ask::WebFinger {
            return self.fail(self.status_error(&reply), reply.not_before);
        }
        match ask {
            Ask::Links => self.links(&reply, parser),
            Ask::NodeInfo(_) => match parsed(&reply) {
                Some(document) => match document.node_info_software() {
                    Some(software) => self.recognised(software, &document, reply, parser),
                    None => self.next(Ask::InstanceV2),
                },
                None => self.next(Ask::InstanceV2),
            },
            Ask::InstanceV2 | Ask::InstanceV1 => self.instance(reply, parser),
            Ask::WebFinger => self.web_finger(&reply),
            Ask::DomainBlocks => self.domain_blocks(&reply, parser),
            Ask::LimitedFederation => self.limited_federation(&reply),
            Ask::DomainAllows => self.domain_allows(&reply, parser),
            Ask::Meta => match parsed(&reply) {
                Some(meta) if meta.is_specified_federation() => {
                    self.fail(SourceError::AllowedNotShown(self.server.clone()), None)
                }
                _ => self.next(Ask::Hosts { flag: Flag::Blocked, page: 0 }),
            },
            Ask::Hosts { flag, page } => self.hosts(&reply, flag, page, parser),
            Ask::FederatedInstances if self.list.is_some() => self.allowed(&reply, parser),
            Ask::Page { kind, page, .. } => self.page(&reply, kind, page, parser),
            Ask::DefederatedV2 if reply.status == 404 => self.next(Ask::Defederated),
            Ask::Federation => self.whole(&reply, Format::Pleroma, parser),
            Ask::Site | Ask::FederatedInstances => self.whole(&reply, Format::Lemmy, parser),
            Ask::DefederatedV2 | Ask::Defederated => self.whole(&reply, Format::Mbin, parser),
            Ask::Download => self.whole(&reply, Format::Friendica, parser),
            Ask::Address(_) => self.at_address(&reply, parser),
        }
    }

    fn links(&mut self, reply: &Reply, parser: &dyn AddressParser) -> Step {
        let address = parsed(reply).and_then(Document::node_info_address);
        let Some(address) = address else { return self.next(Ask::InstanceV2) };
        match web_address(&address, parser) {
            Some((host, address)) => self.follow(host, Ask::NodeInfo(address)),
            None => self.astray(&address),
        }
    }

    fn instance(&mut self, reply: Reply, parser: &dyn AddressParser) -> Step {
        let instance = parsed(&reply);
        match instance.as_ref().and_then(Document::instance_software).zip(instance.as_ref()) {
            Some((software, instance)) => self.recognised(software, instance, reply, parser),
            None if self.ask == Ask::InstanceV2 => self.next(Ask::InstanceV1),
            // Something stands before the server, so this says nothing about what it is.
            None if matches!(reply.status, 401 | 403) => self.fail(self.status_error(&reply), None),
            None if self.host == self.server => self.next(Ask::WebFinger),
            None => self.fail(SourceError::NotFediverse(self.server.clone()), None),
        }
    }

    fn web_finger(&mut self, reply: &Reply) -> Step {
        let is_elsewhere = reply.host != self.host;
        match parsed(reply).filter(|it| is_elsewhere && it.is_web_finger()) {
            Some(_) => self.follow(reply.host.clone(), Ask::Links),
            None => self.fail(SourceError::NotFediverse(self.server.clone()), None),
        }
    }

    /// Begins with the list, once the software is known from this document.
    fn recognised(
        &mut self,
        software: Software,
        document: &Document,
        reply: Reply,
        parser: &dyn AddressParser,
    ) -> Step {
        let first = Ask::first(&software);
        let family = software.family();
        self.software = Some(software);
        let Some(first) = first else { return self.unsupported() };
        if reply.host == self.host {
            if family == Family::Pleroma && document.has_federation() {
                return self.whole(&reply, Format::Pleroma, parser);
            }
            self.spare = document.list_inside().map(|format| (format, reply.body));
        }
        self.follow(reply.host, first)
    }

    fn domain_blocks(&mut self, reply: &Reply, parser: &dyn AddressParser) -> Step {
        let family = self.family();
        if !matches!(reply.status, 200..=299) {
            if let Some((format, body)) = self.spare.take() {
                return self.read(format, &body, None, parser);
            }
            return match reply.status {
                // Where a Mastodon server hides its list it answers 404.
                401 if family == Family::Mastodon && !document::is_markup(&reply.body) => {
                    self.next(Ask::LimitedFederation)
                }
                _ => self.no_list(reply),
            };
        }
        match family {
            Family::GoToSocial => self.part(reply, Format::GoToSocial, parser, Ask::DomainAllows),
            Family::PieFed => {
                let is_none = reply.body.trim_ascii() == b"[]";
                if !is_none {
                    return self.whole(reply, Format::PieFed, parser);
                }
                self.part(reply, Format::PieFed, parser, Ask::FederatedInstances)
            }
            _ => self.whole(reply, Format::Mastodon, parser),
        }
    }

    /// A Mastodon server that federates with allowed servers only asks strangers who they are here as well
    /// (`app/controllers/api/v1/instances_controller.rb`); since 4.4 it says so where it answers.
    fn limited_federation(&mut self, reply: &Reply) -> Step {
        let is_limited = parsed(reply).is_some_and(|it| it.is_limited_federation());
        let server = self.server.clone();
        if is_limited || reply.status == 401 {
            return self.fail(SourceError::AllowedNotShown(server), None);
        }
        self.fail(SourceError::NotShown(server), None)
    }

    fn domain_allows(&mut self, reply: &Reply, parser: &dyn AddressParser) -> Step {
        let Some(mut list) = self.list.take() else { return self.no_list(reply) };
        if matches!(reply.status, 200..=299) {
            match Blocklist::read_as(Format::GoToSocialAllows, &reply.body, parser) {
                Ok(allows) => list.exempt(allows),
                Err(error) => return self.not_a_list(error),
            }
        }
        self.finish(list, None)
    }

    /// PieFed with an allow-list answers as if it blocked nobody (`app/activitypub/routes.py`).
    fn allowed(&mut self, reply: &Reply, parser: &dyn AddressParser) -> Step {
        let Some(none) = self.list.take() else { return self.no_list(reply) };
        let allowed = Blocklist::read_as(Format::PieFed, &reply.body, parser)
            .ok()
            .filter(|it| reply.status == 200 && it.extent == Extent::AllowList);
        self.finish(allowed.unwrap_or(none), None)
    }

    fn hosts(
        &mut self,
        reply: &Reply,
        flag: Flag,
        page: usize,
        parser: &dyn AddressParser,
    ) -> Step {
        let counts = parsed(reply).and_then(|it| it.count_flagged(flag));
        // It has no flagged rows for strangers, whatever it blocks, so that none says nothing.
        let is_sharkey = self.software.as_ref().is_some_and(|it| it.name == "sharkey");
        match (flag, counts) {
            (_, Some((rows, flagged))) if rows == flagged && !(is_sharkey && rows == 0) => {
                let after = if rows == MISSKEY_ROWS && page + 1 < MAX_PAGES {
                    Some(Ask::Hosts { flag, page: page + 1 })
                } else {
                    (flag == Flag::Blocked).then_some(Ask::Hosts { flag: Flag::Silenced, page: 0 })
                };
                let is_cut = rows == MISSKEY_ROWS && page + 1 == MAX_PAGES;
                self.add(reply, Format::Misskey, parser, after, is_cut)
            }
            // Sharkey answers strangers as if they had asked for the servers that are not blocked.
            (Flag::Blocked, Some(_)) => {
                self.fail(SourceError::Unpublished(self.server.clone()), None)
            }
            (Flag::Blocked, None) => self.whole(reply, Format::Misskey, parser),
            // Not every fork knows this filter.
            (Flag::Silenced, _) => match self.list.take() {
                Some(list) => self.finish(list, None),
                None => self.no_list(reply),
            },
        }
    }

    fn page(&mut self, reply: &Reply, kind: Kind, page: usize, parser: &dyn AddressParser) -> Step {
        let Some(json) = parsed(reply) else {
            return self.whole(reply, Format::LemmyPages, parser);
        };
        let cursor = json.next_page();
        let next = cursor.filter(|it| it.len() <= MAX_CURSOR && page + 1 < MAX_PAGES);
        let after = match (next, kind) {
            (Some(it), _) => Some(Ask::Page { kind, page: page + 1, cursor: Some(it.to_owned()) }),
            (None, Kind::Blocked) => Some(Ask::page(Kind::Allowed)),
            (None, Kind::Allowed) => None,
        };
        let is_cut = cursor.is_some() && next.is_none();
        self.add(reply, Format::LemmyPages, parser, after, is_cut)
    }

    fn at_address(&mut self, reply: &Reply, parser: &dyn AddressParser) -> Step {
        if !matches!(reply.status, 200..=299) {
            return self.fail(self.status_error(reply), None);
        }
        match Blocklist::read(&reply.body, parser) {
            Ok(list) => self.finish(list, reply.etag.clone()),
            Err(error) => self.not_a_list(error),
        }
    }

    /// An answer that is the whole list.
    fn whole(&mut self, reply: &Reply, format: Format, parser: &dyn AddressParser) -> Step {
        if !matches!(reply.status, 200..=299) {
            return self.no_list(reply);
        }
        // An answer that was not asked for as a list cannot be asked for again as one.
        let etag = reply.etag.clone().filter(|_| self.list_requests == 1);
        self.read(format, &reply.body, etag, parser)
    }

    fn read(
        &mut self,
        format: Format,
        body: &[u8],
        etag: Option<String>,
        parser: &dyn AddressParser,
    ) -> Step {
        match Blocklist::read_as(format, body, parser) {
            Ok(list) => self.finish(list, etag),
            Err(error) => self.not_a_list(error),
        }
    }

    /// An answer that is a list which more is to be asked about.
    fn part(
        &mut self,
        reply: &Reply,
        format: Format,
        parser: &dyn AddressParser,
        after: Ask,
    ) -> Step {
        self.add(reply, format, parser, Some(after), false)
    }

    /// Adds an answer to the list, and goes on.
    fn add(
        &mut self,
        reply: &Reply,
        format: Format,
        parser: &dyn AddressParser,
        after: Option<Ask>,
        is_cut: bool,
    ) -> Step {
        let more = match Blocklist::read_as(format, &reply.body, parser) {
            Ok(more) => more,
            Err(error) => return self.not_a_list(error),
        };
        let mut list = match self.list.take() {
            Some(list) => list.join(more),
            None => more,
        };
        if list.entries as usize > MAX_ENTRIES {
            return self.not_a_list(ListError::TooLong);
        }
        if is_cut && list.extent == Extent::Whole {
            list.extent = Extent::Withheld;
        }
        match after {
            Some(after) => {
                self.list = Some(list);
                self.next(after)
            }
            None => self.finish(list, None),
        }
    }

    fn finish(&mut self, list: Blocklist, etag: Option<String>) -> Step {
        let access = match list.extent {
            Extent::Whole => ListAccess::Public,
            Extent::Withheld => ListAccess::Withheld,
            Extent::AllowList => ListAccess::AllowList,
        };
        let outcome = self.outcome(access, Found::List(Box::new(list)));
        Step::Done(Box::new(Outcome { etag, ..outcome }))
    }

    /// A list that is refused, or not there.
    fn no_list(&mut self, reply: &Reply) -> Step {
        let has_the_endpoint = self.ask == Ask::DomainBlocks
            && matches!(self.family(), Family::Mastodon | Family::GoToSocial);
        match reply.status {
            // A web page is not the server's refusal, but that of something before it.
            401 | 403 if !document::is_markup(&reply.body) => {
                self.fail(SourceError::NotShown(self.server.clone()), None)
            }
            // LemmyNet/lemmy: `check_private_instance` in `federated_instances.rs` answers `instance_is_private`.
            400 if self.family() == Family::Lemmy => {
                self.fail(SourceError::NotShown(self.server.clone()), None)
            }
            404 | 405 | 410 | 422 if has_the_endpoint => {
                self.fail(SourceError::NotShown(self.server.clone()), None)
            }
            404 | 405 | 410 => self.unsupported(),
            _ => self.fail(self.status_error(reply), None),
        }
    }

    fn unsupported(&mut self) -> Step {
        let software = self.software.as_ref().map_or_else(String::new, |it| it.name.clone());
        self.fail(SourceError::Unsupported { server: self.server.clone(), software }, None)
    }

    fn not_a_list(&mut self, error: ListError) -> Step {
        let server = self.server.clone();
        self.fail(
            match error {
                ListError::Hidden => SourceError::Unpublished(server),
                error => SourceError::NotAList { server, error },
            },
            None,
        )
    }

    fn astray(&mut self, address: &str) -> Step {
        const LENGTH: usize = 200;
        let address = address.chars().take(LENGTH).collect();
        self.fail(SourceError::Astray { server: self.server.clone(), address }, None)
    }

    fn status_error(&self, reply: &Reply) -> SourceError {
        SourceError::Answered { server: self.server.clone(), status: reply.status }
    }

    /// Ends without a list; but what only shows that things are no longer as they were known begins anew.
    fn fail(&mut self, error: SourceError, not_before: Option<f64>) -> Step {
        let was_known = self.known.take().is_some() && self.software.is_some();
        if was_known && self.may_have_changed(&error) {
            let (fetching, request) = Fetching::start(self.server.clone(), None);
            *self = fetching;
            return Step::Ask(request);
        }
        let outcome = self.outcome(error.access(), Found::Nothing(error));
        Step::Done(Box::new(Outcome { not_before, ..outcome }))
    }

    /// Whether an error of a server that was known can come from its having become another.
    fn may_have_changed(&self, error: &SourceError) -> bool {
        match error {
            SourceError::NoSuchServer(_) => self.host != self.server,
            SourceError::Answered { status, .. } => !matches!(status, 429 | 500..=599),
            SourceError::TooLate(_)
            | SourceError::TooLarge(_)
            | SourceError::Unpublished(_)
            | SourceError::AllowedNotShown(_) => false,
            _ => true,
        }
    }

    /// Asks at this host, after the person is asked if the host is new.
    fn follow(&mut self, host: Domain, ask: Ask) -> Step {
        if host == self.host || host == self.server {
            self.host = host;
            return self.next(ask);
        }
        self.moves += 1;
        if self.moves > MAX_MOVES {
            return self.astray(host.as_str());
        }
        self.waiting = Some((host.clone(), ask));
        Step::Permit { host }
    }

    fn next(&mut self, ask: Ask) -> Step {
        self.list_requests += u32::from(ask.is_for_list());
        self.ask = ask;
        Step::Ask(self.ask.request(&self.host, None))
    }

    fn family(&self) -> Family {
        self.software.as_ref().map_or(Family::Unknown, Software::family)
    }

    fn outcome(&self, access: ListAccess, found: Found) -> Outcome {
        Outcome {
            access,
            server: self.server.clone(),
            host: self.host.clone(),
            software: self.software.clone(),
            found,
            etag: None,
            not_before: None,
        }
    }
}

/// A document that a server answered with success.
fn parsed(reply: &Reply) -> Option<Document> {
    Document::parse(&reply.body).filter(|_| matches!(reply.status, 200..=299))
}

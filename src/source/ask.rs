//! The requests that plans are made of.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::software::{Family, Software};
use super::{Method, Request};
use crate::domain::Domain;

/// Where Misskey lists servers.
pub(crate) const MISSKEY_SERVERS: &str = "/api/federation/instances";
/// How many rows a page of Misskey has at most
/// (`packages/backend/src/server/api/endpoints/federation/instances.ts`).
pub(super) const MISSKEY_ROWS: usize = 100;
/// How many rows a page of Lemmy has at most (`crates/db_schema/src/utils/mod.rs`).
const LEMMY_ROWS: usize = 50;

/// One request of a plan: what is asked, not yet of whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ask {
    /// Where the NodeInfo is (<https://github.com/jhass/nodeinfo/blob/main/PROTOCOL.md>).
    Links,
    /// The NodeInfo, at this address.
    NodeInfo(String),
    /// The version of Mastodon's programming interface: <https://docs.joinmastodon.org/methods/instance/#v2>.
    InstanceV2,
    /// As [`Ask::InstanceV2`], before Mastodon 4.0: <https://docs.joinmastodon.org/methods/instance/#v1>. Pleroma and
    /// Akkoma put their list there as well.
    InstanceV1,
    /// The server itself as an account, as Mastodon has one for each server: who uses a domain for names only sends
    /// this on to the web host (<https://docs.joinmastodon.org/spec/webfinger/>).
    WebFinger,
    /// <https://docs.joinmastodon.org/methods/instance/#domain_blocks>
    DomainBlocks,
    /// [`Ask::InstanceV2`] again, to learn why a list is refused.
    LimitedFederation,
    /// GoToSocial: `internal/api/client/instance/domainperms.go`.
    DomainAllows,
    /// Pleroma and Akkoma: `lib/pleroma/web/mastodon_api/views/instance_view.ex`.
    Federation,
    /// Misskey: `packages/backend/src/server/api/endpoints/meta.ts`.
    Meta,
    /// Misskey: `packages/backend/src/server/api/endpoints/federation/instances.ts`.
    Hosts { flag: Flag, page: usize },
    /// Lemmy 0.17 and older: `crates/api_crud/src/site/read.rs`.
    Site,
    /// Lemmy 0.18 and 0.19: `crates/api/src/federation/…/federated_instances.rs`; PieFed: `app/activitypub/routes.py`.
    FederatedInstances,
    /// Lemmy 1.0: the same in pages.
    Page { kind: Kind, page: usize, cursor: Option<String> },
    /// Mbin: `src/Controller/Api/Instance/InstanceRetrieveFederationApi.php`.
    DefederatedV2,
    /// As [`Ask::DefederatedV2`], before there was a second version, and in kbin.
    Defederated,
    /// Friendica: `src/Module/Blocklist/Domain/Download.php`.
    Download,
    /// A list at this address.
    Address(String),
}

/// Which servers Misskey is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flag {
    Blocked,
    Silenced,
}

/// Which servers Lemmy 1.0 is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Blocked,
    Allowed,
}

impl Ask {
    /// What begins the plan for some software; `None` when it has no list.
    pub(super) fn first(software: &Software) -> Option<Ask> {
        Some(match software.family() {
            Family::Mastodon | Family::GoToSocial | Family::PieFed | Family::Unknown => {
                Ask::DomainBlocks
            }
            Family::Pleroma => Ask::Federation,
            Family::Misskey => Ask::Meta,
            Family::Lemmy if software.release() >= (1, 0) => Ask::page(Kind::Blocked),
            Family::Lemmy if (0, 1) <= software.release() && software.release() < (0, 18) => {
                Ask::Site
            }
            Family::Lemmy => Ask::FederatedInstances,
            Family::Mbin => Ask::DefederatedV2,
            Family::Friendica => Ask::Download,
            Family::None => return None,
        })
    }

    /// The first page of these.
    pub(super) fn page(kind: Kind) -> Ask {
        Ask::Page { kind, page: 0, cursor: None }
    }

    /// Whether this asks for a list, or a part of one, and not only what the server is.
    pub(super) fn is_for_list(&self) -> bool {
        !matches!(
            self,
            Ask::Links
                | Ask::NodeInfo(_)
                | Ask::InstanceV2
                | Ask::InstanceV1
                | Ask::WebFinger
                | Ask::LimitedFederation
                | Ask::Meta
        )
    }

    /// The request to this host.
    pub(super) fn request(&self, host: &Domain, if_none_match: Option<String>) -> Request {
        let path = match self {
            Ask::NodeInfo(address) | Ask::Address(address) => {
                return Request {
                    method: Method::Get,
                    address: address.clone(),
                    body: None,
                    if_none_match,
                };
            }
            Ask::Links => "/.well-known/nodeinfo",
            Ask::WebFinger => &format!("/.well-known/webfinger?resource=acct:{host}@{host}"),
            Ask::InstanceV2 | Ask::LimitedFederation => "/api/v2/instance",
            Ask::InstanceV1 | Ask::Federation => "/api/v1/instance",
            Ask::DomainBlocks => "/api/v1/instance/domain_blocks",
            Ask::DomainAllows => "/api/v1/instance/domain_allows",
            Ask::Meta => "/api/meta",
            Ask::Hosts { .. } => MISSKEY_SERVERS,
            Ask::Site => "/api/v3/site",
            Ask::FederatedInstances => "/api/v3/federated_instances",
            Ask::Page { kind, cursor, .. } => &lemmy_page(*kind, cursor.as_deref()),
            Ask::DefederatedV2 => "/api/defederated/v2",
            Ask::Defederated => "/api/defederated",
            Ask::Download => "/blocklist/domain/download",
        };
        let body = match self {
            Ask::Meta => Some("{}".to_owned()),
            Ask::Hosts { flag, page } => Some(misskey_page(*flag, *page)),
            _ => None,
        };
        let method = if body.is_some() { Method::Post } else { Method::Get };
        Request { method, address: format!("https://{host}{path}"), body, if_none_match }
    }
}

fn misskey_page(flag: Flag, page: usize) -> String {
    let flag = match flag {
        Flag::Blocked => "blocked",
        Flag::Silenced => "silenced",
    };
    format!(r#"{{"{flag}":true,"limit":{MISSKEY_ROWS},"offset":{}}}"#, page * MISSKEY_ROWS)
}

fn lemmy_page(kind: Kind, cursor: Option<&str>) -> String {
    let kind = match kind {
        Kind::Blocked => "blocked",
        Kind::Allowed => "allowed",
    };
    let mut path = format!("/api/v4/federated_instances?kind={kind}&limit={LEMMY_ROWS}");
    if let Some(cursor) = cursor {
        path.push_str("&page_cursor=");
        path.extend(utf8_percent_encode(cursor, NON_ALPHANUMERIC));
    }
    path
}

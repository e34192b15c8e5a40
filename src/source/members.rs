//! Lists that a server shows to its members only.
//!
//! A person who is signed in to a server in a tab can have its list read there: a request that a page of the server
//! makes to the server carries the person's session, so that no password and no token passes through the extension.

use super::software::{Family, Software};
use super::{ListAccess, SourceError};
use crate::address::AddressParser;
use crate::blocklist::{Blocklist, Format};
use crate::domain::Domain;

/// The path at which software answers its signed-in members with the list; `None` where no such way is known. Worth
/// asking when the list is [not shown](ListAccess::NotShown), and only then: a Mastodon server with an allow-list shows
/// its members a list of blocks that has no effect (`app/helpers/domain_control_helper.rb`).
///
/// Mastodon's action takes the session of the web interface as well as a token
/// (`app/controllers/api/base_controller.rb`, `current_user`); GoToSocial, for one, has no sessions on its pages.
pub fn members_path(software: &Software) -> Option<&'static str> {
    (software.family() == Family::Mastodon).then_some(MEMBERS_PATH)
}

/// The path of [`members_path`].
pub const MEMBERS_PATH: &str = "/api/v1/instance/domain_blocks";

/// A page, or what is below it, that only members see; who is not signed in is sent to another
/// (Mastodon: `app/controllers/settings/base_controller.rb`, `authenticate_user!`).
pub const MEMBERS_PAGE: &str = "/settings/preferences";

/// What a server answered in a tab of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MembersAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
    /// Whether the page in that tab says that somebody is signed in.
    pub signed_in: bool,
}

/// What a read in a tab of its own says of a server's list.
#[derive(Clone, Debug, PartialEq)]
pub enum MembersList {
    /// The list: [`ListAccess::SignedInOnly`], or [`ListAccess::Public`] when nobody had to be signed in.
    Loaded(ListAccess, Box<Blocklist>),
    /// Members do not see it either. Mastodon answers so also somebody whose account is not confirmed or approved yet
    /// (`spec/requests/api/v1/instances/domain_blocks_spec.rb`).
    Unpublished,
    /// Nobody is signed in there, or no longer.
    NotSignedIn,
    /// There was no answer that says anything.
    Failed(SourceError),
}

impl MembersAnswer {
    /// What the answer means.
    pub fn read(&self, server: &Domain, parser: &dyn AddressParser) -> MembersList {
        match (self.status, self.signed_in) {
            (200..=299, _) => match Blocklist::read_as(Format::Mastodon, &self.body, parser) {
                Ok(list) if self.signed_in => {
                    MembersList::Loaded(ListAccess::SignedInOnly, Box::new(list))
                }
                Ok(list) => MembersList::Loaded(ListAccess::Public, Box::new(list)),
                Err(error) => {
                    MembersList::Failed(SourceError::NotAList { server: server.clone(), error })
                }
            },
            (401, _) | (404 | 410, false) => MembersList::NotSignedIn,
            (404 | 410, true) => MembersList::Unpublished,
            (status, _) => {
                MembersList::Failed(SourceError::Answered { server: server.clone(), status })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::NativeParser;

    const LIST: &str = r#"[{"domain":"bad.example","severity":"suspend"}]"#;

    #[track_caller]
    fn check(status: u16, body: &str, signed_in: bool, expected: &str) {
        let answer = MembersAnswer { status, body: body.as_bytes().to_vec(), signed_in };
        let server = Domain::parse("example.social").unwrap();
        let actual = match answer.read(&server, &NativeParser) {
            MembersList::Loaded(access, list) => {
                format!("{}: {} names", access.as_str(), list.blocks.len())
            }
            MembersList::Unpublished => "unpublished".to_owned(),
            MembersList::NotSignedIn => "not signed in".to_owned(),
            MembersList::Failed(error) => error.to_string(),
        };
        assert_eq!(actual, expected);
    }

    #[test]
    fn what_members_are_answered() {
        check(200, LIST, true, "signedInOnly: 1 names");
        check(200, "[]", true, "signedInOnly: 0 names");
        check(200, LIST, false, "public: 1 names");
        check(404, "", true, "unpublished");
        check(404, "", false, "not signed in");
        check(401, r#"{"error":"The access token is invalid"}"#, true, "not signed in");
        check(403, r#"{"error":"suspended"}"#, true, "example.social answered with status 403");
        check(503, "", true, "example.social answered with status 503");
        let page = "what example.social answered is not a list: not a list but a web page, a picture or a feed";
        check(200, "<!doctype html>", true, page);
    }

    #[test]
    fn which_software_has_a_way() {
        let path = |name| members_path(&Software::new(name, "").unwrap());
        assert_eq!(path("mastodon"), Some("/api/v1/instance/domain_blocks"));
        assert_eq!(path("hometown"), Some("/api/v1/instance/domain_blocks"));
        assert_eq!(path("gotosocial"), None);
        assert_eq!(path("sharkey"), None);
        assert_eq!(path("unheard-of"), None);
    }
}

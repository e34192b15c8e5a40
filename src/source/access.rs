//! Whether a list can be had.

use serde::{Deserialize, Serialize};

/// Whether a server's list can be had, and if not, why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ListAccess {
    /// Anybody can read it.
    #[default]
    Public,
    /// The server answers as if it had no list, or refuses to show it. A read by a
    /// [member](super::members_path) may tell more.
    ///
    /// Mastodon answers 404, whether the list is for its members or for nobody
    /// (`app/controllers/api/v1/instances/domain_blocks_controller.rb`); GoToSocial answers 401
    /// (`internal/api/client/instance/domainperms.go`), a private Lemmy 400 (`check_private_instance`).
    NotShown,
    /// Members can read it, strangers cannot (Mastodon: `show_domain_blocks: users`, `config/settings.yml`).
    SignedInOnly,
    /// Not even members can read it.
    ///
    /// Mastodon with `show_domain_blocks: disabled`, its default; Pleroma and Akkoma with `mrf: transparency` off
    /// (`lib/pleroma/web/mastodon_api/views/instance_view.ex`); Sharkey, which answers with the servers that are *not*
    /// blocked (`packages/backend/src/server/api/endpoints/federation/instances.ts`).
    Unpublished,
    /// The server exchanges nothing with anybody but those it allows. There may be a list of these, or none.
    ///
    /// Mastodon: `LIMITED_FEDERATION_MODE`; Misskey: `federation: specified` (`MetaEntityService.ts`); Pleroma: a
    /// filled `accept` (`mrf/simple_policy.ex`); Lemmy and PieFed: a filled `allowed`.
    AllowList,
    /// Anybody can read it, and the server says, or it is known, that some entries are missing, so that a name that is
    /// not there may be blocked all the same.
    ///
    /// Pleroma and Akkoma: `exclusions` (`lib/pleroma/web/mastodon_api/views/instance_view.ex`).
    Withheld,
    /// A fediverse server whose software has no list that can be asked for as a whole.
    Unsupported,
    /// There was no answer that says anything: nobody, an error, or no list where one should be.
    Unreachable,
    /// Something answers that is no fediverse server.
    NotFediverse,
}

impl ListAccess {
    /// The word that is stored and sent.
    pub fn as_str(self) -> &'static str {
        match self {
            ListAccess::Public => "public",
            ListAccess::NotShown => "notShown",
            ListAccess::SignedInOnly => "signedInOnly",
            ListAccess::Unpublished => "unpublished",
            ListAccess::AllowList => "allowList",
            ListAccess::Withheld => "withheld",
            ListAccess::Unsupported => "unsupported",
            ListAccess::Unreachable => "unreachable",
            ListAccess::NotFediverse => "notFediverse",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serialised_as_its_word() {
        for access in [
            ListAccess::Public,
            ListAccess::NotShown,
            ListAccess::SignedInOnly,
            ListAccess::Unpublished,
            ListAccess::AllowList,
            ListAccess::Withheld,
            ListAccess::Unsupported,
            ListAccess::Unreachable,
            ListAccess::NotFediverse,
        ] {
            let word = format!("\"{}\"", access.as_str());
            assert_eq!(serde_json::to_string(&access).unwrap(), word);
            assert_eq!(serde_json::from_str::<ListAccess>(&word).unwrap(), access);
        }
    }
}

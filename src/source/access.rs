//! How a server shows its list.

use serde::{Deserialize, Serialize};

/// How a server shows its list to whoever asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ListAccess {
    /// To everybody.
    #[default]
    Public,
    /// Not to strangers; whether to members is not known.
    NotShown,
    /// To members only.
    SignedInOnly,
    /// To nobody.
    Unpublished,
    /// It is a list of those allowed, and all others are refused.
    AllowList,
    /// Not all of it: the server says that it withholds entries.
    Withheld,
    /// Its software has no way to publish a list, or none that is known.
    Unsupported,
    /// Nobody answers.
    Unreachable,
    /// Something answers that is no fediverse server.
    NotFediverse,
}

//! Sharkey: the filters of its list are forced to false for strangers, while it does answer about one server at a time
//! (`packages/backend/src/server/api/endpoints/federation/instances.ts` in PrivateGER/Sharkey).

use super::misskey::{self, Fork};
use super::{Entry, Server};

/// A server with these rules, of which no list speaks.
pub fn open(entries: &[Entry]) -> Server {
    misskey::server(Fork::Sharkey, "all", entries)
}

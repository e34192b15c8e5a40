//! What only the extension's own pages show of a brand.

use serde::{Deserialize, Serialize};

use crate::announcement::Piece;

/// What own pages show of a brand, read by them alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ForPages {
    /// The text of each announcement, by its address.
    pub posts: Vec<(String, Vec<Piece>)>,
    /// The home's own pages.
    pub own: Vec<(OwnLink, String)>,
    /// Other servers that took the same step.
    pub others: Vec<Page>,
    /// What to use instead of a platform.
    pub alternatives: Vec<Alternative>,
    /// How to leave a platform.
    pub leave: Vec<Page>,
    /// Where more can be read.
    pub references: Vec<Page>,
    /// Lists of others that the brand offers.
    pub subscriptions: Vec<Page>,
}

/// A page or file on the web.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), serde(deny_unknown_fields))]
pub struct Page {
    /// What it is called.
    #[cfg_attr(not(target_arch = "wasm32"), serde(deserialize_with = "super::read::filled"))]
    pub name: String,
    /// Where it is, `https:`.
    #[cfg_attr(
        not(target_arch = "wasm32"),
        serde(deserialize_with = "super::read::https_address")
    )]
    pub address: String,
}

/// What to use instead of a platform.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), serde(deny_unknown_fields))]
pub struct Alternative {
    /// What it is called.
    #[cfg_attr(not(target_arch = "wasm32"), serde(deserialize_with = "super::read::filled"))]
    pub name: String,
    /// Where it is, `https:`.
    #[cfg_attr(
        not(target_arch = "wasm32"),
        serde(deserialize_with = "super::read::https_address")
    )]
    pub address: String,
    /// Instead of which platform.
    #[cfg_attr(
        not(target_arch = "wasm32"),
        serde(deserialize_with = "super::read::platform_name")
    )]
    pub instead_of: String,
}

/// A page of the home's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum OwnLink {
    /// About the server.
    About,
    /// Its rules.
    Rules,
    /// How it moderates.
    Moderation,
    /// Whom to write to when a decision seems wrong.
    Appeals,
    /// Its blog.
    Blog,
}

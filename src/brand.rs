//! What an instance-branded build changes: its names and colours, its home, and what that home announced.
//!
//! A brand is written as a folder (`brands/<name>/`), read once when the extension is built, and shipped as
//! `brand.json`, which is a [`Brand`].

#[cfg(not(target_arch = "wasm32"))]
mod read;

use serde::{Deserialize, Serialize};

use crate::announcement::Announcement;
use crate::domain::Domain;
use crate::platform::{Platform, platform_named};
use crate::severity::Severity;

#[cfg(not(target_arch = "wasm32"))]
pub(crate) use read::line_of;
#[cfg(not(target_arch = "wasm32"))]
pub use read::{BrandError, read};

/// What an instance-branded build changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Brand {
    /// The extension's name.
    pub name: String,
    /// The same where there is little room.
    pub short_name: String,
    /// What it does, in one sentence.
    pub description: String,
    /// What Firefox knows the extension by (`browser_specific_settings.gecko.id`).
    pub gecko_id: String,
    /// The servers that speak through this brand; none in a neutral one.
    pub home: Vec<Domain>,
    /// The accent colour, `#rrggbb`.
    pub accent: String,
    /// A page about the server, `https:`.
    pub about: Option<String>,
    /// The server's blog, `https:`.
    pub blog: Option<String>,
    /// What the home announced.
    pub announcements: Vec<Announcement>,
    /// Platforms that the brand names, with no decision of a server behind it.
    pub noted: Vec<Noted>,
}

/// A platform that a brand names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Noted {
    /// [`Platform::name`].
    pub platform: String,
    /// Why it is named, to be shown.
    pub reason: String,
}

impl Brand {
    /// What the brand says that its home decided: each announced domain, how strictly, and where that is told.
    ///
    /// It counts only until the home's own list has been read; after that the announcement is only the reason.
    pub fn home_statements(&self) -> impl Iterator<Item = (&Domain, Severity, &Announcement)> {
        self.announcements.iter().flat_map(|announcement| {
            announcement
                .domains
                .iter()
                .map(move |domain| (domain, announcement.severity, announcement))
        })
    }

    /// The platforms that the brand names, each with its reason.
    pub fn noted_platforms(&self) -> impl Iterator<Item = (&'static Platform, &str)> {
        self.noted
            .iter()
            .filter_map(|noted| Some((platform_named(&noted.platform)?, noted.reason.as_str())))
    }
}

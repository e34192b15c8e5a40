//! What an instance-branded build changes: its names and colours, its home, and what that home announced.
//!
//! A brand is written as a folder (`brands/<name>/`, described in `docs/brands.md`) and read once, when the extension is
//! built. What ships of it is `brand.json`, a [`Brand`], which judging needs, and `brand-pages.json`, a [`ForPages`],
//! which only own pages read. Names, colours and icon become part of the manifest, the messages, the styles and the
//! pictures.

mod for_pages;

#[cfg(not(target_arch = "wasm32"))]
mod colour;
#[cfg(not(target_arch = "wasm32"))]
mod facade;
#[cfg(not(target_arch = "wasm32"))]
mod finding;
#[cfg(not(target_arch = "wasm32"))]
mod icon;
#[cfg(not(target_arch = "wasm32"))]
mod read;

use serde::{Deserialize, Serialize};

use crate::announcement::Announcement;
use crate::choices::MarkStyle;
use crate::domain::Domain;
use crate::platform::{Platform, platform_named};
use crate::severity::Severity;

#[cfg(not(target_arch = "wasm32"))]
pub use colour::{Colour, DARK, LIGHT, LOWEST_CONTRAST, Surface};
#[cfg(not(target_arch = "wasm32"))]
pub use facade::{Colours, Facade, Words};
#[cfg(not(target_arch = "wasm32"))]
pub use finding::{Finding, Problem};
pub use for_pages::{Alternative, ForPages, OwnLink, Page};
#[cfg(not(target_arch = "wasm32"))]
pub use read::{Files, Whole, read};
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use read::{advised, decision, hidden, https_link, is_web, line_of, servers};

/// What judging and explaining need of a brand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Brand {
    /// The extension's name.
    pub name: String,
    /// The servers that speak through this brand; none in a neutral one.
    pub home: Vec<Domain>,
    /// What the home announced.
    pub announcements: Vec<Announcement>,
    /// Platforms that the brand names, with no decision of a server behind it.
    pub noted: Vec<Noted>,
    /// The list of the first home is in the package, to start from, as it was on this day (`YYYY-MM-DD`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<String>,
    /// How marks look until the person chooses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marks: Option<MarkStyle>,
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

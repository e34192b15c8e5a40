//! What browsers and stores show of a brand.

use std::collections::BTreeMap;

use super::colour::Colour;

/// What browsers and stores show of a brand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facade {
    /// What Firefox knows the extension by (`browser_specific_settings.gecko.id`). Chromium's store gives its own.
    pub gecko_id: String,
    /// Name and description in English.
    pub words: Words,
    /// The same in other languages, by their codes as the folders of `_locales` have them (`de`, `pt_BR`).
    pub localised: BTreeMap<String, Words>,
    /// The accent colours of own pages; without, the extension's own.
    pub colours: Option<Colours>,
    /// The picture, an SVG.
    pub icon: Vec<u8>,
}

/// How the extension is called and described.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// The extension's name, at most [`Words::LONGEST_NAME`] characters.
    pub name: String,
    /// The same where there is little room, at most [`Words::LONGEST_SHORT_NAME`] characters.
    pub short_name: String,
    /// What it does, in one sentence of at most [`Words::LONGEST_DESCRIPTION`] characters.
    pub description: String,
}

impl Words {
    /// Firefox's store takes no more; Chromium's takes 75
    /// (<https://developer.chrome.com/docs/extensions/reference/manifest/name>).
    pub const LONGEST_NAME: usize = 50;
    /// More may be cut off (<https://developer.chrome.com/docs/extensions/reference/manifest/name#short-name>).
    pub const LONGEST_SHORT_NAME: usize = 12;
    /// Chromium's store takes no more (<https://developer.chrome.com/docs/extensions/reference/manifest/description>).
    pub const LONGEST_DESCRIPTION: usize = 132;
}

/// The accent colour of links and buttons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colours {
    /// On light pages.
    pub light: Colour,
    /// On dark pages.
    pub dark: Colour,
}

//! `brand.toml` as it is written; `docs/brands.md` explains every key.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::values::{
    Date, Server, appeals, at_most, at_most_if_any, filled, gecko_id, https_link, platform_name,
};
use crate::announcement::Supplement;
use crate::brand::colour::Colour;
use crate::brand::{Alternative, Page, Words};
use crate::choices::MarkStyle;

/// All of it. Unknown keys are refused, as a misspelt one would be lost without a word.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Written {
    #[serde(deserialize_with = "at_most::<{ Words::LONGEST_NAME }, _>")]
    pub name: String,
    #[serde(deserialize_with = "at_most::<{ Words::LONGEST_SHORT_NAME }, _>")]
    pub short_name: String,
    #[serde(deserialize_with = "at_most::<{ Words::LONGEST_DESCRIPTION }, _>")]
    pub description: String,
    #[serde(default)]
    pub home: Vec<Spanned<Server>>,
    pub marks: Option<MarkStyle>,
    pub ids: Ids,
    pub colours: Option<Colours>,
    #[serde(default)]
    pub links: Links,
    pub list: Option<List>,
    #[serde(default)]
    pub localised: BTreeMap<String, Localised>,
    #[serde(default)]
    pub announcement: Vec<Spanned<Supplement>>,
    #[serde(default)]
    pub noted: Vec<Spanned<Noted>>,
    #[serde(default)]
    pub other: Vec<Page>,
    #[serde(default)]
    pub alternative: Vec<Alternative>,
    #[serde(default)]
    pub leave: Vec<Page>,
    #[serde(default)]
    pub reference: Vec<Page>,
    #[serde(default)]
    pub subscription: Vec<Page>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ids {
    #[serde(deserialize_with = "gecko_id")]
    pub gecko: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Colours {
    pub light: Spanned<Colour>,
    pub dark: Spanned<Colour>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Links {
    #[serde(deserialize_with = "https_link")]
    pub about: Option<String>,
    #[serde(deserialize_with = "https_link")]
    pub rules: Option<String>,
    #[serde(deserialize_with = "https_link")]
    pub moderation: Option<String>,
    #[serde(deserialize_with = "appeals")]
    pub appeals: Option<String>,
    #[serde(deserialize_with = "https_link")]
    pub blog: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    pub file: Spanned<String>,
    pub date: Spanned<Date>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Localised {
    #[serde(deserialize_with = "at_most_if_any::<{ Words::LONGEST_NAME }, _>")]
    pub name: Option<String>,
    #[serde(deserialize_with = "at_most_if_any::<{ Words::LONGEST_SHORT_NAME }, _>")]
    pub short_name: Option<String>,
    #[serde(deserialize_with = "at_most_if_any::<{ Words::LONGEST_DESCRIPTION }, _>")]
    pub description: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Noted {
    #[serde(deserialize_with = "platform_name")]
    pub platform: String,
    #[serde(deserialize_with = "filled")]
    pub reason: String,
}

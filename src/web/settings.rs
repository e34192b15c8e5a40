//! Small values that are kept beside the lists, in `storage.local`:
//!
//! | key | value |
//! |---|---|
//! | `marks` | whether marks are shown at all; missing is yes |
//! | `choices` | [`Choices`] |

use super::error::WebError;
use super::message::{from_browser, to_browser};
use super::webext::{self, settled};
use crate::choices::Choices;

const MARKS: &str = "marks";
const CHOICES: &str = "choices";

/// Whether marks are shown at all.
pub async fn shown() -> Result<bool, WebError> {
    let marks = settled(webext::kept(MARKS), "reading the settings").await?;
    Ok(marks.as_bool().unwrap_or(true))
}

/// Shows marks, or none anywhere.
pub async fn show(shown: bool) -> Result<(), WebError> {
    settled(webext::keep(MARKS, &shown.into()), "keeping a setting").await?;
    Ok(())
}

/// What was chosen about marks. What cannot be read counts as not chosen: no page is left unmarked because of it.
pub async fn choices() -> Result<Choices, WebError> {
    let choices = settled(webext::kept(CHOICES), "reading the settings").await?;
    Ok(from_browser(&choices, "reading the settings").unwrap_or_default())
}

/// Keeps what was chosen about marks.
pub async fn choose(choices: &Choices) -> Result<(), WebError> {
    let choices = to_browser(choices, "keeping a setting")?;
    settled(webext::keep(CHOICES, &choices), "keeping a setting").await?;
    Ok(())
}

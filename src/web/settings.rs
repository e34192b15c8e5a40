//! Small values that are kept beside the lists.

use super::error::WebError;
use super::webext::{self, settled};

const MARKS: &str = "marks";

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

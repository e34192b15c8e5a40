//! What is set.

use super::error::WebError;
use super::store::Store;
use super::webext::{self, settled};
use crate::choices::Choices;

/// Whether marks are shown at all.
pub async fn shown(store: &Store) -> Result<bool, WebError> {
    if let Some(shown) = store.marks().await? {
        return Ok(shown);
    }
    // Version 1 kept it beside the database. What cannot be read there was not set.
    let former = settled(webext::kept("marks"), "reading the settings").await;
    Ok(former.ok().and_then(|it| it.as_bool()).unwrap_or(true))
}

/// What was chosen about marks.
pub async fn choices(store: &Store) -> Result<Choices, WebError> {
    Ok(store.choices().await?.unwrap_or_default())
}

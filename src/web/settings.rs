//! What is set.

use super::error::WebError;
use super::store::Store;
use super::webext::{self, settled};
use crate::choices::Choices;

/// Where version 1 kept, beside the database, whether marks are shown.
const FORMER: &str = "marks";

/// Whether marks are shown at all.
pub async fn shown(store: &Store) -> Result<bool, WebError> {
    Ok(shown_as(store.marks().await?).await)
}

/// Whether marks are shown, as [`Store::marks`] says or else version 1 does.
pub async fn shown_as(marks: Option<bool>) -> bool {
    if let Some(shown) = marks {
        return shown;
    }
    // What cannot be read there was not set.
    let former = settled(webext::kept(FORMER), "reading the settings").await;
    former.ok().and_then(|it| it.as_bool()).unwrap_or(true)
}

/// What was chosen about marks.
pub async fn choices(store: &Store) -> Result<Choices, WebError> {
    Ok(store.choices().await?.unwrap_or_default())
}

/// Forgets what version 1 kept, once something else was set: it would be in force again when the database is lost.
pub async fn forget_former() -> Result<(), WebError> {
    settled(webext::forget(FORMER), "forgetting a former setting").await.map(drop)
}

//! Telling open pages of a change.
//!
//! Content scripts listen for the small value `generation`, and judge all links again when it changes. It follows the
//! store: a worker that was stopped after a change and before this is made up for by the next one.

use super::error::WebError;
use super::store::Store;
use super::webext::{self, settled};

/// Tells pages, unless they know.
pub async fn tell(store: &Store) -> Result<(), WebError> {
    const DOING: &str = "telling pages of a change";
    let Some(generation) = store.generation().await? else { return Ok(()) };
    if settled(webext::kept("generation"), DOING).await?.as_f64() != Some(generation) {
        settled(webext::keep("generation", &generation.into()), DOING).await?;
    }
    Ok(())
}

//! Telling open pages of a change.
//!
//! Content scripts listen for the small value `generation`, and judge all links again when it changes. It follows the
//! store: a worker that was stopped after a change and before this is made up for by the next one.

use super::error::WebError;
use super::webext::{self, settled};

/// Tells pages of a generation, unless they know. It must be one that the judge answers by: pages ask at once, and not
/// again.
pub async fn tell(generation: Option<f64>) -> Result<(), WebError> {
    const DOING: &str = "telling pages of a change";
    let Some(generation) = generation else { return Ok(()) };
    if settled(webext::kept("generation"), DOING).await?.as_f64() != Some(generation) {
        settled(webext::keep("generation", &generation.into()), DOING).await?;
    }
    Ok(())
}

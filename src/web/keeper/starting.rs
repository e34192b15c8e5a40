//! What a brand starts from: its home's list as it came with the package.

use super::Keeper;
use crate::blocklist::Blocklist;
use crate::collection::{Source, report};
use crate::day::Day;
use crate::protocol::lists::ListReport;
use crate::web::error::WebError;
use crate::web::packaged;
use crate::web::parser::BrowserParser;
use crate::web::store::{Change, Version};

/// Puts the brand's list in force as its home's own, read on the day that the brand names. Whatever the home answers
/// later takes its place; a list of that home that is there already stays.
pub async fn start(keeper: &Keeper) -> Result<(), WebError> {
    let day = keeper.brand.list.as_deref().and_then(Day::parse);
    let Some((day, home)) = day.zip(keeper.brand.home.first()) else { return Ok(()) };
    let text = packaged::file("brand-list").await?;
    // It was read when the extension was built.
    let Ok(list) = Blocklist::read(text.as_bytes(), &BrowserParser) else { return Ok(()) };
    let source = Source::Home(home.clone());
    let _turn = keeper.turns.take(&source.id()).await;
    let report = ListReport { fetched_at: Some(day.moment()), ..report(&source, &list) };
    let mut version = Some(Version::of(&list, day, None));
    keeper
        .change(&mut |reports| match version.take() {
            Some(version) if reports.iter().all(|known| known.id != report.id) => {
                vec![Change::Put(report.clone(), version, Vec::new())]
            }
            _ => Vec::new(),
        })
        .await
}

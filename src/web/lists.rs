//! What is loaded and set, read from where it is kept: by the keeper, and by the extension's own pages themselves.

use super::error::WebError;
use super::settings;
use super::store::Store;
use crate::brand::Brand;
use crate::collection::{Source, brand_report};
use crate::protocol::lists::{ListReport, ListsReport, Removed};

/// Everything that is loaded and set.
pub async fn report(store: &Store, brand: &Brand) -> Result<ListsReport, WebError> {
    let (reports, removed) = store.all_reports().await?;
    let rules = reports.iter().filter(|report| is_own(report)).map(ListReport::total).sum();
    // What went wrong with the own rules is told like what went wrong with any list.
    let mut lists: Vec<_> =
        reports.into_iter().filter(|it| !is_own(it) || it.failure.is_some()).collect();
    lists.extend(brand_report(brand));
    lists.sort_unstable_by_key(|report| (Source::of(&report.id).rank(), report.name.clone()));
    Ok(ListsReport {
        lists,
        removed: removed
            .into_iter()
            .map(|ListReport { id, name, .. }| Removed { id, name })
            .collect(),
        rules,
        shown: settings::shown(store).await?,
        home: brand.home.first().map(ToString::to_string),
    })
}

fn is_own(report: &ListReport) -> bool {
    Source::of(&report.id) == Source::Own
}

//! What is loaded and set, read from where it is kept: by the keeper, and by the extension's own pages themselves.

use super::error::WebError;
use super::settings;
use super::store::Store;
use crate::brand::Brand;
use crate::collection::{Source, brand_report};
use crate::protocol::lists::ListsReport;

/// Everything that is loaded and set.
pub async fn report(store: &Store, brand: &Brand) -> Result<ListsReport, WebError> {
    let reports = store.reports().await?;
    let (own, mut lists): (Vec<_>, Vec<_>) =
        reports.into_iter().partition(|report| Source::of(&report.id) == Source::Own);
    lists.extend(brand_report(brand));
    lists.sort_unstable_by_key(|report| (Source::of(&report.id).rank(), report.name.clone()));
    Ok(ListsReport {
        lists,
        rules: own.iter().map(|it| it.suspended + it.limited + it.allowed + it.other).sum(),
        shown: settings::shown().await?,
        home: brand.home.first().map(ToString::to_string),
    })
}

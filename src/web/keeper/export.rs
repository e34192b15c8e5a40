//! Lists as files.

use super::{Keeper, failed, today};
use crate::collection::Source;
use crate::export;
use crate::index::{Rank, Rows};
use crate::protocol::lists::{ExportForm, Response};
use crate::web::error::WebError;

/// One list, or all merged, as a file.
pub async fn export(
    keeper: &Keeper,
    id: Option<&str>,
    form: ExportForm,
) -> Result<Response, WebError> {
    let reports = keeper.store.reports().await?;
    let wanted = reports.iter().filter(|report| id.is_none_or(|id| report.id == id));
    let mut lists: Vec<(Rank, Rows)> = Vec::new();
    let mut name = id.is_none().then(|| "all-lists".to_owned());
    for report in wanted {
        let rows = keeper.store.rows(&report.id).await?;
        lists.extend(
            rows.and_then(|rows| Rows::load(rows).ok())
                .map(|rows| (Source::of(&report.id).rank(), rows)),
        );
        name = name.or_else(|| Some(file_name(&report.name)));
    }
    let Some(name) = name else { return Ok(failed("failInternal", [])) };
    let rows = match (id, lists.first()) {
        (Some(_), Some((_, rows))) => rows.iter().collect(),
        _ => export::merged(lists.iter().map(|(rank, rows)| (*rank, rows.iter().collect()))),
    };
    let (text, ending) = match form {
        ExportForm::Csv => (export::csv(rows), "csv"),
        ExportForm::Text => (export::text(rows), "txt"),
        ExportForm::Json => (export::json(rows), "json"),
    };
    Ok(Response::File { name: format!("{name}-{}.{ending}", today()), text })
}

/// A name that every system takes for a file.
fn file_name(name: &str) -> String {
    let is_plain = |it: char| it.is_alphanumeric() || "-_.".contains(it);
    let name: String =
        name.chars().map(|it| if is_plain(it) { it } else { '-' }).take(80).collect();
    if name.is_empty() { "my-rules".to_owned() } else { name }
}

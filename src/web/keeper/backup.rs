//! Everything that is configured, as one file.

use serde::{Deserialize, Serialize};

use super::{Keeper, failed, now, random, rules, starting, today};
use crate::blocklist::{Blocklist, Precedence};
use crate::choices::Choices;
use crate::collection::Source;
use crate::explanation::Value;
use crate::export::{Record, are_too_many, records};
use crate::index::Rows;
use crate::protocol::lists::{ListReport, Response, Rule};
use crate::schedule::Timing;
use crate::web::error::WebError;
use crate::web::settings;
use crate::web::store::{Change, Version};
use crate::web::webext::{self, settled};

/// What the file calls itself.
const KIND: &str = "fencepost-backup";

/// The file.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Backup {
    kind: String,
    version: u32,
    marks: bool,
    /// Missing in older files.
    #[serde(default)]
    choices: Choices,
    rules: Vec<Rule>,
    lists: Vec<List>,
}

impl Backup {
    /// Whether it can have been made here, as far as that can be told.
    fn is_ours(&self) -> bool {
        let is_too_much = |list: &List| list.entries.as_deref().is_some_and(are_too_many);
        self.kind == KIND && self.version == 1 && !self.lists.iter().any(is_too_much)
    }
}

/// A list, with its entries when it can come from nowhere else.
#[derive(Serialize, Deserialize)]
struct List {
    report: ListReport,
    strictest: bool,
    entries: Option<Vec<Record>>,
}

/// Writes the file.
pub async fn backup(keeper: &Keeper) -> Result<Response, WebError> {
    let mut lists = Vec::new();
    for report in keeper.store.reports().await? {
        let source = Source::of(&report.id);
        if source == Source::Own {
            continue;
        }
        let rows = keeper.store.rows(&report.id).await?.and_then(|rows| Rows::load(rows).ok());
        let strictest = rows.as_ref().is_some_and(|it| it.precedence() == Precedence::Strictest);
        let entries = rows
            .filter(|_| {
                !source.is_refreshed() || report.hidden_since.is_some() || report.is_members()
            })
            .map(|rows| records(rows.iter()));
        lists.push(List { report, strictest, entries });
    }
    let backup = Backup {
        kind: KIND.to_owned(),
        version: 1,
        marks: settings::shown(&keeper.store).await?,
        choices: settings::choices(&keeper.store).await?,
        rules: rules::all(keeper).await?,
        lists,
    };
    let text = serde_json::to_string(&backup).unwrap_or_default();
    Ok(Response::File { name: format!("fencepost-{}.json", today()), text })
}

/// Configures everything as in the file: what is not in it goes. Lists that come from a server are asked for anew.
pub async fn restore(keeper: &Keeper, text: &str) -> Result<Response, WebError> {
    let backup = match serde_json::from_str::<Backup>(text) {
        Ok(backup) if backup.is_ours() => backup,
        Ok(_) => return Ok(failed("failOtherBackup", [])),
        Err(error) => return Ok(failed("failNoBackup", [Value::Text(error.to_string())])),
    };
    replace(keeper, backup).await?;
    keeper.lists().await
}

/// Forgets everything that is configured, also what servers answered to checks, and begins as the brand does.
pub async fn reset(keeper: &Keeper) -> Result<Response, WebError> {
    let nothing = Backup {
        kind: KIND.to_owned(),
        version: 1,
        marks: true,
        choices: Choices::default(),
        rules: Vec::new(),
        lists: Vec::new(),
    };
    replace(keeper, nothing).await?;
    settled(webext::forget_session(), "forgetting what checks asked").await?;
    starting::start(keeper).await?;
    keeper.lists().await
}

/// Puts all that a backup holds in place of all that is there, or none of it.
async fn replace(keeper: &Keeper, backup: Backup) -> Result<(), WebError> {
    let mut puts: Vec<_> = backup.lists.into_iter().map(restored).collect();
    puts.push(rules::change(&backup.rules));
    let choices = Change::Choices(backup.choices);
    puts.extend([Change::Show(backup.marks), choices, Change::Recompile]);
    let mut aside = keeper.store.removed().await?;
    keeper
        .change(&mut |mut reports| {
            reports.append(&mut aside);
            let removed = reports.into_iter().map(|report| Change::Remove(report.id));
            removed.chain(std::mem::take(&mut puts)).collect()
        })
        .await?;
    settings::forget_former().await
}

fn restored(list: List) -> Change {
    let List { report, strictest, entries } = list;
    let Some(entries) = entries else {
        let asked_anew = ListReport {
            fetched_at: None,
            etag: None,
            timing: Some(Timing::new(now(), random())),
            ..report
        };
        return Change::Report(asked_anew);
    };
    let precedence = if strictest { Precedence::Strictest } else { Precedence::Longest };
    let list = Blocklist {
        precedence,
        ..Blocklist::of(entries.into_iter().filter_map(Record::block).collect())
    };
    Change::Put(report, Version::of(&list, today(), None), Vec::new())
}

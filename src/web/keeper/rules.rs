//! The user's own rules. They are a list like any other, heard before all.

use super::{Keeper, failed, now, today};
use crate::blocklist::{BlockName, Blocklist, DomainBlock};
use crate::collection::{Source, report};
use crate::domain::Domain;
use crate::explanation::Value;
use crate::index::Rows;
use crate::protocol::lists::{Response, Rule};
use crate::source::server_name;
use crate::web::error::WebError;
use crate::web::parser::BrowserParser;
use crate::web::store::{Change, Version};

/// All rules, in the order in which they were made.
pub async fn all(keeper: &Keeper) -> Result<Vec<Rule>, WebError> {
    let rows = keeper.store.rows(&Source::Own.id()).await?;
    let rows = rows.and_then(|rows| Rows::load(rows).ok());
    let rules = rows.iter().flat_map(Rows::iter).map(|row| Rule {
        name: row.shown.to_owned(),
        severity: row.severity,
        note: row.comment.unwrap_or_default().to_owned(),
    });
    Ok(rules.collect())
}

/// Adds a rule, or changes the one for the same name.
pub async fn set(keeper: &Keeper, rule: Rule) -> Result<Response, WebError> {
    let Some(name) = server_name(&rule.name, &BrowserParser) else {
        return Ok(failed("failBadName", [Value::Text(rule.name)]));
    };
    let _turn = keeper.turns.take(&Source::Own.id()).await;
    let mut rules = all(keeper).await?;
    let rule = Rule { name: name.to_string(), ..rule };
    match rules.iter_mut().find(|former| former.name == rule.name) {
        Some(former) => *former = rule,
        None => rules.push(rule),
    }
    replace(keeper, rules).await
}

/// Takes a rule back.
pub async fn remove(keeper: &Keeper, name: &str) -> Result<Response, WebError> {
    let _turn = keeper.turns.take(&Source::Own.id()).await;
    let mut rules = all(keeper).await?;
    rules.retain(|rule| rule.name != name);
    replace(keeper, rules).await
}

/// These rules and no others.
async fn replace(keeper: &Keeper, rules: Vec<Rule>) -> Result<Response, WebError> {
    keeper.change(&mut |_| vec![change(&rules)]).await?;
    Ok(Response::Rules(rules))
}

/// What makes these rules the user's own.
pub fn change(rules: &[Rule]) -> Change {
    let blocks = rules.iter().filter_map(|rule| {
        let name = BlockName::Domain(Domain::parse(&rule.name).ok()?);
        let note = Some(rule.note.trim().to_owned()).filter(|note| !note.is_empty());
        Some(DomainBlock { public_comment: note, ..DomainBlock::new(name, rule.severity) })
    });
    let list = Blocklist::of(blocks.collect());
    if list.blocks.is_empty() {
        return Change::Remove(Source::Own.id());
    }
    let mut report = report(&Source::Own, &list);
    report.fetched_at = Some(now());
    Change::Put(report, Version::of(&list, today(), None), Vec::new())
}

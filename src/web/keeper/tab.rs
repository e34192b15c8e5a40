//! Lists that a server shows to its members only, read in the person's own open tab on that server.

use serde::Deserialize;

use super::coming::{self, News, Wanted};
use super::sentences::failure;
use super::{Keeper, failed};
use crate::collection::Source;
use crate::explanation::Value;
use crate::protocol::MAX_LIST_BYTES;
use crate::protocol::lists::{InTab, Response};
use crate::source::{MEMBERS_PAGE, MEMBERS_PATH, MembersAnswer, MembersList};
use crate::web::error::WebError;
use crate::web::message::from_browser;
use crate::web::parser::BrowserParser;
use crate::web::webext::{self, settled};

/// What the tab answers.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TabAnswer {
    status: u16,
    text: String,
    signed_in: bool,
}

/// Reads the list of a server in a tab that is open there.
pub async fn read(keeper: &Keeper, list: InTab) -> Result<Response, WebError> {
    let source = Source::of(&list.id);
    let (Source::Home(server) | Source::Server(server)) = &source else {
        return Ok(failed("failInternal", []));
    };
    let _turn = keeper.turns.take(&list.id).await;
    let reports = keeper.store.reports().await?;
    let former = reports.into_iter().find(|report| report.id == list.id);
    let known = list.host.or_else(|| former.and_then(|report| report.host));
    let host = known.unwrap_or_else(|| server.to_string());
    let limit = MAX_LIST_BYTES as f64;
    let answer = webext::read_in_tab(&host, MEMBERS_PATH, MEMBERS_PAGE, limit);
    let Ok(answer) = settled(answer, "reading a list in a tab").await else {
        return Ok(failed("failInTab", [Value::name(host)]));
    };
    if answer.is_null() {
        return Ok(failed("failNoTab", [Value::name(host)]));
    }
    let answer: TabAnswer = from_browser(&answer, "reading a list in a tab")?;
    let answer = MembersAnswer {
        status: answer.status,
        body: answer.text.into_bytes(),
        signed_in: answer.signed_in,
    };
    match answer.read(server, &BrowserParser) {
        MembersList::Loaded(access, list) => {
            let news = News { access, host: Some(host), ..News::default() };
            coming::come_in(keeper, &source, *list, None, news, Wanted::New).await
        }
        MembersList::Unpublished => Ok(failed("failUnpublished", [Value::name(server)])),
        MembersList::NotSignedIn => Ok(failed("failNotSignedIn", [Value::name(host)])),
        MembersList::Failed(error) => {
            Ok(Response::Failed { message: failure(&error), in_tab: None })
        }
    }
}

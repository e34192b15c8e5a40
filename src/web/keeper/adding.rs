//! New lists: from a server, an address, a file. What cannot be loaded changes nothing.

use super::asking::{Asked, ask};
use super::coming::{self, News, Wanted};
use super::{Keeper, failed};
use crate::blocklist::Blocklist;
use crate::collection::Source;
use crate::explanation::Value;
use crate::protocol::MAX_LIST_BYTES;
use crate::protocol::lists::Response;
use crate::severity::Severity;
use crate::source::{Fetching, server_name};
use crate::web::error::WebError;
use crate::web::parser::BrowserParser;

/// Loads the list of a server. The list of one that becomes a home is not kept a second time as another server's.
pub async fn server(
    keeper: &Keeper,
    typed: &str,
    home: bool,
    allowed: &[String],
) -> Result<Response, WebError> {
    let Some(server) = server_name(typed, &BrowserParser) else {
        return Ok(failed("failBadName", [Value::Text(typed.to_owned())]));
    };
    let source = if home { Source::Home(server.clone()) } else { Source::Server(server.clone()) };
    let _turn = keeper.turns.take(&source.id()).await;
    let stop = keeper.stops.begin(source.id());
    match ask(keeper, Fetching::start(server.clone(), None), allowed, &stop).await {
        Asked::Permit(host) => Ok(Response::Permit { server: server.to_string(), host }),
        Asked::Stopped => Ok(Response::Stopped),
        Asked::Done(outcome) => coming::take(keeper, &source, *outcome, None, Wanted::New).await,
    }
}

/// Loads the list at an address.
pub async fn subscription(
    keeper: &Keeper,
    address: &str,
    meaning: Option<Severity>,
    allowed: &[String],
) -> Result<Response, WebError> {
    let address = address.trim();
    let Some(fetching) = Fetching::subscription(address, None, &BrowserParser) else {
        return Ok(failed("failBadAddress", [Value::Text(address.to_owned())]));
    };
    let source = Source::Subscription(address.to_owned());
    let _turn = keeper.turns.take(&source.id()).await;
    let stop = keeper.stops.begin(source.id());
    match ask(keeper, fetching, allowed, &stop).await {
        Asked::Permit(host) => Ok(Response::Permit { server: source.name(), host }),
        Asked::Stopped => Ok(Response::Stopped),
        Asked::Done(outcome) => coming::take(keeper, &source, *outcome, meaning, Wanted::New).await,
    }
}

/// Loads the list in a file.
pub async fn file(
    keeper: &Keeper,
    name: &str,
    text: &str,
    meaning: Option<Severity>,
) -> Result<Response, WebError> {
    if text.len() > MAX_LIST_BYTES {
        return Ok(failed("failTooLarge", [Value::name(name)]));
    }
    let source = Source::File(name.to_owned());
    let _turn = keeper.turns.take(&source.id()).await;
    match Blocklist::read(text.as_bytes(), &BrowserParser) {
        Ok(list) => {
            coming::come_in(keeper, &source, list, meaning, News::default(), Wanted::New).await
        }
        Err(error) => {
            Ok(failed("failNotAList", [Value::name(name), Value::Text(error.to_string())]))
        }
    }
}

//! Asking a server, request by request.

use super::fetch::{LIST, fetch};
use super::stops::Stop;
use super::{Keeper, now};
use crate::source::{Fetching, Outcome, Request, Step};
use crate::web::parser::BrowserParser;
use crate::web::permission;

/// How asking ended.
pub enum Asked {
    /// With an outcome.
    Done(Box<Outcome>),
    /// With a host that may not be asked without the person's word.
    Permit(String),
    /// Because the person who waited for it does not want it any more.
    Stopped,
}

/// Makes one request after the other until it is done. A server is asked one question at a time, also when two lists
/// come from it.
///
/// `allowed` are hosts that the person has just been asked about. What is stopped changes nothing.
pub async fn ask(
    keeper: &Keeper,
    (mut fetching, first): (Fetching, Request),
    allowed: &[String],
    stop: &Stop,
) -> Asked {
    let mut step = Step::Ask(first);
    loop {
        step = match step {
            Step::Ask(request) => {
                let answer = {
                    let _turn = keeper.turns.take(host(&request.address)).await;
                    // It may have been stopped while another list was asked for there.
                    if stop.is_stopped() {
                        return Asked::Stopped;
                    }
                    fetch(&request, &LIST, stop.signal()).await
                };
                if stop.is_stopped() {
                    return Asked::Stopped;
                }
                fetching.answered(answer, now(), &BrowserParser)
            }
            Step::Permit { host } => {
                let host = host.to_string();
                let may_ask = allowed.contains(&host)
                    || permission::is_given(&permission::of_server(&host)).await;
                if !may_ask {
                    return Asked::Permit(host);
                }
                fetching.permitted()
            }
            Step::Done(outcome) => return Asked::Done(outcome),
        };
    }
}

/// The host of an address `https://HOST/…`.
pub fn host(address: &str) -> &str {
    address.split('/').nth(2).unwrap_or_default()
}

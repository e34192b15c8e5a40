//! Asking the servers whether two accounts can see each other, as far as the person allowed it.

use super::asking::host;
use super::fetch::{CHECK, fetch};
use super::{Keeper, failed, now};
use crate::check::{Checking, Home, Step, Subject};
use crate::protocol::check::{Found, Run};
use crate::protocol::lists::Response;
use crate::web::contacts;
use crate::web::error::WebError;
use crate::web::message::to_browser;
use crate::web::parser::BrowserParser;
use crate::web::sender::Sender;
use crate::web::webext::{self, settled};

/// Asks, until all is known or a host has to be allowed.
pub async fn run(keeper: &Keeper, run: &Run, sender: &Sender) -> Result<Response, WebError> {
    let stamp = Found::stamp(keeper.store.generation().await?);
    let reports = keeper.store.reports().await?;
    let subject = Subject::written(&run.subject, &BrowserParser);
    let home = Home::report(&run.home, reports, &BrowserParser).as_ref().and_then(Home::of);
    let Some((subject, home)) = subject.zip(home) else { return Ok(failed("failInternal", [])) };
    let stop = keeper.stops.begin(run.run.to_string());
    let (mut checking, first) = Checking::start(subject.clone(), home);
    let mut step = Step::Ask(first);
    loop {
        step = match step {
            Step::Ask(request) => {
                let host = host(&request.address);
                contacts::note(host, sender.is_private).await?;
                let answer = {
                    let _turn = keeper.turns.take(host).await;
                    fetch(&request, &CHECK, stop.signal()).await
                };
                if stop.is_stopped() {
                    return Ok(Response::Stopped);
                }
                checking.answered(answer, now(), &BrowserParser)
            }
            Step::Permit { from, host } => {
                let (server, host) = (from.to_string(), host.to_string());
                if run.allowed.contains(&host) {
                    checking.permitted(now())
                } else if run.refused.contains(&host) {
                    checking.refused(now())
                } else {
                    return Ok(Response::Permit { server, host });
                }
            }
            Step::Done(findings) => {
                const DOING: &str = "remembering what a server said";
                let found = Found::of(&subject, *findings, now(), stamp);
                let name = Found::name(&run.home, &run.subject);
                let found = to_browser(&found, DOING)?;
                settled(webext::remember(&name, &found, sender.is_private), DOING).await?;
                return Ok(Response::Checked);
            }
        };
    }
}

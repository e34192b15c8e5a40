//! Servers compared by whom one would lose there, piece by piece: between two pieces, pages are answered.

use std::cell::RefCell;
use std::rc::Rc;

use super::state::State;
use crate::check::follows::{Comparing, Follows, FollowsError};
use crate::check::{ListState, Listing};
use crate::explanation::Message;
use crate::index::{Index, Rows};
use crate::protocol::Response;
use crate::protocol::check;
use crate::web::error::WebError;
use crate::web::parser::BrowserParser;

/// How many domains are looked up at once; a few milliseconds each in the largest lists.
const AT_ONCE: usize = 50;

/// The comparison that is under way. There is one at most, and it is gone when the worker is stopped.
#[derive(Default)]
pub struct Comparisons(RefCell<Option<Comparison>>);

struct Comparison {
    run: u32,
    comparing: Comparing,
    index: Rc<Index>,
    servers: Vec<Server>,
}

/// One server, by the id of its list.
struct Server {
    id: String,
    state: ListState,
    rows: Option<Rc<Rows>>,
}

impl Comparisons {
    /// Begins, in place of any other.
    pub async fn begin(
        &self,
        state: &State,
        run: u32,
        text: &str,
        ids: &[String],
    ) -> Result<Response, WebError> {
        let follows = match Follows::read(text, &BrowserParser) {
            Ok(follows) => follows,
            Err(error) => return Ok(Response::Failed { message: unreadable(&error) }),
        };
        let reports = state.store().reports().await?;
        let mut servers = Vec::new();
        for id in ids {
            let report = reports.iter().find(|it| it.id == *id);
            let Some(list) = report.and_then(ListState::of) else { continue };
            servers.push(Server { id: id.clone(), state: list, rows: state.rows(id).await });
        }
        let index = state.index();
        let comparing = Comparing::start(follows, &listings(&index, &servers));
        let progress = comparing.progress();
        self.0.replace(Some(Comparison { run, comparing, index, servers }));
        Ok(Response::Check(check::Response::Comparing(progress)))
    }

    /// Looks up some more.
    pub fn go_on(&self, run: u32) -> Response {
        let Some(mut comparison) = self.0.borrow_mut().take_if(|it| it.run == run) else {
            return Response::Failed { message: Message::new("compareOver", []) };
        };
        let Comparison { comparing, index, servers, .. } = &mut comparison;
        if comparing.go_on(&listings(index, servers), AT_ONCE) {
            let progress = comparing.progress();
            self.0.replace(Some(comparison));
            return Response::Check(check::Response::Comparing(progress));
        }
        let found = comparison.comparing.finish();
        let csv = found.csv();
        Response::Check(check::Response::Compared { comparison: Box::new(found), csv })
    }
}

/// The servers' lists, in the same order each time.
fn listings<'a>(index: &'a Index, servers: &'a [Server]) -> Vec<Listing<'a>> {
    let listing = |it: &'a Server| Listing::find(index, &it.id, it.rows.as_deref(), &it.state);
    servers.iter().filter_map(listing).collect()
}

fn unreadable(error: &FollowsError) -> Message {
    match error {
        FollowsError::Empty => Message::new("compareEmpty", []),
        FollowsError::NoAccount => Message::new("compareNoAccount", []),
        FollowsError::TooMany => Message::new("compareTooMany", []),
    }
}

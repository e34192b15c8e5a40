//! Which entries of which lists apply to a place: what the search over all lists cannot read off names that are starred
//! out, patterns, or names of parents.

use super::state::State;
use crate::protocol::Response;
use crate::target::recognise;
use crate::verdict::hits;
use crate::web::parser::BrowserParser;

/// What applies to a place as links are judged: a name, an address or a handle.
pub fn find(state: &State, place: &str) -> Response {
    let index = state.index();
    let targets = recognise(place.trim(), &BrowserParser);
    let hits = targets.iter().map(|target| hits(&index, &target.domain)).find(|it| !it.is_empty());
    let found = hits.unwrap_or_default().into_iter().filter_map(|hit| {
        let list = index.lists().get(hit.list)?;
        Some((list.id.clone(), hit.row))
    });
    Response::Found(found.collect())
}

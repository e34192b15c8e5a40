//! Fencepost's own index, by way of its public functions.

use fencepost::address::NativeParser;
use fencepost::blocklist::Blocklist;
use fencepost::domain::Domain;
use fencepost::index::{Index, Rank};

use super::Batch;

/// The list as it is after it was read.
pub fn list(names: &[String]) -> Blocklist {
    let text = names.join("\n");
    Blocklist::read(text.as_bytes(), &NativeParser).expect("names are a list")
}

/// Keys, index, and the index loaded: what happens when a list has changed.
pub fn compile(list: &Blocklist) -> Index {
    Index::of(&[("list", Rank::Home, list)]).expect("whole keys")
}

pub fn build(names: &[String]) -> Index {
    compile(&list(names))
}

/// Hosts that are domains already, as others get hosts that are in lower case already.
pub fn look_up<'a>(index: &'a Index, hosts: &'a [String]) -> Batch<'a> {
    let domains: Vec<_> = hosts.iter().map(|it| Domain::parse(it).expect("a name")).collect();
    Box::new(move || domains.iter().filter(|it| !index.find(it).is_empty()).count())
}

/// Hosts as a page has them.
pub fn look_up_text<'a>(index: &'a Index, hosts: &'a [String]) -> Batch<'a> {
    let is_listed =
        |host: &&String| Domain::parse(host).is_ok_and(|it| !index.find(&it).is_empty());
    Box::new(move || hosts.iter().filter(is_listed).count())
}

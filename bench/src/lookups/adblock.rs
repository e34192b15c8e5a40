//! Brave's engine, with a list in the format of hosts files. It knows nothing but requests, so each host becomes one;
//! address and host are given to it as it wants them, before the clock starts.

use adblock::Engine;
use adblock::lists::{FilterFormat, FilterSet, ParseOptions};
use adblock::request::Request;

use super::Batch;

/// An engine that answers for hosts.
pub struct Adblock(Engine);

impl Adblock {
    pub fn check(&self, host: &str) -> bool {
        self.0.check_network_request(&request(host)).filter.is_some()
    }
}

pub fn build(names: &[String]) -> Adblock {
    let mut set = FilterSet::new(false);
    let options = ParseOptions { format: FilterFormat::Hosts, ..ParseOptions::default() };
    set.add_filter_list(names.join("\n"), options);
    Adblock(Engine::new_with_filter_set(set))
}

pub fn look_up<'a>(adblock: &'a Adblock, hosts: &'a [String]) -> Batch<'a> {
    let requests: Vec<_> = hosts.iter().map(|it| request(it)).collect();
    let is_listed = |it: &&Request| adblock.0.check_network_request(it).filter.is_some();
    Box::new(move || requests.iter().filter(is_listed).count())
}

fn request(host: &str) -> Request {
    Request::preparsed(&format!("https://{host}/"), host, "page.example", "document", true, "GET")
}

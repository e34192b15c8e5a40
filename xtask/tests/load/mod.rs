//! Loading a list as the background does, over real TLS; only that the time is shorter.

use std::time::Duration;

use fencepost::address::NativeParser;
use fencepost::blocklist::Blocklist;
use fencepost::domain::Domain;
use fencepost::index::{Index, Rank};
use fencepost::protocol::MAX_LIST_BYTES;
use fencepost::source::{Answer, Fetching, Request, Step};
use fencepost::target::recognise;
use fencepost::verdict;
use ureq::Error;
use xtask::browser::Proxy;

use crate::client::{Client, Limits};

/// The background's limits, with a hundredth of its time to the first byte.
pub const LIMITS: Limits = Limits {
    first_byte: Duration::from_millis(150),
    whole: Duration::from_millis(600),
    bytes: MAX_LIST_BYTES as u64,
};
/// For answers that take a while to read where the machine is busy.
pub const PATIENT: Limits =
    Limits { first_byte: Duration::from_secs(15), whole: Duration::from_secs(60), ..LIMITS };

/// Loads the list of this server; says in words why it cannot be had.
pub fn load(proxy: &Proxy, server: &str, limits: Limits) -> Result<Blocklist, String> {
    let client = Client::new(proxy, limits);
    let (mut fetching, mut request) = Fetching::start(Domain::parse(server).unwrap());
    loop {
        match fetching.answered(ask(&client, &request), &NativeParser) {
            Step::Ask(next) => request = next,
            Step::Loaded(list, _) => return Ok(*list),
            Step::Failed(error) => return Err(error.to_string()),
        }
    }
}

fn ask(client: &Client, request: &Request) -> Answer {
    match client.ask(&request.address, &[("accept", "application/json")], None) {
        Ok(got) => Answer::Status { status: got.status, body: got.body },
        Err(Error::Timeout(_)) => Answer::TooLate,
        Err(Error::BodyExceedsLimit(_)) => Answer::TooLarge,
        Err(_) => Answer::Nobody,
    }
}

/// What this list says of a host: a severity and how its name was found, or `-`.
pub fn judge(list: &Blocklist, host: &str) -> String {
    let index = Index::of(&[("list", Rank::Home, list)]).unwrap();
    let targets = recognise(&format!("https://{host}/"), &NativeParser);
    verdict::judge(&index, &targets)
        .map_or_else(|| "-".to_owned(), |verdict| verdict.severity().as_str().to_owned())
}

//! All that is loaded together, and the index it compiles to.
//!
//! A list's id says where it comes from and so who speaks: `home:` a server where the reader has an account,
//! `brand:` the maker of this build, `file:` a file.

use crate::address::AddressParser;
use crate::blocklist::{BlockName, Blocklist, DomainBlock};
use crate::brand::Brand;
use crate::domain::Domain;
use crate::index::{Compiled, Entry, Rank, compile};
use crate::protocol::ListReport;
use crate::severity::Severity;

/// How many problems of a list are kept word by word.
const KEPT_PROBLEMS: usize = 100;

/// A list as it was read.
pub struct Loaded {
    /// See [`ListReport::id`].
    pub id: String,
    /// See [`ListReport::name`].
    pub name: String,
    /// The bytes of the server's answer or of the file.
    pub body: Vec<u8>,
}

/// The id of a home's list.
pub fn home_id(server: &Domain) -> String {
    format!("home:{server}")
}

/// The id of a list from a file.
pub fn file_id(name: &str) -> String {
    format!("file:{name}")
}

/// What people are told of a list.
pub fn report(id: String, name: String, fetched_at: Option<f64>, list: &Blocklist) -> ListReport {
    let counts = list.counts();
    ListReport {
        id,
        name,
        fetched_at,
        suspended: counts.suspended,
        limited: counts.limited,
        other: counts.other,
        recognised: counts.recognised,
        unrecognisable: counts.unrecognisable,
        problems: list.problems.iter().take(KEPT_PROBLEMS).map(ToString::to_string).collect(),
        problem_count: u32::try_from(list.problems.len()).unwrap_or(u32::MAX),
    }
}

/// Compiles all lists and what the brand says into one index. A body that is no list (any more) says nothing.
pub fn compile_all(brand: &Brand, lists: &[Loaded], parser: &dyn AddressParser) -> Compiled {
    let own = statements(brand, lists);
    let own_id = brand_id(brand);
    let read: Vec<_> = lists
        .iter()
        .filter_map(|list| Some((list, Blocklist::read(&list.body, parser).ok()?)))
        .collect();
    let mut entries: Vec<_> = read
        .iter()
        .map(|(list, blocklist)| Entry {
            id: &list.id,
            name: &list.name,
            rank: rank(&list.id),
            blocks: &blocklist.blocks,
        })
        .collect();
    entries.push(Entry { id: &own_id, name: speaker(brand), rank: Rank::Brand, blocks: &own });
    compile(&entries)
}

/// What people are told of the brand's own statements; `None` when it makes none.
pub fn brand_report(brand: &Brand) -> Option<ListReport> {
    let blocks = statements(brand, &[]);
    let count = |severity| {
        blocks.iter().filter(|block| block.severity == severity).count().try_into().unwrap_or(0)
    };
    (!blocks.is_empty()).then(|| ListReport {
        id: brand_id(brand),
        name: speaker(brand).to_owned(),
        fetched_at: None,
        suspended: count(Severity::Suspend),
        limited: count(Severity::Silence),
        other: count(Severity::Noted),
        recognised: 0,
        unrecognisable: 0,
        problems: Vec::new(),
        problem_count: 0,
    })
}

fn brand_id(brand: &Brand) -> String {
    format!("brand:{}", brand.name)
}

/// Who makes the brand's statements: its home, or the brand itself when it has none.
fn speaker(brand: &Brand) -> &str {
    brand.home.first().map_or(&brand.name, Domain::as_str)
}

fn rank(id: &str) -> Rank {
    match id.split_once(':') {
        Some(("home", _)) => Rank::Home,
        _ => Rank::Other,
    }
}

/// The brand's own domain blocks: what its home announced, as long as no list of such a home has been read, and the
/// platforms that it notes.
fn statements(brand: &Brand, lists: &[Loaded]) -> Vec<DomainBlock> {
    let home_was_read =
        brand.home.iter().any(|home| lists.iter().any(|list| list.id == home_id(home)));
    let announced = brand
        .home_statements()
        .filter(|_| !home_was_read)
        .map(|(domain, severity, _)| block(domain, severity, None));
    let noted = brand.noted_platforms().flat_map(|(platform, reason)| {
        platform
            .domains
            .iter()
            .map(|domain| block(domain, Severity::Noted, Some(reason.to_owned())))
    });
    announced.chain(noted).collect()
}

fn block(domain: &Domain, severity: Severity, reason: Option<String>) -> DomainBlock {
    DomainBlock {
        public_comment: reason,
        ..DomainBlock::new(BlockName::Domain(domain.clone()), severity)
    }
}

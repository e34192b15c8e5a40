//! All lists together: where each comes from, who is heard first, and the index they compile to.

mod source;

pub use source::Source;

use crate::blocklist::{Because, BlockName, Blocklist, DomainBlock, Extent};
use crate::brand::Brand;
use crate::domain::Domain;
use crate::explanation::{Message, Value};
use crate::index::{Entry, compile, keys};
use crate::protocol::lists::ListReport;
use crate::severity::Severity;

/// How many problems of a list are kept word by word.
const KEPT_PROBLEMS: usize = 100;

/// A list that is in force, as it is stored.
pub struct Stored {
    /// See [`ListReport::id`].
    pub id: String,
    /// See [`ListReport::name`].
    pub name: String,
    /// What [`keys`] made of it.
    pub keys: Vec<u8>,
}

/// Compiles all lists and what the brand says into one index. A list whose keys are damaged says nothing.
pub fn compile_all(brand: &Brand, lists: &[Stored]) -> Vec<u8> {
    let own = keys(&statements(brand, lists.iter().map(|list| list.id.as_str())));
    let own_id = Source::Brand(brand.name.clone()).id();
    let mut entries: Vec<_> = lists
        .iter()
        .map(|list| Entry {
            id: &list.id,
            name: &list.name,
            rank: Source::of(&list.id).rank(),
            keys: &list.keys,
        })
        .collect();
    let rank = Source::of(&own_id).rank();
    entries.push(Entry { id: &own_id, name: speaker(brand), rank, keys: &own });
    compile(&entries).unwrap_or_else(|_| {
        entries.retain(|entry| compile(&[*entry]).is_ok());
        compile(&entries).unwrap_or_default()
    })
}

/// What people are told of a list that was read.
pub fn report(source: &Source, list: &Blocklist) -> ListReport {
    let mut report = ListReport {
        id: source.id(),
        name: source.name(),
        format: Some(list.format.as_str().to_owned()),
        because: Some(because(list.because)),
        allow_list: list.extent == Extent::AllowList,
        withheld: list.extent == Extent::Withheld,
        problems: list.problems.iter().take(KEPT_PROBLEMS).map(ToString::to_string).collect(),
        problem_count: u32::try_from(list.problems.len()).unwrap_or(u32::MAX),
        ..ListReport::default()
    };
    report.count(list);
    report
}

/// The brand's own domain blocks: what its home announced, as long as no list of such a home has been read, and the
/// platforms that it notes. `loaded` are the ids of the lists that are in force.
pub fn statements<'a>(brand: &Brand, loaded: impl Iterator<Item = &'a str>) -> Blocklist {
    let homes: Vec<_> = brand.home.iter().map(|home| Source::Home(home.clone()).id()).collect();
    let home_was_read = loaded.into_iter().any(|id| homes.iter().any(|home| home == id));
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
    Blocklist::of(announced.chain(noted).collect())
}

fn because(because: Because) -> Message {
    Message::new(because.key(), because.value().map(|it| Value::Text(it.to_owned())))
}

/// What people are told of the brand's own statements; `None` when it makes none.
pub fn brand_report(brand: &Brand) -> Option<ListReport> {
    let list = statements(brand, std::iter::empty());
    let mut report = ListReport {
        id: Source::Brand(brand.name.clone()).id(),
        name: speaker(brand).to_owned(),
        ..ListReport::default()
    };
    report.count(&list);
    (!list.blocks.is_empty()).then_some(report)
}

/// Who makes the brand's statements: its home, or the brand itself when it has none.
fn speaker(brand: &Brand) -> &str {
    brand.home.first().map_or(&brand.name, Domain::as_str)
}

fn block(domain: &Domain, severity: Severity, reason: Option<String>) -> DomainBlock {
    DomainBlock {
        public_comment: reason,
        ..DomainBlock::new(BlockName::Domain(domain.clone()), severity)
    }
}

//! Links and texts of pages.

use fencepost::address::NativeParser;
use fencepost::domain::Domain;
use fencepost::target::{Target, recognise, wants_address};
use url::Url;

/// At most five wrappers, each a place, around a bridged profile, its other name and a host.
const MOST_PLACES: usize = 5 + 3;

/// What a link leads to is said, whatever the link.
pub fn target(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let targets = recognise(&text, &NativeParser);
    assert_eq!(targets, recognise(&text, &NativeParser), "read twice");
    assert!(targets.len() <= MOST_PLACES, "{targets:?}");
    targets.iter().for_each(is_sound);

    let url = Url::parse(&text).ok().filter(|it| matches!(it.scheme(), "http" | "https"));
    let host = url.as_ref().and_then(Url::host_str).and_then(|it| Domain::parse(it).ok());
    // `https:a.example` and white space in an address are for browsers to put right, which they do to all links.
    let is_link = (text.starts_with("http://") || text.starts_with("https://"))
        && !text.contains(|it: char| it == '\\' || it.is_whitespace() || it.is_control());
    let Some(host) = host.filter(|_| is_link) else { return };
    let last = targets.last().expect("an address leads to its host at least");
    assert_eq!(last.domain, host);
    let goes_through = targets.iter().any(|it| it.via.is_some());
    assert!(
        !goes_through
            || wants_address(&host)
            || text.contains("authorize")
            || text.contains("ostatus")
    );
    wrapped(&text, &targets, &host);
}

/// Wrapped once more, a link leads to the same place.
fn wrapped(text: &str, targets: &[Target], host: &Domain) {
    let encoded = percent_encoded(text);
    for wrapper in ["https://href.li/?", "https://out.reddit.com/x?a=b&url="] {
        let around = recognise(&format!("{wrapper}{encoded}"), &NativeParser);
        let wrappers = targets.iter().filter(|it| it.via.is_some()).count();
        if wrappers > 3 || wants_address(host) {
            continue;
        }
        let places = |targets: &[Target]| targets.iter().map(Target::label).collect::<Vec<_>>();
        let (inner, outer) = (places(targets), places(&around));
        assert_eq!(outer[..outer.len() - 1], inner, "{wrapper}");
        assert!(around.iter().all(|it| it.via.is_some()));
    }
}

fn is_sound(target: &Target) {
    let domain = &target.domain;
    assert_eq!(Domain::parse(domain.as_str()).as_ref(), Ok(domain));
    assert!(target.handle.as_ref().is_none_or(|it| it.domain == *domain));
    assert!(target.label().ends_with(domain.as_str()));
    let alone = recognise(domain.as_str(), &NativeParser);
    assert_eq!(alone.last().map(|it| &it.domain), Some(domain), "a host is a target");
}

fn percent_encoded(text: &str) -> String {
    text.bytes().map(|it| format!("%{it:02X}")).collect()
}

//! Redirectors, archives, caches and front ends: addresses around other addresses.
//!
//! Which there are is a table, `data/wrappers.json`, each with its source and an example; `build.rs` makes of it a line
//! for each host, sorted by host: the host, a pattern of the path, and where the destination is.
//!
//! Share dialogs are not among them: what they hold is what to talk about, not where they lead.

use std::sync::LazyLock;

use super::encoding::{base64, dashes, percent, proofpoint};
use crate::address::{Address, AddressParser};
use crate::domain::Domain;

/// Whether only the whole address says where a link to this host leads.
///
/// It costs a few comparisons of short texts. On other hosts, [`ADDRESS_HINTS`](super::ADDRESS_HINTS) tell. Some
/// front ends have it all in the fragment, so the whole address includes that.
pub fn wants_address(domain: &Domain) -> bool {
    !lines(domain).is_empty()
}

/// The address that this one is a wrapper around, when it is one.
pub(super) fn destination(
    address: &Address,
    host: &Domain,
    parser: &dyn AddressParser,
) -> Option<String> {
    lines(host).iter().find_map(|line| {
        let mut cells = line.split('\t');
        let (name, pattern, place) = (cells.next()?, cells.next()?, cells.next()?);
        inside(address, host, name, pattern, place, parser)
    })
}

/// A query parameter's value.
pub(super) fn parameter(query: &str, name: &str) -> Option<String> {
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find_map(|(key, value)| if key == name { percent(value) } else { None })
}

const TABLE: &str = include_str!(concat!(env!("OUT_DIR"), "/wrappers.tsv"));

static LINES: LazyLock<Vec<&str>> = LazyLock::new(|| TABLE.lines().collect());

/// The lines of this host, or of the nearest above it that has any.
fn lines(host: &Domain) -> &'static [&'static str] {
    host.ancestors().map(lines_of).find(|lines| !lines.is_empty()).unwrap_or_default()
}

fn lines_of(name: &str) -> &'static [&'static str] {
    let name = without_country(name);
    let start = LINES.partition_point(|line| host_of(line) < name);
    let end = LINES.partition_point(|line| host_of(line) <= name);
    LINES.get(start..end).unwrap_or_default()
}

fn host_of(line: &str) -> &str {
    line.split('\t').next().unwrap_or_default()
}

/// Google has a name in each country (<https://www.google.com/supported_domains>); in the table all are `google.*`.
fn without_country(name: &str) -> &str {
    let Some(end) = name.strip_prefix("google.") else { return name };
    let country = end.strip_prefix("co.").or(end.strip_prefix("com.")).unwrap_or(end);
    if country.len() == 2 || matches!(end, "com" | "cat") { "google.*" } else { name }
}

/// The address that stands where the table says that the destination is. `place` is:
///
/// | place | where |
/// |---|---|
/// | `?a b` | the query parameter `a`, or `b` |
/// | `?` | all of the query |
/// | `1a` | the query parameter `a`, Base64 behind `a1`, as Bing has it |
/// | `2a` | the query parameter `a`, in Proofpoint's second way |
/// | `4a` | the query parameter `a`, behind `cache:` and a code, as Google's cache had it |
/// | `/` | behind the pattern in the path, with the query |
/// | `3` | so up to `__;`, Proofpoint's third way |
/// | `#` | behind the pattern in the fragment |
/// | `.` | the label before the host's name, with path and query |
fn inside(
    address: &Address,
    host: &Domain,
    name: &str,
    pattern: &str,
    place: &str,
    parser: &dyn AddressParser,
) -> Option<String> {
    let query = address.query.as_deref();
    let (kind, names) = place.split_at_checked(1)?;
    let behind = match kind {
        "#" => behind(address.fragment.as_deref()?, pattern)?,
        _ => behind(&address.path, pattern)?,
    };
    let decode = match kind {
        "?" if names.is_empty() => return absolute(percent(query?)?, parser),
        "?" => |value: &str| Some(value.to_owned()),
        "1" => |value: &str| base64(value.strip_prefix("a1")?),
        "2" => proofpoint,
        "4" => cached,
        "3" => return absolute(with_query(behind, query).split("__;").next()?.to_owned(), parser),
        "." => {
            let label = host.as_str().strip_suffix(name)?.strip_suffix('.')?;
            let name = original_name(label, query)?;
            return absolute(with_query(&(name + &address.path), query), parser);
        }
        _ => return absolute(part_of_path(behind, query)?, parser),
    };
    names.split(' ').find_map(|name| absolute(decode(&parameter(query?, name)?)?, parser))
}

/// The host that a label stands for. Google Translate says in the query what does not fit into the label
/// (<https://developers.google.com/search/docs/appearance/ad-network-and-translation>): the start of a long name,
/// and that `0-` before it stands for `xn--`, or `1-` for nothing.
fn original_name(label: &str, query: Option<&str>) -> Option<String> {
    let said = |name| query.and_then(|query| parameter(query, name)).unwrap_or_default();
    let label = said("_x_tr_hp") + label;
    let marks = said("_x_tr_enc");
    let without = |mark: &str, name| {
        if marks.split(',').any(|it| mark.strip_suffix('-') == Some(it)) {
            str::strip_prefix(name, mark)
        } else {
            None
        }
    };
    let name = without("1-", &label).unwrap_or(&label);
    match without("0-", name) {
        Some(name) => Some(format!("xn--{}", dashes(name)?)),
        None => dashes(name),
    }
}

/// `cache:ADDRESS` or `cache:CODE:ADDRESS`, and then the words that were looked for.
fn cached(value: &str) -> Option<String> {
    let value = value.strip_prefix("cache:")?.split(['+', ' ']).next()?;
    let address = match value.split_once(':') {
        Some((before, after)) if !before.starts_with("http") => after,
        _ => value,
    };
    Some(address.to_owned())
}

/// What follows a pattern, in which `*` is as little as possible.
fn behind<'a>(path: &'a str, pattern: &str) -> Option<&'a str> {
    let mut pieces = pattern.split('*');
    let start = path.strip_prefix(pieces.next()?)?;
    pieces.try_fold(start, |rest, piece| Some(rest.split_once(piece)?.1))
}

/// An address in a path: as it is, with all that follows, or percent-encoded as a single segment.
fn part_of_path(path: &str, query: Option<&str>) -> Option<String> {
    let end = path.find('/').unwrap_or(path.len());
    let (segment, rest) = path.split_at_checked(end)?;
    let decoded = percent(segment)?;
    if decoded.contains('/') { Some(decoded) } else { Some(with_query(&(decoded + rest), query)) }
}

fn with_query(path: &str, query: Option<&str>) -> String {
    match query {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    }
}

/// What a wrapper holds as an absolute address; `https` where it says none. `None` when it is no address of the web.
fn absolute(text: String, parser: &dyn AddressParser) -> Option<String> {
    // Some encode twice.
    let text = if text.contains('/') { text } else { percent(&text)? };
    if text.starts_with("//") {
        return Some(format!("https:{text}"));
    }
    let end = text.find(['/', '?', '#']).unwrap_or(text.len());
    let start = text.get(..end)?;
    if start.eq_ignore_ascii_case("https:") || start.eq_ignore_ascii_case("http:") {
        return Some(text);
    }
    // A port, or what stands for any path in archives, is no part of the host.
    let host = parser.domain(start.split([':', '*']).next()?)?;
    let is_host = host.as_str().contains('.') && !host.is_ip();
    is_host.then(|| format!("https://{host}{}", text.get(end..).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::Deserialize;

    use crate::address::NativeParser;
    use crate::target::{Target, recognise};

    use super::*;

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Row {
        name: String,
        hosts: Vec<String>,
        path: String,
        place: String,
        #[serde(default)]
        query: Vec<String>,
        source: String,
        examples: Vec<Example>,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Example {
        address: String,
        destination: String,
    }

    fn rows() -> Vec<Row> {
        serde_json::from_str(include_str!("../../data/wrappers.json")).unwrap()
    }

    /// What an address leads to, without what it goes through.
    fn places(address: &str) -> Vec<Target> {
        let targets = recognise(address, &NativeParser).into_iter();
        targets.map(|target| Target { via: None, ..target }).collect()
    }

    #[track_caller]
    fn check_wrapped(address: &str, destination: &str) {
        let wrapper = NativeParser.parse(address).unwrap().host.unwrap();
        let mut expected = places(destination);
        assert!(!expected.is_empty(), "{destination}");
        expected.push(wrapper.clone().into());
        assert_eq!(places(address), expected, "{address}");
        let targets = recognise(address, &NativeParser);
        assert!(targets.iter().all(|it| it.via.as_ref() == Some(&wrapper)), "{address}");
        assert!(wants_address(&wrapper), "{wrapper}");
    }

    #[test]
    fn every_example_of_the_table() {
        for row in rows() {
            assert!(!row.name.is_empty() && row.source.starts_with("https://"), "{}", row.name);
            assert!(!row.examples.is_empty(), "{} has no example", row.name);
            for host in row.hosts.iter().filter(|host| *host != "google.*") {
                assert_eq!(Domain::parse(host).unwrap().as_str(), host, "{}", row.name);
            }
            for Example { address, destination } in row.examples {
                check_wrapped(&address, &destination);
            }
        }
    }

    #[test]
    fn lines_are_found_by_host() {
        assert!(LINES.is_sorted_by_key(|line| host_of(line)));
        for row in rows() {
            let count =
                |host: &str| lines(&Domain::parse(&host.replace('*', "com")).unwrap()).len();
            assert!(row.hosts.iter().all(|host| count(host) > 0), "{}", row.name);
            // The lines of the nearest host count, so none may hide those of one above it.
            for host in &row.hosts {
                let above = host.split_once('.').map_or("", |(_, above)| above);
                let above = Domain::parse(&above.replace('*', "com")).unwrap();
                assert!(lines(&above).is_empty(), "{host} hides {above}");
            }
        }
    }

    #[test]
    fn hosts_that_only_the_whole_address_tells_of() {
        let wants = |host: &str| wants_address(&Domain::parse(host).unwrap());
        for host in [
            "www.google.com",
            "google.de",
            "www.google.co.uk",
            "www.google.com.br",
            "news.url.google.com",
            "archive.ph",
            "elk.zone",
            "main.elk.zone",
            "threads-net.translate.goog",
        ] {
            assert!(wants(host), "{host}");
        }
        for host in [
            "example.com",
            "threads.net",
            "notgoogle.com",
            "google.example",
            "google.evil.de",
            "google.com.evil.de",
            "archive.org",
            "com",
            "192.0.2.1",
            "[::1]",
            "reddit.com",
        ] {
            assert!(!wants(host), "{host}");
        }
    }

    fn encoded(text: &str) -> String {
        percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
    }

    fn base64_of(text: &str) -> String {
        const ALPHABET: &[u8; 64] =
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        let mut letters = String::new();
        for chunk in text.as_bytes().chunks(3) {
            let byte = |at: usize| chunk.get(at).copied().map_or(0, u32::from);
            let bits = (byte(0) << 16) | (byte(1) << 8) | byte(2);
            for at in 0..=chunk.len() {
                letters.push(ALPHABET[(bits >> (18 - 6 * at) & 63) as usize].into());
            }
        }
        letters
    }

    /// An address put into a wrapper as its row says; `None` where that depends on what the address is.
    fn wrap(row: &Row, host: &str, destination: &str) -> Option<String> {
        let host = host.replace('*', "com");
        let path = row.path.replace('*', "x");
        let start = format!("https://{host}{path}");
        let query = |value: String| match row.query.first() {
            Some(name) => format!("{start}?a=b&{name}={value}&c=d"),
            None => format!("{start}?{value}"),
        };
        Some(match row.place.as_str() {
            "query" => query(encoded(destination)),
            "query, cache" => query(format!("cache:{}", encoded(destination))),
            "query, base64 behind a1" => query(format!("a1{}", base64_of(destination))),
            "query, proofpoint 2" => {
                query(encoded(destination).replace('%', "-").replace("-2F", "_"))
            }
            "path" => format!("{start}{destination}"),
            "path, proofpoint 3" => format!("{start}{destination}__;!!x"),
            "fragment" => format!("https://{host}/#{path}{destination}"),
            "label" => {
                let rest = destination.strip_prefix("https://")?;
                let end = rest.find(['/', '?']).unwrap_or(rest.len());
                let label = rest[..end].replace('-', "--").replace('.', "-");
                format!("https://{label}.{host}{}", &rest[end..])
            }
            _ => panic!("{}: {}", row.name, row.place),
        })
    }

    proptest! {
        #[test]
        fn what_is_wrapped_is_found(
            // None that begins with `xn-`: with its dash doubled, as in an address of Google Translate, it is no name.
            host in "[a-w][a-z0-9]{0,8}(-[a-z0-9]{1,5})?\\.(example|test)",
            path in "(/@?[a-zA-Z0-9._-]{3,8}){0,3}(/@[a-z]{1,5}@[a-z]{2,8}\\.example)?(\\?[a-z]{1,3}=[a-z0-9]{1,3})?",
        ) {
            let destination = format!("https://{host}{}{path}", if path.starts_with('/') { "" } else { "/" });
            for row in rows() {
                for host in &row.hosts {
                    if let Some(address) = wrap(&row, host, &destination) {
                        check_wrapped(&address, &destination);
                    }
                }
            }
        }

        #[test]
        fn wrappers_come_off_five_deep(depth in 0_usize..12, choice in proptest::collection::vec(any::<prop::sample::Index>(), 12)) {
            let rows = rows();
            let mut address = "https://m.example/@a@b.example".to_owned();
            for index in choice.iter().take(depth) {
                let row = &rows[index.index(rows.len())];
                if row.place == "query" {
                    let host = row.hosts.first().unwrap();
                    address = wrap(row, host, &address).unwrap();
                }
            }
            let targets = recognise(&address, &NativeParser);
            prop_assert!(targets.len() <= crate::target::MAX_WRAPPERS + 2);
        }

        #[test]
        fn any_text_is_read(text in ".*", host in any::<prop::sample::Index>(), tail in "[ -~]{0,40}") {
            recognise(&text, &NativeParser);
            recognise(&format!("https://{text}"), &NativeParser);
            recognise(&format!("@{text}"), &NativeParser);
            recognise(&format!("acct:{text}"), &NativeParser);
            let host = host_of(LINES[host.index(LINES.len())]).replace('*', "com");
            recognise(&format!("https://{host}/{tail}"), &NativeParser);
            recognise(&format!("https://{host}/{text}#{tail}"), &NativeParser);
        }
    }
}

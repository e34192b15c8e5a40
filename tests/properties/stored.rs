//! Bytes that come back from storage.

use fencepost::domain::Domain;
use fencepost::index::{Entry, Index, Rank, Rows, compile};

/// Hosts that an index is asked about.
const HOSTS: [&str; 6] = [
    "example.com",
    "www.a.example",
    "com",
    "192.0.2.1",
    "[2001:db8::1]",
    "a.b.c.d.e.f.example.org",
];

/// Any bytes are refused or taken for what they say they are, and give answers that end; also when their checksum fits.
pub fn stored(bytes: &[u8]) {
    for magic in [b"FPrx", b"FPkx", b"FPhx"] {
        for bytes in [sealed(magic, bytes), bytes.to_vec()] {
            rows(bytes.clone());
            keys(&bytes);
            index(bytes);
        }
    }
}

fn rows(bytes: Vec<u8>) {
    let length = bytes.len();
    let Ok(rows) = Rows::load(bytes) else { return };
    assert!(rows.iter().count() <= rows.len() && rows.len() <= length);
    let texts = |it: fencepost::index::Row<'_>| it.shown.len() + it.comment.map_or(0, str::len);
    assert!(rows.iter().map(texts).sum::<usize>() <= length, "no byte belongs to two rows");
    let blocks = rows.iter().filter_map(|it| it.block()).count();
    assert!(blocks <= length);
    assert!(rows.row(u32::MAX).is_none());
}

fn keys(keys: &[u8]) {
    let entry = Entry { id: "id", name: "name", rank: Rank::Home, keys };
    let Ok(hot) = compile(&[entry, entry]) else { return };
    assert_eq!(compile(&[entry, entry]).as_ref(), Ok(&hot), "compiled twice alike");
    let index = Index::load(hot).expect("what was compiled can be loaded");
    assert_eq!(index.lists().len(), 2);
    for host in HOSTS {
        let hits = index.find(&Domain::parse(host).unwrap());
        let [first, second] = [0, 1].map(|list| hits.iter().find(|it| it.list == list));
        assert_eq!(first.map(|it| it.row), second.map(|it| it.row), "two lists that are alike");
    }
}

fn index(bytes: Vec<u8>) {
    let Ok(index) = Index::load(bytes) else { return };
    for host in HOSTS {
        let domain = Domain::parse(host).unwrap();
        for hits in [index.find(&domain), index.find_name(host)] {
            assert!(hits.is_sorted_by(|one, other| one.list < other.list), "one of each list");
        }
    }
}

/// These bytes behind a head that fits: magic, version, checksum (`src/index/bytes.rs`).
fn sealed(magic: &[u8; 4], bytes: &[u8]) -> Vec<u8> {
    let version: u32 = match magic {
        b"FPrx" => 2,
        b"FPkx" => 3,
        _ => 4,
    };
    let mut sum = bytes.len() as u64;
    let (words, rest) = bytes.as_chunks::<8>();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    for word in words.iter().chain([&last]) {
        sum ^= u64::from_le_bytes(*word);
        sum = sum.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
    }
    [magic.as_slice(), &version.to_le_bytes(), &sum.to_le_bytes(), bytes].concat()
}

/// Whether the head that is written here is the one that the core reads.
#[test]
fn heads_are_current() {
    let hot = compile(&[]).unwrap();
    assert_eq!(sealed(b"FPhx", &hot[16..]), hot);
}

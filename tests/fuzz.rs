//! What holds for any bytes, tried on what `fuzz/corpus` holds and on changed copies of it: always the same ones.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "all of it is a test")]

mod properties;

use std::fs;
use std::path::Path;

/// How many changed copies are tried of each property's corpus.
const COPIES: u32 = 2000;
/// The longest copy, in bytes.
const LONGEST: usize = 4096;

#[test]
fn every_property_holds() {
    for (name, property) in properties::ALL {
        let corpus = corpus(name);
        assert!(corpus.len() >= 10, "{name} has a corpus");
        let mut random = Random(0x9e37_79b9_7f4a_7c15);
        let copies = (0..COPIES).map(|_| changed(&corpus, &mut random));
        for bytes in corpus.iter().cloned().chain(copies) {
            let _shown = ShownInPanic(name, &bytes);
            property(&bytes);
        }
    }
}

fn corpus(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(name);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|it| fs::read(it).unwrap()).collect()
}

/// A copy of one input in which up to four places are changed, some of them into a part of another input.
fn changed(corpus: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut bytes = random.of(corpus).clone();
    for _ in 0..=random.below(4) {
        let start = random.below(bytes.len() + 1);
        let end = (start + random.below(16)).min(bytes.len());
        let other = random.of(corpus);
        let from = random.below(other.len() + 1);
        let part = other[from..].iter().take(random.below(64)).copied().collect();
        let new = match random.below(4) {
            0 => Vec::new(),
            1 => vec![u8::try_from(random.below(256)).unwrap()],
            2 => bytes[start..end].repeat(2),
            _ => part,
        };
        bytes.splice(start..end, new);
    }
    bytes.truncate(LONGEST);
    bytes
}

/// Numbers that look random and are the same every time (xorshift64*, <https://doi.org/10.1145/2845077>).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 32;
        usize::try_from(high).unwrap() % limit.max(1)
    }

    fn of<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

/// Says which input it was when a property does not hold.
struct ShownInPanic<'a>(&'a str, &'a [u8]);

impl Drop for ShownInPanic<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{} does not hold for b\"{}\"", self.0, self.1.escape_ascii());
        }
    }
}

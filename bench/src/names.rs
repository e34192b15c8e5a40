//! Made-up names, the same on every machine.

use fencepost::digest::Digest;
use serde_json::json;

/// How many hosts are asked about at once, as a page would.
pub const BATCH: usize = 1000;
/// How many batches there are: together they do not fit into the processor's nearest cache.
pub const BATCHES: usize = 20;

/// Names of a list, and hosts that are looked for in it.
pub struct Corpus {
    /// The list.
    pub names: Vec<String>,
    /// Hosts that are on no list.
    pub misses: Vec<String>,
    /// Hosts that are listed themselves.
    pub hits: Vec<String>,
    /// Hosts four labels below a listed name.
    pub deep: Vec<String>,
}

impl Corpus {
    /// A list of so many names.
    pub fn new(size: usize) -> Corpus {
        let mut random = Random(size as u64);
        let names: Vec<_> = (0..size).map(|at| random.name(at)).collect();
        let some = |random: &mut Random| names[random.below(size)].clone();
        let count = BATCH * BATCHES;
        let hits = (0..count).map(|_| some(&mut random)).collect();
        let deep = (0..count).map(|_| format!("a.media.files.cdn.{}", some(&mut random))).collect();
        // Numbers that no listed name has.
        let misses = (0..count).map(|at| random.name(size + at)).collect();
        Corpus { names, misses, hits, deep }
    }

    /// For contestants in JavaScript, with what a Mastodon server gives of names that it stars out.
    pub fn json(&self) -> String {
        let Corpus { names, misses, hits, deep } = self;
        let digests: Vec<_> = names.iter().map(|it| Digest::of(it).to_string()).collect();
        let starred: Vec<_> = names.iter().map(|it| star_out(it)).collect();
        json!({"names": names, "digests": digests, "starred": starred, "misses": misses,
            "hits": hits, "deep": deep})
        .to_string()
    }
}

/// As Mastodon does (`app/models/domain_block.rb`, `public_domain`).
pub fn star_out(name: &str) -> String {
    let (length, visible) = (name.len(), name.len() / 4);
    let star = |(at, it)| {
        if at > visible && at < length - visible && it != '.' { '*' } else { it }
    };
    name.chars().enumerate().map(star).collect()
}

/// SplitMix64 (<https://prng.di.unimi.it/splitmix64.c>).
pub struct Random(pub u64);

impl Random {
    /// Any number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (u128::from(self.next()) * end as u128 >> 64) as usize
    }

    /// In `0..1`.
    pub fn fraction(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A name of two or three labels that sounds like one, made different from all others by its number.
    fn name(&mut self, number: usize) -> String {
        const SYLLABLES: [&str; 16] = [
            "ba", "co", "di", "fe", "gu", "ha", "jo", "ki", "la", "mo", "ni", "pe", "ru", "sa",
            "to", "vi",
        ];
        const ENDS: [&str; 8] = ["social", "example", "com", "net", "org", "xyz", "online", "club"];
        let mut name = String::new();
        if self.below(4) == 0 {
            name.push_str(["www.", "social.", "mastodon.", "m."][self.below(4)]);
        }
        for _ in 0..1 + self.below(3) {
            name.push_str(SYLLABLES[self.below(SYLLABLES.len())]);
        }
        // Begins the number, and `x` ends it, so that no two names are alike.
        name.push('q');
        let mut rest = number;
        loop {
            name.push_str(SYLLABLES[rest % SYLLABLES.len()]);
            rest /= SYLLABLES.len();
            if rest == 0 {
                break;
            }
        }
        format!("{name}x.{}", ENDS[self.below(ENDS.len())])
    }
}

//! B1 and B2: is one of a page's hosts, or a parent of it, among the names of a list?
//!
//! All contestants are given hosts in lower case and without a trailing dot, and answer for a thousand at a time.
//! What they do differs: ours answers which lists apply, how strictly and by which entry, and looks up IP addresses as
//! such; all others say yes or no.

mod adblock;
mod floor;
mod fst;
mod hash_set;
mod ours;

use crate::MEMORY;
use crate::contest::{Contestant, Figure, take_turns};
use crate::names::{BATCH, BATCHES, Corpus};

/// A batch of hosts, prepared for one contestant before the clock starts.
type Batch<'a> = Box<dyn Fn() -> usize + 'a>;

/// Times look-ups, and building, with a list of so many names.
pub fn measure(size: usize, rounds: usize) -> Vec<Figure> {
    let corpus = Corpus::new(size);
    let names = &corpus.names;
    let ours = ours::build(names);
    let adblock = adblock::build(names);
    let set = hash_set::build(names);
    let fst = fst::build(names);
    let floor = floor::Floor::build(size);
    let mut figures = Vec::new();
    let cases = [
        ("misses", &corpus.misses, 0),
        ("hits", &corpus.hits, BATCH * BATCHES),
        ("deep", &corpus.deep, BATCH * BATCHES),
    ];
    for (case, hosts, expected) in cases {
        let mut contestants: Vec<(&'static str, Batch<'_>)> = vec![
            ("ours", ours::look_up(&ours, hosts)),
            ("ours, names read first", ours::look_up_text(&ours, hosts)),
            ("Rust HashSet, suffix walk", hash_set::look_up(&set, hosts)),
            ("fst", fst::look_up(&fst, hosts)),
            ("adblock", adblock::look_up(&adblock, hosts)),
        ];
        for (name, look_up) in &contestants {
            assert_eq!(look_up(), expected, "{name} finds other {case}");
        }
        contestants.push(("floor: one read a suffix", floor.look_up(hosts)));
        let contestants = contestants.into_iter().map(|(name, it)| (name, Box::new(it) as _));
        let case = format!("{size} names, {case}");
        figures.extend(take_turns("B1", &case, rounds, BATCH * BATCHES, contestants.collect()));
    }
    figures.extend(building(names, rounds.min(5)));
    figures
}

/// Times building, and counts the bytes that stay in memory, by name.
fn building(names: &[String], rounds: usize) -> Vec<Figure> {
    let case = format!("{} names, building", names.len());
    let list = ours::list(names);
    let contestants: Vec<Contestant<'_>> = vec![
        ("ours", Box::new(|| ours::compile(&list).lists().len())),
        ("adblock", Box::new(|| usize::from(adblock::build(names).check("none.invalid")))),
        ("Rust HashSet, suffix walk", Box::new(|| hash_set::build(names).len())),
        ("fst", Box::new(|| fst::build(names).len())),
    ];
    let mut figures = take_turns("B2", &case, rounds, names.len(), contestants);
    let case = format!("{} names, memory", names.len());
    let count = names.len() as f64;
    let mut add = |contestant, bytes: usize| {
        let value = bytes as f64 / count;
        figures.push(Figure::exact("B2", case.clone(), contestant, "bytes", value));
    };
    add("ours", held(|| ours::compile(&list)));
    add("adblock", held(|| adblock::build(names)));
    add("Rust HashSet, suffix walk", held(|| hash_set::build(names)));
    add("fst", held(|| fst::build(names)));
    figures
}

/// How many bytes something holds.
fn held<T>(make: impl FnOnce() -> T) -> usize {
    let before = MEMORY.current_usage();
    let made = make();
    let held = MEMORY.current_usage() - before;
    drop(made);
    held
}

//! What the figures are held against.

use serde::Serialize;

use super::figure::Figure;

/// By how much a gated budget may be missed: machines are noisy.
const TOLERANCE: f64 = 1.1;

/// What a figure may be at most.
enum Limit {
    /// So many times what this contestant has.
    Times(f64, &'static str),
    /// So much, in its own unit.
    Absolute(f64),
}
use Limit::{Absolute, Times};

/// Whether missing it fails `./build.sh bench --quick`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gate {
    Closed,
    /// It is only reported.
    Open,
}
use Gate::{Closed, Open};

/// A measure, its case, who is held against the limit, the limit, and the gate.
type Budget = (&'static str, &'static str, &'static str, Limit, Gate);

const SET: &str = "Rust HashSet, suffix walk";
const JS_SET: &str = "JavaScript Set, suffix walk";
const TRIE: &str = "@gorhill/ubo-core (HNTrie, wasm)";
const WASM: &str = "ours (wasm)";
const OUTAGE: &str = "installs, busiest hour after an outage, of the mean";

const BUDGETS: &[Budget] = &[
    ("B1", "500 names, misses", "ours", Times(1.0, "adblock"), Closed),
    ("B1", "50000 names, misses", "ours", Times(1.0, "fst"), Closed),
    ("B1", "50000 names, misses", "ours", Times(1.0, SET), Open),
    ("B1", "500000 names, misses", "ours", Times(0.2, "adblock"), Open),
    ("B1", "500000 names, misses", "ours", Times(1.0, SET), Open),
    ("B1", "500000 names, misses", "ours", Times(1.0, "fst"), Open),
    ("B1", "500 names, misses, Node.js", WASM, Times(1.0, JS_SET), Open),
    ("B1", "500000 names, misses, Node.js", WASM, Times(0.2, JS_SET), Open),
    ("B1", "500000 names, misses, Node.js", WASM, Times(0.2, TRIE), Open),
    ("B1", "500 names, misses, Chromium", WASM, Times(1.0, JS_SET), Open),
    ("B1", "500 names, misses, Firefox", WASM, Times(1.0, JS_SET), Open),
    ("B1", "50000 names, misses, Chromium", WASM, Times(0.2, JS_SET), Open),
    ("B1", "50000 names, misses, Firefox", WASM, Times(0.2, JS_SET), Open),
    ("B2", "50000 names, memory", "ours", Absolute(24.0), Closed),
    ("B2", "500000 names, memory", "ours", Absolute(24.0), Open),
    ("B3", "1000 names starred out, misses", "ours", Times(3.0, "ours, none starred out"), Closed),
    ("B5", "500 entries, JSON, Node.js", WASM, Times(1.5, "JSON.parse, Set"), Open),
    ("B5", "100000 entries, JSON, Node.js", WASM, Times(1.5, "JSON.parse, Set"), Open),
    ("B5", "100000 entries, CSV", "ours", Times(1.5, "csv, HashSet"), Open),
    ("B11", "10000", "ours", Absolute(2.0), Closed),
    ("B11", "1000000", "ours", Absolute(2.0), Open),
];

/// How a budget was kept.
#[derive(Debug, Serialize)]
pub struct Verdict {
    measure: &'static str,
    case: String,
    contestant: &'static str,
    beside: String,
    /// What it is, as a multiple of what it may be.
    share: f64,
    #[serde(skip)]
    gated: bool,
}

impl Verdict {
    /// Whether the budget is kept.
    pub fn is_kept(&self) -> bool {
        self.share <= 1.0
    }

    /// Whether it is missed so far that a change may not be merged.
    pub fn fails_gate(&self) -> bool {
        self.gated && self.share > TOLERANCE
    }

    /// The budget in words, and how much of it is used.
    pub fn line(&self) -> (String, f64) {
        let Verdict { measure, case, contestant, beside, share, .. } = self;
        (format!("{measure}, {case}: {contestant} at {beside}"), *share)
    }

    /// In words.
    pub fn what(&self) -> String {
        let Verdict { measure, case, contestant, beside, share, .. } = self;
        format!("{measure}, {case}: {contestant} is at {share:.2} of {beside}")
    }
}

/// Holds figures against all budgets that they are about.
pub fn check(figures: &[Figure]) -> Vec<Verdict> {
    BUDGETS.iter().filter_map(|budget| check_one(figures, budget)).collect()
}

fn check_one(figures: &[Figure], (measure, case, who, limit, gate): &Budget) -> Option<Verdict> {
    let case = if *measure == "B11" { format!("{case} {OUTAGE}") } else { (*case).to_owned() };
    let median = |contestant: &str| {
        let is_it =
            |it: &&Figure| it.measure == *measure && it.case == case && it.contestant == contestant;
        figures.iter().find(is_it).map(|it| it.median)
    };
    let (allowed, beside) = match limit {
        Times(times, other) => (median(other)? * times, format!("{times} × {other}")),
        Absolute(most) => (*most, format!("at most {most}")),
    };
    Some(Verdict {
        measure,
        case: case.clone(),
        contestant: who,
        beside,
        share: median(who)? / allowed,
        gated: *gate == Closed,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(ours: f64, adblock: f64) -> Vec<Figure> {
        let lines = [("ours", ours), ("adblock", adblock)].map(|(contestant, median)| Figure {
            measure: "B1".to_owned(),
            case: "500 names, misses".to_owned(),
            contestant: contestant.to_owned(),
            unit: "ns".to_owned(),
            median,
            low: median,
            high: median,
        });
        lines.to_vec()
    }

    #[track_caller]
    fn check_gate(ours: f64, kept: bool, fails: bool) {
        let verdicts = check(&figures(ours, 100.0));
        let [verdict] = &verdicts[..] else { panic!("{verdicts:?}") };
        assert_eq!((verdict.is_kept(), verdict.fails_gate()), (kept, fails));
    }

    #[test]
    fn a_tenth_is_tolerated() {
        check_gate(100.0, true, false);
        check_gate(109.0, false, false);
        check_gate(111.0, false, true);
    }
}

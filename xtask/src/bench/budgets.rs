//! What the figures are held against.

use serde::Serialize;

use super::figure::Figure;
use super::rival::{ANSWERING, EMPTY, FLOOR, NOBODY, OURS, PLAIN, POPUP};

/// By how much a gated budget may be missed: machines are noisy.
const TOLERANCE: f64 = 1.1;

/// What a figure may be at most.
enum Limit {
    /// So many times what this contestant has.
    Times(f64, &'static str),
    /// So much more than this contestant has.
    Above(f64, &'static str),
    /// What three of four runs of this contestant have: so that the two cannot be told apart.
    Within(&'static str),
    /// So much, in its own unit.
    Absolute(f64),
}
use Limit::{Above, Absolute, Times, Within};

/// Whether missing it fails `./build.sh bench --quick`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gate {
    Closed,
    /// It is only reported.
    Open,
}
use Gate::{Closed, Open};

/// What stands in the way where a budget is missed.
#[derive(Clone, Copy)]
struct Why(&'static str);

/// A measure; its case, where `*` stands for each browser; who is held against the limit; the limit; the gate; and why
/// it may be missed.
type Budget = (&'static str, &'static str, &'static str, Limit, Gate, Why);

const SET: &str = "Rust HashSet, suffix walk";
const JS_SET: &str = "JavaScript Set, suffix walk";
const TRIE: &str = "@gorhill/ubo-core (HNTrie, wasm)";
const WASM: &str = "ours (wasm)";
const BROWSERS: [&str; 2] = ["Chromium", "Firefox"];
const OUTAGE: &str = "10000 installs, busiest hour after an outage, of the mean";
const OUTAGE_OF_ALL: &str = "1000000 installs, busiest hour after an outage, of the mean";

const SMALL: Why = Why(
    "With 500 names all contestants are in the nearest cache, so only the work on the host's letters counts, and ours does more of it: it looks whether the host is an address, and mixes 64 bits so that no name has to be kept to be compared with.",
);
const ADBLOCK: Why = Why(
    "`adblock` is told the host's hash before the clock starts, and looks for the host and its parents in one table too. Five times its speed would be faster than `HashSet`; one cache miss a suffix is the floor.",
);
const CROSSING: Why = Why(
    "The contestants in JavaScript are called where the hosts are, and look at one after the other. Ours is asked by a message, as the background is by a page: its hosts are joined to one text, encoded and copied (`hosts taken in, none looked up`), and each is walked through to its first letter, because a hash tells less than the first letter in which a trie has nothing. Without taking the hosts in, ours takes about what the quickest contestant takes with 500 names; a fifth of that contestant's time at large sizes is less than taking them in. Built for speed instead of size, the module is no faster. In the product, the message between two processes takes many times as long again.",
);
const DIGESTS: Why = Why(
    "The module is built to be small: built for speed it takes about half the time, and has 88 kB more after gzip (the keeper, measured once). Comparing the digest that the list gives with SHA-256 of each name takes up to two fifths of it, which `digests compared` and the lists without digests show. Ours also reads each name as browsers do, finds duplicates, and writes keys, rows and an index, which the peer has none of. A list is read when it has changed, without anybody waiting.",
);
const CSV: Why = Why(
    "The peer keeps whatever text the first column has. Ours also reads each name as browsers do, reads severity, flags and comment, finds duplicates, and writes keys, rows and an index.",
);
const WAKING: Why = Why(
    "Beside what any background takes, ours compiles the judge's WebAssembly, which the contestant that only compiles it shows: browsers keep no compiled code for extensions. It also opens a database and copies the index into memory, while it is being compiled, loads its scripts, and starts.",
);
const POPPING: Why =
    Why("The popup's style sheets, words and scripts are files of their own; the other has none.");
const PAGE: Why = Why(
    "Beside collecting links and reading hosts, whoever marks links has to remember which link has which host, to send a message, to insert a style, which has the browser look at the whole page again, and to set attributes: the least that does that is a contestant too. Ours beyond that watches the page, looks whether a mark has room, whether there is text or an embed to be read, and what the page itself is. Of 10,000 links, in Chromium, the loop over them takes about what the floor takes, looking for more a third of that, and the rest is the browser's: frames, messages, scripts that are brought. In Firefox the collectors of garbage have more to do, too.",
);
const PARTS: Why = Why(
    "The browser restyles the whole page in one go after a style sheet was inserted, which cannot be cut; in Firefox the page alone, at rest, has a turn that is nearly as long. Work of ours is cut into slices of 5 ms.",
);
const LISTED_SOONER: Why = Why(
    "One message for all hosts has to be answered before the first mark, and a style sheet and a script brought, which the contestant does without: its element is in the page's tree and can be seen by the page.",
);
const QUIET: Why = Why(
    "The browser tells whoever watches a page of every change, and ours watches texts because handles can come up in them; what it does about most is to look at a clock.",
);
const TABS: Why = Why(
    "Each page has its own world for content scripts, which the browser builds also for one that does nothing.",
);
const SIZE: Why = Why(
    "Three modules with every format, the check and own pages in Rust; three languages. What a page waits for is the judge alone.",
);
const NONE: Why = Why("");

const BUDGETS: &[Budget] = &[
    ("B1", "500 names, misses", OURS, Times(1.0, "adblock"), Closed, SMALL),
    ("B1", "50000 names, misses", OURS, Times(1.0, "fst"), Closed, SMALL),
    ("B1", "50000 names, misses", OURS, Times(1.0, SET), Open, SMALL),
    ("B1", "500000 names, misses", OURS, Times(0.2, "adblock"), Open, ADBLOCK),
    ("B1", "500000 names, misses", OURS, Times(1.0, SET), Open, NONE),
    ("B1", "500000 names, misses", OURS, Times(1.0, "fst"), Open, NONE),
    ("B1", "500 names, misses, Node.js", WASM, Times(1.0, JS_SET), Open, CROSSING),
    ("B1", "500 names, misses, Node.js", WASM, Times(1.0, TRIE), Open, CROSSING),
    ("B1", "500000 names, misses, Node.js", WASM, Times(0.2, JS_SET), Open, CROSSING),
    ("B1", "500000 names, misses, Node.js", WASM, Times(0.2, TRIE), Open, CROSSING),
    ("B1", "500 names, misses, *", WASM, Times(1.0, JS_SET), Open, CROSSING),
    ("B1", "500 names, misses, *", WASM, Times(1.0, TRIE), Open, CROSSING),
    ("B1", "50000 names, misses, *", WASM, Times(0.2, JS_SET), Open, CROSSING),
    ("B2", "50000 names, memory", OURS, Absolute(24.0), Closed, NONE),
    ("B2", "500000 names, memory", OURS, Absolute(24.0), Open, NONE),
    (
        "B3",
        "1000 names starred out, misses",
        OURS,
        Times(3.0, "ours, none starred out"),
        Closed,
        NONE,
    ),
    ("B4", "100000 entries, *", OURS, Times(1.5, ANSWERING), Open, WAKING),
    ("popup", "first content, *", OURS, Times(2.0, POPUP), Open, POPPING),
    ("B5", "100000 entries, JSON", OURS, Times(1.5, "serde_json, HashSet"), Open, DIGESTS),
    ("B5", "100000 entries, CSV", OURS, Times(1.5, "csv, HashSet"), Open, CSV),
    ("B5", "100000 entries, JSON, Node.js", WASM, Times(1.5, "JSON.parse, Set"), Open, DIGESTS),
    ("B5", "50000 entries, JSON, *", WASM, Times(1.5, "JSON.parse, Set"), Open, DIGESTS),
    // Not the time of scripts, as the design has it: what Chromium counts as that leaves out what goes on after a promise.
    ("B6", "page of 0 links, *, main-thread time added", OURS, Above(1.0, EMPTY), Open, PAGE),
    ("B6", "page of 10000 links, *, main-thread time added", OURS, Times(1.5, FLOOR), Open, PAGE),
    ("B6", "page of 10000 links, *, main-thread time added", OURS, Times(0.5, PLAIN), Open, PAGE),
    ("B6", "longest task on a page of 10000 links, *", OURS, Absolute(16.0), Open, PARTS),
    (
        "B7",
        "page of 1000 links, *, last mark on screen",
        OURS,
        Times(1.0, PLAIN),
        Open,
        LISTED_SOONER,
    ),
    (
        "B7",
        "page of 10000 links, *, last mark on screen",
        OURS,
        Times(1.0, PLAIN),
        Open,
        LISTED_SOONER,
    ),
    (
        "B8",
        "5,000 text mutations a second on a page without links, *",
        OURS,
        Within(NOBODY),
        Open,
        QUIET,
    ),
    ("B9", "added by each further tab, *", OURS, Absolute(2.0), Open, TABS),
    ("B10", "script on every page", OURS, Absolute(10_000.0), Open, SIZE),
    ("B10", "WebAssembly after gzip, judge", OURS, Absolute(150_000.0), Open, SIZE),
    ("B10", "package, xpi", OURS, Absolute(400_000.0), Open, SIZE),
    ("B11", OUTAGE, OURS, Absolute(2.0), Closed, NONE),
    ("B11", OUTAGE_OF_ALL, OURS, Absolute(2.0), Open, NONE),
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
    /// What stands in the way, where it is missed.
    why: Option<&'static str>,
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
        (format!("{measure}, {case}: {contestant} at most {beside}"), *share)
    }

    /// What stands in the way, where the budget is missed.
    pub fn why(&self) -> Option<&'static str> {
        self.why
    }

    /// In words.
    pub fn what(&self) -> String {
        let Verdict { measure, case, contestant, beside, share, .. } = self;
        format!("{measure}, {case}: {contestant} is at {share:.2} of {beside}")
    }
}

/// Holds figures against all budgets that they are about.
pub fn check(figures: &[Figure]) -> Vec<Verdict> {
    let cases = |case: &str| match case.contains('*') {
        true => BROWSERS.map(|it| case.replace('*', it)).to_vec(),
        false => vec![case.to_owned()],
    };
    let check = |budget| {
        let (_, case, ..): &Budget = budget;
        cases(case).into_iter().filter_map(move |case| check_one(figures, budget, case))
    };
    BUDGETS.iter().flat_map(check).collect()
}

fn check_one(figures: &[Figure], budget: &Budget, case: String) -> Option<Verdict> {
    let (measure, _, who, limit, gate, Why(why)) = budget;
    let figure = |contestant: &str| {
        figures
            .iter()
            .find(|it| it.measure == *measure && it.case == case && it.contestant == contestant)
    };
    let (allowed, beside) = match limit {
        Times(times, other) => (figure(other)?.median * times, format!("{times} × {other}")),
        Above(more, other) => (figure(other)?.median + more, format!("{more} more than {other}")),
        Within(other) => (figure(other)?.high, format!("what {other} takes in three of four runs")),
        Absolute(most) => (*most, most.to_string()),
    };
    // What is added to next to nothing may come out below it.
    let share = figure(who)?.median.max(0.0) / allowed.max(f64::MIN_POSITIVE);
    let why = Some(*why).filter(|it| share > 1.0 && !it.is_empty());
    Some(Verdict { measure, case, contestant: who, beside, share, why, gated: *gate == Closed })
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

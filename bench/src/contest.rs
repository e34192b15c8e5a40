//! Contestants that take turns, so that whatever slows the machine down slows all of them down.

use std::time::Instant;

use serde_json::json;

/// One contestant in one case.
pub struct Figure {
    /// As in the table of the documentation: `B1` and so on.
    pub measure: &'static str,
    /// What was done.
    pub case: String,
    /// Who did it.
    pub contestant: &'static str,
    /// Of the values.
    pub unit: &'static str,
    /// First quartile, median, third quartile.
    pub values: [f64; 3],
}

impl Figure {
    /// A value that is counted and not timed, so that it is the same each time.
    pub fn exact(
        measure: &'static str,
        case: String,
        contestant: &'static str,
        unit: &'static str,
        value: f64,
    ) -> Figure {
        Figure { measure, case, contestant, unit, values: [value; 3] }
    }

    /// As it is printed.
    pub fn json(&self) -> String {
        let Figure { measure, case, contestant, unit, values: [low, median, high] } = self;
        json!({"measure": measure, "case": case, "contestant": contestant, "unit": unit,
            "median": median, "low": low, "high": high})
        .to_string()
    }
}

/// A contestant: its name, and what it does in one round.
pub type Contestant<'a> = (&'static str, Box<dyn FnMut() -> usize + 'a>);

/// Lets each contestant do its work once a round, after one round that does not count. Values are nanoseconds, divided
/// by `parts`.
///
/// Whoever is first in a round is last in the next.
pub fn take_turns(
    measure: &'static str,
    case: &str,
    rounds: usize,
    parts: usize,
    mut contestants: Vec<Contestant<'_>>,
) -> Vec<Figure> {
    let mut times = vec![Vec::new(); contestants.len()];
    for round in 0..=rounds {
        let mut order: Vec<usize> = (0..contestants.len()).collect();
        if round % 2 == 1 {
            order.reverse();
        }
        for at in order {
            let start = Instant::now();
            std::hint::black_box(contestants[at].1());
            let time = start.elapsed().as_nanos() as f64 / parts as f64;
            if round > 0 {
                times[at].push(time);
            }
        }
    }
    let figure = |((contestant, _), times): (&Contestant<'_>, Vec<f64>)| Figure {
        measure,
        case: case.to_owned(),
        contestant,
        unit: "ns",
        values: quartiles(times),
    };
    contestants.iter().zip(times).map(figure).collect()
}

fn quartiles(mut values: Vec<f64>) -> [f64; 3] {
    values.sort_unstable_by(f64::total_cmp);
    [1, 2, 3].map(|quarter| values[(values.len() - 1) * quarter / 4])
}

//! Contestants in browsers that take turns.

use anyhow::Result;

use super::figure::Figure;

/// Lets each contestant act once a round, after one round that does not count; who is first in a round is last in the
/// next. Answers what each round measured, for each contestant.
///
/// # Errors
/// The first of a contestant.
pub fn take_turns<C, M>(
    rounds: usize,
    contestants: &[C],
    act: impl Fn(&C) -> Result<M>,
) -> Result<Vec<Vec<M>>> {
    let mut measured: Vec<Vec<M>> = contestants.iter().map(|_| Vec::new()).collect();
    for round in 0..=rounds {
        let mut turns: Vec<_> = contestants.iter().zip(&mut measured).collect();
        if round % 2 == 1 {
            turns.reverse();
        }
        for (contestant, measured) in turns {
            let value = act(contestant)?;
            if round > 0 {
                measured.push(value);
            }
        }
    }
    Ok(measured)
}

/// The median and the quartiles of what was measured.
pub fn figure(
    measure: &str,
    case: &str,
    contestant: &str,
    unit: &str,
    values: impl IntoIterator<Item = f64>,
) -> Figure {
    let mut sorted: Vec<f64> = values.into_iter().collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let quarter = |quarter: usize| {
        let at = sorted.len().saturating_sub(1) * quarter / 4;
        sorted.get(at).copied().unwrap_or_default()
    };
    Figure {
        measure: measure.to_owned(),
        case: case.to_owned(),
        contestant: contestant.to_owned(),
        unit: unit.to_owned(),
        low: quarter(1),
        median: quarter(2),
        high: quarter(3),
    }
}

//! B11: what all installations together ask of one server, by playing the schedule of `fencepost::schedule`.
//!
//! Thirty days are played, in which the list changes once a week, and the server is away for twelve hours on the
//! fifteenth. Every install keeps its browser open; one that is closed at night asks less, not more.

use fencepost::schedule::{Asked, Timing};

use crate::contest::Figure;
use crate::names::Random;

const HOUR: f64 = 3_600_000.0;
const DAYS: usize = 30;
/// When the server is away, in hours.
const AWAY: std::ops::Range<f64> = 340.0..352.0;
/// An answer with a list of 1,500 entries, after gzip, with its headers.
const WHOLE: f64 = 60_000.0;
/// An answer that the list is what it was.
const UNCHANGED: f64 = 600.0;

/// How an install behaves.
#[derive(Clone, Copy, PartialEq)]
enum Habit {
    Ours,
    /// Asks for all of the list every time.
    WithoutEtag,
    /// Asks after exactly a day, and after a failure in an hour, in two, in four and so on. All began in one hour.
    WithoutJitter,
}

/// What a server sees.
#[derive(Default)]
struct Load {
    requests: f64,
    bytes: f64,
    /// Requests an hour.
    hours: Vec<f64>,
}

/// Plays so many installs, for each of these numbers.
pub fn measure(installs: &[usize]) -> Vec<Figure> {
    let mut figures = Vec::new();
    for &count in installs {
        let habits = [
            ("ours", Habit::Ours),
            ("without ETag", Habit::WithoutEtag),
            ("without jitter", Habit::WithoutJitter),
        ];
        for (contestant, habit) in habits {
            let load = play(count, habit);
            let mut add = |what: &str, unit, value| {
                let case = format!("{count} installs, {what}");
                figures.push(Figure::exact("B11", case, contestant, unit, value));
            };
            let days = DAYS as f64;
            let mean = load.requests / (days * 24.0);
            let after = AWAY.end as usize;
            let busiest = load.hours[after..].iter().copied().fold(0.0, f64::max);
            add("requests a day", "requests", load.requests / days);
            add("kilobytes a day", "kB", load.bytes / days / 1000.0);
            // With few installs an hour has no mean to speak of.
            if count >= 10_000 {
                add("busiest hour after an outage, of the mean", "times", busiest / mean);
            }
        }
    }
    figures
}

fn play(installs: usize, habit: Habit) -> Load {
    let mut random = Random(installs as u64);
    let mut load = Load { hours: vec![0.0; DAYS * 24], ..Load::default() };
    for _ in 0..installs {
        // Ours has settled; without jitter, nothing ever does.
        let start = if habit == Habit::WithoutJitter { 1.0 } else { 24.0 };
        let next_at = start * HOUR * random.fraction();
        let mut timing = Timing { asked_at: Some(next_at - 24.0 * HOUR), next_at, failures: 0 };
        let mut known = None;
        while timing.next_at < (DAYS * 24) as f64 * HOUR {
            let hour = timing.next_at / HOUR;
            load.requests += 1.0;
            load.hours[hour as usize] += 1.0;
            let asked = if AWAY.contains(&hour) {
                Asked::Failed { not_before: None }
            } else {
                let version = (hour / (24.0 * 7.0)) as usize;
                let is_known = known == Some(version) && habit != Habit::WithoutEtag;
                load.bytes += if is_known { UNCHANGED } else { WHOLE };
                known = Some(version);
                Asked::Answered
            };
            timing = match habit {
                Habit::WithoutJitter => strict(timing, asked),
                _ => Timing::after(Some(timing), asked, timing.next_at, random.fraction()),
            };
        }
    }
    load
}

/// What comes to mind first.
fn strict(former: Timing, asked: Asked) -> Timing {
    let (delay, failures) = match asked {
        Asked::Answered => (24.0, 0),
        Asked::Failed { .. } => (f64::from(1_u32 << former.failures.min(4)), former.failures + 1),
    };
    Timing { asked_at: Some(former.next_at), next_at: former.next_at + delay * HOUR, failures }
}

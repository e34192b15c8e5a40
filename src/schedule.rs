//! When to ask for a list again.
//!
//! **Daily.** Lists change a few times a week at most: one of 1,500 entries gained 144 and lost 3 in 14 months. A day is
//! often enough for readers and little for servers, as most answers are "not modified".
//!
//! **Never all at once.** A server may be the home of many thousand readers, so no moment may be the same for all of
//! them. After an answer the next request comes 20 to 28 hours later, evenly spread, so that whatever brought readers
//! together is smoothed out from day to day. After the very first it comes 4 to 28 hours later, because an
//! announcement or a release makes many people begin in the same hour.
//!
//! **After a failure** the usual advice, a short delay that doubles, is made for one client. For many it adds up: when
//! a server is away for half a day, each hour brings those whose day has come, and with them those who failed 3 hours
//! ago, and those who failed 9 hours ago: three times the usual load, and all of it in the first hour after the server
//! is back. So the first retry is drawn from a range as wide as the day itself, 1 to 28 hours, but with early moments
//! likelier (half of all within 8 hours, a quarter within 3): most failures are the reader's own network. After a
//! second failure the delay is that after an answer. So at any moment there are those on their daily turn, at most one
//! day's worth an hour, and those on their first retry, spread over more than a day: never twice the mean together,
//! however long the server is away. A test plays that.
//!
//! **When a server says when** (`Retry-After`, `X-RateLimit-Reset`), the delay counts from that moment, not to it, or
//! all who were told the same moment would come then. It is believed for at most 7 days.
//!
//! **Clocks jump.** A moment that no delay leads to was written by a clock that was wrong, and the list is due soon:
//! within an hour, so that machines whose clocks are set right together do not ask together.
//!
//! Moments are in milliseconds since 1970, random numbers in `0..1`; both come from the caller.

use serde::{Deserialize, Serialize};

const HOUR: f64 = 3_600_000.0;

/// The delays after an answer: a day on average.
const DAILY: (f64, f64) = (20.0 * HOUR, 28.0 * HOUR);
/// The delays after a list's first answer.
const FIRST: (f64, f64) = (4.0 * HOUR, 28.0 * HOUR);
/// The delays after a first failure.
const RETRY: (f64, f64) = (HOUR, 28.0 * HOUR);
/// The delays of what is due at once, for many at a time.
const SOON: (f64, f64) = (0.0, HOUR);
/// How long a server is believed that it does not want to be asked.
const LONGEST_WISH: f64 = 7.0 * 24.0 * HOUR;
/// The longest delay that there can be.
const LONGEST: f64 = LONGEST_WISH + DAILY.1;

/// When a list was asked for and is to be asked for again.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Timing {
    /// When it was asked for last; `None` if never.
    pub asked_at: Option<f64>,
    /// When to ask next.
    pub next_at: f64,
    /// How many requests failed since the last answer.
    pub failures: u32,
}

/// How a request for a list ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Asked {
    /// With an answer: a list, the news that it is unchanged, or that it is not to be had.
    Answered,
    /// Without one.
    Failed {
        /// [`Outcome::not_before`](crate::source::Outcome::not_before).
        not_before: Option<f64>,
    },
}

impl Timing {
    /// Of a list that has not been asked for and that nobody waits for, as after an import.
    pub fn new(now: f64, random: f64) -> Timing {
        Timing { asked_at: None, next_at: now + spread(SOON, random), failures: 0 }
    }

    /// After a request that ended now; `former` is `None` when it was the first for this list.
    pub fn after(former: Option<Timing>, asked: Asked, now: f64, random: f64) -> Timing {
        let is_first = former.is_none_or(|it| it.asked_at.is_none());
        let failures = former.map_or(0, |it| it.failures);
        let (failures, from, delay) = match asked {
            Asked::Answered if is_first => (0, now, spread(FIRST, random)),
            Asked::Answered => (0, now, spread(DAILY, random)),
            Asked::Failed { not_before } => {
                let from = not_before.unwrap_or(now).max(now).min(now + LONGEST_WISH);
                let delay = match failures {
                    0 => spread(RETRY, random * random),
                    _ => spread(DAILY, random),
                };
                (failures.saturating_add(1), from, delay)
            }
        };
        Timing { asked_at: Some(now), next_at: from + delay, failures }
    }

    /// The same, or if the clock has jumped since, one that is due soon. To be called whenever timings are read, and
    /// stored where it changed something.
    pub fn mended(self, now: f64, random: f64) -> Timing {
        let is_possible = self.next_at <= now + LONGEST
            && self.asked_at.is_none_or(|it| it <= now && self.next_at <= it + LONGEST);
        if is_possible {
            return self;
        }
        let asked_at = self.asked_at.map(|it| it.min(now));
        Timing { asked_at, next_at: now + spread(SOON, random), ..self }
    }

    /// Whether it is time to ask.
    pub fn is_due(self, now: f64) -> bool {
        self.next_at <= now
    }
}

/// Those that are due, the longest waiting first.
pub fn due<T>(timings: impl IntoIterator<Item = (T, Timing)>, now: f64) -> Vec<T> {
    let mut due: Vec<_> = timings.into_iter().filter(|(_, it)| it.is_due(now)).collect();
    due.sort_unstable_by(|(_, left), (_, right)| left.next_at.total_cmp(&right.next_at));
    due.into_iter().map(|(list, _)| list).collect()
}

/// When the first of these is due, for the alarm; `None` without any.
pub fn next_alarm(timings: impl IntoIterator<Item = Timing>) -> Option<f64> {
    timings.into_iter().map(|it| it.next_at).min_by(f64::total_cmp)
}

fn spread((shortest, longest): (f64, f64), random: f64) -> f64 {
    shortest + (longest - shortest) * random
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: f64 = 1_700_000_000_000.0;
    const ANSWERED: Asked = Asked::Answered;
    const FAILED: Asked = Asked::Failed { not_before: None };

    fn timing(asked_at: f64, next_at: f64, failures: u32) -> Timing {
        Timing { asked_at: Some(NOW + asked_at * HOUR), next_at: NOW + next_at * HOUR, failures }
    }

    /// Delays in hours, for the smallest and the largest random number.
    #[track_caller]
    fn check(former: Option<Timing>, asked: Asked, shortest: f64, longest: f64, failures: u32) {
        for (random, expected) in [(0.0, shortest), (1.0, longest)] {
            let after = Timing::after(former, asked, NOW, random);
            assert_eq!(after, timing(0.0, expected, failures));
            assert_eq!(after.mended(NOW, 0.5), after);
        }
    }

    #[test]
    fn delays() {
        let former = Some(timing(-24.0, 0.0, 0));
        check(None, ANSWERED, 4.0, 28.0, 0);
        check(Some(Timing::new(NOW, 0.5)), ANSWERED, 4.0, 28.0, 0);
        check(former, ANSWERED, 20.0, 28.0, 0);
        check(former, FAILED, 1.0, 28.0, 1);
        check(Some(timing(-9.0, 0.0, 1)), FAILED, 20.0, 28.0, 2);
        check(Some(timing(-9.0, 0.0, u32::MAX)), FAILED, 20.0, 28.0, u32::MAX);
        check(Some(timing(-9.0, 0.0, 7)), ANSWERED, 20.0, 28.0, 0);
        assert_eq!(Timing::new(NOW, 1.0).next_at, NOW + HOUR);
    }

    #[test]
    fn what_the_server_wishes() {
        let former = Some(timing(-24.0, 0.0, 0));
        let wish = |hours: f64| Asked::Failed { not_before: Some(NOW + hours * HOUR) };
        check(former, wish(5.0), 6.0, 33.0, 1);
        check(former, wish(-1000.0), 1.0, 28.0, 1);
        check(former, wish(1000.0), 169.0, 196.0, 1);
        check(Some(timing(-24.0, 0.0, 1)), wish(1e300), 188.0, 196.0, 2);
    }

    #[track_caller]
    fn check_mended(timing: Timing, expected: Timing) {
        assert_eq!(timing.mended(NOW, 0.5), expected);
        assert_eq!(expected.mended(NOW, 0.9), expected, "once is enough");
    }

    #[test]
    fn clocks_that_jump() {
        let soon = 0.5;
        // Asked in the future: the clock was ahead.
        check_mended(timing(10.0, 34.0, 0), timing(0.0, soon, 0));
        check_mended(timing(1e6, 1e6 + 24.0, 3), timing(0.0, soon, 3));
        // Due further away than any delay leads.
        check_mended(timing(0.0, 197.0, 0), timing(0.0, soon, 0));
        check_mended(timing(-24.0, 190.0, 0), timing(-24.0, soon, 0));
        let never = Timing { asked_at: None, next_at: f64::NAN, failures: 0 };
        check_mended(never, Timing { next_at: NOW + soon * HOUR, ..never });
        // The clock is ahead now, or the browser was closed for long: due, as it should be.
        check_mended(timing(-1e6, -1e6 + 24.0, 0), timing(-1e6, -1e6 + 24.0, 0));
        check_mended(timing(-1.0, 23.0, 0), timing(-1.0, 23.0, 0));
    }

    #[test]
    fn which_are_due() {
        let lists = [("a", timing(-24.0, -1.0, 0)), ("b", timing(-24.0, 1.0, 0))];
        let more = [("c", timing(-24.0, 0.0, 0)), ("d", timing(-24.0, -3.0, 2))];
        let all = || lists.into_iter().chain(more);
        assert_eq!(due(all(), NOW), ["d", "a", "c"]);
        assert_eq!(next_alarm(all().map(|(_, it)| it)), Some(NOW - 3.0 * HOUR));
        assert_eq!(due(lists, NOW - 2.0 * HOUR), Vec::<&str>::new());
        assert_eq!(next_alarm([]), None);
    }

    /// SplitMix64 (<https://prng.di.unimi.it/splitmix64.c>), in `0..1`.
    struct Random(u64);

    impl Random {
        fn next(&mut self) -> f64 {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
        }
    }

    const INSTALLS: u32 = 20_000;
    const MEAN: f64 = INSTALLS as f64 / 24.0;

    /// The busiest hour of a server from `from` on, in hours, as a multiple of the mean. It is away until then, since
    /// `outage` hours.
    fn busiest_hour(begin: impl Fn(&mut Random) -> Timing, from: f64, outage: f64) -> f64 {
        const WATCHED: f64 = 120.0;
        let mut random = Random(outage.to_bits());
        let mut requests = [0_u32; WATCHED as usize];
        for _ in 0..INSTALLS {
            let mut timing = begin(&mut random);
            loop {
                let hour = (timing.next_at - NOW) / HOUR - from;
                if hour >= WATCHED {
                    break;
                }
                if hour >= 0.0 {
                    requests[hour as usize] += 1;
                }
                let is_away = (-outage..0.0).contains(&hour);
                let asked = if is_away { FAILED } else { ANSWERED };
                timing = Timing::after(Some(timing), asked, timing.next_at, random.next());
            }
        }
        f64::from(*requests.iter().max().unwrap()) / MEAN
    }

    #[test]
    fn no_rush_when_a_server_is_back() {
        let settled = |random: &mut Random| timing(-24.0, 24.0 * random.next(), 0);
        for outage in [1.0, 6.0, 12.0, 16.0, 18.0, 20.0, 22.0, 24.0, 36.0, 48.0, 72.0] {
            let busiest = busiest_hour(settled, 200.0 + outage, outage);
            assert!(busiest <= 2.0, "{busiest} times the mean after {outage} h");
        }
    }

    #[test]
    fn no_rush_the_day_after_all_began_together() {
        let together = |random: &mut Random| Timing::after(None, ANSWERED, NOW, random.next());
        let busiest = busiest_hour(together, 0.0, 0.0);
        assert!(busiest <= 2.0, "{busiest} times the mean");
    }

    proptest! {
        #[test]
        fn any_timing_can_be_mended(asked_at: Option<f64>, next_at: f64, failures: u32, now in 0.0..4e12) {
            let mended = Timing { asked_at, next_at, failures }.mended(now, 0.5);
            prop_assert!(mended.next_at <= now + LONGEST);
            prop_assert!(mended.asked_at.is_none_or(|it| it <= now));
        }

        #[test]
        fn any_request_has_a_next(random in 0.0..1.0, not_before: Option<f64>, failures: u32, now in 0.0..4e12) {
            let former = Timing { asked_at: Some(now), next_at: now, failures };
            for asked in [ANSWERED, Asked::Failed { not_before }] {
                let after = Timing::after(Some(former), asked, now, random);
                prop_assert!(after.next_at >= now + HOUR && after.next_at <= now + LONGEST);
                prop_assert_eq!(after.mended(now, 0.5), after);
            }
        }
    }
}

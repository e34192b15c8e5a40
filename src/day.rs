//! Days, which is as exact as a moderation decision needs to be dated.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A day of the Gregorian calendar, in UTC, counted from 1 January 1970; from then to 2149, so that two bytes hold it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Day(u32);

/// 6 June 2149.
const LAST: u32 = 65_535;
/// A day in milliseconds.
const LENGTH_MS: f64 = 86_400_000.0;

impl Day {
    /// Reads `YYYY-MM-DD`, and what may stand behind it: a time, as RFC 3339 writes it. The time and its zone are not
    /// looked at, so the day is the one on which it was written.
    pub fn parse(text: &str) -> Option<Day> {
        let (day, rest) = text.trim().split_at_checked(10)?;
        if !(rest.is_empty() || rest.starts_with(['T', 't', ' '])) {
            return None;
        }
        let mut parts = day.splitn(3, '-');
        let mut number = |digits: usize| {
            let part = parts.next().filter(|it| it.len() == digits)?;
            part.bytes().all(|it| it.is_ascii_digit()).then(|| part.parse::<u32>().ok())?
        };
        let (year, month, day) = (number(4)?, number(2)?, number(2)?);
        let is_day =
            year >= 1970 && (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day);
        let number = || days_before_year(year) + days_before_month(year, month) + day - 1;
        is_day.then(number).and_then(Day::from_number)
    }

    /// The day of a moment in milliseconds since 1970, as JavaScript tells it.
    pub fn of_moment(milliseconds: f64) -> Day {
        // A float that does not fit saturates; one that is no number is 0.
        Day(((milliseconds / LENGTH_MS).floor() as u32).min(LAST))
    }

    /// The day with this number, counted from 1 January 1970.
    pub const fn from_number(number: u32) -> Option<Day> {
        if number <= LAST { Some(Day(number)) } else { None }
    }

    /// When it begins, in milliseconds since 1970.
    pub fn moment(self) -> f64 {
        f64::from(self.0) * LENGTH_MS
    }

    /// Counted from 1 January 1970.
    pub fn number(self) -> u32 {
        self.0
    }
}

impl TryFrom<u32> for Day {
    type Error = &'static str;

    fn try_from(number: u32) -> Result<Day, &'static str> {
        Day::from_number(number).ok_or("a day after 2149")
    }
}

impl From<Day> for u32 {
    fn from(day: Day) -> u32 {
        day.0
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut year = 1970 + self.0 / 366;
        while days_before_year(year + 1) <= self.0 {
            year += 1;
        }
        let mut month = 12;
        let day_of_year = self.0 - days_before_year(year);
        while days_before_month(year, month) > day_of_year {
            month -= 1;
        }
        let day = day_of_year - days_before_month(year, month) + 1;
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

fn days_before_year(year: u32) -> u32 {
    let leaps = |year: u32| year / 4 - year / 100 + year / 400;
    (year - 1970) * 365 + leaps(year - 1) - leaps(1969)
}

fn days_before_month(year: u32, month: u32) -> u32 {
    (1..month).map(|it| days_in(year, it)).sum()
}

fn days_in(year: u32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, number: Option<u32>) {
        assert_eq!(Day::parse(text).map(Day::number), number, "{text}");
        if let Some(day) = Day::parse(text) {
            assert_eq!(day.to_string(), text.trim()[..10]);
        }
    }

    #[test]
    fn days() {
        check("1970-01-01", Some(0));
        check("1970-12-31", Some(364));
        check("2000-02-29", Some(11_016));
        check("2025-01-20T15:00:00.000Z", Some(20_108));
        check("2025-01-20 15:00", Some(20_108));
        check(" 2024-12-31\n", Some(20_088));
        check("2149-06-06", Some(LAST));
    }

    #[test]
    fn what_is_no_day() {
        for text in [
            "",
            "1969-12-31",
            "2149-06-07",
            "9999-12-31",
            "2025-02-29",
            "2025-13-01",
            "2025-00-01",
            "2025-01-00",
            "2025-1-20",
            "20250120",
            "2025-01-201",
            "+025-01-20",
            "2025-01-é",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn every_day_comes_back() {
        for number in (0..=LAST).step_by(13) {
            let day = Day::from_number(number).unwrap();
            assert_eq!(Day::parse(&day.to_string()), Some(day));
        }
        assert_eq!(Day::from_number(LAST + 1), None);
    }

    #[test]
    fn moments() {
        assert_eq!(Day::of_moment(1_737_385_200_000.0).to_string(), "2025-01-20");
        assert_eq!(Day::of_moment(-1.0).number(), 0);
        assert_eq!(Day::of_moment(f64::NAN).number(), 0);
        assert_eq!(Day::of_moment(f64::INFINITY).number(), LAST);
    }
}

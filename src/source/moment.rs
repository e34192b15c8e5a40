//! When a server wants to be asked again.

use super::AnswerHeaders;
use crate::day::Day;

const SECOND_MS: f64 = 1000.0;
const DAY_MS: f64 = 86_400_000.0;

/// The moment before which a server does not want to be asked again, in milliseconds since 1970; `now` is the moment of
/// its answer. `None` when it does not say, or in a way that cannot be read.
///
/// - `Retry-After`: seconds, or a date (<https://www.rfc-editor.org/rfc/rfc9110#field.retry-after>); of the three forms
///   of a date, the one that may still be written (`Sun, 06 Nov 1994 08:49:37 GMT`).
/// - else `X-RateLimit-Reset`: a date in ISO 8601, as Mastodon writes it
///   (`app/controllers/concerns/api/rate_limit_headers.rb`), or the seconds since 1970, as others do.
pub(super) fn not_before(headers: &AnswerHeaders, now: f64) -> Option<f64> {
    let retry_after = headers.retry_after.as_deref().map(str::trim);
    let reset = headers.rate_limit_reset.as_deref().map(str::trim);
    retry_after
        .and_then(|it| seconds(it).map(|it| now + it).or_else(|| http_date(it)))
        .or_else(|| reset.and_then(|it| seconds(it).or_else(|| iso_date(it))))
}

/// As milliseconds.
fn seconds(text: &str) -> Option<f64> {
    text.parse::<u32>().ok().map(|it| f64::from(it) * SECOND_MS)
}

fn iso_date(text: &str) -> Option<f64> {
    let (_, time) = text.split_once(['T', 't', ' '])?;
    let time = time.strip_suffix(['Z', 'z']).or_else(|| time.strip_suffix("+00:00"))?;
    moment(Day::parse(text)?, time.split('.').next()?)
}

fn http_date(text: &str) -> Option<f64> {
    const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
    let (_, date) = text.split_once(", ")?;
    let mut parts = date.strip_suffix(" GMT")?.split(' ');
    let (day, month, year, time) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let month = MONTHS.as_bytes().chunks(3).position(|it| it == month.as_bytes())? + 1;
    moment(Day::parse(&format!("{year}-{month:02}-{day}"))?, time)
}

fn moment(day: Day, time: &str) -> Option<f64> {
    let mut seconds = 0;
    let mut parts = time.split(':');
    for limit in [23, 59, 60] {
        let part = parts.next()?;
        let number = part.parse::<u32>().ok().filter(|it| part.len() == 2 && *it <= limit)?;
        seconds = seconds * 60 + number;
    }
    Some(f64::from(day.number()) * DAY_MS + f64::from(seconds) * SECOND_MS)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: f64 = 1_700_000_000_000.0;

    #[track_caller]
    fn check(retry_after: Option<&str>, reset: Option<&str>, expected: Option<f64>) {
        let headers = AnswerHeaders {
            retry_after: retry_after.map(str::to_owned),
            rate_limit_reset: reset.map(str::to_owned),
            ..AnswerHeaders::default()
        };
        assert_eq!(not_before(&headers, NOW), expected, "{retry_after:?} {reset:?}");
    }

    #[test]
    fn retry_after() {
        check(Some("120"), None, Some(NOW + 120_000.0));
        check(Some(" 0 "), None, Some(NOW));
        check(Some("Sun, 06 Nov 1994 08:49:37 GMT"), None, Some(784_111_777_000.0));
        check(Some("Tue, 14 Nov 2023 22:13:20 GMT"), None, Some(NOW));
    }

    #[test]
    fn reset_of_a_rate_limit() {
        check(None, Some("2023-11-14T22:13:20.000000Z"), Some(NOW));
        check(None, Some("2023-11-14T22:13:20Z"), Some(NOW));
        check(None, Some("2023-11-14 22:13:20+00:00"), Some(NOW));
        check(None, Some("1700000000"), Some(NOW));
        check(Some("soon"), Some("1700000000"), Some(NOW));
        check(Some("60"), Some("1700000000"), Some(NOW + 60_000.0));
    }

    #[test]
    fn what_cannot_be_read() {
        for text in [
            "",
            "soon",
            "-1",
            "1.5",
            "99999999999",
            "Sun, 06 Nov 1994 08:49:37 CET",
            "Sun, 06 anF 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 8:49:37 GMT",
            "Sun, 31 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
        ] {
            check(Some(text), None, None);
        }
        for text in [
            "2023-11-14",
            "2023-11-14T22:13:20",
            "2023-11-14T22:13:20+01:00",
            "2023-11-14T25:00:00Z",
        ] {
            check(None, Some(text), None);
        }
        check(None, None, None);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_not(text in r"[0-9A-Za-z:, .+\-é]{0,40}") {
            check_any(&text);
        }

        #[test]
        fn anything_like_a_date_is_read_or_not(text in r"[A-Z][a-z]{2}, [0-9]{2} (Jan|Nov|ovD|é) [0-9]{1,5} [0-9]{1,2}:[0-9:]{0,8} GMT") {
            check_any(&text);
        }
    }

    fn check_any(text: &str) {
        let text = Some(text.to_owned());
        let headers =
            AnswerHeaders { etag: None, retry_after: text.clone(), rate_limit_reset: text };
        assert!(not_before(&headers, NOW).is_none_or(f64::is_finite));
    }
}

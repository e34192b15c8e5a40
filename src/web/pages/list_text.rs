//! A list in words.

use super::{severity_label, text};
use crate::collection::Source;
use crate::explanation::Value;
use crate::protocol::lists::ListReport;
use crate::severity::Severity;
use crate::source::{ListAccess, server_name};
use crate::web::parser::BrowserParser;

/// Whether anything is marked by the list: a version of it was read, or it came with the extension.
pub fn is_in_force(list: &ListReport) -> bool {
    list.is_in_force() || is_brands(list)
}

/// Whether it is the brand's own statement, which cannot be removed.
pub fn is_brands(list: &ListReport) -> bool {
    matches!(Source::of(&list.id), Source::Brand(_))
}

/// The host that is asked for the list; nothing for what is not asked for.
pub fn host(list: &ListReport) -> Option<String> {
    let named = match Source::of(&list.id) {
        Source::Home(server) | Source::Server(server) => Some(server),
        Source::Subscription(address) => server_name(&address, &BrowserParser),
        Source::Own | Source::File(_) | Source::Brand(_) => return None,
    };
    // What a permission is asked for is a name, whatever a restored file holds.
    let host = list.host.as_deref().and_then(|host| server_name(host, &BrowserParser));
    host.or(named).map(|host| host.to_string())
}

/// How many names of each severity the list has; nothing of what is none.
pub fn counts(list: &ListReport) -> Vec<(Severity, u32, String)> {
    // What is neither suspended, limited nor allowed is a statement in a brand's list, and without effect in any other.
    let other = if is_brands(list) { Severity::Noted } else { Severity::Noop };
    let counts = [
        (Severity::Suspend, list.suspended, "suspendedCount"),
        (Severity::Silence, list.limited, "limitedCount"),
        (Severity::Noop, list.allowed, "allowedCount"),
        (other, list.other, severity_label::count_key(other)),
    ];
    let counts = counts.into_iter().filter(|(_, count, _)| *count > 0);
    counts
        .map(|(severity, count, key)| (severity, count, text::say(key, &[Value::Count(count)])))
        .collect()
}

/// How many names the list stars out, recognised and not, and how many rows are no servers; nothing of what is none.
pub fn besides(list: &ListReport) -> Vec<String> {
    let counts = [
        ("recognisedCount", list.recognised),
        ("unrecognisableCount", list.unrecognisable),
        ("canaryCount", list.canaries),
    ];
    let counts = counts.into_iter().filter(|(_, count)| *count > 0);
    counts.map(|(key, count)| text::say(key, &[Value::Count(count)])).collect()
}

/// What the list was taken for and why.
pub fn taken_for(list: &ListReport) -> Option<String> {
    let (format, because) = list.format.as_ref().zip(list.because.as_ref())?;
    let format = text::of_family("format", format);
    let taken_for = text::say("takenFor", &[Value::Text(format)]);
    Some(format!("{taken_for} {}", text::text(because)))
}

/// What people call the list.
pub fn name(list: &ListReport) -> String {
    if list.name.is_empty() { text::plain("rulesTitle") } else { text::name(&list.name) }
}

/// Where the list comes from.
pub fn kind(list: &ListReport) -> String {
    text::plain(match Source::of(&list.id) {
        Source::Home(_) => "listOfHome",
        Source::Server(_) => "listOfServer",
        Source::Subscription(_) => "listOfSubscription",
        Source::File(_) | Source::Own => "listOfFile",
        Source::Brand(_) => "listOfBrand",
    })
}

/// When the list was read, or that it came with the extension. `now` is in milliseconds since 1970.
pub fn age(list: &ListReport, now: f64) -> String {
    match list.fetched_at {
        None if is_brands(list) => text::plain("listOfBrand"),
        None => text::plain("listNotRead"),
        Some(then) => match text::relative(then, now) {
            Some(ago) => text::say("listRead", &[Value::Text(ago)]),
            None => text::plain("listReadNow"),
        },
    }
}

/// How its server shows the list; nothing for what no server shows, and for what was never asked for.
pub fn access(list: &ListReport) -> Option<String> {
    let is_asked = list.is_in_force() || list.failure.is_some();
    if !Source::of(&list.id).is_refreshed() || !is_asked {
        return None;
    }
    Some(text::plain(match list.access {
        ListAccess::Public => "accessPublic",
        ListAccess::NotShown => "accessNotShown",
        ListAccess::SignedInOnly => "accessSignedInOnly",
        ListAccess::Unpublished => "accessUnpublished",
        ListAccess::AllowList => "accessAllowList",
        ListAccess::Withheld => "accessWithheld",
        ListAccess::Unsupported => "accessUnsupported",
        ListAccess::Unreachable => "accessUnreachable",
        ListAccess::NotFediverse => "accessNotFediverse",
    }))
}

/// What somebody should know who relies on the list: what went wrong the last time and what is in force all the same,
/// and what the list leaves out.
pub fn notes(list: &ListReport, now: f64) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(failure) = &list.failure {
        let tried = list.timing.and_then(|timing| text::relative(timing.asked_at?, now));
        let tried = match tried {
            Some(ago) => text::say("listTried", &[Value::Text(ago)]),
            None => text::plain("listTriedNow"),
        };
        notes.push(format!("{tried} {}", text::text(failure)));
        if list.hidden_since.is_none() {
            let in_force = if list.is_in_force() { "copyInForce" } else { "copyMissing" };
            notes.push(text::plain(in_force));
        }
    }
    let day = |time| text::day(time).map(Value::Text);
    if let Some(since) = list.hidden_since.and_then(day) {
        notes.push(text::say("listHiddenSince", &[since]));
    }
    for (is_so, key) in [(list.allow_list, "noteAllowList"), (list.withheld, "noteWithheld")] {
        if is_so {
            notes.push(text::plain(key));
        }
    }
    notes
}

/// When the list is asked for again.
pub fn next(list: &ListReport, now: f64) -> String {
    let next = list.timing.map(|timing| text::relative(timing.next_at.max(now), now));
    match next {
        _ if list.paused => text::plain("nextPaused"),
        _ if list.is_members() => text::plain("nextMembers"),
        Some(Some(time)) => text::say("nextAt", &[Value::Text(time)]),
        Some(None) => text::plain("nextSoon"),
        None if is_brands(list) => text::plain("nextBrand"),
        None => text::plain("nextNever"),
    }
}

//! `./build.sh truth-table`: what the core decides about any two servers, for comparing it with something else.

use std::io::{self, BufWriter, ErrorKind, Write};

use anyhow::{Result, bail};
use fencepost::federation::{Access, Activity, Kind, Outcome, Policy, Side, decide};
use lexopt::Parser;
use serde::Serialize;

/// Prints a line of JSON for each combination of what the two servers run, do to each other, and show.
///
/// The lines come in the order of the words, ours before theirs: software, policy, access.
///
/// # Errors
/// When standard output cannot be written to.
pub fn truth_table(mut args: Parser) -> Result<()> {
    if let Some(arg) = args.next()? {
        return Err(arg.unexpected().into());
    }
    match write_lines(BufWriter::new(io::stdout().lock())) {
        // Whoever read has read enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        Err(error) => bail!("cannot write: {error}"),
        Ok(()) => Ok(()),
    }
}

/// One line; the order of the keys is part of the format.
#[derive(Serialize)]
struct Line {
    ours: Side,
    theirs: Side,
    follow: Outcome,
    they_follow: Outcome,
    i_see: Outcome,
    they_see: Outcome,
    reply: Outcome,
    direct_message: Outcome,
    boost: Outcome,
}

impl Line {
    fn new(ours: Side, theirs: Side) -> Line {
        let outcome = |activity| decide(activity, ours, theirs).outcome;
        Line {
            ours,
            theirs,
            follow: outcome(Activity::Follow),
            they_follow: outcome(Activity::TheyFollow),
            i_see: outcome(Activity::ISee),
            they_see: outcome(Activity::TheySee),
            reply: outcome(Activity::Reply),
            direct_message: outcome(Activity::DirectMessage),
            boost: outcome(Activity::Boost),
        }
    }
}

fn write_lines(mut output: impl Write) -> io::Result<()> {
    for ours in sides() {
        for theirs in sides() {
            serde_json::to_writer(&mut output, &Line::new(ours, theirs))?;
            output.write_all(b"\n")?;
        }
    }
    output.flush()
}

fn sides() -> impl Iterator<Item = Side> {
    Kind::ALL.into_iter().flat_map(|kind| {
        Policy::ALL.into_iter().flat_map(move |policy| {
            Access::ALL.into_iter().map(move |access| Side { kind, policy, access })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_for_each_combination() {
        let mut output = Vec::new();
        write_lines(&mut output).unwrap();
        let output = String::from_utf8(output).unwrap();
        assert_eq!(output.lines().count(), 12_100);
        assert_eq!(
            output.lines().next(),
            Some(
                r#"{"ours":{"software":"mastodon","policy":"none","access":"known"},"theirs":{"software":"mastodon","policy":"none","access":"known"},"follow":"yes","they_follow":"yes","i_see":"yes","they_see":"yes","reply":"yes","direct_message":"yes","boost":"yes"}"#
            )
        );
        let last = output.lines().last().unwrap();
        assert!(last.starts_with(
            r#"{"ours":{"software":"other","policy":"allow_list_without_us","access":"unknown"}"#
        ));
    }
}

//! `./build.sh judge`: what lists say about addresses, without a browser.

mod line;

use std::io::{self, BufRead, BufReader, BufWriter, ErrorKind, Write};

use anyhow::{Result, bail};
use fencepost::address::NativeParser;
use fencepost::domain::Domain;
use fencepost::index::{How, Index};
use fencepost::severity::Severity;
use fencepost::verdict;
use lexopt::Parser;
use lexopt::prelude::*;
use serde::Serialize;

use crate::lists::{self, Named};

/// How much is read or written at once.
const BUFFER: usize = 1 << 16;

/// Judges the lines of standard input by the lists of `--blocklist NAME=FILE`.
///
/// # Errors
/// When a file is not a list, or standard input cannot be read.
pub fn judge(mut args: Parser) -> Result<()> {
    let mut named = Vec::new();
    while let Some(arg) = args.next()? {
        match arg {
            Long("blocklist") => named.push(Named::parse(&args.value()?.string()?)?),
            other => return Err(other.unexpected().into()),
        }
    }
    if named.is_empty() {
        return Err(lexopt::Error::from("judge wants at least one --blocklist NAME=FILE").into());
    }
    let index = lists::index(&named)?;
    let input = BufReader::with_capacity(BUFFER, io::stdin().lock());
    let output = BufWriter::with_capacity(BUFFER, io::stdout().lock());
    match judge_lines(&index, input, output) {
        // Whoever read has read enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        Err(error) => bail!("cannot read or write: {error}"),
        Ok(()) => Ok(()),
    }
}

/// The answer to one line; the order of the keys is part of the format.
#[derive(Serialize)]
struct Answer<'a> {
    url: &'a str,
    severity: Option<Severity>,
    listed: Option<&'a str>,
    how: Option<How>,
    via: Option<&'a str>,
    lists: Vec<&'a str>,
}

fn judge_lines(index: &Index, mut input: impl BufRead, mut output: impl Write) -> io::Result<()> {
    let mut bytes = Vec::new();
    while input.read_until(b'\n', &mut bytes)? > 0 {
        let line = String::from_utf8_lossy(&bytes);
        let line = line.strip_suffix('\n').unwrap_or(&line);
        let line = line.strip_suffix('\r').unwrap_or(line);
        write_answer(index, line, &mut output)?;
        bytes.clear();
    }
    output.flush()
}

fn write_answer(index: &Index, line: &str, output: &mut impl Write) -> io::Result<()> {
    let verdict = verdict::judge(index, &line::targets(line, &NativeParser));
    let shown = verdict.as_ref().map(|verdict| &verdict.shown);
    let answer = Answer {
        url: line,
        severity: shown.map(|hit| hit.severity),
        listed: shown.map(|hit| hit.listed.as_str()),
        how: shown.map(|hit| hit.how),
        via: verdict.as_ref().and_then(|verdict| verdict.target.via.as_ref()).map(Domain::as_str),
        lists: verdict.as_ref().map(|verdict| verdict.lists(index)).unwrap_or_default(),
    };
    serde_json::to_writer(&mut *output, &answer)?;
    output.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use fencepost::blocklist::Blocklist;
    use fencepost::index::Rank;

    use super::*;

    const LISTS: [(&str, &str); 2] = [
        ("one", "domain,severity\nthreads.net,suspend\nlimited.example,silence\n"),
        ("two", "domain,severity\nthreads.net,silence\n"),
    ];

    #[track_caller]
    fn check(input: &str, expected: &str) {
        let read = LISTS
            .map(|(name, text)| (name, Blocklist::read(text.as_bytes(), &NativeParser).unwrap()));
        let entries: Vec<_> = read.iter().map(|(name, list)| (*name, Rank::Other, list)).collect();
        let index = Index::of(&entries).unwrap();
        let mut output = Vec::new();
        judge_lines(&index, input.as_bytes(), &mut output).unwrap();
        assert_eq!(String::from_utf8(output).unwrap(), expected);
    }

    #[test]
    fn a_listed_address() {
        check(
            "https://www.threads.net/@zuck\n",
            "{\"url\":\"https://www.threads.net/@zuck\",\"severity\":\"suspend\",\"listed\":\"threads.net\",\
             \"how\":\"ancestor\",\"via\":null,\"lists\":[\"one\",\"two\"]}\n",
        );
    }

    #[test]
    fn through_a_wrapper() {
        check(
            "https://href.li/?https://threads.net/\n",
            "{\"url\":\"https://href.li/?https://threads.net/\",\"severity\":\"suspend\",\"listed\":\"threads.net\",\
             \"how\":\"exact\",\"via\":\"href.li\",\"lists\":[\"one\",\"two\"]}\n",
        );
    }

    #[test]
    fn one_answer_for_every_line() {
        let none = |line: &str| {
            format!(
                "{{\"url\":\"{line}\",\"severity\":null,\"listed\":null,\"how\":null,\"via\":null,\"lists\":[]}}\n"
            )
        };
        check("", "");
        check(
            "\n\r\nhttps://example.org/",
            &[none(""), none(""), none("https://example.org/")].concat(),
        );
        check(
            "mailto:a@threads.net\na \\\"b\n",
            &[none("mailto:a@threads.net"), none("a \\\\\\\"b")].concat(),
        );
    }
}

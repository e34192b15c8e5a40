//! Hosts files, `0.0.0.0 a.example b.example`: names that are to lead nowhere
//! (<https://man7.org/linux/man-pages/man5/hosts.5.html>).
//!
//! Names that lead to a real address block nothing, and names without a dot are those of the machine itself.

use std::net::IpAddr;

use super::builder::{Builder, Entry};
use super::names::{finish, lines, without_comment};
use super::{Because, Blocklist, Format, ListError};
use crate::address::AddressParser;

pub(super) fn read(text: &str, parser: &dyn AddressParser) -> Result<Blocklist, ListError> {
    let mut builder = Builder::new(Format::Hosts, Because::Addresses, parser);
    for (number, line) in lines(text) {
        let mut words = without_comment(line).split_whitespace().peekable();
        let leads_nowhere = match words.next_if(|it| address(it).is_some()) {
            Some(word) => address(word).is_some_and(|it| it.is_unspecified() || it.is_loopback()),
            None => true,
        };
        for name in words.filter(|it| leads_nowhere && is_elsewhere(it)) {
            builder.count()?;
            builder.entry(number, &Entry { name, ..Entry::default() });
        }
    }
    finish(builder, text)
}

/// Whether a line of a text is one of a hosts file.
pub(super) fn is_line(line: &str) -> bool {
    let mut words = without_comment(line).split_whitespace();
    words.next().and_then(address).is_some() && words.next().is_some()
}

/// `fe80::1%lo0` is an address too.
fn address(word: &str) -> Option<IpAddr> {
    word.split('%').next()?.parse().ok()
}

fn is_elsewhere(name: &str) -> bool {
    name.contains('.') && address(name).is_none() && name != "localhost.localdomain"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::NativeParser;
    use crate::blocklist::tests::describe;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let actual = match Blocklist::read(text.as_bytes(), &NativeParser) {
            Ok(list) => [vec![list.format.as_str().to_owned()], describe(&list)].concat(),
            Err(error) => vec![error.to_string()],
        };
        assert_eq!(actual, expected);
    }

    #[test]
    fn names_that_lead_nowhere() {
        check(
            "# mine\n127.0.0.1 localhost localhost.localdomain\n::1 ip6-localhost\nfe80::1%lo0 localhost\n\
             0.0.0.0 0.0.0.0\n192.0.2.1 printer.example\n\n0.0.0.0 a.example B.example # why\n\t127.0.0.1\tc.example\n\
             :: d.example\ne.example\n0.0.0.0 f_\u{200b}.example\n0.0.0.0 a.example\n",
            &[
                "hosts",
                "suspend a.example",
                "suspend b.example",
                "suspend c.example",
                "suspend d.example",
                "suspend e.example",
                "line 12: \"f_\\u{200b}.example\": holds the invisible character U+200B",
                "line 13: \"a.example\": listed twice, also in line 8; the strictest counts",
            ],
        );
    }

    #[test]
    fn a_file_that_blocks_nothing_is_no_list() {
        check("127.0.0.1 localhost\n192.0.2.1 printer.example\n", &["the list is empty"]);
    }
}

//! Blocklists named on the command line: `--blocklist NAME=FILE`.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use fencepost::address::NativeParser;
use fencepost::blocklist::Blocklist;
use fencepost::index::{Index, Rank};

/// A list and the file it is in.
#[derive(Debug, PartialEq, Eq)]
pub struct Named {
    /// What the list is called in answers.
    pub name: String,
    /// Where it is.
    pub file: PathBuf,
}

impl Named {
    /// Reads `NAME=FILE`.
    ///
    /// # Errors
    /// When name or file is missing.
    pub fn parse(text: &str) -> Result<Named, lexopt::Error> {
        match text.split_once('=') {
            Some((name, file)) if !name.is_empty() && !file.is_empty() => {
                Ok(Named { name: name.to_owned(), file: file.into() })
            }
            _ => Err(format!("--blocklist wants NAME=FILE, not \"{text}\"").into()),
        }
    }

    /// Reads the file: its bytes, and the list that is in them.
    ///
    /// # Errors
    /// When it cannot be read, or holds no list.
    pub fn read(&self) -> Result<(Vec<u8>, Blocklist), Unusable> {
        let bytes = Unusable::check(&self.file, fs::read(&self.file))?;
        let list = Unusable::check(&self.file, Blocklist::read(&bytes, &NativeParser))?;
        Ok((bytes, list))
    }
}

/// A file that cannot be read, or does not hold what it should. The command ends with exit status 2.
#[derive(Debug)]
pub struct Unusable {
    /// The file.
    pub file: PathBuf,
    /// What is wrong with it.
    pub reason: String,
}

impl Unusable {
    /// Says which file it is about.
    ///
    /// # Errors
    /// When there is an error to begin with.
    pub fn check<T>(file: &Path, result: Result<T, impl fmt::Display>) -> Result<T, Unusable> {
        result.map_err(|error| Unusable { file: file.to_owned(), reason: error.to_string() })
    }
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file.display(), self.reason)
    }
}

impl std::error::Error for Unusable {}

/// The index of these lists, all of one rank. What each file was taken for, and what of it cannot be read, is told on
/// standard error.
///
/// # Errors
/// [`Unusable`] when a file is not a list.
pub fn index(lists: &[Named]) -> Result<Index> {
    // All are read before the first word about any: what cannot be used is said in one line.
    let read = lists
        .iter()
        .map(|named| Ok((&named.name, named.read()?.1)))
        .collect::<Result<Vec<_>, Unusable>>()?;
    for (name, list) in &read {
        eprintln!("{name}: {}", told(list));
        for problem in &list.problems {
            eprintln!("{name}: {problem}");
        }
    }
    let entries: Vec<_> =
        read.iter().map(|(name, list)| (name.as_str(), Rank::Other, list)).collect();
    Ok(Index::of(&entries)?)
}

/// What a file was taken for and why, and how many names of which kind it has.
fn told(list: &Blocklist) -> String {
    let counts = list.counts();
    let counts = [
        (counts.suspended, "suspended"),
        (counts.limited, "limited"),
        (counts.allowed, "allowed"),
        (counts.other, "without effect"),
        (counts.recognised, "starred out and recognised by digest"),
        (counts.unrecognisable, "starred out and not recognisable"),
    ];
    let counts = counts.iter().filter(|(count, _)| *count > 0);
    let counts: Vec<_> = counts.map(|(count, what)| format!("{count} {what}")).collect();
    let counts = if counts.is_empty() { "no names".to_owned() } else { counts.join(", ") };
    format!("{}, {}: {counts}", list.format, list.because)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<(&str, &str), &str>) {
        let named = Named::parse(text).map_err(|error| error.to_string());
        let named = named.as_ref().map(|it| (it.name.as_str(), it.file.to_str().unwrap()));
        assert_eq!(named.map_err(String::as_str), expected);
    }

    #[test]
    fn names_and_files() {
        check("a=b.csv", Ok(("a", "b.csv")));
        check("datasci.social=lists/a=b.json", Ok(("datasci.social", "lists/a=b.json")));
        check("b.csv", Err("--blocklist wants NAME=FILE, not \"b.csv\""));
        check("=b.csv", Err("--blocklist wants NAME=FILE, not \"=b.csv\""));
        check("a=", Err("--blocklist wants NAME=FILE, not \"a=\""));
    }

    #[test]
    fn a_list_is_told_in_a_line() {
        let check = |bytes: &str, expected: &str| {
            assert_eq!(told(&Blocklist::read(bytes.as_bytes(), &NativeParser).unwrap()), expected);
        };
        check("[]", "a Mastodon server's list, because it is JSON without entries: no names");
        check(
            "domain,severity\na.example,suspend\nb.example,silence\nc***,suspend\n",
            "a table of domain blocks, because of a column \"domain\": 2 suspended, 1 limited, 1 starred out and not recognisable",
        );
    }

    #[test]
    fn a_missing_file_is_unusable() {
        let list = Named { name: "a".to_owned(), file: "no-such-file".into() };
        let error = index(&[list]).err().unwrap();
        assert!(error.is::<Unusable>());
        assert!(error.to_string().starts_with("no-such-file: "), "{error}");
    }

    #[test]
    fn a_file_that_is_no_list_is_unusable() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("page.html");
        fs::write(&file, "<!doctype html><title>no list</title>").unwrap();
        let error = index(&[Named { name: "a".to_owned(), file: file.clone() }]).err().unwrap();
        assert!(error.is::<Unusable>());
        assert!(error.to_string().starts_with(&format!("{}: ", file.display())), "{error}");
        assert!(!error.to_string().contains('\n'), "{error}");
    }
}

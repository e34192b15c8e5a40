//! Whom somebody follows, as Mastodon exports it.

use thiserror::Error;

use crate::address::AddressParser;
use crate::blocklist::rows::Rows;
use crate::handle::Handle;

/// The most accounts that are read.
const MAX_ACCOUNTS: u32 = 200_000;

/// The accounts of an export.
///
/// - Follows: `Account address,Show boosts,Notify on new posts,Languages` (`app/models/export.rb`, `to_following_accounts_csv`);
/// - what was lost when a server was suspended: the same for follows, `Account address` alone for followers
///   (`app/controllers/severed_relationships_controller.rb`);
/// - without a header: addresses in the first column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Follows {
    /// In the order of the file.
    pub accounts: Vec<Handle>,
    /// How many rows hold no account.
    pub unreadable: u32,
}

/// Why a file is no such export.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum FollowsError {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// Not one row holds an account.
    #[error(
        "no account in this file: follows are exported as a table with a column \"Account address\""
    )]
    NoAccount,
    /// Too many accounts.
    #[error("more than {MAX_ACCOUNTS} accounts in one file")]
    TooMany,
}

impl Follows {
    /// Reads an export.
    ///
    /// # Errors
    /// When it is none: see [`FollowsError`].
    pub fn read(text: &str, parser: &dyn AddressParser) -> Result<Follows, FollowsError> {
        let mut follows = Follows::default();
        let mut column = 0;
        let mut rows = 0;
        let mut table = Rows::new(text.trim_start_matches('\u{feff}'));
        while let Some(row) = table.next() {
            if row.is_blank() {
                continue;
            }
            rows += 1;
            if rows == 1 {
                let name = |cell: &str| {
                    cell.trim().trim_start_matches('#').eq_ignore_ascii_case("account address")
                };
                let header = (0..20).find(|it| name(row.cell(*it)));
                if let Some(header) = header {
                    column = header;
                    continue;
                }
            }
            if rows > MAX_ACCOUNTS {
                return Err(FollowsError::TooMany);
            }
            let account = row.cell(column).trim();
            match Handle::parse(account.strip_prefix("acct:").unwrap_or(account), parser) {
                Ok(account) => follows.accounts.push(account),
                Err(_) => follows.unreadable += 1,
            }
        }
        match (rows, follows.accounts.is_empty()) {
            (0, _) => Err(FollowsError::Empty),
            (_, true) => Err(FollowsError::NoAccount),
            _ => Ok(follows),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::address::NativeParser;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let actual = match Follows::read(text, &NativeParser) {
            Ok(follows) => {
                let accounts: Vec<_> = follows.accounts.iter().map(Handle::to_string).collect();
                format!("{} {}", accounts.join(" "), follows.unreadable)
            }
            Err(error) => error.to_string(),
        };
        assert_eq!(actual, expected);
    }

    #[test]
    fn exports() {
        let all = "Account address,Show boosts,Notify on new posts,Languages\nzoe@a.example,true,false,\nadam@b.example,true,false,\"en, de\"\n";
        check(all, "@zoe@a.example @adam@b.example 0");
        check(&all.replace('\n', "\r\n"), "@zoe@a.example @adam@b.example 0");
        check(&format!("\u{feff}{all}"), "@zoe@a.example @adam@b.example 0");
        check("#account address\n@zoe@A.example\n", "@zoe@a.example 0");
        check("zoe@a.example\nadam@b.example", "@zoe@a.example @adam@b.example 0");
        check("Name,Account address\nZoe,zoe@a.example\n", "@zoe@a.example 0");
        check("Account address\nzoe@a.example\n\nnobody\n\"<script>\"\n", "@zoe@a.example 2");
    }

    #[test]
    fn what_is_no_export() {
        check("", "the file is empty");
        let no_account = "no account in this file: follows are exported as a table with a column \"Account address\"";
        check("domain,severity\na.example,suspend\n", no_account);
        check("Account address\n", no_account);
        check("<html>", no_account);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_not(text in r#"(Account address\n)?[a-z@.,"\n\r<>é]{0,60}"#) {
            let _ = Follows::read(&text, &NativeParser);
        }
    }
}

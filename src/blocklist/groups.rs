//! Documents that sort names into arrays, each of which means something.

use super::ListError;
use super::builder::{Builder, Entry};
use super::json::{self, Event};

/// What it means to be in one array.
pub(super) struct Group {
    /// Where the array is.
    pub(super) path: &'static str,
    /// `None` when it decides nothing.
    pub(super) severity: Option<&'static str>,
    /// What the software calls it, where that is another word.
    pub(super) word: Option<&'static str>,
    pub(super) policy: Policy,
}

/// What a group does besides.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Policy {
    None,
    RejectMedia,
    RejectReports,
}

impl Group {
    pub(super) const fn new(
        path: &'static str,
        severity: &'static str,
        word: Option<&'static str>,
    ) -> Group {
        Group { path, severity: Some(severity), word, policy: Policy::None }
    }

    pub(super) const fn with(
        path: &'static str,
        word: Option<&'static str>,
        policy: Policy,
    ) -> Group {
        Group { path, severity: Some("noop"), word, policy }
    }

    /// The entry of a name in this group, which has this number.
    pub(super) fn entry(&self, number: u8) -> Entry<'_> {
        let flag = |policy| (self.policy == policy).then_some("true");
        Entry {
            severity: self.severity,
            word: self.word,
            reject_media: flag(Policy::RejectMedia),
            reject_reports: flag(Policy::RejectReports),
            group: number,
            ..Entry::default()
        }
    }
}

/// The group at this path, with its number.
pub(super) fn at(groups: &'static [Group], path: &str) -> Option<(u8, &'static Group)> {
    (0..).zip(groups).find(|(_, it)| it.path == path)
}

/// Reads the names in all groups, which are texts or objects with a `domain`; says whether the document has this key.
pub(super) fn read(
    builder: &mut Builder<'_>,
    text: &str,
    root: &str,
    groups: &'static [Group],
) -> Result<bool, ListError> {
    let mut has_root = false;
    json::read(text, &mut |path, event| {
        has_root |= matches!(event, Event::Key) && path == root;
        match (event, at(groups, path)) {
            (Event::Row(_), Some((_, Group { severity: None, .. }))) => builder.pass(),
            (Event::Row(row), Some((number, group))) => {
                builder.row(row, row.name("domain"), &group.entry(number))
            }
            _ => Ok(()),
        }
    })?;
    Ok(has_root)
}

//! Answers of servers whose software is known.

use std::collections::HashSet;

use fencepost::address::NativeParser;
use fencepost::blocklist::{Blocklist, Covers, Extent, Format};
use fencepost::domain::Domain;
use fencepost::severity::Severity;
use fencepost::source::{ListAccess, MembersAnswer, MembersList};

use super::choice;
use super::list::{is_message, is_sound, is_stored, read};

/// Pages of one list, separated by zeros, the format of which the first byte chooses: each is read or refused, and
/// together they are a list; so they are when the last says who is exempt from it.
pub fn answer(bytes: &[u8]) {
    let (format, bytes) = choice(bytes);
    let format = Format::ALL[format % Format::ALL.len()];
    let mut pages = bytes.split(|it| *it == 0);
    let read = |page| read(page, || Blocklist::read_as(format, page, &NativeParser));
    let mut whole: Option<Blocklist> = None;
    for page in pages.clone().filter_map(read) {
        is_sound(&page, bytes.len());
        whole = Some(match whole {
            // Some forms tell by their first line what they are; pages of one list are alike.
            Some(whole) if whole.format != page.format => whole,
            Some(whole) => joined(whole, page),
            None => page,
        });
    }
    let Some(mut whole) = whole else { return };
    is_sound(&whole, bytes.len());
    is_stored(&whole);
    let last = pages.next_back().unwrap_or_default();
    if let Ok(allows) = Blocklist::read_as(Format::GoToSocialAllows, last, &NativeParser) {
        exempted(whole.clone(), allows);
    }
    whole.mean(Severity::Silence);
    assert!(whole.blocks.iter().all(|it| it.severity == Severity::Silence));
}

fn joined(one: Blocklist, more: Blocklist) -> Blocklist {
    let (entries, n_problems) =
        (one.entries + more.entries, one.problems.len() + more.problems.len());
    let (extents, n_blocks) = ([one.extent, more.extent], one.blocks.len() + more.blocks.len());
    let named: HashSet<_> =
        one.blocks.iter().chain(&more.blocks).map(|it| it.name.clone()).collect();
    let strictest = one.blocks.iter().chain(&more.blocks).map(|it| it.severity).max();
    let list = one.join(more);
    assert_eq!((list.entries, list.problems.len()), (entries, n_problems));
    assert!(list.blocks.len() <= n_blocks);
    assert_eq!(named, list.blocks.iter().map(|it| it.name.clone()).collect(), "no name is lost");
    assert_eq!(strictest, list.blocks.iter().map(|it| it.severity).max(), "nothing gets milder");
    assert!(list.extent == Extent::Whole || extents.contains(&list.extent));
    list
}

fn exempted(mut list: Blocklist, allows: Blocklist) {
    let allowed = allows.clone();
    let length = list.entries as usize + allows.entries as usize;
    list.exempt(allows);
    is_sound(&list, length);
    for block in &allowed.blocks {
        let exempt: Vec<_> = list.blocks.iter().filter(|it| it.name == block.name).collect();
        assert!(exempt.iter().all(|it| it.covers == Covers::BelowBeforeAll && list.permits(it)));
    }
}

/// What a server answered in a tab of its own means something; the first bytes choose the status and whether somebody
/// is signed in.
pub fn members(bytes: &[u8]) {
    const STATUSES: [u16; 9] = [200, 200, 200, 204, 401, 403, 404, 410, 503];
    let (status, bytes) = choice(bytes);
    let (signed_in, body) = choice(bytes);
    let status = STATUSES[status % STATUSES.len()];
    let answer = MembersAnswer { status, body: body.to_vec(), signed_in: signed_in % 2 == 1 };
    match answer.read(&Domain::parse("example.social").unwrap(), &NativeParser) {
        MembersList::Loaded(access, list) => {
            assert_eq!(status / 100, 2);
            assert_eq!(access == ListAccess::SignedInOnly, answer.signed_in);
            is_sound(&list, body.len());
        }
        MembersList::Failed(error) => is_message(&error.to_string()),
        MembersList::NotSignedIn => assert!(!answer.signed_in || status == 401),
        MembersList::Unpublished => assert!(answer.signed_in),
    }
}

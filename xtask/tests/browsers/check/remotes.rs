//! Remote servers of each kind: the table is right, and only those are asked whom a button named.

use anyhow::Result;
use xtask::browser::{Session, wait};

use super::super::fixture::Trials;
use super::super::servers::{
    Server, akkoma, allow, gotosocial, lemmy, mastodon, misskey, peertube, silence, split, suspend,
    threads,
};
use super::page::{HOME, ask, ask_servers, attempts, done, load_home, press, said};

const THEIRS: &str = "theirs.example";

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("check_of_mastodon_servers", of_mastodon);
    trials.add("check_of_other_software", of_other_software);
    trials.add("check_of_a_server_with_two_names", of_two_names);
    trials.add("check_of_a_service_like_threads", of_threads);
}

const ALL_YES: [&str; 7] = ["yes"; 7];
const ALL_NO: [&str; 7] = ["no"; 7];
const ALL_UNKNOWN: [&str; 7] = ["unknown"; 7];
/// We suspend them: what is public here can still be opened.
const WE_SUSPEND: [&str; 7] = ["no", "no", "no", "partly", "no", "no", "no"];
/// They suspend us: what is public there can still be opened.
const THEY_SUSPEND: [&str; 7] = ["no", "no", "partly", "no", "no", "no", "no"];
/// They limit us.
const THEY_LIMIT: [&str; 7] = ["partly", "yes", "yes", "partly", "partly", "partly", "yes"];

fn of_mastodon(session: &Session) -> Result<()> {
    load_home(session, &[])?;
    checked(session, mastodon::open(&[]), &ALL_YES, "")?;
    checked(session, mastodon::open(&[suspend(HOME).because("Rude")]), &THEY_SUSPEND, "")?;
    assert!(said(session, "bases")?.contains("Rude"));
    checked(session, mastodon::open(&[silence("example")]), &THEY_LIMIT, "")?;
    checked(session, Box::new(mastodon::hidden), &ALL_UNKNOWN, "does not show its list")?;
    let limited = Box::new(mastodon::limited_federation);
    checked(session, limited, &ALL_UNKNOWN, "only with servers that it allows")
}

fn of_other_software(session: &Session) -> Result<()> {
    load_home(session, &[])?;
    checked(session, akkoma::open(&[]), &ALL_YES, "")?;
    checked(session, akkoma::hidden(), &ALL_UNKNOWN, "does not publish its list")?;
    checked(session, misskey::open(&[suspend(HOME)]), &THEY_SUSPEND, "")?;
    checked(session, lemmy::v1(&[suspend("example")]), &ALL_YES, "")?;
    checked(session, gotosocial::open(&[suspend(HOME)]), &ALL_NO, "")?;
    let others = [allow("other.example")];
    checked(session, lemmy::v1(&others), &ALL_NO, "")?;
    checked(session, peertube::open(&[suspend(HOME)]), &THEY_SUSPEND, "")?;
    checked(session, peertube::open(&[]), &ALL_YES, "")
}

fn of_two_names(session: &Session) -> Result<()> {
    const WEB: &str = "web.theirs.example";
    load_home(session, &[suspend(WEB)])?;
    session.proxy().answer(THEIRS, split::apex(WEB));
    session.proxy().answer(WEB, split::web(THEIRS, mastodon::open(&[])));
    ask(session, &format!("@someone@{THEIRS}"))?;
    press(session, "ask")?;
    press(session, "permit")?;
    let shown = done(session)?;
    // Mastodon suspends by either name.
    assert_eq!(shown.outcomes(), WE_SUSPEND, "{shown:#?}");
    assert_eq!(attempts(session), [HOME, THEIRS, WEB]);
    Ok(())
}

fn of_threads(session: &Session) -> Result<()> {
    load_home(session, &[suspend("threads.net")])?;
    session.proxy().answer("threads.net", threads::open);
    ask(session, "https://www.threads.com/@someone")?;
    let shown = ask_servers(session)?;
    let expected = ["no", "no", "no", "unknown", "no", "no", "no"];
    assert_eq!(shown.outcomes(), expected, "{shown:#?}");
    assert_eq!(attempts(session), [HOME, "threads.net"]);
    Ok(())
}

/// Checks somebody on a server that answers like this.
#[track_caller]
fn checked(session: &Session, server: Server, expected: &[&str], notes: &str) -> Result<()> {
    session.proxy().clear();
    session.proxy().answer(HOME, mastodon::open(&[]));
    session.proxy().answer(THEIRS, server);
    ask(session, &format!("someone@{THEIRS}"))?;
    // The server was asked before, and what it said is remembered; or it is the first.
    press(session, offered(session)?)?;
    let shown = done(session)?;
    assert_eq!(shown.outcomes(), expected, "{shown:#?}");
    assert!(shown.notes.contains(notes), "{}", shown.notes);
    assert!(shown.closing.starts_with("This is as far as"), "{}", shown.closing);
    assert_eq!(attempts(session), [HOME, THEIRS]);
    Ok(())
}

/// Whether servers can be asked `again` or for the first time: `ask`.
fn offered(session: &Session) -> Result<&'static str> {
    wait("a button", || {
        let script = "return ['again', 'ask'].findIndex(it => document.querySelector(`[data-part=looked] [data-do=${it}]`)?.checkVisibility())";
        let found = session.in_page(script, &[])?.as_i64().and_then(|it| usize::try_from(it).ok());
        Ok(found.map(|it| ["again", "ask"][it]))
    })
}

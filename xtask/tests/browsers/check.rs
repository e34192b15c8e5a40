//! Asking about a profile or server: what own lists say, what the servers answer, and who is asked at all.

mod compare;
mod hostile;
pub mod page;
mod remotes;
mod taken;
mod ways;

use anyhow::Result;
use xtask::browser::Session;

use super::fixture::Trials;
use super::servers::{mastodon, silence, suspend};
use page::{HOME, answer, ask, ask_servers, attempts, load_home, said};

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("check_answers_from_own_lists_at_once", at_once);
    remotes::trials(trials);
    hostile::trials(trials);
    ways::trials(trials);
    taken::trials(trials);
    compare::trials(trials);
}

/// Nobody is asked before the button is pressed, and then only who is named on it.
fn at_once(session: &Session) -> Result<()> {
    load_home(session, &[suspend("bad.example").because("Spam"), silence("loud.example")])?;
    session.proxy().answer("bad.example", mastodon::open(&[]));
    ask(session, " <@someone@bad.example> ")?;
    let own = said(session, "own")?;
    for part in [HOME, "Suspended", "Spam"] {
        assert!(own.contains(part), "no {part} in {own}");
    }
    let before = answer(session)?;
    assert_eq!(before.outcomes(), ["no", "no", "no", "unknown", "no", "no", "no"]);
    assert!(before.row("Follow them")?.why.contains("home.example suspends bad.example"));
    assert!(before.notes.contains("bad.example was not asked"), "{}", before.notes);
    assert_eq!(attempts(session), Vec::<String>::new());

    let offer = said(session, "offer")?;
    assert!(offer.contains(&format!("Ask bad.example and {HOME}")), "{offer}");
    let after = ask_servers(session)?;
    assert_eq!(after.outcomes(), ["no", "no", "no", "partly", "no", "no", "no"]);
    assert_eq!(attempts(session), ["bad.example", HOME]);

    // Remembered, until a list changes.
    session.proxy().clear();
    session.proxy().answer("bad.example", mastodon::open(&[]));
    ask(session, "https://bad.example/@someone")?;
    assert!(!answer(session)?.notes.contains("was not asked"));
    assert_eq!(attempts(session), Vec::<String>::new());
    Ok(())
}

//! A brand's own statement: in force at once, without a network.

use anyhow::Result;
use xtask::browser::{Browser, Install, wait};
use xtask::running::{self, Marked, card};

use super::fixture::{self, Trials, open, visible};

const PAGE: &str = "
    <a id=one href='https://www.threads.com/@zuck'>Threads</a> <a href='https://mastodon.social/@zuck@threads.net'>Profile</a>
    <a href='https://x.com/'>X</a> <a href='https://t.co/x'>Short</a> <a href='https://truthsocial.com/'>Truth Social</a>
    <a href='https://instagram.com/'>Instagram</a> <a href='https://fb.com/'>Facebook</a>
    <a href='https://pixelfed.social/'>Pixelfed</a> <a href='https://mastodon.social/@Mastodon'>Mastodon</a>
    <a href='https://datasci.social/'>Home</a>";

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.alone("brand_says_what_was_announced", announced);
}

fn announced(browser: Browser) -> Result<()> {
    let session = fixture::session(browser, "datasci.social", Install::Temporary)?;
    running::grant_all(&session)?;
    open(&session, "page.example", PAGE)?;
    let marks = running::marks(&session)?;
    let seen: Vec<_> = marks
        .iter()
        .map(|mark| {
            (mark.text.as_str(), mark.severity.as_deref().unwrap_or_default(), &mark.marked)
        })
        .collect();
    let drawn = &Marked::Drawn(true);
    assert_eq!(
        seen,
        [
            ("Threads", "suspend", drawn),
            ("Profile", "suspend", drawn),
            ("X", "noted", drawn),
            ("Short", "noted", drawn),
            ("Truth Social", "noted", drawn),
            ("Instagram", "noted", drawn),
            ("Facebook", "noted", drawn),
        ]
    );
    running::hover_for_card(&session, "#one")?;
    let words = visible(&card(&session)?.unwrap_or_default());
    for part in ["datasci.social", "threads.net", "20 January 2025", "Threads suspended"] {
        assert!(words.contains(part), "no {part} in {words}");
    }
    session.hover_nothing()?;
    wait("the badge", || Ok((session.badge()? == "7").then_some(())))?;
    let popup = session.click_toolbar()?;
    let text = wait("the popup to be filled", || {
        let text = visible(&popup.text()?);
        Ok(text.contains("Truth Social").then_some(text))
    })?;
    for part in ["datasci.social suspended threads.net on 20 January 2025", "Threads suspended"] {
        assert!(text.contains(part), "no {part} in {text}");
    }
    let link = "return document.querySelector('[data-part=announcement-link]').href";
    let link = popup.run(link, &[])?;
    assert!(
        link.as_str()
            .is_some_and(|it| it.starts_with("https://community.datasci.social/blog/2025-01-20/"))
    );
    popup.close()?;
    assert!(session.proxy().attempts().iter().all(|name| name == "page.example"));
    Ok(())
}

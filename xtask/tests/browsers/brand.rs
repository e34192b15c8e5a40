//! A brand's own statement: in force at once, without a network; and all that a brand says, wherever it is shown.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use fencepost::announcement::Piece;
use serde_json::{Value, json};
use tempfile::TempDir;
use xtask::brand::Brand;
use xtask::browser::{Answer, Browser, Install, wait};
use xtask::running::{self, Marked, card};

use super::check::page;
use super::fixture::{self, Trials, marked, open, visible};
use super::panels::{cards, filled, outcome};

const PAGE: &str = "
    <a id=one href='https://www.threads.com/@zuck'>Threads</a> <a href='https://mastodon.social/@zuck@threads.net'>Profile</a>
    <a href='https://x.com/'>X</a> <a href='https://t.co/x'>Short</a> <a href='https://truthsocial.com/'>Truth Social</a>
    <a href='https://instagram.com/'>Instagram</a> <a href='https://fb.com/'>Facebook</a>
    <a href='https://pixelfed.social/'>Pixelfed</a> <a href='https://mastodon.social/@Mastodon'>Mastodon</a>
    <a href='https://datasci.social/'>Home</a>";

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.alone("brand_says_what_was_announced", announced);
    trials.alone("brand_with_every_field", every_field);
    trials.alone("brand_says_the_servers_own_words", own_words);
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
    for part in [
        "datasci.social suspended threads.net on 20 January 2025",
        "Threads suspended",
        "New rules at Meta",
        "community.datasci.social/blog/2025-01-20/threads-suspended",
    ] {
        assert!(words.contains(part), "no {part} in {words}");
    }
    session.hover_nothing()?;
    wait("the badge", || Ok((session.badge()? == "7").then_some(())))?;
    let popup = session.click_toolbar()?;
    let text = wait("the popup to be filled", || {
        let text = visible(&popup.text()?);
        Ok(text.contains("Truth Social").then_some(text))
    })?;
    for part in [
        "datasci.social suspended threads.net on 20 January 2025",
        "Threads suspended",
        "New rules at Meta",
    ] {
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
    assert_eq!(session.complaints()?, json!([]));
    Ok(())
}

const EVERYTHING: &str = "xtask/tests/data/brand-everything";

/// Every field of a made-up brand is seen by somebody.
fn every_field(browser: Browser) -> Result<()> {
    const PAGE: &str =
        "<a id=one href='https://threads.net/'>a</a> <a href='https://limited.example/'>b</a>
        <a href='https://listed.example/'>c</a> <a id=four href='https://x.com/'>d</a>";

    let session = fixture::session(browser, EVERYTHING, Install::Temporary)?;
    running::grant_all(&session)?;

    session.show_own("welcome.html")?;
    filled(&session)?;
    let welcome =
        "return [document.title, document.querySelector('[data-part=offered]').innerText]";
    let welcome: Vec<String> = serde_json::from_value(session.in_page(welcome, &[])?)?;
    let [title, offered] = &welcome[..] else { anyhow::bail!("{welcome:?}") };
    assert_eq!(visible(title), "Welcome to Fencepost for everything.example");
    // Its list is in the package, so it is not asked for its name.
    assert_contains(&cards(&session)?.concat(), &["everything.example"]);
    assert!(
        visible(offered).contains("Subscribe to A list of others (lists.example)"),
        "{offered}"
    );
    let accent = "const probe = document.body.appendChild(document.createElement('i'));
        probe.style.color = 'var(--accent)';
        return getComputedStyle(probe).color";
    assert_eq!(session.in_page(accent, &[])?, "rgb(91, 42, 134)");
    session
        .proxy()
        .answer("lists.example", |_| Answer::html("#domain,#severity\noffered.example,suspend\n"));
    session.click("[data-part=offered-lists] button")?;
    outcome(&session, "good")?;

    open(&session, "page.example", PAGE)?;
    assert_eq!(
        marked(&session)?,
        ["a suspend true", "b silence true", "c suspend true", "d noted true"]
    );
    running::hover_for_card(&session, "#four")?;
    let words = visible(&card(&session)?.unwrap_or_default());
    assert!(words.contains("we do not link there"), "{words}");
    running::hover_for_card(&session, "#one")?;
    assert_contains(
        &visible(&card(&session)?.unwrap_or_default()),
        &["everything.example", "threads.net", "1 June 2025", "Threads suspended: \"enough\""],
    );
    session.hover_nothing()?;

    let popup = session.click_toolbar()?;
    let post = read_post("Threads suspended", |script| popup.run(script, &[]))?;
    assert_contains(
        &post,
        &[
            "Why",
            "Enough is enough.",
            "A closed door",
            "Pixels instead of Instagram",
            "https://blog.everything.example/rules",
            "https://good.example@elsewhere.example/promise",
            "elsewhere.example",
            "https://friends.example/why",
            "https://pixels.example/",
            "https://guides.example/leave",
            "https://pact.example/",
            "https://everything.example/about",
            "https://everything.example/rules",
            "https://everything.example/moderation",
            "mailto:appeals@everything.example",
            "https://blog.everything.example/",
        ],
    );
    popup.close()?;

    page::ask(&session, "instagram.com")?;
    let ways = "return document.querySelector('[data-part=ways-out]')?.innerText ?? ''";
    wait("the ways out", || {
        let text = visible(session.in_page(ways, &[])?.as_str().unwrap_or_default());
        Ok((text.contains("Pixels instead of Instagram") && text.contains("How to leave"))
            .then_some(()))
    })
}

/// A copy of a brand with the post as the server wrote it says it in the server's own words.
fn own_words(browser: Browser) -> Result<()> {
    let folder = TempDir::new().context("making a folder")?;
    let brand = copy_with_the_servers_post(folder.path())?.display().to_string();
    let whole = Brand::read(&brand)?.says;
    let (_, pieces) = whole.pages.posts.first().context("no post")?;
    let mut words = Vec::new();
    collect_words(pieces, &mut words);
    let title = &whole.brand.announcements.first().context("no announcement")?.title;

    let session = fixture::session(browser, &brand, Install::Temporary)?;
    running::grant_all(&session)?;
    open(&session, "page.example", PAGE)?;
    running::hover_for_card(&session, "#one")?;
    assert_contains(
        &visible(&card(&session)?.unwrap_or_default()),
        &[title.as_str(), "20 January 2025"],
    );
    session.hover_nothing()?;
    let popup = session.click_toolbar()?;
    let post = read_post(title, |script| popup.run(script, &[]))?;
    assert_contains(&post, &words);
    popup.close()?;
    page::ask(&session, "threads.net")?;
    let post = read_post(title, |script| session.in_page(script, &[]))?;
    assert_contains(&post, &words);
    assert!(session.proxy().attempts().iter().all(|name| name == "page.example"));
    Ok(())
}

/// A copy of the brand of datasci.social with the post as its blog has it, which is not ours to keep here; where it does
/// not lie beside the repository, one of the same form stands in.
fn copy_with_the_servers_post(folder: &Path) -> Result<PathBuf> {
    const NAME: &str = "2025-01-20-threads-suspended.md";
    const OTHER: &str = "---\ntitle: \"No way through\"\ndate: \"2025-01-20T06:00:00+01:00\"\ntags: [community]\n---\n
We gave them *the benefit of the doubt*, and [said so](https://community.datasci.social/before).\n";

    let (original, copy) = (xtask::root().join("brands/datasci.social"), folder.join("own-words"));
    fs::create_dir_all(copy.join("announcements"))?;
    fs::copy(original.join("icon.svg"), copy.join("icon.svg"))?;
    // No two brands have one id.
    let toml =
        fs::read_to_string(original.join("brand.toml"))?.replace("gecko = \"", "gecko = \"copy-");
    let about = "address = \"https://community.datasci.social/blog/2025-01-20/threads-suspended\"\ndomains = [\"threads.net\"]";
    fs::write(
        copy.join("brand.toml"),
        format!("{toml}\n[[announcement]]\nfile = \"{NAME}\"\n{about}\n"),
    )?;
    let post = fs::read_to_string(xtask::root().join("../shared/announcements").join(NAME));
    let post = post.unwrap_or_else(|_| {
        eprintln!("the server's post does not lie beside the repository, so another stands in");
        OTHER.to_owned()
    });
    fs::write(copy.join("announcements").join(NAME), post)?;
    Ok(copy)
}

/// All words of a text, piece by piece, without what stands around them.
fn collect_words(pieces: &[Piece], words: &mut Vec<String>) {
    for piece in pieces {
        match piece {
            Piece::Text(text) => words.push(text.trim().to_owned()),
            Piece::Link(_, pieces) | Piece::Part(_, pieces) => collect_words(pieces, words),
        }
    }
}

/// Unfolds the post with this title on a page of ours, and answers its text and the addresses of its links.
fn read_post(title: &str, run: impl Fn(&str) -> Result<Value>) -> Result<String> {
    let script = format!(
        "const whole = [...document.querySelectorAll('.announcement')].find(it => it.innerText.includes({}));
         if (!whole) return '';
         whole.querySelector('details').open = true;
         const text = whole.querySelector('[data-part=post-text]');
         return text.innerText && text.innerText + [...text.querySelectorAll('a')].map(it => '\\n' + it.getAttribute('href')).join('')",
        json!(title)
    );
    let text =
        wait("the post", || Ok(run(&script)?.as_str().filter(|it| !it.is_empty()).map(visible)))?;
    Ok(text)
}

#[track_caller]
fn assert_contains(text: &str, parts: &[impl AsRef<str>]) {
    for part in parts {
        assert!(text.contains(part.as_ref()), "no {} in {text}", part.as_ref());
    }
}

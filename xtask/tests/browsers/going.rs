//! Going from mark to mark: by keys, and from the popup to where something is on the page.

use anyhow::Result;
use fencepost::page::SERVER_SIGNS;
use serde_json::{Value, json};
use xtask::browser::{Popup, Session, wait};
use xtask::running;

use super::fixture::{Trials, attribute, load, open, show, tree, visible};
use super::servers::{akkoma, suspend};

const LIST: &str =
    "bad.example,suspend,false,false,,false\nloud.example,silence,false,false,,false";
const PAGE: &str = "
    <style>p { margin-block: 0 1500px }</style>
    <p><a id=one href='https://bad.example/'>one</a></p>
    <p><a id=none href='https://harmless.example/'>none</a></p>
    <p id=two>Ask @zoe@loud.example about it</p>
    <p><a id=closed href='https://bad.example/closed' style='display: none'>closed</a></p>
    <iframe srcdoc='<p style=height:600px></p><a id=three href=https://bad.example/3>three</a>'></iframe>
    <p></p>";

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("going_by_keys", by_keys);
    trials.add("going_from_the_popup", from_the_popup);
    trials.add("popup_says_what_the_page_is", what_the_page_is);
    trials.add("signs_of_servers", signs);
}

fn by_keys(session: &Session) -> Result<()> {
    load(session, "List", LIST)?;
    open(session, "page.example", PAGE)?;
    let attribute = attribute(session)?;
    let before = tree(session, &attribute)?;
    for (command, expected) in [
        ("next-mark", "one"),
        ("next-mark", "two"),
        ("next-mark", "three"),
        ("next-mark", "one"),
        ("previous-mark", "three"),
        ("previous-mark", "two"),
    ] {
        session.command(command)?;
        wait(&format!("{command} to {expected}"), || {
            Ok(is_shown(session, expected)?.then_some(()))
        })?;
    }
    // What points it out goes by itself, and nothing is left of it.
    session.press("\u{e00c}")?;
    wait("the ring to go", || Ok((tree(session, &attribute)? == before).then_some(())))?;
    // The link that was gone to has the focus, for what comes next.
    session.command("previous-mark")?;
    wait("the focus", || {
        Ok((session.in_page("return document.activeElement.id", &[])? == "one").then_some(()))
    })
}

/// Whether an element is the one that is pointed out: in sight, with the ring around it.
fn is_shown(session: &Session, id: &str) -> Result<bool> {
    let script = "
        const open = host => host.openOrClosedShadowRoot ?? globalThis.chrome?.dom?.openOrClosedShadowRoot(host);
        const frames = [document, ...[...document.querySelectorAll('iframe')].map(it => it.contentDocument)];
        for (const page of frames) {
            const it = page.getElementById(arguments[0]);
            const hosts = [...page.documentElement.children].slice(2);
            const ring = hosts.map(host => open(host)?.querySelector('[popover]')).find(it => it?.style.width);
            if (!it || !ring) continue;
            const range = page.createRange();
            range.selectNodeContents(it);
            const [a, b] = [range.getBoundingClientRect(), ring.getBoundingClientRect()];
            const { innerHeight } = page.defaultView;
            return a.left < b.right && b.left < a.right && b.top < a.top && a.bottom < b.bottom
                && b.top > 0 && b.bottom < innerHeight;
        }
        return false;";
    Ok(session.in_content(script, &[json!(id)])? == true)
}

fn from_the_popup(session: &Session) -> Result<()> {
    load(session, "List", LIST)?;
    open(session, "page.example", PAGE)?;
    let show = |target: &str| -> Result<Popup<'_>> {
        let popup = session.click_toolbar()?;
        let button = format!("[data-part=show][aria-label*='{target}']");
        wait("the button", || {
            let script = "return document.querySelector(arguments[0]) !== null";
            Ok((popup.run(script, &[json!(button)])? == true).then_some(()))
        })?;
        popup.click(&button)?;
        Ok(popup)
    };
    show("@zoe@loud.example")?;
    wait("it to be shown", || Ok(is_shown(session, "two")?.then_some(())))?;
    // From there on, and then the next link that leads there.
    for id in ["three", "one"] {
        show("bad.example")?;
        wait(&format!("{id} to be shown"), || Ok(is_shown(session, id)?.then_some(())))?;
    }

    open(session, "page.example", "<p hidden><a href='https://bad.example/'>closed</a></p>")?;
    let popup = show("bad.example")?;
    says(&popup, "bad.example is in a part of the page that cannot be seen now")?;
    popup.close()
}

/// What the pages of each kind of server have in them, and no other page.
fn signs(session: &Session) -> Result<()> {
    session.show("about:blank")?;
    let script = "const [signs, page] = arguments;
        return new DOMParser().parseFromString(page, 'text/html').querySelector(signs) !== null";
    for (page, expected) in [
        ("<div id=mastodon data-props='{}'></div>", true),
        ("<meta name=application-name content=Misskey>", true),
        ("<script type=application/json id=misskey_meta>{}</script>", true),
        ("<script id=initial-results type=application/json>{}</script>", true),
        (
            "<div id=version><a name='Source code' href='https://codeberg.org/superseriousbusiness/gotosocial'>GoToSocial</a></div>",
            true,
        ),
        ("<meta name=medium content=image>\n<meta name=theme-color content='#10c5f8'>", true),
        ("<meta property=instance_url content='https://a.example'>", true),
        ("<body data-controller='kbin notifications'>", true),
        ("<body data-controller='mbin notifications'>", true),
        ("<link rel=apple-touch-icon href=/static/images/piefed_logo_icon_t_180.png>", true),
        ("<meta property=og:platform content=PeerTube>", true),
        ("<meta name=Description content=Lemmy>", true),
        ("<meta name=generator content='Friendica 2024.12'>", true),
        ("<meta name=generator content=Mastodon><div id=mastodon>An animal</div>", false),
        (
            "<iframe class=mastodon-embed></iframe><a href='https://codeberg.org/superseriousbusiness/gotosocial'>a</a>",
            false,
        ),
        (
            "<meta name=theme-color content='#10c5f8'><link rel=alternate type=application/activity+json href=/>",
            false,
        ),
    ] {
        let found = session.in_page(script, &[json!(SERVER_SIGNS), json!(page)])?;
        assert_eq!(found, expected, "{page}");
    }
    Ok(())
}

/// What the popup says first.
fn what_the_page_is(session: &Session) -> Result<()> {
    const SERVER: &str = "<div id=mastodon data-props='{}'></div>";
    let itself = |host: &str, page: &str, expected: &[&str]| -> Result<()> {
        show(session, host, page)?;
        let popup = session.click_toolbar()?;
        for part in expected {
            says(&popup, part)?;
        }
        popup.close()
    };
    itself("page.example", "", &["No list is loaded yet"])?;
    load(session, "List", LIST)?;
    itself("page.example", "", &["Your lists say nothing about page.example."])?;
    itself("theirs.example", SERVER, &["Use theirs.example as your server"])?;
    itself("bad.example", SERVER, &["Suspended", "This page is on bad.example."])?;
    let popup = session.click_toolbar()?;
    says(&popup, "This page is on bad.example.")?;
    // What is listed is not offered.
    let offered = "return !document.querySelector('[data-part=use-server]').hidden";
    assert_eq!(popup.run(offered, &[])?, false);
    popup.close()?;

    session.proxy().answer("home.example", akkoma::withholding(&[suspend("worse.example")]));
    let home = json!({"addServer": {"server": "home.example", "home": true, "allowed": []}});
    running::ask(session, &home)?;
    let unknown = "Whether home.example has decided anything about page.example is unknown.";
    itself("page.example", "", &[unknown, "This server withholds some entries."])?;
    itself("home.example", SERVER, &["home.example is your server."])?;
    let popup = session.click_toolbar()?;
    says(&popup, "home.example is your server.")?;
    assert_eq!(popup.run(offered, &[])?, false);
    popup.close()?;

    // The page that the offer opens has the server's name in its field.
    session.show_own("welcome.html?server=theirs.example")?;
    wait("the name", || {
        let script = "return document.querySelector('[data-part=server]')?.value ?? null";
        let name: Value = session.in_page(script, &[])?;
        Ok((name == "theirs.example").then_some(()))
    })
}

#[track_caller]
fn says(popup: &Popup<'_>, expected: &str) -> Result<()> {
    wait(expected, || Ok(visible(&popup.text()?).contains(expected).then_some(())))
}

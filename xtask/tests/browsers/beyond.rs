//! What leads somewhere and is no link: handles in text, embeds, and the page itself.

use anyhow::Result;
use serde_json::{Value, json};
use xtask::browser::{Session, wait};
use xtask::running::{self, card};

use super::fixture::{Trials, attribute, load, open, show, tree, visible};

const LIST: &str =
    "threads.net,suspend,false,false,,false\nlimited.example,silence,false,false,,false";

const TEXT: &str = "
    <p id=one>Ask @zuck@threads.net, or (@a.b@www.threads.com).</p>
    <p id=two>Split: <b>@</b><span>user</span>@<i>limited<wbr>.example</i>!</p>
    <p>Mail zuck@threads.net, a file @icon@2x.png, nobody @a@harmless.example, @zuck alone</p>
    <p><code>@code@threads.net</code> <textarea>@field@threads.net</textarea>
       <span contenteditable>@written@threads.net</span></p>
    <pre>@pre@threads.net</pre><script type=text/plain>@script@threads.net</script>
    <p>@apart<br>@threads.net @blocks<span style='display: block'>@threads.net</span></p>
    <p><a href='https://threads.net/@x'>@x@threads.net</a> <a href='https://harmless.example/'>@y@threads.net</a></p>";

const HANDLES: [&str; 4] =
    ["@a.b@www.threads.com", "@user@limited.example", "@y@threads.net", "@zuck@threads.net"];

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("beyond_links_handles", handles);
    trials.add("beyond_links_handles_that_change", changing_handles);
    trials.add("beyond_links_handles_show_a_card", handle_cards);
    trials.add("beyond_links_text_is_copied_as_it_is", copied);
    trials.add("beyond_links_embeds", embeds);
    trials.add("beyond_links_the_page_itself", the_page_itself);
    trials.add("beyond_links_nothing", nothing);
}

fn handles(session: &Session) -> Result<()> {
    load(session, "List", LIST)?;
    open(session, "page.example", TEXT)?;
    assert_eq!(highlighted(session)?, HANDLES);
    let name = attribute(session)?;
    let page = tree(session, &name)?;
    assert_eq!(page["marked"], 1);
    let keys = session.in_content("return (await fencepost.present()).keys.sort()", &[])?;
    let mut expected: Vec<&str> = HANDLES.to_vec();
    expected.push("threads.net");
    expected.sort_unstable();
    // The link's own host stands for the link.
    assert_eq!(keys, json!(sorted_keys(&expected)));

    show_plain(session, &name, &page)?;
    let popup = session.click_toolbar()?;
    wait("the popup", || {
        let text = visible(&popup.text()?);
        Ok((text.contains("@zuck@threads.net") && text.contains("@user@limited.example"))
            .then_some(()))
    })?;
    popup.close()
}

/// The page's own tree and text are what they are without the extension.
fn show_plain(session: &Session, name: &str, with: &Value) -> Result<()> {
    let plain = super::fixture::plain_session(session.browser())?;
    show(&plain, "page.example", TEXT)?;
    let without = tree(&plain, name)?;
    assert_eq!(with["html"], without["html"]);
    assert_eq!(with["text"], without["text"]);
    Ok(())
}

fn sorted_keys(keys: &[&str]) -> Vec<String> {
    let mut keys: Vec<_> = keys
        .iter()
        // A link's key is its address where that holds an @.
        .map(|key| if *key == "threads.net" { "https://threads.net/@x" } else { key })
        .map(str::to_owned)
        .collect();
    keys.sort();
    keys
}

fn changing_handles(session: &Session) -> Result<()> {
    load(session, "List", LIST)?;
    open(session, "page.example", "<p id=one>Nothing yet</p><p id=two>Nor here</p>")?;
    assert_eq!(highlighted(session)?, [""; 0]);
    let change = |script: &str| session.in_page(script, &[]);
    change("one.firstChild.data = 'Now @a@threads.net'")?;
    wait_for_handles(session, &["@a@threads.net"])?;
    change("two.innerHTML = 'And @b<em>@threads</em>.net'")?;
    wait_for_handles(session, &["@a@threads.net", "@b@threads.net"])?;
    // What is not there any more is not highlighted for a moment longer.
    let script = "one.firstChild.replaceData(4, 14, '@c@harmless.ex'); await new Promise(done => setTimeout(done));
        return [...CSS.highlights.values()].flatMap(it => [...it].map(String)).sort()";
    assert_eq!(change(script)?, json!(["@b@threads.net"]));
    change("two.querySelector('em').remove()")?;
    wait_for_handles(session, &[])?;
    change("two.append(' @d@threads.net')")?;
    wait_for_handles(session, &["@d@threads.net"])?;
    change("CSS.highlights.clear()")?;
    wait_for_handles(session, &["@d@threads.net"])?;
    let fake = "const range = document.createRange(); range.selectNodeContents(one);
        for (const highlight of CSS.highlights.values()) highlight.add(range)";
    change(fake)?;
    wait_for_handles(session, &["@d@threads.net"])
}

fn handle_cards(session: &Session) -> Result<()> {
    load(session, "My list", LIST)?;
    open(
        session,
        "page.example",
        "<p>Before <b id=here>@zuck@threads.net</b> after</p><p id=else>Words</p>",
    )?;
    running::hover_for_card(session, "#here")?;
    let words = visible(&card(session)?.unwrap_or_default());
    assert!(words.contains("My list"), "{words}");
    session.hover("#else")?;
    wait("the card to go", || Ok(card(session)?.is_none().then_some(())))
}

/// What is copied with marked links and handles in it is the page's own text.
fn copied(session: &Session) -> Result<()> {
    const CONTROL: char = '\u{e009}';
    load(session, "List", LIST)?;
    open(
        session,
        "page.example",
        "<p>To <a href='https://threads.net/'>one</a>, <a href='https://limited.example/' style='display: block'>two</a>
         and @zuck@threads.net.</p><textarea id=field></textarea>",
    )?;
    wait_for_handles(session, &["@zuck@threads.net"])?;
    session.in_page("getSelection().selectAllChildren(document.querySelector('p'))", &[])?;
    let own = session.in_page("return getSelection().toString()", &[])?;
    assert_eq!(own, "To one,\ntwo\nand @zuck@threads.net.");
    session.press_holding(CONTROL, "c")?;
    session.in_page("field.focus()", &[])?;
    session.press_holding(CONTROL, "v")?;
    wait("what was copied", || {
        let pasted = session.in_page("return field.value.trim().replace(/\\s+/g, ' ')", &[])?;
        Ok((pasted == "To one, two and @zuck@threads.net.").then_some(()))
    })
}

fn embeds(session: &Session) -> Result<()> {
    let list = "threads.net,suspend,false,false,,false\ninstagram.com,suspend,false,false,,false
twitter.com,suspend,false,false,,false\nfacebook.com,suspend,false,false,,false\ntiktok.com,suspend,false,false,,false
m.example,silence,false,false,,false";
    load(session, "List", list)?;
    open(
        session,
        "page.example",
        "<style>iframe, blockquote, div { width: 200px; height: 60px }</style>
         <iframe id=frame src='https://www.facebook.com/plugins/post.php'></iframe>
         <iframe id=other src='https://harmless.example/'></iframe>
         <blockquote id=threads class=text-post-media data-text-post-permalink='https://www.threads.com/@a/post/b'></blockquote>
         <blockquote id=instagram class=instagram-media data-instgrm-permalink='https://www.instagram.com/p/a/'></blockquote>
         <blockquote id=tweet class=twitter-tweet>Words <a href='https://harmless.example/'>link</a>
             <a href='https://twitter.com/a/status/1'>day</a></blockquote>
         <blockquote id=tiktok class=tiktok-embed cite='https://www.tiktok.com/@a/video/1'></blockquote>
         <blockquote id=mastodon class=mastodon-embed data-embed-url='https://m.example/@a/1/embed'></blockquote>
         <div id=facebook class=fb-post data-href='https://www.facebook.com/a/posts/1'></div>
         <div id=plain class=fb-post data-href='https://harmless.example/'></div>",
    )?;
    let outlined = "return [...document.querySelectorAll('[id]')]
        .filter(it => getComputedStyle(it).outlineStyle !== 'none').map(it => it.id)";
    let all = ["frame", "threads", "instagram", "tweet", "tiktok", "mastodon", "facebook"];
    assert_eq!(session.in_page(outlined, &[])?, json!(all));
    wait("the badge", || Ok((!session.badge()?.is_empty()).then_some(())))?;
    let popup = session.click_toolbar()?;
    wait("the popup", || {
        let text = visible(&popup.text()?);
        Ok(["www.tiktok.com", "m.example", "www.instagram.com"]
            .iter()
            .all(|it| text.contains(it))
            .then_some(()))
    })?;
    popup.close()?;

    session.in_page("frame.src = 'https://harmless.example/'; facebook.dataset.href = 'https://harmless.example/'; other.src = 'https://m.example/'", &[])?;
    let expected = json!(["other", "threads", "instagram", "tweet", "tiktok", "mastodon"]);
    wait("the marks to follow", || Ok((session.in_page(outlined, &[])? == expected).then_some(())))
}

fn the_page_itself(session: &Session) -> Result<()> {
    load(session, "List", LIST)?;
    check_itself(session, "www.threads.com", "<p>Words</p>", "This page is on www.threads.com.")?;
    check_itself(
        session,
        "harmless.example",
        "<link rel=alternate type=application/activity+json href=https://threads.net/ap/users/1>",
        "This page shows something of threads.net.",
    )?;
    check_itself(
        session,
        "somebody.example",
        "<link rel=me href=https://limited.example/@a>",
        "Whoever this page belongs to is also on limited.example.",
    )?;
    // A page that changes its address without being loaded again.
    show(session, "harmless.example", "<p>Words</p>")?;
    running::settled(session)?;
    assert_eq!(session.badge()?, "");
    session.in_page("history.pushState(null, '', '/@a@threads.net')", &[])?;
    wait("the badge", || Ok((session.badge()? == "!").then_some(())))
}

fn check_itself(session: &Session, host: &str, page: &str, sentence: &str) -> Result<()> {
    open(session, host, page)?;
    wait("the badge", || Ok((session.badge()? == "!").then_some(())))?;
    let popup = session.click_toolbar()?;
    wait("the popup", || Ok(visible(&popup.text()?).contains(sentence).then_some(())))?;
    popup.close()
}

/// A page that is no place for it lacks the second script.
fn nothing(session: &Session) -> Result<()> {
    load(session, "List", LIST)?;
    open(session, "page.example", "<p>Words</p><div></div><a href='/own'>own</a>")?;
    let brought = "await fencepost.present(); return Object.keys(fencepost.brought)";
    assert_eq!(session.in_content(brought, &[])?, json!([]));
    session.in_page("document.querySelector('p').textContent = 'Words @ words'", &[])?;
    wait("the script", || Ok((session.in_content(brought, &[])? == json!(["more"])).then_some(())))
}

/// The texts that are highlighted, sorted.
fn highlighted(session: &Session) -> Result<Vec<String>> {
    let script = "return [...CSS.highlights.values()].flatMap(it => [...it].map(String)).filter(Boolean).sort()";
    Ok(serde_json::from_value(session.in_page(script, &[])?)?)
}

fn wait_for_handles(session: &Session, expected: &[&str]) -> Result<()> {
    let mut last = Vec::new();
    let waited = wait("the handles", || {
        last = highlighted(session)?;
        Ok((last == expected).then_some(()))
    });
    waited.map_err(|error| anyhow::anyhow!("{error:#}: expected {expected:?}, found {last:?}"))
}

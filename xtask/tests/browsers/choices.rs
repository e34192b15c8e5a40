//! What a person chooses about marks.

use anyhow::Result;
use serde_json::json;
use xtask::browser::{Medium, Session, wait};
use xtask::running::{self, ask};

use super::fixture::{
    Trials, attribute, boxes, choose, load, marked, open, tree, visible, wait_for_marks,
};
use super::panels::{filled, said};

const LIST: &str =
    "threads.net,suspend,false,false,,false\nlimited.example,silence,false,false,,false";
const PAGE: &str = "<p><a id=one href='https://threads.net/'>one</a> <a id=two href='https://limited.example/'>two</a>
    and @zuck@threads.net</p>";

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    trials.add("choices_of_style", styles);
    trials.add("choices_of_severities_sites_and_domains", severities_sites_and_domains);
    trials.add("choices_of_marks_only_on_hover", only_hovered);
    trials.add("choices_are_not_printed", printed);
    trials.add("choices_in_the_settings", in_the_settings);
    trials.add("choices_in_the_popup", in_the_popup);
    trials.add("choices_on_the_welcome_page", on_the_welcome_page);
}

fn styles(session: &Session) -> Result<()> {
    load(session, "List", LIST)?;
    open(session, "page.example", PAGE)?;
    let look = "const link = getComputedStyle(one), sign = getComputedStyle(one, '::after');
        return [sign.position, link.textDecorationStyle, link.backgroundColor !== 'rgba(0, 0, 0, 0)'].join(' ')";
    let seen = |expected: &str| {
        wait("the style", || Ok((session.in_page(look, &[])? == expected).then_some(())))
    };
    seen("static solid false")?;
    let width = session.in_page("return one.getBoundingClientRect().width", &[])?;
    choose(session, &json!({"style": "iconAndColour"}))?;
    seen("static solid true")?;
    choose(session, &json!({"style": "underline"}))?;
    seen("absolute solid false")?;
    assert_ne!(session.in_page("return one.getBoundingClientRect().width", &[])?, width);
    choose(session, &json!({"style": "contrast"}))?;
    seen("static solid true")?;
    // What is within the link too is black on yellow, whatever the page says.
    let inner = "const inner = one.appendChild(document.createElement('b'));
        inner.style.color = 'white';
        const colours = [getComputedStyle(one).backgroundColor, getComputedStyle(inner).webkitTextFillColor];
        inner.remove();
        return colours";
    assert_eq!(session.in_page(inner, &[])?, json!(["rgb(255, 230, 0)", "rgb(0, 0, 0)"]));
    choose(session, &json!({"style": "quiet"}))?;
    seen("absolute dotted false")?;
    assert_eq!(marked(session)?, ["one suspend true", "two silence true"]);
    let names = "return [...CSS.highlights.keys()].map(it => it.at(-1)).join('')";
    assert_eq!(session.in_page(names, &[])?, "w");
    Ok(())
}

fn severities_sites_and_domains(session: &Session) -> Result<()> {
    load(session, "List", LIST)?;
    open(session, "page.example", PAGE)?;
    choose(session, &json!({"severities": ["suspend"]}))?;
    wait_for_marks(session, &["one suspend true", "two silence \"setting\""])?;
    choose(session, &json!({"muted": ["threads.net"]}))?;
    wait_for_marks(session, &["two silence true"])?;
    assert_eq!(session.in_page("return CSS.highlights.size", &[])?, 0);
    wait("the badge", || Ok((session.badge()? == "1").then_some(())))?;
    choose(session, &json!({"plainSites": ["page.example"]}))?;
    wait_for_marks(session, &["one suspend \"setting\"", "two silence \"setting\""])?;
    assert_eq!(session.in_page("return CSS.highlights.size", &[])?, 0);
    wait("the badge", || Ok((session.badge()? == "3").then_some(())))?;
    open(session, "www.page.example", PAGE)?;
    assert_eq!(marked(session)?, ["one suspend \"setting\"", "two silence \"setting\""]);
    open(session, "other.example", PAGE)?;
    assert_eq!(marked(session)?, ["one suspend true", "two silence true"]);
    choose(session, &json!({}))
}

fn only_hovered(session: &Session) -> Result<()> {
    load(session, "List", LIST)?;
    choose(session, &json!({"onlyHovered": true}))?;
    open(session, "page.example", PAGE)?;
    let name = attribute(session)?;
    let carriers = || {
        session.in_page(
            "return [...document.querySelectorAll(`[${arguments[0]}]`)].map(it => it.id)",
            &[json!(name)],
        )
    };
    session.in_page(
        "two.focus(); one.dispatchEvent(new PointerEvent('pointerover', { bubbles: true }))",
        &[],
    )?;
    assert_eq!(tree(session, &name)?["marked"], 0);
    assert_eq!(session.in_page("return CSS.highlights.size", &[])?, 0);
    running::hover_for_card(session, "#one")?;
    assert_eq!(carriers()?, json!(["one"]));
    session.hover_nothing()?;
    wait("the mark to go", || Ok((carriers()? == json!([])).then_some(())))?;
    choose(session, &json!({}))?;
    wait_for_marks(session, &["one suspend true", "two silence true"])
}

fn printed(session: &Session) -> Result<()> {
    load(session, "List", LIST)?;
    open(session, "page.example", PAGE)?;
    let content = "return getComputedStyle(one, '::after').content";
    session.show_as(Medium::Print)?;
    assert_eq!(session.in_page(content, &[])?, "none");
    let printed = boxes(session)?;
    let highlighted = "const [name] = CSS.highlights.keys();
        return getComputedStyle(document.querySelector('p'), `::highlight(${name})`).textDecorationLine";
    assert_eq!(session.in_page(highlighted, &[])?, "none");
    session.show_as(Medium::Screen)?;
    assert_ne!(session.in_page(content, &[])?, "none");
    assert_ne!(session.in_page(highlighted, &[])?, "none");
    assert_ne!(boxes(session)?, printed);
    for style in ["iconAndColour", "underline", "contrast", "quiet"] {
        choose(session, &json!({"style": style}))?;
        running::settled(session)?;
        session.show_as(Medium::Print)?;
        assert_eq!(boxes(session)?, printed, "{style}");
        let line = "const { textDecorationLine, backgroundColor } = getComputedStyle(one);
            return [textDecorationLine, backgroundColor]";
        assert_eq!(
            session.in_page(line, &[])?,
            json!(["underline", "rgba(0, 0, 0, 0)"]),
            "{style}"
        );
        session.show_as(Medium::Screen)?;
    }
    Ok(())
}

fn in_the_settings(session: &Session) -> Result<()> {
    load(session, "List", LIST)?;
    choose(session, &json!({"plainSites": ["page.example"], "muted": ["limited.example"]}))?;
    let press = |part: &str, expected: &str| {
        session.click(part)?;
        said(session, "marks-result", expected)
    };
    session.show_own("options.html")?;
    filled(session)?;
    press("[data-part=plain-sites] [data-do]", "Marks are shown on page.example again.")?;
    press("[data-part=muted] [data-do]", "limited.example is shown again.")?;
    // What has just been taken off is put back with the key that is at hand.
    session.press("\u{e007}")?;
    said(session, "marks-result", "limited.example is on the list again.")?;
    said(session, "muted", "limited.example")?;
    press("[data-part=muted] [data-do]", "limited.example is shown again.")?;
    said(session, "plain-sites-none", "None.")?;
    session.click("[data-part=style-quiet]")?;
    said(session, "style-result", "Saved. Marks look so: A fine grey line.")?;
    press("[data-part=draw-silence]", "Saved. Switched off: Limited.")?;
    open(session, "page.example", PAGE)?;
    wait_for_marks(session, &["one suspend true", "two silence \"setting\""])?;
    let line = "return getComputedStyle(one).textDecorationStyle";
    assert_eq!(session.in_page(line, &[])?, "dotted");

    follows(session)?;
    session.show_own("options.html")?;
    filled(session)?;
    let state = "return ['style-quiet', 'draw-silence', 'draw-suspend', 'only-hovered']
        .map(part => document.querySelector(`[data-part=${part}]`).checked)";
    assert_eq!(session.in_page(state, &[])?, json!([true, false, true, false]));
    press("[data-part=draw-silence]", "Saved. Switched on: Limited.")?;
    press("[data-part=only-hovered]", "Saved. Switched on: Only on the link")?;
    open(session, "page.example", PAGE)?;
    assert_eq!(tree(session, &attribute(session)?)?["marked"], 0);
    running::hover_for_card(session, "#two")?;
    assert_eq!(tree(session, &attribute(session)?)?["marked"], 1);
    Ok(())
}

/// Open settings show what is chosen elsewhere, and two choices made at once lose none.
fn follows(session: &Session) -> Result<()> {
    session.show_own("options.html")?;
    filled(session)?;
    for name in ["a.example", "b.example", "c.example"] {
        ask(session, &json!({"choose": {"muted": [name, true]}}))?;
    }
    let names = || {
        let names = "return [...document.querySelectorAll('[data-part=muted] [data-name]')].map(it => it.dataset.name)";
        session.in_page(names, &[])
    };
    let all = json!(["a.example", "b.example", "c.example"]);
    wait("the names", || Ok((names()? == all).then_some(())))?;
    let press =
        "for (const it of document.querySelectorAll('[data-part=muted] [data-do]')) it.click()";
    session.in_page(press, &[])?;
    wait("no name", || Ok((names()? == json!([])).then_some(())))?;
    let kept = ask(session, &json!("choices"))?;
    assert_eq!(kept["choices"]["muted"], json!([]));
    assert_eq!(kept["choices"]["style"], "quiet");
    Ok(())
}

fn in_the_popup(session: &Session) -> Result<()> {
    load(session, "List", LIST)?;
    open(session, "page.example", PAGE)?;
    let popup = session.click_toolbar()?;
    let says = |expected: &str| {
        wait("the popup", || Ok(visible(&popup.text()?).contains(expected).then_some(())))
    };
    says("Show marks on page.example")?;
    popup.click("[data-part=site-shown]")?;
    wait_for_marks(session, &["one suspend \"setting\"", "two silence \"setting\""])?;
    popup.click("[data-part=site-shown]")?;
    wait_for_marks(session, &["one suspend true", "two silence true"])?;
    popup.click("[data-mute='limited.example']")?;
    says("limited.example is not shown any more.")?;
    wait_for_marks(session, &["one suspend true"])?;
    popup.click("[data-part=undo]")?;
    wait_for_marks(session, &["one suspend true", "two silence true"])?;
    popup.close()
}

/// A style is chosen where the examples show it, with the keyboard alone.
fn on_the_welcome_page(session: &Session) -> Result<()> {
    const DOWN: &str = "\u{e015}";
    choose(session, &json!({}))?;
    load(session, "List", LIST)?;
    session.show_own("welcome.html")?;
    filled(session)?;
    let line =
        "return getComputedStyle(document.querySelector('.example > span')).textDecorationStyle";
    assert_eq!(session.in_page(line, &[])?, "solid");
    session.in_page("document.querySelector('[data-part=style-icon]').focus()", &[])?;
    for saved in [
        "A sign on a coloured ground",
        "A coloured line",
        "Strong contrast: black on yellow",
        "A fine grey line",
    ] {
        session.press(DOWN)?;
        said(session, "style-result", &format!("Saved. Marks look so: {saved}."))?;
    }
    assert_eq!(session.in_page(line, &[])?, "dotted");
    open(session, "page.example", PAGE)?;
    let line = "return getComputedStyle(one).textDecorationStyle";
    wait("the style", || Ok((session.in_page(line, &[])? == "dotted").then_some(())))?;
    choose(session, &json!({}))
}

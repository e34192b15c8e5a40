//! What a person may choose about marks.

use serde::{Deserialize, Serialize};

use crate::domain::Domain;
use crate::platform::platform_of;
use crate::severity::Severity;

/// How marks look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum MarkStyle {
    /// A sign at the text; an outline where there is no text.
    #[default]
    Icon,
    /// The same, on a coloured ground. Brands write it with hyphens, as all their words.
    #[serde(alias = "icon-and-colour")]
    IconAndColour,
    /// A coloured line below the text, without a sign.
    Underline,
    /// Black on yellow, for who sees little.
    Contrast,
    /// A fine grey line, without a sign: for who knows, not for who passes.
    Quiet,
}

/// What a person has chosen about marks.
///
/// It is stored as it is, so new fields have a default.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Choices {
    /// How marks look; `None` until that is chosen: then as the [brand](crate::brand::Brand::marks) has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub style: Option<MarkStyle>,
    /// The severities that are drawn; the others are only listed in the popup.
    pub severities: Vec<Severity>,
    /// Sites on whose pages, and on those of the domains below, nothing is drawn.
    pub plain_sites: Vec<Domain>,
    /// Domains of which, and of those below, nothing is shown or counted any more.
    pub muted: Vec<Domain>,
    /// Whether a mark is drawn only while its link is pointed at or has the focus.
    pub only_hovered: bool,
    /// Whether a listed link first opens a page that says why it is listed.
    pub strict: bool,
    /// Domains that are opened at once all the same, with those below and all names of the same platform.
    pub allowed: Vec<Domain>,
}

/// One thing that a person chooses.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Choice {
    /// [`Choices::style`].
    Style(MarkStyle),
    /// Whether this severity is drawn.
    Drawn(Severity, bool),
    /// [`Choices::only_hovered`].
    OnlyHovered(bool),
    /// [`Choices::strict`].
    Strict(bool),
    /// Whether this site is among [`Choices::plain_sites`].
    Plain(Domain, bool),
    /// Whether this domain is among [`Choices::muted`].
    Muted(Domain, bool),
    /// Whether this domain is among [`Choices::allowed`].
    Allowed(Domain, bool),
}

impl Default for Choices {
    fn default() -> Choices {
        Choices {
            style: None,
            severities: marked().collect(),
            plain_sites: Vec::new(),
            muted: Vec::new(),
            only_hovered: false,
            strict: false,
            allowed: Vec::new(),
        }
    }
}

impl Choices {
    /// How marks look, where a brand has a style of its own.
    pub fn style_or(&self, brand: Option<MarkStyle>) -> MarkStyle {
        self.style.or(brand).unwrap_or_default()
    }

    /// The severities that are drawn on a page of this site.
    pub fn drawn_on(&self, site: Option<&Domain>) -> &[Severity] {
        match site {
            Some(site) if self.is_plain(site) => &[],
            _ => &self.severities,
        }
    }

    /// Whether nothing is drawn on pages of this site.
    pub fn is_plain(&self, site: &Domain) -> bool {
        covers(&self.plain_sites, site)
    }

    /// Whether nothing is to be shown of this domain.
    pub fn mutes(&self, domain: &Domain) -> bool {
        covers(&self.muted, domain)
    }

    /// Whether a link to this domain is opened at once.
    pub fn lets_through(&self, domain: &Domain) -> bool {
        let is_same_platform =
            |name| platform_of(name).is_some_and(|it| platform_of(domain) == Some(it));
        !self.strict || covers(&self.allowed, domain) || self.allowed.iter().any(is_same_platform)
    }

    /// Takes over one choice. A name that is taken back takes those with it that cover it.
    pub fn choose(&mut self, choice: Choice) {
        match choice {
            Choice::Style(style) => self.style = Some(style),
            Choice::Drawn(severity, drawn) => {
                let before = std::mem::take(&mut self.severities);
                let is_drawn =
                    |it: &Severity| if *it == severity { drawn } else { before.contains(it) };
                self.severities = marked().filter(is_drawn).collect();
            }
            Choice::OnlyHovered(only) => self.only_hovered = only,
            Choice::Strict(strict) => self.strict = strict,
            Choice::Plain(site, plain) => set(&mut self.plain_sites, site, plain),
            Choice::Muted(domain, muted) => set(&mut self.muted, domain, muted),
            Choice::Allowed(domain, allowed) => set(&mut self.allowed, domain, allowed),
        }
    }
}

fn marked() -> impl Iterator<Item = Severity> {
    Severity::ALL.into_iter().filter(|it| it.is_marked())
}

fn set(names: &mut Vec<Domain>, name: Domain, listed: bool) {
    names.retain(|it| !name.is_within(it));
    if listed {
        names.push(name);
    }
}

fn covers(names: &[Domain], domain: &Domain) -> bool {
    names.iter().any(|name| domain.is_within(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn domain(name: &str) -> Domain {
        Domain::parse(name).unwrap()
    }

    #[test]
    fn nothing_chosen() {
        let choices: Choices = serde_json::from_str("{}").unwrap();
        assert_eq!(choices, Choices::default());
        assert_eq!(choices.severities, [Severity::Noted, Severity::Silence, Severity::Suspend]);
        assert_eq!(choices.style, None);
        assert!(!choices.mutes(&domain("a.example")));
    }

    #[test]
    fn as_it_is_stored() {
        let text = r#"{"style":"iconAndColour","severities":["suspend"],"plainSites":["a.example"],"muted":["b.example"],"onlyHovered":true,"strict":true,"allowed":["c.example"]}"#;
        let choices: Choices = serde_json::from_str(text).unwrap();
        assert_eq!(choices.style, Some(MarkStyle::IconAndColour));
        assert_eq!(serde_json::to_string(&choices).unwrap(), text);
    }

    #[test]
    fn names_cover_what_is_below() {
        let choices = Choices {
            plain_sites: vec![domain("a.example")],
            muted: vec![domain("b.example")],
            ..Choices::default()
        };
        assert_eq!(choices.drawn_on(Some(&domain("www.a.example"))), []);
        assert_eq!(choices.drawn_on(Some(&domain("nota.example"))), choices.severities);
        assert_eq!(choices.drawn_on(None), choices.severities);
        assert!(choices.mutes(&domain("x.b.example")) && !choices.mutes(&domain("example")));
    }

    #[test]
    fn sites_and_domains_are_put_away_and_taken_back() {
        let mut choices = Choices::default();
        for name in ["a.example", "www.a.example", "b.example"] {
            choices.choose(Choice::Plain(domain(name), true));
            choices.choose(Choice::Muted(domain(name), true));
        }
        choices.choose(Choice::Plain(domain("x.www.a.example"), false));
        choices.choose(Choice::Muted(domain("b.example"), false));
        assert_eq!(choices.plain_sites, [domain("b.example")]);
        assert_eq!(choices.muted, [domain("www.a.example")]);
    }

    #[test]
    fn a_brand_s_style_holds_until_one_is_chosen() {
        let brand = serde_json::from_str(r#""icon-and-colour""#).unwrap();
        let mut choices = Choices::default();
        assert_eq!(choices.style_or(None), MarkStyle::Icon);
        assert_eq!(choices.style_or(brand), MarkStyle::IconAndColour);
        choices.choose(Choice::Style(MarkStyle::Icon));
        assert_eq!(choices.style_or(brand), MarkStyle::Icon);
    }

    #[test]
    fn severities_keep_their_order() {
        let mut choices = Choices::default();
        for drawn in [false, true, true] {
            choices.choose(Choice::Drawn(Severity::Silence, drawn));
            choices.choose(Choice::Drawn(Severity::Noop, drawn));
        }
        assert_eq!(choices, Choices::default());
    }

    #[test]
    fn what_strict_mode_lets_through() {
        let mut choices = Choices::default();
        assert!(choices.lets_through(&domain("threads.net")));
        choices.choose(Choice::Strict(true));
        choices.choose(Choice::Allowed(domain("www.threads.net"), true));
        choices.choose(Choice::Allowed(domain("a.example"), true));
        let lets = |name| choices.lets_through(&domain(name));
        assert!(lets("threads.com") && lets("b.a.example"));
        assert!(!lets("x.com") && !lets("nota.example") && !lets("example"));
    }
}

//! What a person may choose about marks.

use serde::{Deserialize, Serialize};

use crate::domain::Domain;
use crate::severity::Severity;

/// How marks look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum MarkStyle {
    /// A sign at the text; an outline where there is no text.
    #[default]
    Icon,
    /// The same, on a coloured ground.
    IconAndColour,
    /// A coloured line below the text, without a sign.
    Underline,
    /// A fine grey line, without a sign: for who knows, not for who passes.
    Quiet,
}

/// What a person has chosen about marks.
///
/// It is stored as it is, so new fields have a default.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Choices {
    /// How marks look.
    pub style: MarkStyle,
    /// The severities that are drawn; the others are only listed in the popup.
    pub severities: Vec<Severity>,
    /// Sites on whose pages, and on those of the domains below, nothing is drawn.
    pub plain_sites: Vec<Domain>,
    /// Domains of which, and of those below, nothing is shown or counted any more.
    pub muted: Vec<Domain>,
    /// Whether a mark is drawn only while its link is pointed at or has the focus.
    pub only_hovered: bool,
}

impl Default for Choices {
    fn default() -> Choices {
        Choices {
            style: MarkStyle::default(),
            severities: Severity::ALL.into_iter().filter(|it| it.is_marked()).collect(),
            plain_sites: Vec::new(),
            muted: Vec::new(),
            only_hovered: false,
        }
    }
}

impl Choices {
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

    /// Draws nothing on pages of this site any more; or draws again, which takes back what names a site around it too.
    pub fn set_plain(&mut self, site: &Domain, plain: bool) {
        self.plain_sites.retain(|name| !site.is_within(name));
        if plain {
            self.plain_sites.push(site.clone());
        }
    }

    /// Shows nothing of this domain any more; or shows it again, as [`Choices::set_plain`].
    pub fn set_muted(&mut self, domain: &Domain, muted: bool) {
        self.muted.retain(|name| !domain.is_within(name));
        if muted {
            self.muted.push(domain.clone());
        }
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
        assert_eq!(choices.style, MarkStyle::Icon);
        assert!(!choices.mutes(&domain("a.example")));
    }

    #[test]
    fn as_it_is_stored() {
        let text = r#"{"style":"iconAndColour","severities":["suspend"],"plainSites":["a.example"],"muted":["b.example"],"onlyHovered":true}"#;
        let choices: Choices = serde_json::from_str(text).unwrap();
        assert_eq!(choices.style, MarkStyle::IconAndColour);
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
            choices.set_plain(&domain(name), true);
            choices.set_muted(&domain(name), true);
        }
        choices.set_plain(&domain("x.www.a.example"), false);
        choices.set_muted(&domain("b.example"), false);
        assert_eq!(choices.plain_sites, [domain("b.example")]);
        assert_eq!(choices.muted, [domain("www.a.example")]);
    }
}

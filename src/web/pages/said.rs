//! What is said about a target in the popup.

use wasm_bindgen::JsValue;
use web_sys::{Element, HtmlAnchorElement};

use super::{announcement as post, dom, text};
use crate::explanation::{Announced, Explanation, Message, Value};
use crate::protocol::Entry;

/// What is said about a target; what holds for all targets of a group is said once.
#[derive(Default)]
pub struct Said<'a> {
    sentences: Vec<&'a Message>,
    comment: Option<&'a str>,
    dated: Option<&'a Message>,
    announcement: Option<&'a Announced>,
}

impl<'a> Said<'a> {
    /// What is said about one target.
    pub fn by(entry: &'a Explanation) -> Self {
        Said {
            sentences: entry.sentences.iter().collect(),
            comment: entry.comment.as_deref(),
            dated: entry.dated.as_ref(),
            announcement: entry.announcement.as_ref(),
        }
    }

    /// What is said about all of them alike.
    pub fn by_all(entries: &'a [Entry]) -> Self {
        let Some((first, others)) = entries.split_first() else { return Said::default() };
        let mut said = Said::by(&first.explanation);
        for Entry { explanation: other, .. } in others {
            said.sentences.retain(|sentence| other.sentences.contains(sentence));
            said.comment = said.comment.filter(|comment| other.comment.as_deref() == Some(comment));
            said.dated = said.dated.filter(|dated| other.dated.as_ref() == Some(dated));
            said.announcement = said
                .announcement
                .filter(|announcement| other.announcement.as_ref() == Some(announcement));
        }
        said
    }

    /// What is left of it when this has been said.
    pub fn without(mut self, said: &Said) -> Self {
        self.sentences.retain(|sentence| !said.sentences.contains(sentence));
        self.comment = self.comment.filter(|_| said.comment.is_none());
        self.dated = self.dated.filter(|_| said.dated.is_none());
        self.announcement = self.announcement.filter(|_| said.announcement.is_none());
        self
    }

    /// As paragraphs, a quotation and the way to an announcement.
    pub fn elements(&self) -> Result<Vec<Element>, JsValue> {
        let mut elements = Vec::new();
        for sentence in &self.sentences {
            elements.push(dom::element("p", &text::text(sentence))?);
        }
        if let Some(comment) = self.comment {
            let quotation = dom::template("comment")?;
            dom::fill(&quotation, "comment", &text::clipped(comment))?;
            elements.push(quotation);
        }
        if let Some(dated) = self.dated {
            let dated = dom::element("p", &text::text(dated))?;
            dated.set_class_name("small");
            elements.push(dated);
        }
        if let Some(announcement) = self.announcement {
            let whole = dom::template("announcement")?;
            let server = Value::Name(announcement.server.clone());
            dom::fill(&whole, "announcement-by", &text::say("announcementOf", &[server]))?;
            dom::fill(&whole, "announcement-title", &text::clipped(&announcement.title))?;
            dom::fill(&whole, "announcement-date", &text::date(&announcement.date))?;
            let description = announcement.description.as_deref();
            dom::fill(
                &whole,
                "announcement-description",
                &text::clipped(description.unwrap_or_default()),
            )?;
            dom::part::<HtmlAnchorElement>(&whole, "announcement-link")?
                .set_href(&announcement.address);
            post::fill_when_opened(&whole, &announcement.server, &announcement.address)?;
            elements.push(whole);
        }
        Ok(elements)
    }
}

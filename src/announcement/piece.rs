//! The text of a post as a tree that can hold nothing but text, links and a few kinds of structure.

use serde::{Deserialize, Serialize};

/// One piece of a text. There is no piece for markup that a stranger wrote, so none can come through.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Piece {
    /// Words, shown as text.
    Text(String),
    /// A link: its address (`https:`, `http:` or `mailto:`), and what it is called.
    Link(String, Vec<Piece>),
    /// Pieces that belong together.
    Part(Kind, Vec<Piece>),
}

/// What a part of a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// A paragraph.
    Paragraph,
    /// A heading; posts that long have one level of them.
    Heading,
    /// A list in no order.
    List,
    /// A list in order.
    Numbered,
    /// An entry of either list.
    Item,
    /// What another said.
    Quote,
    /// A block of code, its spaces and line ends kept.
    CodeBlock,
    /// Code within a line.
    Code,
    /// Emphasised.
    Emphasis,
    /// Strongly so.
    Strong,
    /// The end of a line within a paragraph; holds nothing.
    Break,
    /// A line across; holds nothing.
    Rule,
}

impl Kind {
    /// The HTML element that shows it.
    pub fn element(self) -> &'static str {
        match self {
            Kind::Paragraph => "p",
            Kind::Heading => "h3",
            Kind::List => "ul",
            Kind::Numbered => "ol",
            Kind::Item => "li",
            Kind::Quote => "blockquote",
            Kind::CodeBlock => "pre",
            Kind::Code => "code",
            Kind::Emphasis => "em",
            Kind::Strong => "strong",
            Kind::Break => "br",
            Kind::Rule => "hr",
        }
    }
}

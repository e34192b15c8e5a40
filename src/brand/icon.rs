//! What an icon may hold.
//!
//! The SVG itself is shown on own pages, and every PNG is rendered from it. It may hold shapes and their paint: nothing
//! that runs, loads something or looks different elsewhere.

use roxmltree::{Document, Error, Node};

/// The largest file, in bytes.
const LARGEST: usize = 30_000;

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";

const ELEMENTS: &[&str] = &[
    "svg",
    "g",
    "defs",
    "title",
    "desc",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "use",
    "symbol",
    "clipPath",
    "mask",
    "linearGradient",
    "radialGradient",
    "stop",
];

/// What is wrong with an icon.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IconProblem {
    /// The file is too large.
    #[error("the icon has {0} bytes, at most {LARGEST} fit: draw it with fewer points")]
    TooLarge(usize),
    /// The file is no XML.
    #[error("this is no SVG: {0}")]
    NotXml(String),
    /// The file is another kind of XML.
    #[error(
        "this is no SVG: begin with <svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 16 16\">"
    )]
    NotSvg,
    /// The icon has no size of its own, or is no square.
    #[error("the icon is not square: write viewBox=\"0 0 SIZE SIZE\"")]
    NotSquare,
    /// It says sizes that are no square's.
    #[error("`width` and `height` are not the same: take both out, viewBox says enough")]
    OtherSize,
    /// Something that is no shape.
    #[error(
        "`<{0}>` may not be in an icon, only shapes may: draw it as a path, or save as plain SVG"
    )]
    Element(String),
    /// An attribute that runs.
    #[error("the attribute `{0}` runs a script: take it out")]
    Handler(String),
    /// Something from elsewhere.
    #[error(
        "the attribute `{0}` leads out of the icon: let it name a part of the icon, as in #name"
    )]
    Outside(String),
    /// An instruction to the program that reads the file.
    #[error("`<?{0}?>` may not be in an icon: take it out")]
    Instruction(String),
}

/// Everything that is wrong with an icon, each with its line.
pub(super) fn check(svg: &str) -> Vec<(Option<usize>, IconProblem)> {
    if svg.len() > LARGEST {
        return vec![(None, IconProblem::TooLarge(svg.len()))];
    }
    let document = match Document::parse(svg) {
        Ok(document) => document,
        Err(error) => {
            let line = usize::try_from(error.pos().row).ok();
            // The message ends with its place, which is told before it.
            let message = error.to_string();
            let message = message.split(" at ").next().unwrap_or_default();
            let message = match error {
                Error::DtdDetected => format!("{message}: take out what begins with <!DOCTYPE"),
                _ => message.to_owned(),
            };
            return vec![(line, IconProblem::NotXml(message))];
        }
    };
    let root = document.root_element();
    if !root.has_tag_name((SVG, "svg")) {
        return vec![(Some(line_of(&root)), IconProblem::NotSvg)];
    }
    let mut found = Vec::new();
    if !is_square(root.attribute("viewBox").unwrap_or_default()) {
        found.push((Some(line_of(&root)), IconProblem::NotSquare));
    }
    if root.attribute("width") != root.attribute("height") {
        found.push((Some(line_of(&root)), IconProblem::OtherSize));
    }
    for node in document.descendants() {
        let problems = problems(&node);
        found.extend(problems.into_iter().map(|problem| (Some(line_of(&node)), problem)));
    }
    found
}

fn problems(node: &Node<'_, '_>) -> Vec<IconProblem> {
    if let Some(instruction) = node.pi() {
        return vec![IconProblem::Instruction(instruction.target.to_owned())];
    }
    if !node.is_element() {
        return Vec::new();
    }
    let name = node.tag_name();
    if name.namespace() != Some(SVG) || !ELEMENTS.contains(&name.name()) {
        return vec![IconProblem::Element(name.name().to_owned())];
    }
    node.attributes()
        .filter_map(|attribute| {
            let (name, value) = (attribute.name(), attribute.value());
            let is_link = name == "href" && matches!(attribute.namespace(), None | Some(XLINK));
            // `xml:base` would have `#name` lead elsewhere.
            let is_base = name == "base";
            if name.to_ascii_lowercase().starts_with("on") {
                Some(IconProblem::Handler(name.to_owned()))
            } else if is_base || leads_out(value) || (is_link && !value.starts_with('#')) {
                Some(IconProblem::Outside(name.to_owned()))
            } else {
                None
            }
        })
        .collect()
}

/// Whether a value holds a `url()` that is no part of the same file, or an escape that could hide one.
fn leads_out(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let inside = |rest: &str| rest.trim_start_matches([' ', '"', '\'']).starts_with('#');
    ["\\", "@import", "://", "javascript:", "data:"].iter().any(|it| lower.contains(it))
        || !lower.split("url(").skip(1).all(inside)
}

fn is_square(view_box: &str) -> bool {
    let parts = view_box.split([' ', ',', '\n', '\t']).filter(|part| !part.is_empty());
    let numbers: Option<Vec<f64>> = parts.map(|part| part.parse().ok()).collect();
    matches!(numbers.as_deref(), Some([_, _, width, height])
        if *width > 0.0 && (width - height).abs() < 0.001)
}

fn line_of(node: &Node<'_, '_>) -> usize {
    usize::try_from(node.document().text_pos_at(node.range().start).row).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(inside: &str) -> String {
        format!(
            "<svg xmlns=\"{SVG}\" xmlns:xlink=\"{XLINK}\" viewBox=\"0 0 16 16\">\n{inside}\n</svg>"
        )
    }

    #[track_caller]
    fn check(svg: &str, expected: &[&str]) {
        let found: Vec<_> = super::check(svg)
            .iter()
            .map(|(line, problem)| format!("{} {problem}", line.unwrap_or_default()))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn shapes_and_paint() {
        check(
            &svg(
                "<!-- a --><defs><linearGradient id=\"a\"><stop offset=\"1\"/></linearGradient></defs>\
                  <rect style=\"fill:url(#a)\" width=\"8\"/><use xlink:href=\"#b\"/><use href=\"#b\"/>",
            ),
            &[],
        );
    }

    #[test]
    fn what_runs() {
        check(
            &svg("<script>alert(1)</script>"),
            &[
                "2 `<script>` may not be in an icon, only shapes may: draw it as a path, or save as plain SVG",
            ],
        );
        check(
            &svg("<path\nonclick=\"alert(1)\"/>"),
            &["2 the attribute `onclick` runs a script: take it out"],
        );
        check(
            &svg("<foreignObject/><animate/>"),
            &["foreignObject", "animate"]
                .map(|name| {
                    format!("2 `<{name}>` may not be in an icon, only shapes may: draw it as a path, or save as plain SVG")
                })
                .each_ref()
                .map(String::as_str),
        );
    }

    #[test]
    fn what_leads_out() {
        for attribute in [
            "xlink:href=\"https://a.example/\"",
            "href=\"javascript:x\"",
            "fill=\"url(https://a.example/a.svg#b)\"",
            "style=\"fill:u\\72l(x)\"",
        ] {
            let name = attribute.split('=').next().unwrap_or_default();
            let name = name.rsplit(':').next().unwrap_or_default();
            check(
                &svg(&format!("<use {attribute}/>")),
                &[&format!(
                    "2 the attribute `{name}` leads out of the icon: let it name a part of the icon, as in #name"
                )],
            );
        }
        check(
            &svg("<?xml-stylesheet href=\"a.css\"?>"),
            &["2 `<?xml-stylesheet?>` may not be in an icon: take it out"],
        );
    }

    #[test]
    fn what_is_no_icon() {
        check("", &["1 this is no SVG: the document does not have a root node"]);
        check(
            "<html/>",
            &[
                "1 this is no SVG: begin with <svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 16 16\">",
            ],
        );
        check(
            "<!DOCTYPE svg [<!ENTITY a \"b\">]><svg/>",
            &["1 this is no SVG: XML with DTD detected: take out what begins with <!DOCTYPE"],
        );
        check(
            &format!("<svg xmlns=\"{SVG}\" viewBox=\"0 0 16 9\"/>"),
            &["1 the icon is not square: write viewBox=\"0 0 SIZE SIZE\""],
        );
        check(
            &svg(&" ".repeat(LARGEST)),
            &["0 the icon has 30111 bytes, at most 30000 fit: draw it with fewer points"],
        );
    }
}

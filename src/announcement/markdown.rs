//! The Markdown of a post, read when the extension is built, so that no reader of Markdown ships.
//!
//! What is shown is plain CommonMark. HTML is never passed on: what could run is refused, the rest is left out and
//! reported. A picture is shown as its description, since no page of ours loads anything from elsewhere.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use url::Url;

use super::piece::{Kind, Piece};
use super::read::{PostFinding, PostProblem};

/// How deep parts may lie in each other. What lies deeper is shown on the last level.
const DEEPEST: usize = 12;

/// Elements that run something, or load or ask for something.
const ACTIVE: &[&str] = &[
    "script", "style", "iframe", "frame", "object", "embed", "applet", "form", "input", "button",
    "link", "meta", "base", "svg", "math", "template", "audio", "video",
];

/// The pieces of a text whose first line is number `first` of its file, and what is wrong with it. Links without a host
/// lead from `base`, where the post can be read, when that is known.
pub(super) fn pieces(
    text: &str,
    first: usize,
    base: Option<&Url>,
) -> (Vec<Piece>, Vec<PostFinding>) {
    let mut writer = Writer { open: vec![Level::default()], base, findings: Vec::new() };
    let mut in_html = false;
    for (event, range) in Parser::new_ext(text, Options::empty()).into_offset_iter() {
        let line = || first + line_of(text, &range);
        match event {
            Event::Start(Tag::HtmlBlock) => {
                let block = text.get(range.clone()).unwrap_or_default();
                in_html = !block.trim_start().starts_with("<!--");
            }
            Event::End(TagEnd::HtmlBlock) => in_html = false,
            Event::Html(html) | Event::InlineHtml(html) => writer.html(&html, line(), in_html),
            Event::Start(tag) => writer.start(tag, line()),
            Event::End(tag) => writer.end(tag),
            Event::Text(words) => {
                writer.look_at(&words, line());
                writer.text(&words);
            }
            Event::Code(code) => {
                writer.look_for_hidden(&code, line());
                writer.push(Piece::Part(Kind::Code, vec![Piece::Text(code.to_string())]));
            }
            Event::SoftBreak => writer.text(" "),
            Event::HardBreak => writer.push(Piece::Part(Kind::Break, Vec::new())),
            Event::Rule => writer.push(Piece::Part(Kind::Rule, Vec::new())),
            // Only what is switched on above comes.
            _ => {}
        }
    }
    (writer.finish(), writer.findings)
}

fn line_of(text: &str, range: &Range<usize>) -> usize {
    text.get(..range.start).unwrap_or_default().matches('\n').count()
}

/// What is being put together: a level for each part that has begun and not ended.
struct Writer<'a> {
    open: Vec<Level>,
    base: Option<&'a Url>,
    findings: Vec<PostFinding>,
}

#[derive(Default)]
struct Level {
    wrap: Wrap,
    pieces: Vec<Piece>,
}

/// What becomes of the pieces of a level when it ends.
#[derive(Default)]
enum Wrap {
    #[default]
    Nothing,
    Part(Kind),
    Link(String),
}

impl Writer<'_> {
    fn start(&mut self, tag: Tag<'_>, line: usize) {
        let wrap = match tag {
            Tag::Paragraph => Wrap::Part(Kind::Paragraph),
            Tag::Heading { .. } => Wrap::Part(Kind::Heading),
            Tag::BlockQuote(_) => Wrap::Part(Kind::Quote),
            Tag::CodeBlock(_) => Wrap::Part(Kind::CodeBlock),
            Tag::List(None) => Wrap::Part(Kind::List),
            Tag::List(Some(_)) => Wrap::Part(Kind::Numbered),
            Tag::Item => Wrap::Part(Kind::Item),
            Tag::Emphasis => Wrap::Part(Kind::Emphasis),
            Tag::Strong => Wrap::Part(Kind::Strong),
            Tag::Link { dest_url, .. } => self.link(&dest_url, line),
            _ => Wrap::Nothing,
        };
        let too_deep = self.open.len() > DEEPEST;
        let wrap = if too_deep { Wrap::Nothing } else { wrap };
        self.open.push(Level { wrap, pieces: Vec::new() });
    }

    fn end(&mut self, _: TagEnd) {
        // The first level belongs to no tag.
        if self.open.len() < 2 {
            return;
        }
        let Some(Level { wrap, pieces }) = self.open.pop() else { return };
        match wrap {
            Wrap::Nothing => pieces.into_iter().for_each(|piece| self.push(piece)),
            // A paragraph that held only HTML.
            Wrap::Part(Kind::Paragraph) if pieces.is_empty() => {}
            Wrap::Part(kind) => self.push(Piece::Part(kind, pieces)),
            Wrap::Link(address) => {
                let name =
                    if pieces.is_empty() { vec![Piece::Text(address.clone())] } else { pieces };
                self.push(Piece::Link(address, name));
            }
        }
    }

    fn look_at(&mut self, words: &str, line: usize) {
        self.look_for_hidden(words, line);
        if let Some(command) = ["{{", "{%"].into_iter().find(|it| words.contains(it)) {
            self.report(line, PostProblem::Command(command));
        }
    }

    /// In a text, what turns the direction of letters could make a name another; what has no width does no harm.
    fn look_for_hidden(&mut self, words: &str, line: usize) {
        let is_hidden = |it: &char| {
            matches!(it, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
                || it.is_control() && !it.is_whitespace()
        };
        if let Some(hidden) = words.chars().find(is_hidden) {
            self.report(line, PostProblem::Hidden(hidden));
        }
    }

    fn text(&mut self, words: &str) {
        match self.open.last_mut().and_then(|level| level.pieces.last_mut()) {
            Some(Piece::Text(before)) => before.push_str(words),
            _ => self.push(Piece::Text(words.to_owned())),
        }
    }

    fn push(&mut self, piece: Piece) {
        if let (Piece::Text(words), Some(Piece::Text(before))) =
            (&piece, self.open.last_mut().and_then(|level| level.pieces.last_mut()))
        {
            before.push_str(words);
        } else if let Some(level) = self.open.last_mut() {
            level.pieces.push(piece);
        }
    }

    fn link(&mut self, written: &str, line: usize) -> Wrap {
        match Url::options().base_url(self.base).parse(written) {
            Ok(url) if matches!(url.scheme(), "https" | "http" | "mailto") => {
                Wrap::Link(url.to_string())
            }
            // That the post has no address is told already.
            Err(url::ParseError::RelativeUrlWithoutBase) if self.base.is_none() => Wrap::Nothing,
            _ => {
                self.report(line, PostProblem::Link(written.to_owned()));
                Wrap::Nothing
            }
        }
    }

    fn html(&mut self, html: &str, line: usize, in_block: bool) {
        let tag = html.trim();
        let name = tag.strip_prefix('<').unwrap_or_default();
        let name = name.split(|it: char| !it.is_ascii_alphanumeric()).next().unwrap_or_default();
        if ACTIVE.iter().any(|active| name.eq_ignore_ascii_case(active)) || has_handler(tag) {
            self.report(line, PostProblem::ActiveHtml(shortened(tag)));
        } else if !name.is_empty() || tag.starts_with("<?") || tag.starts_with("<![") {
            self.report(line, PostProblem::Html(shortened(tag)));
        } else if in_block && !tag.is_empty() && !tag.starts_with(['<', '-']) {
            self.report(line, PostProblem::HtmlText(shortened(tag)));
        }
    }

    fn report(&mut self, line: usize, problem: PostProblem) {
        self.findings.push(PostFinding { line: Some(line), problem });
    }

    fn finish(&mut self) -> Vec<Piece> {
        while self.open.len() > 1 {
            self.end(TagEnd::Paragraph);
        }
        self.open.pop().unwrap_or_default().pieces
    }
}

/// Whether a tag has an attribute that runs (`onclick=`), or an address that does.
fn has_handler(tag: &str) -> bool {
    let lower = tag.to_ascii_lowercase();
    let attributes = lower.split(|it: char| it.is_ascii_whitespace() || "\"'/".contains(it));
    let runs = |it: &str| {
        it.strip_prefix("on").and_then(|rest| rest.split_once('=')).is_some_and(|(name, _)| {
            !name.is_empty() && name.bytes().all(|it| it.is_ascii_lowercase())
        })
    };
    attributes.into_iter().any(runs) || lower.contains("javascript:")
}

fn shortened(tag: &str) -> String {
    let line = tag.lines().next().unwrap_or_default();
    match line.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> (Vec<Piece>, Vec<PostFinding>) {
        let base = Url::parse("https://blog.example/2025/post").unwrap();
        pieces(text, 1, Some(&base))
    }

    /// A tree as one line: `p(words a[https://…](name))`.
    fn spell(pieces: &[Piece]) -> String {
        let one = |piece: &Piece| match piece {
            Piece::Text(words) => words.clone(),
            Piece::Link(address, name) => format!("a[{address}]({})", spell(name)),
            Piece::Part(kind, pieces) => format!("{}({})", kind.element(), spell(pieces)),
        };
        pieces.iter().map(one).collect()
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let (pieces, findings) = read(text);
        assert_eq!(spell(&pieces), expected);
        assert!(findings.is_empty(), "{findings:?}");
    }

    #[track_caller]
    fn check_findings(text: &str, shown: &str, expected: &[&str]) {
        let (pieces, findings) = read(text);
        let findings: Vec<_> = findings
            .iter()
            .map(|it| format!("{} {}", it.line.unwrap_or_default(), it.problem))
            .collect();
        assert_eq!(findings, expected);
        assert_eq!(spell(&pieces), shown);
    }

    #[test]
    fn structure() {
        check("Gone\ntoday.\n\nReally.", "p(Gone today.)p(Really.)");
        check("# Why\n\nSo.", "h3(Why)p(So.)");
        check("- a\n- b\n\n1. c", "ul(li(a)li(b))ol(li(c))");
        check("> It *was* **so**.", "blockquote(p(It em(was) strong(so).))");
        check("`a < b`\n\n    x\n    y\n", "p(code(a < b))pre(x\ny\n)");
        check("a\\\nb\n\n---", "p(abr()b)hr()");
        check("5 < 6 &amp; 7", "p(5 < 6 & 7)");
    }

    #[test]
    fn links() {
        check("[a](https://a.example/x)", "p(a[https://a.example/x](a))");
        check("[a](/blog/x)", "p(a[https://blog.example/blog/x](a))");
        check("<https://a.example/>", "p(a[https://a.example/](https://a.example/))");
        check("[](https://a.example/)", "p(a[https://a.example/](https://a.example/))");
        check("[m](mailto:mods@a.example)", "p(a[mailto:mods@a.example](m))");
        check(
            "[![A picture](https://a.example/a.png)](https://b.example/)",
            "p(a[https://b.example/](A picture))",
        );
    }

    #[test]
    fn html_does_not_come_through() {
        check_findings(
            "a<br>b\n\n<div>\nc\n</div>\n",
            "p(ab)",
            &[
                "1 `<br>` is left out, only Markdown is shown: write it as Markdown",
                "3 `<div>` is left out, only Markdown is shown: write it as Markdown",
                "4 `c` stands in HTML and is left out, only Markdown is shown: put an empty line around it",
            ],
        );
        check_findings("a\n\n<!-- more\n\nlater -->\n\nb", "p(a)p(b)", &[]);
        check_findings(
            "a\n\n<script>\nalert(1)\n</script>",
            "p(a)",
            &[
                "3 `<script>` may not be in an announcement: take it out",
                "4 `alert(1)` stands in HTML and is left out, only Markdown is shown: put an empty line around it",
            ],
        );
        check_findings(
            "a <img src=x onerror=alert(1)> b",
            "p(a  b)",
            &["1 `<img src=x onerror=alert(1)>` may not be in an announcement: take it out"],
        );
        check_findings(
            "a <a href='javascript:x'>b</a>",
            "p(a b)",
            &["1 `<a href='javascript:x'>` may not be in an announcement: take it out"],
        );
    }

    #[test]
    fn links_lead_to_the_web_only() {
        for address in ["javascript:alert(1)", "data:text/html,x", "file:///etc", "vbscript:x"] {
            let problem = format!(
                "1 a link leads to `{address}`: write an address that starts with https://"
            );
            check_findings(&format!("[a]({address})"), "p(a)", &[&problem]);
        }
    }

    fn check_safe(pieces: &[Piece], depth: usize) {
        assert!(depth <= DEEPEST + 1);
        for piece in pieces {
            match piece {
                Piece::Text(_) => {}
                Piece::Link(address, name) => {
                    assert!(
                        ["https:", "http:", "mailto:"].iter().any(|it| address.starts_with(it))
                    );
                    check_safe(name, depth + 1);
                }
                Piece::Part(_, pieces) => check_safe(pieces, depth + 1),
            }
        }
    }

    #[test]
    fn nothing_lies_too_deep() {
        check_safe(&read(&"> ".repeat(500)).0, 0);
        check_safe(&read(&format!("{}a", "> - ".repeat(500))).0, 0);
    }

    proptest! {
        #[test]
        fn whatever_is_written_is_safe(text in r"([\[\]()<>*_`#!&;:\\ \n-]|javascript:|https://a\.example|<b>|<script|on[a-z]=|[a-z]|\PC){0,80}") {
            check_safe(&read(&text).0, 0);
        }
    }
}

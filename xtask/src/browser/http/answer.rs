use std::io::Write;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::Request;

/// What a server answers, and how it goes about it.
#[derive(Clone, Debug)]
pub struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Body,
    pub(super) pace: Pace,
}

#[derive(Clone, Debug)]
pub(super) enum Body {
    Whole(Vec<u8>),
    Endless,
    Never,
}

/// How an answer goes out.
#[derive(Clone, Debug)]
pub(super) struct Pace {
    /// Before the first byte.
    pub wait: Duration,
    /// The body goes out in pieces of at most so many bytes,
    pub piece: usize,
    /// with so much time after each.
    pub pause: Duration,
    /// After so many bytes of the body, the connection is cut.
    pub cut: usize,
}

impl Answer {
    /// A page in UTF-8.
    #[must_use]
    pub fn html(body: impl Into<Vec<u8>>) -> Self {
        Self::of("text/html; charset=utf-8", body)
    }

    /// A JSON document.
    #[must_use]
    pub fn json(body: impl Into<Vec<u8>>) -> Self {
        Self::of("application/json; charset=utf-8", body)
    }

    /// A script.
    #[must_use]
    pub fn script(body: impl Into<Vec<u8>>) -> Self {
        Self::of("text/javascript; charset=utf-8", body)
    }

    /// A document of any type, as bytes that need not be what the type says.
    #[must_use]
    pub fn of(kind: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { body: Body::Whole(body.into()), ..Self::status(200) }.with("content-type", kind)
    }

    /// A JSON array of nothing, made so many bytes long with spaces.
    #[must_use]
    pub fn padded(bytes: usize) -> Self {
        let mut body = vec![b' '; bytes];
        if let [first, .., last] = &mut *body {
            (*first, *last) = (b'[', b']');
        }
        Self::json(body)
    }

    /// JSON that does not end before the browser hangs up.
    #[must_use]
    pub fn endless() -> Self {
        let mut answer = Self::json("");
        answer.body = Body::Endless;
        answer
    }

    /// No answer, on a connection that stays open until the browser hangs up.
    #[must_use]
    pub fn never() -> Self {
        let mut answer = Self::status(0);
        answer.body = Body::Never;
        answer
    }

    /// Nothing but a status.
    #[must_use]
    pub fn status(status: u16) -> Self {
        let pace = Pace {
            wait: Duration::ZERO,
            piece: usize::MAX,
            pause: Duration::ZERO,
            cut: usize::MAX,
        };
        Self { status, headers: Vec::new(), body: Body::Whole(Vec::new()), pace }
    }

    /// Sends the browser on, to an address or a path; 302, as most servers do that say nothing else.
    #[must_use]
    pub fn redirect(to: &str) -> Self {
        Self::status(302).with("location", to)
    }

    /// The same answer with one more header.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same answer with another status.
    #[must_use]
    pub fn but(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// The same answer under an entity tag, weak (`W/"…"`) or strong (`"…"`); 304 without a body for a browser that
    /// has this very one (<https://www.rfc-editor.org/rfc/rfc9110#name-if-none-match>).
    #[must_use]
    pub fn tagged(self, tag: &str, request: &Request) -> Self {
        let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
        let known = request.header("if-none-match").is_some_and(|tags| {
            tags.split(',').any(|it| it.trim() == "*" || opaque(it) == opaque(tag))
        });
        let mut answer = self.with("etag", tag);
        if known {
            answer.status = 304;
            answer.body = Body::Whole(Vec::new());
            answer.headers.retain(|(name, _)| name != "content-type");
        }
        answer
    }

    /// The same answer, compressed; what was [`padded`](Self::padded) is a thousandth of its size on the way.
    #[must_use]
    pub fn gzipped(mut self) -> Self {
        if let Body::Whole(body) = &mut self.body {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
            // Writing to memory does not fail.
            if encoder.write_all(body).is_ok() {
                *body = encoder.finish().unwrap_or_default();
            }
        }
        self.with("content-encoding", "gzip")
    }

    /// The same answer, whose first byte comes after this time.
    #[must_use]
    pub fn after(mut self, wait: Duration) -> Self {
        self.pace.wait = wait;
        self
    }

    /// The same answer, in pieces of at most so many bytes and with a pause after each.
    #[must_use]
    pub fn dripping(mut self, piece: usize, pause: Duration) -> Self {
        self.pace.piece = piece.max(1);
        self.pace.pause = pause;
        self
    }

    /// The same answer, cut off after so many bytes of its body.
    #[must_use]
    pub fn cut_after(mut self, bytes: usize) -> Self {
        self.pace.cut = bytes;
        self
    }
}

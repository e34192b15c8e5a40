use std::io::{self, Read, Write};

/// What a browser asked a server or the proxy.
#[derive(Clone, Debug)]
pub struct Request {
    /// `GET`, `POST`, …
    pub method: String,
    /// The server's name, without a port.
    pub host: String,
    /// Path and query.
    pub path: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, of requests that have one.
    pub body: Vec<u8>,
}

impl Request {
    /// The value of a header, by its lower-case name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// What a server answers.
#[derive(Clone, Debug)]
pub struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Body,
}

#[derive(Clone, Debug)]
enum Body {
    Whole(Vec<u8>),
    Endless,
    Never,
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

    /// Nothing but a status.
    #[must_use]
    pub fn status(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Body::Whole(Vec::new()) }
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
        Self { status: 0, headers: Vec::new(), body: Body::Never }
    }

    /// The same answer with one more header.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// A document of any type.
    #[must_use]
    pub fn of(kind: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { body: Body::Whole(body.into()), ..Self::status(200) }.with("content-type", kind)
    }
}

/// Reads one request; `None` when the browser has hung up.
///
/// # Errors
/// When the connection breaks, or what comes is not HTTP/1.1.
pub fn read(stream: &mut impl Read) -> io::Result<Option<Request>> {
    let mut bytes = Vec::new();
    let mut byte = [0];
    while !bytes.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte)? == 0 {
            return Ok(None);
        }
        bytes.push(byte[0]);
    }
    let mut headers = [httparse::EMPTY_HEADER; 100];
    let mut head = httparse::Request::new(&mut headers);
    head.parse(&bytes).map_err(io::Error::other)?;
    let headers: Vec<(String, String)> = head
        .headers
        .iter()
        .map(|header| {
            let value = String::from_utf8_lossy(header.value).into_owned();
            (header.name.to_ascii_lowercase(), value)
        })
        .collect();
    let method = head.method.unwrap_or_default().to_owned();
    let (host, path) = place(&method, head.path.unwrap_or_default(), &headers);
    let mut request = Request { method, host, path, headers, body: Vec::new() };
    let length = request.header("content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
    request.body.resize(length, 0);
    stream.read_exact(&mut request.body)?;
    Ok(Some(request))
}

/// Writes one answer.
///
/// # Errors
/// When the connection breaks; for [`Answer::endless`] and [`Answer::never`] that is how it ends.
pub fn write(
    stream: &mut (impl Read + Write),
    request: &Request,
    answer: &Answer,
) -> io::Result<()> {
    let mut head = format!("HTTP/1.1 {} -\r\n", answer.status);
    for (name, value) in &answer.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    match &answer.body {
        Body::Whole(body) => {
            head.push_str(&format!("content-length: {}\r\n\r\n", body.len()));
            stream.write_all(head.as_bytes())?;
            if request.method != "HEAD" {
                stream.write_all(body)?;
            }
            stream.flush()
        }
        Body::Endless => {
            head.push_str("connection: close\r\n\r\n[");
            stream.write_all(head.as_bytes())?;
            let spaces = [b' '; 64 << 10];
            loop {
                stream.write_all(&spaces)?;
            }
        }
        Body::Never => {
            while stream.read(&mut [0])? > 0 {}
            Err(io::ErrorKind::ConnectionAborted.into())
        }
    }
}

/// Host and path, from `CONNECT host:port`, `GET http://host/path` (both said to a proxy), or `GET /path`.
fn place(method: &str, target: &str, headers: &[(String, String)]) -> (String, String) {
    if method == "CONNECT" {
        return (without_port(target), String::new());
    }
    if let Some(rest) = target.strip_prefix("http://") {
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        return (without_port(host), format!("/{path}"));
    }
    let host = headers.iter().find(|(name, _)| name == "host").map_or("", |(_, value)| value);
    (without_port(host), target.to_owned())
}

fn without_port(host: &str) -> String {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name.to_owned(),
        _ => host.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, method: &str, host: &str, path: &str) {
        let request = read(&mut text.as_bytes()).unwrap().unwrap();
        assert_eq!((&*request.method, &*request.host, &*request.path), (method, host, path));
    }

    #[test]
    fn reads_what_browsers_send() {
        check("CONNECT a.example:443 HTTP/1.1\r\n\r\n", "CONNECT", "a.example", "");
        check("GET http://a.example/x?y HTTP/1.1\r\n\r\n", "GET", "a.example", "/x?y");
        check("GET http://a.example HTTP/1.1\r\n\r\n", "GET", "a.example", "/");
        check("GET /x HTTP/1.1\r\nHost: a.example:8080\r\n\r\n", "GET", "a.example", "/x");
    }

    #[test]
    fn reads_headers_and_body() {
        let text = "POST / HTTP/1.1\r\nCookie: a=b\r\nContent-Length: 3\r\n\r\nabcd";
        let request = read(&mut text.as_bytes()).unwrap().unwrap();
        assert_eq!(request.header("cookie"), Some("a=b"));
        assert_eq!(request.body, b"abc");
    }

    #[test]
    fn ends_with_the_connection() {
        assert!(read(&mut "GET /".as_bytes()).unwrap().is_none());
    }
}

use std::io::{self, Read};

use serde_json::Value;
use url::form_urlencoded;

/// What a browser asked a server or the proxy.
#[derive(Clone, Debug)]
pub struct Request {
    /// `GET`, `POST`, …
    pub method: String,
    /// Whether it came over TLS.
    pub secure: bool,
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

    /// The path without the query.
    #[must_use]
    pub fn route(&self) -> &str {
        self.path.split('?').next().unwrap_or_default()
    }

    /// The values that the query has under this name, in order.
    #[must_use]
    pub fn query(&self, name: &str) -> Vec<String> {
        let (_, query) = self.path.split_once('?').unwrap_or_default();
        let pairs = form_urlencoded::parse(query.as_bytes());
        pairs.filter(|(known, _)| known == name).map(|(_, value)| value.into_owned()).collect()
    }

    /// The value of a cookie.
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<&str> {
        let pairs = self.header("cookie")?.split("; ").filter_map(|pair| pair.split_once('='));
        pairs.into_iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// The body as JSON; null when it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
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
    let mut request = Request { method, secure: false, host, path, headers, body: Vec::new() };
    let length = request.header("content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
    request.body.resize(length, 0);
    stream.read_exact(&mut request.body)?;
    Ok(Some(request))
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
    fn takes_a_request_apart() {
        let text = "GET /a?x=1&y=%C3%BC&x=2 HTTP/1.1\r\nCookie: a=b; c=d=e\r\n\r\n{";
        let request = read(&mut text.as_bytes()).unwrap().unwrap();
        assert_eq!(request.route(), "/a");
        assert_eq!(request.query("x"), ["1", "2"]);
        assert_eq!(request.query("y"), ["ü"]);
        assert_eq!((request.cookie("c"), request.cookie("e")), (Some("d=e"), None));
        assert_eq!(request.json(), Value::Null);
    }

    #[test]
    fn ends_with_the_connection() {
        assert!(read(&mut "GET /".as_bytes()).unwrap().is_none());
    }
}

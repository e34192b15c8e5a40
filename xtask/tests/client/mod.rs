//! A client that asks as an extension does: no cookies, every redirect followed, bounded in time and size.
#![allow(dead_code, reason = "each test program has use for some of it")]

use std::sync::Arc;
use std::time::Duration;

use rustls::crypto::ring;
use ureq::http::{HeaderMap, Request, Response};
use ureq::tls::TlsConfig;
use ureq::{Agent, Body, RequestExt, ResponseExt};
use xtask::browser::Proxy;

/// What an answer may cost.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Until the first byte.
    pub first_byte: Duration,
    /// From the first byte of the request to the last of the answer.
    pub whole: Duration,
    /// The body, after it was unpacked.
    pub bytes: u64,
}

/// Reaches what a proxy leads to.
#[derive(Debug)]
pub struct Client {
    agent: Agent,
    bytes: u64,
}

/// An answer, whatever its status.
#[derive(Debug)]
pub struct Answered {
    pub status: u16,
    /// Where it came from, after all redirects.
    pub address: String,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answered {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

impl Client {
    pub fn new(proxy: &Proxy, limits: Limits) -> Self {
        // The certificates are made for this run, and no authority signed them.
        let tls = TlsConfig::builder()
            .disable_verification(true)
            .unversioned_rustls_crypto_provider(Arc::new(ring::default_provider()))
            .build();
        let to = format!("http://127.0.0.1:{}", proxy.port());
        let config = Agent::config_builder()
            .proxy(Some(ureq::Proxy::new(&to).unwrap()))
            .tls_config(tls)
            .http_status_as_error(false)
            .max_redirects(20)
            .timeout_recv_response(Some(limits.first_byte))
            .timeout_global(Some(limits.whole))
            .build();
        Self { agent: config.into(), bytes: limits.bytes }
    }

    /// Makes a request with these headers; with a body, a `POST` of JSON.
    pub fn ask(
        &self,
        address: &str,
        headers: &[(&str, &str)],
        body: Option<&str>,
    ) -> Result<Answered, ureq::Error> {
        let mut request = Request::builder().uri(address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.read(match body {
            Some(body) => {
                let request = request.method("POST").header("content-type", "application/json");
                request.body(body.to_owned())?.with_agent(&self.agent).run()?
            }
            None => request.body(())?.with_agent(&self.agent).run()?,
        })
    }

    /// Asks for the head of an answer alone.
    pub fn head(&self, address: &str) -> Result<Answered, ureq::Error> {
        self.read(self.agent.head(address).call()?)
    }

    fn read(&self, response: Response<Body>) -> Result<Answered, ureq::Error> {
        let address = response.get_uri().to_string();
        let (head, body) = response.into_parts();
        let body = body.into_with_config().limit(self.bytes).read_to_vec()?;
        Ok(Answered { status: head.status.as_u16(), address, headers: head.headers, body })
    }
}

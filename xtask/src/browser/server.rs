use std::collections::HashMap;
use std::fmt;
use std::net::TcpStream;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::{Context, Result};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::certificates::Minter;
use super::http::{self, Answer, Connection, Request};

type Handler = Arc<dyn Fn(&Request) -> Answer + Send + Sync>;

/// The web as a browser under test sees it: servers that answer for any name, over HTTPS and HTTP.
pub struct Server {
    hosts: Mutex<HashMap<String, Handler>>,
    requests: Mutex<Vec<Request>>,
    attempts: Mutex<Vec<String>>,
    load: Mutex<HashMap<String, Load>>,
    tls: Arc<ServerConfig>,
    minter: Arc<Minter>,
    fingerprint: String,
}

impl Server {
    /// A web without any server.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new() -> Result<Self> {
        let minter = Arc::new(Minter::new()?);
        let fingerprint = minter.fingerprint();
        Ok(Self {
            hosts: Mutex::default(),
            requests: Mutex::default(),
            attempts: Mutex::default(),
            load: Mutex::default(),
            tls: Arc::new(minter.clone().tls()?),
            minter,
            fingerprint,
        })
    }

    /// From now on, `host` answers what `handler` says; what it said before is forgotten.
    pub fn answer(&self, host: &str, handler: impl Fn(&Request) -> Answer + Send + Sync + 'static) {
        held(&self.hosts).insert(host.to_owned(), Arc::new(handler));
    }

    /// From now on, there is no such host.
    pub fn forget(&self, host: &str) {
        held(&self.hosts).remove(host);
    }

    /// What was answered so far, by any host.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        held(&self.requests).clone()
    }

    /// Every name that a browser tried to reach so far, whether there is such a host or not.
    #[must_use]
    pub fn attempts(&self) -> Vec<String> {
        held(&self.attempts).clone()
    }

    /// How many requests a host is answering at this moment: none once the browser has all of it, or has given up.
    #[must_use]
    pub fn answering(&self, host: &str) -> usize {
        held(&self.load).get(host).map_or(0, |load| load.now)
    }

    /// The most requests that a host was answering at one moment so far.
    #[must_use]
    pub fn most_at_once(&self, host: &str) -> usize {
        held(&self.load).get(host).map_or(0, |load| load.most)
    }

    /// Forgets what was recorded.
    pub fn clear(&self) {
        held(&self.requests).clear();
        held(&self.attempts).clear();
        for load in held(&self.load).values_mut() {
            load.most = load.now;
        }
    }

    /// The hash of the one public key that all hosts use, as Chromium takes it.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// The certificate of a host, for a program that trusts those in a file (PEM).
    ///
    /// # Errors
    /// When none can be made.
    pub fn certificate(&self, host: &str) -> Result<String> {
        self.minter.pem(host)
    }

    pub(super) fn knows(&self, host: &str) -> bool {
        held(&self.attempts).push(host.to_owned());
        held(&self.hosts).contains_key(host)
    }

    pub(super) fn serve_tls(&self, stream: TcpStream) -> Result<()> {
        let connection = ServerConnection::new(self.tls.clone()).context("starting TLS")?;
        let mut stream = StreamOwned::new(connection, stream);
        while let Some(mut request) = http::read(&mut stream)? {
            request.secure = true;
            self.serve(&mut stream, &request)?;
        }
        Ok(())
    }

    pub(super) fn serve(&self, stream: &mut impl Connection, request: &Request) -> Result<()> {
        let handler = held(&self.hosts).get(&request.host).cloned();
        held(&self.requests).push(request.clone());
        let serving = Serving::begin(&self.load, &request.host);
        let answer = handler.map_or_else(|| Answer::status(421), |handler| handler(request));
        http::write(stream, request, &answer, || drop(serving)).context("answering")
    }
}

/// How busy a host is, and was.
#[derive(Default)]
struct Load {
    now: usize,
    most: usize,
}

/// One request that is being answered, for as long as this lives.
struct Serving<'a> {
    load: &'a Mutex<HashMap<String, Load>>,
    host: &'a str,
}

impl<'a> Serving<'a> {
    fn begin(load: &'a Mutex<HashMap<String, Load>>, host: &'a str) -> Self {
        let mut loads = held(load);
        let this = loads.entry(host.to_owned()).or_default();
        this.now += 1;
        this.most = this.most.max(this.now);
        Self { load, host }
    }
}

impl Drop for Serving<'_> {
    fn drop(&mut self) {
        if let Some(load) = held(self.load).get_mut(self.host) {
            load.now -= 1;
        }
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(held(&self.hosts).keys()).finish()
    }
}

/// A handler that panics has not left anything half done here.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

//! What goes wrong with any server.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use xtask::browser::{Answer, Request};

use super::Server;

/// The server, but with this answer for one path.
pub fn at(path: &'static str, answer: Answer, server: Server) -> Server {
    Box::new(move |request| if request.route() == path { answer.clone() } else { server(request) })
}

/// Holds servers back until somebody lets them answer.
#[derive(Default)]
pub struct Gate(Arc<Mutex<()>>);

impl Gate {
    /// Nobody behind it answers as long as this is there.
    pub fn shut(&self) -> MutexGuard<'_, ()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The server, behind it.
    pub fn before(&self, server: Server) -> Server {
        let gate = Arc::clone(&self.0);
        Box::new(move |request| {
            drop(gate.lock());
            server(request)
        })
    }
}

/// A server of which only the machine before it is there: it answers everything with a page that says so.
pub fn down(status: u16) -> Server {
    Box::new(move |_| page(status))
}

/// A server behind a service that first wants to know whether somebody is there: everything is 403 and a page with a
/// script (<https://developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response/>).
pub fn challenge(_: &Request) -> Answer {
    Answer::html("<!DOCTYPE html><html lang=\"en-US\"><head><title>Just a moment...</title></head><body>…</body></html>")
        .but(403)
        .with("server", "cloudflare")
        .with("cf-mitigated", "challenge")
        .with("cache-control", "private, max-age=0, no-store, no-cache, must-revalidate")
}

/// A page that says what went wrong, as programs make them for people.
pub fn page(status: u16) -> Answer {
    let text = format!(
        "<!DOCTYPE html><html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>"
    );
    Answer::html(text).but(status)
}

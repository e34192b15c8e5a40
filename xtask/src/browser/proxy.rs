use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use anyhow::{Context, Result};

use super::http::{self, Answer};
use super::server::Server;

/// The only way out that a browser under test has: a proxy that leads to a [`Server`] and nowhere else.
///
/// A name that the server does not answer for is refused, and recorded like any other.
#[derive(Debug)]
pub struct Proxy {
    server: Arc<Server>,
    address: SocketAddr,
    closed: Arc<AtomicBool>,
}

impl Proxy {
    /// Starts listening on a free port of 127.0.0.1.
    ///
    /// # Errors
    /// When there is no port, or TLS cannot be set up.
    pub fn start() -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("opening a port")?;
        let address = listener.local_addr().context("reading the proxy's port")?;
        let server = Arc::new(Server::new()?);
        let closed = Arc::new(AtomicBool::new(false));
        thread::spawn({
            let (server, closed) = (server.clone(), closed.clone());
            move || listen(&listener, &server, &closed)
        });
        Ok(Self { server, address, closed })
    }

    /// The port on 127.0.0.1.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.address.port()
    }
}

impl Deref for Proxy {
    type Target = Server;

    fn deref(&self) -> &Server {
        &self.server
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.closed.store(true, Ordering::Relaxed);
        // Wakes the listener, so that it sees it.
        drop(TcpStream::connect(self.address));
    }
}

/// The first byte of every TLS connection (<https://www.rfc-editor.org/rfc/rfc8446#section-5.1>).
const TLS_HANDSHAKE: u8 = 22;

fn listen(listener: &TcpListener, server: &Arc<Server>, closed: &AtomicBool) {
    for stream in listener.incoming() {
        if closed.load(Ordering::Relaxed) {
            return;
        }
        let Ok(stream) = stream else { continue };
        let server = server.clone();
        // A connection that breaks is the browser's business: it sees it as a person would.
        thread::spawn(move || drop(connection(stream, &server)));
    }
}

fn connection(mut stream: TcpStream, server: &Server) -> Result<()> {
    stream.set_nodelay(true).context("setting up a connection")?;
    while let Some(request) = http::read(&mut stream)? {
        if !server.knows(&request.host) {
            http::write(&mut stream, &request, &Answer::status(403), || ())?;
        } else if request.method == "CONNECT" {
            http::write(&mut stream, &request, &Answer::status(200), || ())?;
            let mut first = [0];
            stream.peek(&mut first)?;
            // Some clients ask for plain HTTP through a tunnel as well.
            if first == [TLS_HANDSHAKE] {
                return server.serve_tls(stream);
            }
        } else {
            server.serve(&mut stream, &request)?;
        }
    }
    Ok(())
}

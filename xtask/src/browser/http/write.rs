use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::slice;
use std::time::{Duration, Instant};

use rustls::{ServerConnection, StreamOwned};

use super::answer::{Body, Pace};
use super::{Answer, Request};

/// A connection to a browser, of which one can tell that it is over.
pub trait Connection: Read + Write {
    /// What it runs on.
    fn socket(&self) -> &TcpStream;
}

impl Connection for TcpStream {
    fn socket(&self) -> &TcpStream {
        self
    }
}

impl Connection for StreamOwned<ServerConnection, TcpStream> {
    fn socket(&self) -> &TcpStream {
        &self.sock
    }
}

/// Writes one answer, and says just before its end that it is done: once the browser has all of it, it may ask again.
///
/// # Errors
/// When the connection breaks; for an answer that is cut off, endless or never comes, that is how it ends.
pub fn write(
    stream: &mut impl Connection,
    request: &Request,
    answer: &Answer,
    done: impl FnOnce(),
) -> io::Result<()> {
    pause(stream, answer.pace.wait)?;
    let mut head = format!("HTTP/1.1 {} -\r\n", answer.status);
    for (name, value) in &answer.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    match &answer.body {
        Body::Whole(body) => {
            // These two have no body, and no length of it (https://www.rfc-editor.org/rfc/rfc9110#section-8.6).
            if !matches!(answer.status, 204 | 304) {
                head.push_str(&format!("content-length: {}\r\n", body.len()));
            }
            head.push_str("\r\n");
            let body = if request.method == "HEAD" { &[] } else { &**body };
            if let Some(part) = body.get(..answer.pace.cut) {
                stream.write_all(head.as_bytes())?;
                pieces(stream, part, &answer.pace)?;
                stream.flush()?;
                return Err(ErrorKind::ConnectionAborted.into());
            }
            if let Some((last, rest)) = body.split_last() {
                stream.write_all(head.as_bytes())?;
                pieces(stream, rest, &answer.pace)?;
                done();
                stream.write_all(slice::from_ref(last))?;
            } else {
                done();
                stream.write_all(head.as_bytes())?;
            }
            stream.flush()
        }
        Body::Endless => {
            head.push_str("connection: close\r\n\r\n[");
            stream.write_all(head.as_bytes())?;
            loop {
                pieces(stream, &[b' '; 64 << 10], &answer.pace)?;
            }
        }
        Body::Never => {
            while stream.read(&mut [0])? > 0 {}
            Err(ErrorKind::ConnectionAborted.into())
        }
    }
}

fn pieces(stream: &mut impl Connection, body: &[u8], pace: &Pace) -> io::Result<()> {
    for piece in body.chunks(pace.piece) {
        stream.write_all(piece)?;
        if !pace.pause.is_zero() {
            stream.flush()?;
            pause(stream, pace.pause)?;
        }
    }
    Ok(())
}

/// Lets time pass, unless the browser hangs up first: then there is nobody left to answer.
fn pause(stream: &mut impl Connection, time: Duration) -> io::Result<()> {
    let until = Instant::now() + time;
    loop {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return stream.socket().set_read_timeout(None);
        }
        stream.socket().set_read_timeout(Some(left))?;
        match stream.read(&mut [0]) {
            // Nobody asks for more before there is an answer.
            Ok(_) => return Err(ErrorKind::ConnectionAborted.into()),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Err(error) => return Err(error),
        }
    }
}

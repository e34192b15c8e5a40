//! The real browsers, driven through WebDriver, and the servers they are shown.
//!
//! A [`Proxy`] is all of the web that a [`Session`] can reach. Everything here blocks; a test that waits, polls a
//! condition with [`wait`].
#![allow(clippy::indexing_slicing, reason = "an index that JSON does not have answers null")]

mod certificates;
mod chromium;
mod devtools;
mod driver;
mod extension;
mod firefox;
mod http;
mod proxy;
mod server;
mod session;

use std::env;
use std::str::FromStr;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

pub use http::{Answer, Request};
pub use proxy::Proxy;
pub use server::Server;
pub use session::{Gesture, Install, Medium, Popup, Scheme, Session, Setup};

/// A browser that Fencepost is built for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browser {
    /// Chromium and its kin.
    Chromium,
    /// Firefox.
    Firefox,
}

impl Browser {
    /// The one to use when nobody says which: Firefox, unless only Chromium is installed.
    #[must_use]
    pub fn installed() -> Self {
        let paths = env::var_os("PATH").unwrap_or_default();
        let firefox = env::split_paths(&paths)
            .any(|dir| ["firefox", "firefox-esr"].iter().any(|name| dir.join(name).exists()));
        if firefox { Self::Firefox } else { Self::Chromium }
    }
}

impl FromStr for Browser {
    type Err = anyhow::Error;

    fn from_str(name: &str) -> Result<Self> {
        match name {
            "chromium" => Ok(Self::Chromium),
            "firefox" => Ok(Self::Firefox),
            _ => bail!("no browser called {name}; there are firefox and chromium"),
        }
    }
}

/// Asks again and again until there is an answer, for at most 30 seconds.
///
/// # Errors
/// What asking ends with, and that the time is over.
pub fn wait<T>(what: &str, mut ask: impl FnMut() -> Result<Option<T>>) -> Result<T> {
    const DEADLINE: Duration = Duration::from_secs(30);
    const PAUSE: Duration = Duration::from_millis(20);

    let start = Instant::now();
    loop {
        if let Some(answer) = ask()? {
            return Ok(answer);
        }
        if start.elapsed() > DEADLINE {
            bail!("waited {} seconds for {what}", DEADLINE.as_secs());
        }
        thread::sleep(PAUSE);
    }
}

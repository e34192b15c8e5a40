//! Pages one after the other, each of which goes on to the next by itself once its listed link carries a mark.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result};
use serde_json::json;
use xtask::browser::{Answer, Session, wait};

/// Where the listed link of every page leads.
pub const LISTED: &str = "walk-listed.example";

const SCRIPT: &str = include_str!("walk.js");
/// How many hosts the pages are on, and how many pages in a row are on one.
const HOSTS: usize = 20;
const IN_A_ROW: usize = 10;

/// A walk, and how far it got.
pub struct Walk {
    /// How many pages were left with a mark.
    left: Arc<AtomicUsize>,
    /// The page to stay on.
    last: Arc<AtomicUsize>,
}

impl Walk {
    /// Serves the pages, each made of its number.
    pub fn serve(
        session: &Session,
        page: impl Fn(usize) -> Vec<u8> + Send + Sync + 'static,
    ) -> Walk {
        let walk = Walk { left: Arc::default(), last: Arc::default() };
        let page = Arc::new(page);
        for host in hosts() {
            let (page, left, last) = (page.clone(), walk.left.clone(), walk.last.clone());
            session.proxy().answer(&host, move |request| {
                if request.path == "/walk.js" {
                    return Answer::script(SCRIPT);
                }
                let path = request.path.trim_start_matches('/');
                if let Some(number) =
                    path.strip_prefix("next/").and_then(|it| it.parse::<usize>().ok())
                {
                    left.store(number + 1, Ordering::Relaxed);
                    let stays = number == last.load(Ordering::Relaxed);
                    return if stays {
                        Answer::status(204)
                    } else {
                        Answer::redirect(&address(number + 1))
                    };
                }
                let Ok(number) = path.parse::<usize>() else { return Answer::status(404) };
                let script = format!("https://{}/walk.js", request.host);
                let link = format!(
                    "<!doctype html><p><a data-walk href='https://{LISTED}/'>listed</a></p>
                     <script src='{script}'></script>"
                );
                let html = [link.into_bytes(), page(number)].concat();
                // Pages ask for nothing but this, so whatever else is asked for, somebody else asks for.
                let policy =
                    format!("default-src 'none'; script-src {script}; style-src 'unsafe-inline'");
                Answer::html(html).with("content-security-policy", &policy)
            });
        }
        walk
    }

    /// Goes on by so many pages, and stays on the last.
    pub fn go(&self, session: &Session, pages: usize) -> Result<()> {
        let from = self.left.load(Ordering::Relaxed);
        self.last.store(from + pages - 1, Ordering::Relaxed);
        if from == 0 {
            session.show(&address(0))?;
        } else {
            session.in_page(
                "setTimeout(() => { location.href = arguments[0]; })",
                &[json!(address(from))],
            )?;
        }
        for seen in from..from + pages {
            wait("a mark", || Ok((self.left.load(Ordering::Relaxed) > seen).then_some(())))
                .with_context(|| format!("on page {}", address(seen)))?;
        }
        Ok(())
    }
}

/// All hosts that the pages are on.
pub fn hosts() -> impl Iterator<Item = String> {
    (0..HOSTS).map(|host| format!("walk{host}.example"))
}

fn address(number: usize) -> String {
    format!("https://walk{}.example/{number}", number / IN_A_ROW % HOSTS)
}

//! `./build.sh marks`: a saved page at its address, in the real browser with the real extension.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result};
use lexopt::prelude::*;
use url::Url;

use crate::browser::{Browser, Proxy, Session, Setup};
use crate::lists::{Named, Unusable};
use crate::running::Mark;
use crate::{build, running};

/// What the command line says.
struct Options {
    blocklists: Vec<Named>,
    page: PathBuf,
    url: String,
    browser: Browser,
}

/// Prints a line of JSON for every link of the page whose target is listed, in document order.
///
/// # Errors
/// [`Unusable`], before anything is built, when the page cannot be read or a file is not a list; when the extension
/// cannot be built, or the browser does not start.
pub fn marks(args: lexopt::Parser) -> Result<()> {
    let options = Options::read(args)?;
    let page = Unusable::check(&options.page, fs::read(&options.page))?;
    let lists = options.blocklists.iter().map(|list| Ok((list, list.read()?.0)));
    let lists = lists.collect::<Result<Vec<_>, Unusable>>()?;
    let extension = build("fencepost", options.browser)?;

    let proxy = Arc::new(Proxy::start()?);
    running::serve(&proxy, &options.url, page)?;
    let setup = Setup { extension: Some(extension), ..Setup::default() };
    let session = Session::open(options.browser, proxy, setup)?;
    running::grant_all(&session)?;
    for (Named { name, file }, bytes) in lists {
        let loaded = running::load(&session, name, &String::from_utf8_lossy(&bytes))?;
        Unusable::check(file, loaded)?;
    }
    session.show(&options.url)?;
    let marks = running::marks(&session)?;
    match print(&marks) {
        // Whoever reads has read enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        printed => printed.context("printing the marks"),
    }
}

fn print(marks: &[Mark]) -> io::Result<()> {
    let mut output = io::stdout().lock();
    for mark in marks {
        serde_json::to_writer(&mut output, mark)?;
        output.write_all(b"\n")?;
    }
    output.flush()
}

impl Options {
    fn read(mut args: lexopt::Parser) -> Result<Self> {
        let (mut blocklists, mut page, mut url, mut browser) = (Vec::new(), None, None, None);
        while let Some(arg) = args.next()? {
            match arg {
                Long("blocklist") => blocklists.push(Named::parse(&args.value()?.string()?)?),
                Long("page") => page = Some(PathBuf::from(args.value()?)),
                Long("url") => url = Some(address(args.value()?.string()?)?),
                Long("browser") => browser = Some(args.value()?.parse()?),
                _ => return Err(arg.unexpected().into()),
            }
        }
        let missing = |what: &str| lexopt::Error::from(format!("marks wants {what}"));
        Ok(Self {
            blocklists,
            page: page.ok_or_else(|| missing("--page FILE"))?,
            url: url.ok_or_else(|| missing("--url ADDRESS"))?,
            browser: browser.ok_or_else(|| missing("--browser firefox or --browser chromium"))?,
        })
    }
}

fn address(text: String) -> Result<String, lexopt::Error> {
    if Url::parse(&text).is_ok_and(|url| url.has_host()) {
        return Ok(text);
    }
    Err(format!("--url wants an address with a host, not \"{text}\"").into())
}

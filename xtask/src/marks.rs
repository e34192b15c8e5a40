//! `./build.sh marks`: a saved page at its address, in the real browser with the real extension.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result};
use lexopt::prelude::*;

use crate::browser::{Browser, Proxy, Session, Setup};
use crate::{build, running};

/// What the command line says.
struct Options {
    blocklists: Vec<(String, PathBuf)>,
    page: PathBuf,
    url: String,
    browser: Browser,
}

/// Prints a line of JSON for every link of the page whose target is listed, in document order.
///
/// The answer is 2 when a file is not a list.
///
/// # Errors
/// When the arguments are wrong, the extension cannot be built, or the browser does not start.
pub fn run(args: lexopt::Parser) -> Result<ExitCode> {
    let options = Options::read(args)?;
    let page = fs::read(&options.page);
    let page = page.with_context(|| format!("reading {}", options.page.display()))?;
    let extension = build::extension("fencepost", options.browser)?;

    let proxy = Arc::new(Proxy::start()?);
    running::serve(&proxy, &options.url, page)?;
    let setup = Setup { extension: Some(extension), ..Setup::default() };
    let session = Session::open(options.browser, proxy, setup)?;
    running::grant_all(&session)?;
    for (name, file) in &options.blocklists {
        let bytes = fs::read(file).with_context(|| format!("reading {}", file.display()))?;
        if let Err(why) = running::load(&session, name, &String::from_utf8_lossy(&bytes))? {
            eprintln!("{}: {why}", file.display());
            return Ok(ExitCode::from(2));
        }
    }
    session.show(&options.url)?;
    for mark in running::marks(&session)? {
        println!("{}", serde_json::to_string(&mark)?);
    }
    Ok(ExitCode::SUCCESS)
}

impl Options {
    fn read(mut args: lexopt::Parser) -> Result<Self> {
        let (mut blocklists, mut page, mut url, mut browser) = (Vec::new(), None, None, None);
        while let Some(arg) = args.next()? {
            match arg {
                Long("blocklist") => {
                    let value = args.value()?.string()?;
                    let (name, file) =
                        value.split_once('=').context("--blocklist takes NAME=FILE")?;
                    blocklists.push((name.to_owned(), PathBuf::from(file)));
                }
                Long("page") => page = Some(PathBuf::from(args.value()?)),
                Long("url") => url = Some(args.value()?.string()?),
                Long("browser") => browser = Some(args.value()?.parse()?),
                _ => return Err(arg.unexpected().into()),
            }
        }
        Ok(Self {
            blocklists,
            page: page.context("--page FILE is missing")?,
            url: url.context("--url ADDRESS is missing")?,
            browser: browser.context("--browser firefox or --browser chromium is missing")?,
        })
    }
}

//! B1, B2, B3 and B5 in a page of each browser: the core as WebAssembly beside the peers that are JavaScript.

use std::fs;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::figure::Figure;
use super::node::{STARRED, Target, corpus, module};
use crate::browser::{Answer, Browser, Proxy, Session, Setup};
use crate::root::target;
use crate::run::{run, say};
use crate::tools;

const HOST: &str = "bench.example";
/// With larger lists the slowest peers would take minutes.
const SIZES: [&str; 3] = ["500", "5000", "50000"];

/// Opens the page in one browser.
///
/// # Errors
/// When something cannot be built, the browser does not start, or a contestant fails.
pub fn measure(browser: Browser, place: &str, rounds: usize) -> Result<Vec<Figure>> {
    let module = module(Target::Web)?;
    let page = target().join("bench/page.js");
    let mut esbuild = tools::node_program("esbuild")?;
    esbuild.args(["bench/js/page.js", "--bundle", "--format=iife", "--log-level=error"]);
    run(esbuild.arg(format!("--outfile={}", page.display())))?;

    let mut files = Vec::new();
    let mut add = |name: String, kind: &str, bytes: Vec<u8>| {
        files.push((format!("/{name}"), Answer::of(kind, bytes)));
    };
    add(String::new(), "text/html", b"<!doctype html><script src=page.js></script>".to_vec());
    add("page.js".to_owned(), "text/javascript", fs::read(&page).context("no page.js")?);
    let code = module.with_file_name("fencepost_bench_bg.wasm");
    add("fencepost_bench.js".to_owned(), "text/javascript", fs::read(&module)?);
    add("fencepost_bench_bg.wasm".to_owned(), "application/wasm", fs::read(code)?);
    for size in SIZES.into_iter().chain([STARRED]) {
        let names = fs::read(corpus(size)?).context("no names")?;
        add(format!("names-{size}.json"), "application/json", names);
    }
    say(&format!("measuring look-ups in {place}"));
    let proxy = Arc::new(Proxy::start()?);
    proxy.answer(HOST, move |request| {
        let file = files.iter().find(|(path, _)| *path == request.path);
        file.map_or_else(|| Answer::status(404), |(_, answer)| answer.clone())
    });
    // Otherwise Firefox's clock has steps of a millisecond.
    let preferences = vec![("privacy.reduceTimerPrecision", json!(false))];
    let session = Session::open(browser, proxy, Setup { preferences, ..Setup::default() })?;
    session.show(&format!("https://{HOST}/"))?;
    let mut figures = Vec::new();
    let steps =
        SIZES.map(|size| ("measure", size)).into_iter().chain([("measureStarred", STARRED)]);
    for (measure, size) in steps {
        let measured = ask(&session, measure, &[json!(size), json!(rounds), json!(place)])?;
        figures.extend(serde_json::from_value::<Vec<Figure>>(measured)?);
    }
    Ok(figures)
}

/// What a function of the page answers. A script has half a minute, so it is asked for again and again.
fn ask(session: &Session, measure: &str, args: &[Value]) -> Result<Value> {
    const TIMES: usize = 60;
    let begin =
        format!("window.measured = {measure}(...arguments); window.measured.catch(() => {{}})");
    session.in_page(&begin, args)?;
    let wait = "return await Promise.race([window.measured, new Promise(done => setTimeout(done, 10_000, null))])";
    for _ in 0..TIMES {
        let measured = session.in_page(wait, &[])?;
        if !measured.is_null() {
            return Ok(measured);
        }
    }
    bail!("{measure} is not done after {TIMES} times ten seconds")
}

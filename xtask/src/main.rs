//! The commands of `build.sh`.
#![allow(clippy::print_stdout, reason = "a command's answer goes to standard output")]

use std::process::ExitCode;

use anyhow::Result;
use lexopt::Parser;
use lexopt::prelude::*;
use xtask::{
    bench, brand, demo, deny, fuzz, judge, lint, lists, marks, package, reproduce, screenshots,
    soak, test, truth_table,
};

/// A command: its name, what follows it, what it does, and what does it.
type Command = (&'static str, &'static str, &'static str, fn(Parser) -> Result<()>);

const COMMANDS: &[Command] = &[
    (
        "run",
        "[--browser firefox|chromium] [--brand NAME]",
        "opens a browser with Fencepost and a demo page",
        demo::run,
    ),
    ("test", "", "runs every test, in both browsers too", test::test),
    (
        "package",
        "[--brand NAME | --all]",
        "makes packages in dist/; without a command: of `fencepost`",
        package::package,
    ),
    (
        "brand",
        "new NAME --home SERVER [--name TEXT] [--colour #rrggbb] | check NAME",
        "begins a brand, or says what is wrong with one (docs/brands.md)",
        brand::brand,
    ),
    ("reproduce", "", "builds twice in two folders and compares", reproduce::reproduce),
    (
        "judge",
        "--blocklist NAME=FILE …",
        "judges addresses on standard input, one a line",
        judge::judge,
    ),
    (
        "marks",
        "--blocklist NAME=FILE … --page FILE --url ADDRESS --browser firefox|chromium",
        "opens a saved page in the browser and says what is marked",
        marks::marks,
    ),
    (
        "truth-table",
        "",
        "prints what is decided about any two servers, a line of JSON each",
        truth_table::truth_table,
    ),
    (
        "fuzz",
        "[--seconds N] [TARGET [INPUT]]",
        "looks for input that breaks a reader, 60 seconds a target; or tries one input",
        fuzz::fuzz,
    ),
    (
        "soak",
        "[TRIAL]",
        "runs what no test has the time for, or only what is called like TRIAL",
        soak::soak,
    ),
    (
        "bench",
        "[--quick | --go-on] [--rounds N] [B1 B2 …]",
        "measures what Fencepost costs beside its peers, all of it or some (docs/benchmarks.md)",
        bench::bench,
    ),
    (
        "screenshots",
        "[--browser firefox|chromium]",
        "takes a picture of every page and state, in docs/screenshots/",
        screenshots::screenshots,
    ),
    ("deny", "", "checks licences, sources and advisories of what comes from others", deny::deny),
    ("lint", "", "checks form, lints, types and packages", lint::lint),
];

fn main() -> ExitCode {
    match start() {
        Ok(()) => ExitCode::SUCCESS,
        // What was asked for is wrong. Without its cause, which repeats it.
        Err(error) if error.is::<lexopt::Error>() || error.is::<lists::Unusable>() => {
            eprintln!("build.sh: {error}");
            ExitCode::from(2)
        }
        Err(error) => {
            eprintln!("build.sh: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn start() -> Result<()> {
    let mut args = Parser::from_env();
    let name = match args.next()? {
        None => return package::package(args),
        Some(Value(name)) => name.string()?,
        Some(Long("help") | Short('h')) => "help".to_owned(),
        Some(other) => return Err(other.unexpected().into()),
    };
    if name == "help" {
        print!("{}", help());
        return Ok(());
    }
    let Some((.., command)) = COMMANDS.iter().find(|(it, ..)| *it == name) else {
        return Err(lexopt::Error::from(format!(
            "no command \"{name}\"; `./build.sh help` lists them"
        ))
        .into());
    };
    command(args)
}

fn help() -> String {
    let line = |(name, args, does, _): &Command| {
        let usage = format!("./build.sh {name} {args}");
        format!("{}\n    {does}\n", usage.trim_end())
    };
    COMMANDS.iter().map(line).collect()
}

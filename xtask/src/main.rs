//! The commands of `build.sh`.
#![allow(clippy::print_stdout, reason = "a command's answer goes to standard output")]

use std::process::ExitCode;

use anyhow::{Result, bail};
use lexopt::prelude::*;

fn main() -> Result<ExitCode> {
    let mut args = lexopt::Parser::from_env();
    match args.next()? {
        Some(Value(command)) if command == "run" => {
            xtask::run::run(args).map(|()| ExitCode::SUCCESS)
        }
        Some(Value(command)) if command == "marks" => xtask::marks::run(args),
        _ => bail!("usage: ./build.sh run | marks"),
    }
}

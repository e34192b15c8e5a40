//! The commands of `build.sh`.
#![allow(clippy::print_stdout, reason = "a command's answer goes to standard output")]

use anyhow::{Result, bail};
use lexopt::prelude::*;

fn main() -> Result<()> {
    let mut args = lexopt::Parser::from_env();
    match args.next()? {
        Some(Value(command)) if command == "run" => bail!("not yet: {args:?}"),
        Some(Value(command)) if command == "marks" => bail!("not yet: {args:?}"),
        _ => bail!("usage: ./build.sh run | marks"),
    }
}

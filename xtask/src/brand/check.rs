//! `./build.sh brand check NAME`: what is wrong with a brand, and what could be better.

use anyhow::{Result, bail};
use lexopt::Parser;
use lexopt::prelude::*;

use super::{Verdict, folder, look, shown};

/// Says everything that is wrong with a brand, and what could be better.
///
/// # Errors
/// When something is wrong.
pub fn check(mut args: Parser) -> Result<()> {
    let mut name = None;
    while let Some(arg) = args.next()? {
        match arg {
            Value(value) if name.is_none() => name = Some(value.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    let Some(name) = name else {
        return Err(lexopt::Error::from("say which: `brand check NAME`").into());
    };
    let folder = folder(&name)?;
    let Verdict { errors, hints, .. } = look(&folder)?;
    for (kind, lines) in [("error", &errors), ("hint", &hints)] {
        for line in lines {
            println!("{kind}: {line}");
        }
    }
    match errors.len() {
        0 => println!("{} can be built: ./build.sh package --brand {name}", shown(&folder)),
        1 => bail!("{} cannot be built as long as there is this error", shown(&folder)),
        count => bail!("{} cannot be built as long as there are {count} errors", shown(&folder)),
    }
    Ok(())
}

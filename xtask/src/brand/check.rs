//! `./build.sh brand check NAME`: what is wrong with a brand, and what could be better.

use std::path::Path;

use anyhow::{Result, bail};
use lexopt::Parser;
use lexopt::prelude::*;

use super::{check_id, folder, look_at, shown};
use crate::icons;

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
    let (errors, hints) = look(&folder)?;
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

/// What is wrong with the brand in this folder, and what could be better.
///
/// # Errors
/// When it cannot be read.
pub fn look(folder: &Path) -> Result<(Vec<String>, Vec<String>)> {
    let place = shown(folder);
    let line = |finding: fencepost::brand::Finding| format!("{place}/{finding}");
    let (says, hints) = match look_at(folder)? {
        Ok((says, hints)) => (says, hints),
        Err(findings) => {
            let (fatal, hints): (Vec<_>, Vec<_>) =
                findings.into_iter().partition(|it| it.problem.is_fatal());
            let lines = |findings: Vec<_>| findings.into_iter().map(line).collect();
            return Ok((lines(fatal), lines(hints)));
        }
    };
    let drawn = icons::render_all(&says.facade.icon).err();
    let drawn = drawn.map(|error| format!("{place}/icon.svg: {error:#}"));
    let same_id = check_id(folder, &says.facade.gecko_id).err().map(|error| error.to_string());
    Ok((drawn.into_iter().chain(same_id).collect(), hints.into_iter().map(line).collect()))
}

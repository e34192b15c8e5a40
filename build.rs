//! Turns the tables in `data`, which are for readers, into the form that the core reads.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    compact("platforms", platform)?;
    compact("ordinary", domain)
}

/// Writes a line for each row of a table; `line` gives `None` when a row lacks something.
fn compact(name: &str, line: fn(&Value) -> Option<String>) -> Result<(), Box<dyn Error>> {
    let table = format!("data/{name}.json");
    println!("cargo::rerun-if-changed={table}");
    let rows: Vec<Value> = serde_json::from_str(&fs::read_to_string(&table)?)?;
    let lines = rows.iter().map(|row| Some(line(row)? + "\n")).collect::<Option<String>>();
    let lines = lines.ok_or_else(|| format!("{table}: a row lacks something"))?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join(format!("{name}.tsv")), lines)?;
    Ok(())
}

/// Its name, its owner and its domains, with tabs between them.
fn platform(row: &Value) -> Option<String> {
    let domains = row.get("domains")?.as_array()?.iter().map(|it| it.get("domain")?.as_str());
    let cells = [row.get("name")?.as_str(), row.get("owner")?.as_str()].into_iter().chain(domains);
    Some(cells.collect::<Option<Vec<_>>>()?.join("\t"))
}

fn domain(row: &Value) -> Option<String> {
    row.as_str().map(str::to_owned)
}

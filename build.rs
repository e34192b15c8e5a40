//! Leaves the sources out of `data/platforms.json`: they are for people who read the table, not for a browser.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use serde_json::Value;

const TABLE: &str = "data/platforms.json";

/// Writes a line for each platform: its name, its owner and its domains, with tabs between them.
fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={TABLE}");
    let rows: Vec<Value> = serde_json::from_str(&fs::read_to_string(TABLE)?)?;
    let lines = rows.iter().map(line).collect::<Option<String>>();
    let lines =
        lines.ok_or_else(|| format!("{TABLE}: a row lacks a name, an owner or a domain"))?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("platforms.tsv"), lines)?;
    Ok(())
}

fn line(row: &Value) -> Option<String> {
    let domains = row.get("domains")?.as_array()?.iter().map(|it| it.get("domain")?.as_str());
    let cells = [row.get("name")?.as_str(), row.get("owner")?.as_str()].into_iter().chain(domains);
    Some(cells.collect::<Option<Vec<_>>>()?.join("\t") + "\n")
}

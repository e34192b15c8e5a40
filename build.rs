//! Makes tables that the core reads of those that people read: what is for people only, above all the sources, is left
//! out.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    write("platforms", "a row lacks a name, an owner or a domain", |rows| {
        rows.iter().map(platform).collect()
    })?;
    write("ordinary", "a row is no name", |rows| {
        rows.iter().map(|row| row.as_str().map(str::to_owned)).collect()
    })?;
    write("wrappers", "a row lacks its hosts, its path or where the destination is", |rows| {
        let mut lines = rows.iter().map(wrapper).collect::<Option<Vec<_>>>()?.concat();
        // Only by host: what is found first wins, so the rows of one host stay in their order.
        lines.sort_by(|a, b| a.split('\t').next().cmp(&b.split('\t').next()));
        Some(lines)
    })
}

/// Makes `NAME.tsv` of `data/NAME.json`, an array: lines, their cells separated by tabs.
fn write(
    name: &str,
    missing: &str,
    lines: impl Fn(&[Value]) -> Option<Vec<String>>,
) -> Result<(), Box<dyn Error>> {
    let table = format!("data/{name}.json");
    println!("cargo::rerun-if-changed={table}");
    let rows: Vec<Value> = serde_json::from_str(&fs::read_to_string(&table)?)?;
    let lines = lines(&rows).ok_or_else(|| format!("{table}: {missing}"))?;
    let file = Path::new(&env::var("OUT_DIR")?).join(format!("{name}.tsv"));
    fs::write(file, lines.join("\n"))?;
    Ok(())
}

/// A line for a platform: its name, its owner and its domains.
fn platform(row: &Value) -> Option<String> {
    let domains = row.get("domains")?.as_array()?.iter().map(|it| it.get("domain")?.as_str());
    let cells = [row.get("name")?.as_str(), row.get("owner")?.as_str()].into_iter().chain(domains);
    Some(cells.collect::<Option<Vec<_>>>()?.join("\t"))
}

/// A line for each host of a wrapper: the host, the pattern of the path, where the destination is
/// (`src/target/wrapper.rs` says how that is written).
fn wrapper(row: &Value) -> Option<Vec<String>> {
    let path = row.get("path")?.as_str()?;
    let names = || Some(texts(row.get("query")?)?.join(" "));
    let place = match row.get("place")?.as_str()? {
        "query" => format!("?{}", names().unwrap_or_default()),
        "query, base64 behind a1" => format!("1{}", names()?),
        "query, cache" => format!("4{}", names()?),
        "query, proofpoint 2" => format!("2{}", names()?),
        "path, proofpoint 3" => "3".to_owned(),
        "path" => "/".to_owned(),
        "fragment" => "#".to_owned(),
        "label" => ".".to_owned(),
        _ => return None,
    };
    let hosts = texts(row.get("hosts")?)?;
    Some(hosts.iter().map(|host| format!("{host}\t{path}\t{place}")).collect())
}

fn texts(value: &Value) -> Option<Vec<&str>> {
    value.as_array()?.iter().map(Value::as_str).collect()
}

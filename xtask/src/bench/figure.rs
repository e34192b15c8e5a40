//! What contestants print.

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

/// One contestant in one case.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Figure {
    /// `B1` and so on.
    pub measure: String,
    /// What was done.
    pub case: String,
    /// Who did it; what is ours begins with `ours`.
    pub contestant: String,
    /// Of the values.
    pub unit: String,
    /// The median.
    pub median: f64,
    /// The first quartile.
    pub low: f64,
    /// The third quartile.
    pub high: f64,
}

/// Reads a figure from each line.
///
/// # Errors
/// When a line is none.
pub fn read(lines: &str) -> Result<Vec<Figure>> {
    let figure = |line| serde_json::from_str(line).with_context(|| format!("no figure: {line}"));
    lines.lines().map(figure).collect()
}

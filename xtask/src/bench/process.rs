//! What the processes of a browser use, as Linux counts it.

use std::fs;
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::json;

use crate::browser::Session;

/// How long a process's main thread has been running, not waiting, since it began
/// (<https://docs.kernel.org/scheduler/sched-stats.html>). Whatever else the machine does is not in it.
///
/// # Errors
/// When the process is gone.
pub fn main_thread(process: u32) -> Result<Duration> {
    let file = format!("/proc/{process}/task/{process}/schedstat");
    let text = fs::read_to_string(&file).with_context(|| format!("reading {file}"))?;
    let nanoseconds = text.split_whitespace().next().and_then(|it| it.parse().ok());
    Ok(Duration::from_nanos(nanoseconds.with_context(|| format!("no time in {file}"))?))
}

/// The memory of all of a browser's processes, in bytes; what several share is divided among them
/// (<https://docs.kernel.org/filesystems/proc.html>, `Pss`).
///
/// # Errors
/// When the browser is gone.
pub fn memory(session: &Session) -> Result<u64> {
    let share = |process: u32| {
        // One that has just ended has none.
        let text = fs::read_to_string(format!("/proc/{process}/smaps_rollup")).unwrap_or_default();
        let line = text.lines().find_map(|it| it.strip_prefix("Pss:"));
        let kibibytes = line.and_then(|it| it.trim().strip_suffix(" kB"));
        kibibytes.and_then(|it| it.parse::<u64>().ok()).unwrap_or_default() * 1024
    };
    Ok(session.processes()?.into_iter().map(share).sum())
}

/// The process of the shown page: the one whose main thread is busy when the page is.
///
/// # Errors
/// When the page cannot be asked.
pub fn of_page(session: &Session) -> Result<u32> {
    const BUSY: u32 = 80; // milliseconds: more than anything else has to do meanwhile

    let processes = session.processes()?;
    let times: Vec<_> = processes.iter().map(|it| main_thread(*it).unwrap_or_default()).collect();
    let script = "const end = performance.now() + arguments[0]; while (performance.now() < end);";
    session.in_page(script, &[json!(BUSY)])?;
    let grown = |(process, before): &(u32, Duration)| {
        main_thread(*process).unwrap_or_default().saturating_sub(*before)
    };
    let process = processes.into_iter().zip(times).max_by_key(grown);
    Ok(process.context("a browser without processes")?.0)
}

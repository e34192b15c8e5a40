//! Measures the core natively, beside its peers and the floor. `./build.sh bench` runs it and reads its lines.
//!
//! The first argument names a measure, the second how many rounds it has; each figure is printed as a line of JSON.
#![allow(clippy::print_stdout, reason = "figures go to standard output")]

mod contest;
mod names;

mod digests;
mod lookups;
mod reading;
mod refresh;

use std::env;
use std::process::ExitCode;

use contest::Figure;
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

fn main() -> ExitCode {
    let mut args = env::args().skip(1);
    let measure = args.next().unwrap_or_default();
    let rounds = args.next().and_then(|it| it.parse().ok()).unwrap_or(15);
    let sizes: Vec<usize> = args.filter_map(|it| it.parse().ok()).collect();
    let figures: Vec<Figure> = match measure.as_str() {
        "lookups" => sizes.iter().flat_map(|&size| lookups::measure(size, rounds)).collect(),
        "digests" => digests::measure(rounds),
        "reading" => sizes.iter().flat_map(|&size| reading::measure(size, rounds)).collect(),
        "refresh" => refresh::measure(&sizes),
        // What the contestants in JavaScript are measured with: the same names and hosts.
        "names" => {
            for &size in &sizes {
                println!("{}", names::Corpus::new(size).json());
            }
            return ExitCode::SUCCESS;
        }
        _ => {
            eprintln!("no measure \"{measure}\"");
            return ExitCode::from(2);
        }
    };
    for figure in figures {
        println!("{}", figure.json());
    }
    ExitCode::SUCCESS
}

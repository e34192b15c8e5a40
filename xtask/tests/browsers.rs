//! The whole extension in Chromium and Firefox, against local servers that answer for the real names.
#![allow(clippy::indexing_slicing, reason = "an index that JSON does not have answers null")]

mod browsers {
    pub mod fixture;
    pub mod harness;
}

use std::process::ExitCode;

use browsers::fixture::{self, Trials};
use browsers::harness;
use libtest_mimic::Arguments;

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    // Trials wait for their browser, so more threads than browsers only keep both busy.
    arguments.test_threads = arguments.test_threads.or(Some(8));

    let mut trials = Trials::default();
    harness::trials(&mut trials);

    let conclusion = libtest_mimic::run(&arguments, trials.all());
    fixture::quit();
    conclusion.exit_code()
}

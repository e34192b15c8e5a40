//! The whole extension in Chromium and Firefox, against local servers that answer for the real names.
#![allow(clippy::indexing_slicing, reason = "an index that JSON does not have answers null")]

mod browsers {
    pub mod accessible;
    pub mod adding;
    pub mod apart;
    pub mod attacks;
    pub mod backup;
    pub mod beyond;
    pub mod brand;
    pub mod card;
    pub mod care;
    pub mod check;
    pub mod choices;
    pub mod corpus;
    pub mod doors;
    pub mod egress;
    pub mod endurance;
    pub mod faults;
    pub mod first_run;
    pub mod fixture;
    pub mod frameworks;
    pub mod from_nothing;
    pub mod going;
    pub mod harness;
    pub mod hostile;
    pub mod lasting;
    pub mod layout;
    pub mod lists;
    pub mod marks;
    pub mod pages;
    pub mod panels;
    pub mod popups;
    pub mod private;
    pub mod reach;
    pub mod refreshing;
    pub mod removing;
    pub mod restricted;
    pub mod rules;
    pub mod searching;
    pub mod servers;
    pub mod sites;
    pub mod software;
    pub mod strict;
    pub mod walk;
}

use std::process::ExitCode;

use browsers::fixture::{self, Trials};
use browsers::{
    accessible, adding, apart, attacks, backup, beyond, brand, card, care, check, choices, corpus,
    doors, egress, endurance, faults, first_run, frameworks, from_nothing, going, harness, hostile,
    lasting, layout, lists, marks, pages, private, reach, refreshing, removing, restricted, rules,
    searching, sites, software, strict,
};
use libtest_mimic::Arguments;

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    // Trials wait for their browser, so more threads than browsers only keep both busy.
    arguments.test_threads = arguments.test_threads.or(Some(8));

    let mut trials = Trials::new();
    harness::trials(&mut trials);
    marks::trials(&mut trials);
    card::trials(&mut trials);
    beyond::trials(&mut trials);
    reach::trials(&mut trials);
    frameworks::trials(&mut trials);
    attacks::trials(&mut trials);
    hostile::trials(&mut trials);
    apart::trials(&mut trials);
    doors::trials(&mut trials);
    choices::trials(&mut trials);
    going::trials(&mut trials);
    corpus::trials(&mut trials);
    strict::trials(&mut trials);
    private::trials(&mut trials);
    restricted::trials(&mut trials);
    first_run::trials(&mut trials);
    lists::trials(&mut trials);
    adding::trials(&mut trials);
    care::trials(&mut trials);
    rules::trials(&mut trials);
    removing::trials(&mut trials);
    searching::trials(&mut trials);
    backup::trials(&mut trials);
    sites::trials(&mut trials);
    software::trials(&mut trials);
    check::trials(&mut trials);
    refreshing::trials(&mut trials);
    brand::trials(&mut trials);
    from_nothing::trials(&mut trials);
    accessible::trials(&mut trials);
    layout::trials(&mut trials);
    lasting::trials(&mut trials);
    faults::trials(&mut trials);
    egress::trials(&mut trials);
    endurance::trials(&mut trials);
    pages::trials(&mut trials);

    let conclusion = libtest_mimic::run(&arguments, trials.all());
    fixture::quit();
    conclusion.exit_code()
}

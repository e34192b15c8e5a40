#![no_main]

use fencepost_fuzz::properties;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| properties::check(bytes));

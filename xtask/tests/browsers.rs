//! The whole extension in both browsers.

fn main() {}

//! What one would write first: every suffix is looked for in a `HashSet`.

use std::collections::HashSet;

use super::Batch;

pub fn build(names: &[String]) -> HashSet<String> {
    names.iter().cloned().collect()
}

pub fn look_up<'a>(set: &'a HashSet<String>, hosts: &'a [String]) -> Batch<'a> {
    Box::new(move || hosts.iter().filter(|host| is_listed(set, host)).count())
}

fn is_listed(set: &HashSet<String>, host: &str) -> bool {
    let mut rest = Some(host);
    while let Some(suffix) = rest {
        if set.contains(suffix) {
            return true;
        }
        rest = suffix.split_once('.').map(|(_, parent)| parent);
    }
    false
}

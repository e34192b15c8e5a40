//! The crate `fst`: names are stored from their end, so that one walk passes every suffix.

use fst::Set;

use super::Batch;

pub fn build(names: &[String]) -> Set<Vec<u8>> {
    let mut reversed: Vec<Vec<u8>> = names.iter().map(|it| it.bytes().rev().collect()).collect();
    reversed.sort_unstable();
    Set::from_iter(reversed).expect("sorted names")
}

pub fn look_up<'a>(set: &'a Set<Vec<u8>>, hosts: &'a [String]) -> Batch<'a> {
    Box::new(move || hosts.iter().filter(|host| is_listed(set, host.as_bytes())).count())
}

fn is_listed(set: &Set<Vec<u8>>, host: &[u8]) -> bool {
    let fst = set.as_fst();
    let mut node = fst.root();
    for (at, &byte) in host.iter().enumerate().rev() {
        if byte == b'.' && node.is_final() {
            return true;
        }
        let Some(next) = node.find_input(byte) else { return false };
        node = fst.node(node.transition_addr(next));
        if at == 0 {
            return node.is_final();
        }
    }
    false
}

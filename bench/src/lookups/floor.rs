//! What nothing can be faster than: for every suffix, one place of a table as large as ours is read. Which, is worked
//! out before the clock starts.

use std::hash::{BuildHasher, RandomState};

use super::Batch;

/// A table that is read and never understood.
pub struct Floor {
    table: Vec<[u32; 3]>,
    hasher: RandomState,
}

impl Floor {
    pub fn build(size: usize) -> Floor {
        Floor { table: vec![[1; 3]; size + size / 4], hasher: RandomState::new() }
    }

    pub fn look_up<'a>(&'a self, hosts: &'a [String]) -> Batch<'a> {
        let place = |suffix: &str| {
            let hash = u128::from(self.hasher.hash_one(suffix));
            (hash * self.table.len() as u128 >> 64) as usize
        };
        let suffixes = |host: &'a String| {
            std::iter::successors(Some(host.as_str()), |it| it.split_once('.').map(|it| it.1))
        };
        let places: Vec<_> = hosts.iter().flat_map(suffixes).map(place).collect();
        Box::new(move || places.iter().map(|&place| self.table[place][0] as usize).sum())
    }
}

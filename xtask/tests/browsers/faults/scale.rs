use crate::browsers::fixture::Trials;

/// All trials of this subject.
pub fn trials(_trials: &mut Trials) {}

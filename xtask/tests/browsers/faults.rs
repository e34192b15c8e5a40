//! What goes wrong around the lists: the browser or its worker ends in the middle of a change, the disk is full, what is
//! stored is damaged or from another time, the clock jumps, everything happens at once, there is a lot of it.

mod changes;
pub mod clock;
mod crowded;
mod damaged;
mod first_version;
mod former;
mod full;
mod interrupted;
pub mod kept;
mod renewed;
mod revoked;
mod scale;
mod stops;
mod trapped;
mod unreadable;
mod updated;

use super::fixture::Trials;

/// All trials of this subject.
pub fn trials(trials: &mut Trials) {
    stops::trials(trials);
    interrupted::trials(trials);
    full::trials(trials);
    damaged::trials(trials);
    unreadable::trials(trials);
    former::trials(trials);
    crowded::trials(trials);
    trapped::trials(trials);
    revoked::trials(trials);
    renewed::trials(trials);
    updated::trials(trials);
    clock::trials(trials);
    scale::trials(trials);
}

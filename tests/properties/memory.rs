//! How much memory something takes.

use peak_alloc::PeakAlloc;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// Runs this, and says how many bytes were in use at most beside those from before. Counts what other threads do, too.
pub fn peak<T>(run: impl FnOnce() -> T) -> (T, usize) {
    let before = ALLOCATOR.current_usage();
    ALLOCATOR.reset_peak_usage();
    let result = run();
    (result, ALLOCATOR.peak_usage().saturating_sub(before))
}

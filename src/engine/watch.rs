//! A run watched from outside: how far it is, and where its time goes. Nothing of it changes a result.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Counters that a run advances.
#[derive(Debug, Default)]
pub struct Watch {
    checked: AtomicUsize,
    reading: AtomicU64,
    rules: Vec<AtomicU64>,
}

impl Watch {
    /// For a run of that many rules.
    pub fn new(rules: usize) -> Self {
        Watch { rules: std::iter::repeat_with(AtomicU64::default).take(rules).collect(), ..Watch::default() }
    }

    /// How many files all rules for single files have seen.
    pub fn checked(&self) -> usize {
        self.checked.load(Ordering::Relaxed)
    }

    pub(super) fn file_is_checked(&self) {
        self.checked.fetch_add(1, Ordering::Relaxed);
    }

    /// How long reading took, and each rule in the order of the rules, all threads added up.
    pub fn times(&self) -> (Duration, Vec<Duration>) {
        let time = |nanos: &AtomicU64| Duration::from_nanos(nanos.load(Ordering::Relaxed));
        (time(&self.reading), self.rules.iter().map(time).collect())
    }

    pub(super) fn reading<T>(watch: Option<&Watch>, work: impl FnOnce() -> T) -> T {
        timed(watch.map(|watch| &watch.reading), work)
    }

    pub(super) fn rule<T>(watch: Option<&Watch>, number: usize, work: impl FnOnce() -> T) -> T {
        timed(watch.and_then(|watch| watch.rules.get(number)), work)
    }
}

fn timed<T>(clock: Option<&AtomicU64>, work: impl FnOnce() -> T) -> T {
    let Some(clock) = clock else { return work() };
    let start = Instant::now();
    let done = work();
    clock.fetch_add(u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX), Ordering::Relaxed);
    done
}

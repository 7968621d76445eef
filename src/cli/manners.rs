//! What `--verbose` and `--timing` say, and the line that shows that a long run goes on.

use std::collections::HashMap;
use std::io::{self, Write as _};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::console::Console;
use super::setup::Input;
use crate::engine::{Run, Told, Watch};
use crate::rule::Rule;
use crate::text::FileId;

/// Where the time went.
pub(super) struct Clock {
    start: Instant,
    loaded: Duration,
}

impl Clock {
    pub fn start() -> Self {
        Clock { start: Instant::now(), loaded: Duration::ZERO }
    }

    /// The files are found and read.
    pub fn loaded(&mut self) {
        self.loaded = self.start.elapsed();
    }

    /// Says it on standard error.
    pub fn tell(&self, watch: &Watch, rules: &[Rule], console: &mut Console) {
        let (reading, of_rules) = watch.times();
        let mut slow: Vec<(&str, Duration)> =
            rules.iter().map(|rule| rule.id.as_str()).zip(of_rules.iter().copied()).collect();
        slow.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        let all: Duration = of_rules.iter().sum();
        let row = |name: &str, time: Duration| format!("{:>9.1} ms  {name}\n", time.as_secs_f64() * 1000.0);
        let share = |time: Duration| 100.0 * time.as_secs_f64() / all.as_secs_f64().max(1e-9);
        let mut text = row("find and read the files", self.loaded);
        text.push_str(&row("understand them", reading));
        text.push_str(&row("all rules, on all threads together", all));
        for (rule, time) in slow {
            text.push_str(&row(&format!("{:>6.2} %  {rule}", share(time)), time));
        }
        text.push_str(&row("the whole run", self.start.elapsed()));
        console.insist(text.trim_end_matches('\n'));
    }
}

/// `--verbose`.
pub(super) fn tell_what_is_used(input: &Input, run: &Run, notes: &[String], console: &mut Console) {
    let mut text = match &input.config_path {
        Some(path) => format!("Configuration: {path}\n"),
        None => "Configuration: none\n".to_owned(),
    };
    for note in notes {
        text.push_str(note);
        text.push('\n');
    }
    let mut counts: HashMap<FileId, usize> = HashMap::new();
    Told::of(run).roles.into_iter().for_each(|file| *counts.entry(file).or_default() += 1);
    for framework in &run.frameworks {
        let name = if framework.root.is_empty() { "." } else { &framework.root };
        let members: Vec<_> = framework.files.iter().map(|&id| input.loaded.files.get(id)).collect();
        text.push_str(&format!("Framework {name}:\n"));
        for file in members {
            let reported = input.loaded.report.as_ref().is_none_or(|report| report.contains(&file.id));
            let roles = match counts.get(&file.id).copied().unwrap_or(0) {
                0 => String::new(),
                1 => " (1 role)".to_owned(),
                many => format!(" ({many} roles)"),
            };
            let only = if reported { "" } else { " (only read to compare)" };
            text.push_str(&format!("  {}{roles}{only}\n", file.path.replace('\n', "\\n")));
        }
    }
    for (path, reason) in &input.discovery.left_out {
        text.push_str(&format!("Left out: {}: {reason}\n", path.replace('\n', "\\n")));
    }
    console.insist(text.trim_end_matches('\n'));
}

/// A run that is shorter needs no sign of life.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often the line is written anew.
const STEP: Duration = Duration::from_millis(200);

/// Does `work`; if it takes long and somebody watches, a line on the terminal says how far it is.
pub(super) fn with_progress<T>(watch: &Watch, total: usize, shown: bool, work: impl FnOnce() -> T) -> T {
    if !shown {
        return work();
    }
    let (done, wake) = (Mutex::new(false), Condvar::new());
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut pause = PATIENCE;
            let mut is_done = done.lock().unwrap_or_else(PoisonError::into_inner);
            while !*is_done {
                let (guard, waited) =
                    wake.wait_timeout(is_done, pause).unwrap_or_else(PoisonError::into_inner);
                is_done = guard;
                if waited.timed_out() && !*is_done {
                    let _ = write!(io::stderr(), "\rChecked {} of {total} files", watch.checked());
                    pause = STEP;
                }
            }
            if pause == STEP {
                let _ = write!(io::stderr(), "\r{:60}\r", "");
            }
        });
        // The line ends with the work, even if that panics.
        let end = End(&done, &wake);
        let result = work();
        drop(end);
        result
    })
}

struct End<'a>(&'a Mutex<bool>, &'a Condvar);

impl Drop for End<'_> {
    fn drop(&mut self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.1.notify_all();
    }
}

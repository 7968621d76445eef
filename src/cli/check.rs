//! `rolelint check`.

use std::io::Write as _;

use super::Exit;
use super::args::{CheckArgs, FailOn};
use super::console::Console;
use super::manners::{Clock, tell_what_is_used, with_progress};
use super::narrow::{Since, baseline, changes, since};
use super::outputs::{Target, print, targets, write_targets};
use super::repair;
use super::setup::{
    Input, Others, check_names, configuration, pages, rule_errors, schemas, set_threads, working_directory,
};
use crate::checks::CHECKS;
use crate::engine::cache::{self, Cache, Key, Printed};
use crate::engine::{Base, Baseline, Changes, Configuration, Job, Lens, Lock, Run, Watch, check};
use crate::report::{Report, Reporter, Style, write_closing_line, write_findings, write_statistics};
use crate::rule::{Page, Registry, Rule, Selection};
use crate::schema::Schemas;
use crate::text::{FileId, Files, Seen, Trouble};

pub(super) fn run(args: &CheckArgs, console: &mut Console) -> Exit {
    console.quiet = args.quiet;
    if args.stdin_format.is_some() {
        return super::records::run(args, console);
    }
    if args.watch {
        return super::watching::run(args, console);
    }
    once(args, console)
}

/// One run over the files as they are.
pub(super) fn once(args: &CheckArgs, console: &mut Console) -> Exit {
    Session::start(args, console).map_or_else(|exit| exit, |session| session.run(console))
}

/// What is known before any file is looked for.
pub(super) struct Prepared {
    pub base: Base,
    pub configuration: Configuration,
    pub rules: Vec<Rule>,
    pub schemas: Schemas,
    pub targets: Vec<Target>,
}

impl Prepared {
    pub fn new(args: &CheckArgs, console: &mut Console) -> Result<Self, Exit> {
        set_threads(args.jobs.threads());
        let pages = pages(console)?;
        let selection = Selection { select: args.select.clone(), ignore: args.ignore.clone() };
        let base = working_directory(console)?;
        let configuration = configuration(&base, &args.config, &pages, console)?;
        let pages: Vec<Page> = pages.into_iter().chain(configuration.packs.pages.iter().cloned()).collect();
        check_names(&selection, &pages, console)?;
        let targets = targets(&args.output, &args.paths, &base, console)?;
        let rules = Registry::new(pages, CHECKS, &configuration.settings, &selection)
            .map_err(|errors| rule_errors(&configuration, errors, console))?
            .rules;
        let schemas = schemas(&configuration, &base, args.schema.as_deref(), console)?;
        Ok(Prepared { base, configuration, rules, schemas, targets })
    }
}

/// Everything that is known before the rules run.
pub(super) struct Session<'a> {
    pub(super) args: &'a CheckArgs,
    pub input: Input,
    pub(super) rules: Vec<Rule>,
    schemas: Schemas,
    targets: Vec<Target>,
    pub baseline: Option<Baseline>,
    changes: Option<Changes>,
    since: Option<Since>,
    watch: Watch,
    /// Somebody sees what standard error says, and when.
    live: bool,
    clock: Clock,
    /// No other run repairs these files meanwhile.
    _lock: Option<Lock>,
    base: Base,
}

impl<'a> Session<'a> {
    pub fn start(args: &'a CheckArgs, console: &mut Console) -> Result<Self, Exit> {
        let mut clock = Clock::start();
        refuse_contradictions(args, console)?;
        let Prepared { base, configuration, rules, schemas, targets } = Prepared::new(args, console)?;
        // Before any page is read: what another run writes is to be seen by this one.
        let lock = repair::lock(args, &base, console)?;
        let baseline = baseline(args, &base, &configuration, console)?;
        let since = since(args, &base, console)?;
        let threads = args.jobs.threads();
        let input = match &args.stdin_filename {
            Some(path) => Input::stdin(&base, path, configuration, threads, console)?,
            None => {
                let reports = targets.iter().map(|target| target.disk.clone());
                let ours = reports.chain(baseline.iter().map(|(path, _)| path.clone())).collect();
                let staged = since.as_ref().filter(|_| args.staged).map(|since| &since.repository);
                let others = Others {
                    ours,
                    staged,
                    force_exclude: args.force_exclude,
                    with_own: args.no_inline_ignores,
                    sparing: !args.repairs() && !args.diff,
                };
                Input::find_others(&base, &args.paths, configuration, threads, &others, console)?
            }
        };
        let changes = changes(since.as_ref(), &input, console)?;
        let baseline = baseline.map(|(_, baseline)| baseline);
        let (watch, live) = (Watch::new(rules.len()), console.rewritable && !console.quiet);
        clock.loaded();
        Ok(Session {
            base,
            args,
            input,
            rules,
            schemas,
            targets,
            baseline,
            changes,
            since,
            watch,
            live,
            clock,
            _lock: lock,
        })
    }

    fn run(self, console: &mut Console) -> Exit {
        self.name_unchecked(console);
        let exit = if self.args.diff {
            self.show_repairs(console)
        } else if self.args.repairs() {
            self.repair(console)
        } else {
            self.tell(console)
        };
        if self.args.timing {
            self.clock.tell(&self.watch, &self.rules, console);
        }
        if !self.args.watch {
            std::mem::forget(self.rules);
        }
        exit
    }

    /// Checks and reports, or says again what was said of the same files.
    fn tell(&self, console: &mut Console) -> Exit {
        let kept = self.kept();
        let looks = self.looks(console.style);
        let printed = kept.as_ref().and_then(|(key, cache)| Some((key.printed(looks.as_ref()?), cache)));
        if let Some(known) = printed.as_ref().and_then(|(key, cache)| cache.find_printed(*key)) {
            return self.repeat(&known, console);
        }
        let (mut run, read) = self.check_or_remember(kept.as_ref());
        let notes = self.shorten(&mut run);
        notes.iter().for_each(|note| console.note(note));
        self.input.tell_layouts(&run, console);
        self.tell_about(&run, console);
        let mut report = self.told(Report::new(&self.input.loaded, &run));
        if self.args.schemas_only && !self.any_schema(&run) {
            console.note(
                "No schema applies to any of these files, so nothing was validated. Name one with `--schema`, \
                 under `schemas` in rolelint.yaml, or as `$schema` in the file.",
            );
            report.summary.files = 0;
        }
        let exit = self.exit(&run);
        if printed.is_some() && exit != Exit::Failed {
            console.out.remember(cache::LONGEST_REPORT);
        }
        let ended = self.report(&report, exit, console);
        let ended = self.tell_losses(ended, console);
        if let Some(((key, cache), report)) =
            printed.zip(console.out.remembered()).filter(|_| ended != Exit::Failed)
        {
            let gravest = run.diagnostics.iter().map(|finding| finding.severity).max();
            cache.keep_printed(key, &Printed { report, notes, gravest }, read);
        }
        let exit = self.write_targets(&report, ended, console);
        if !self.args.watch {
            // The program is about to end; the system takes the memory back faster than we could.
            std::mem::forget(run);
        }
        exit
    }

    /// A run that could not read again what it had put aside has missed something.
    fn tell_losses(&self, exit: Exit, console: &mut Console) -> Exit {
        if !self.input.loaded.files.any_lost() {
            return exit;
        }
        console.complain(
            "Texts that were put aside in a temporary file could not be read back, so findings are missing.",
            Some("`TMPDIR` says in which folder such files are made."),
        );
        Exit::Failed
    }

    /// All that decides how the same findings are printed; `None` where more is made of them.
    fn looks(&self, style: Style) -> Option<String> {
        let more = self.args.statistics || !self.targets.is_empty() || self.args.watch;
        (!more).then(|| format!("{} {} {} {style:?}", self.args.format, self.args.quiet, self.base.within()))
    }

    /// Prints what was printed before.
    fn repeat(&self, known: &Printed, console: &mut Console) -> Exit {
        known.notes.iter().for_each(|note| console.note(note));
        let exit = if known.gravest.is_some_and(|gravest| self.args.fail_on.fails(gravest)) {
            Exit::Findings
        } else {
            Exit::Clean
        };
        let Some(reporter) = Reporter::named(&self.args.format) else { return Exit::Failed };
        let written = if reporter.commands {
            console.out.commands(|out| out.write_all(&known.report))
        } else {
            console.out.write_all(&known.report)
        };
        console.finish(written, exit)
    }

    /// What is used, if that was asked for, and what the baseline no longer needs.
    pub(super) fn tell_about(&self, run: &Run, console: &mut Console) {
        if self.args.verbose {
            let mut notes = vec![];
            if let Some(since) = &self.since {
                notes.push(format!("Changes since {}", since.name));
            }
            tell_what_is_used(&self.input, run, &notes, console);
        }
        let gone = self.baseline.as_ref().map_or(0, |baseline| run.known.gone(baseline));
        if gone > 0 {
            let findings = if gone == 1 {
                "1 finding of the baseline is".into()
            } else {
                format!("{gone} findings of the baseline are")
            };
            console.note(&format!("{findings} gone; `rolelint baseline prune` takes them out."));
        }
    }

    /// Leaves out what nobody would read to the end; gives what is to be said about it.
    pub(super) fn shorten(&self, run: &mut Run) -> Vec<String> {
        let most = self.input.settings.listed();
        run.shorten(most);
        let mut files = std::collections::BTreeMap::<FileId, usize>::new();
        for (_, file) in &run.unlisted {
            *files.entry(*file).or_default() += 1;
        }
        let note = |(file, count): (FileId, usize)| {
            let path = &self.input.loaded.files.get(file).path;
            format!(
                "`{path}` has too many findings: {most} are listed, the gravest, and {count} more are only counted. \
                 `max-findings` in rolelint.yaml sets how many."
            )
        };
        files.into_iter().map(note).collect()
    }

    /// A report with what is known beside the run.
    pub(super) fn told<'r>(&'r self, report: Report<'r>) -> Report<'r> {
        report.explained_by(&self.rules).within(self.base.within())
    }

    /// Writes what `--output` asks for.
    pub(super) fn write_targets(&self, report: &Report<'_>, exit: Exit, console: &mut Console) -> Exit {
        if write_targets(&self.targets, report, console) { exit } else { Exit::Failed }
    }

    /// True when at least one reported file has something that a schema was declared for.
    fn any_schema(&self, run: &Run) -> bool {
        let loaded = &self.input.loaded;
        let reported = |id| loaded.report.as_ref().is_none_or(|report| report.contains(&id));
        loaded.files.iter().zip(&run.documents).filter(|(file, _)| reported(file.id)).any(|(file, doc)| {
            // A large run has let go of settings.
            let again = run.told.as_ref().and_then(|_| crate::syntax::parse(&file.open()));
            let doc = again.as_ref().filter(|_| doc.is_some()).or(doc.as_ref());
            let front = doc.and_then(|doc| doc.front.as_ref()).and_then(|front| front.node.as_ref());
            let data = doc.into_iter().flat_map(crate::syntax::Document::data);
            front.into_iter().chain(data).any(|node| !self.schemas.of(file, node).is_empty())
        })
    }

    pub(super) fn job<'f>(&'f self, files: &'f Files) -> Job<'f> {
        Job {
            files,
            settings: &self.input.settings,
            rules: &self.rules,
            roots: &self.input.discovery.roots,
            report: self.input.loaded.report.as_ref(),
            no_inline_ignores: self.args.no_inline_ignores,
            schemas: &self.schemas,
            lens: Lens {
                baseline: self.baseline.as_ref(),
                changes: self.changes.as_ref(),
                staged: self.input.staged.as_ref(),
                watch: Some(&self.watch),
                sparing: None,
            },
        }
    }

    /// Files that could not be read are findings; where their rule does not run they are named all the same.
    pub fn name_unchecked(&self, console: &mut Console) {
        let loaded = &self.input.loaded;
        for file in loaded.files.iter() {
            let rule = match file.trouble {
                None => continue,
                Some(Trouble::Unreadable(_)) => "unreadable-file",
                Some(Trouble::TooLarge { .. }) => "too-large",
                Some(Trouble::Binary) => "binary-file",
            };
            let reported = loaded.report.as_ref().is_none_or(|report| report.contains(&file.id));
            if reported && !self.rules.iter().any(|own| own.id == rule) {
                console.note(&format!("`{}` was not checked; `{rule}` would say why.", file.path));
            }
        }
    }

    pub fn check(&self, files: &Files) -> Run {
        let total = self.input.loaded.report.as_ref().map_or(files.len(), std::collections::HashSet::len);
        with_progress(&self.watch, total, self.live, || {
            // Nobody asks what stood on a page once its findings are known.
            let job = self.job(files);
            check(&Job { lens: Lens { sparing: Some(None), ..job.lens }, ..job })
        })
    }

    /// Where this run is kept, if it is.
    fn kept(&self) -> Option<(Key, Cache)> {
        let loaded = &self.input.loaded;
        let told_more = self.args.no_cache
            || self.args.verbose
            || self.args.timing
            || self.args.schemas_only
            || self.args.stdin_filename.is_some();
        if told_more {
            return None;
        }
        Some((cache::key(&self.job(&loaded.files), loaded, self.base.folder())?, Cache::of_user()?))
    }

    /// Checks the files as they are, unless the same run was made before; then what was read for that is told, too.
    fn check_or_remember(&self, kept: Option<&(Key, Cache)>) -> (Run, Vec<Seen>) {
        let loaded = &self.input.loaded;
        let Some((key, cache)) = kept else { return (self.check(&loaded.files), vec![]) };
        if let Some((read, run)) = cache.find(*key, loaded) {
            return (run, read);
        }
        let run = self.check(&loaded.files);
        if !loaded.files.any_lost() {
            cache.keep(*key, &run);
        }
        (run, vec![])
    }

    pub(super) fn exit(&self, run: &Run) -> Exit {
        exit_of(run, self.args.fail_on)
    }

    /// Prints the findings, or what stands for them, in the format that was asked for.
    pub(super) fn report(&self, report: &Report<'_>, exit: Exit, console: &mut Console) -> Exit {
        let style = console.style;
        let Some(reporter) = Reporter::named(&self.args.format) else { return Exit::Failed };
        let written = match (self.args.statistics, reporter.name) {
            (false, "terminal") if self.args.quiet => {
                write_findings(report.files, report.findings, style, &mut console.out)
            }
            (false, _) => print(reporter, report, console),
            (true, "terminal") => write_statistics(report, style, &mut console.out)
                .and_then(|()| write_closing_line(report, style, &mut console.out)),
            // Machines get nothing but their format.
            (true, _) => print(reporter, report, console)
                .and_then(|()| write_statistics(report, console.err_style, &mut console.err)),
        };
        console.finish(written, exit)
    }
}

pub(super) fn exit_of(run: &Run, fail_on: FailOn) -> Exit {
    if run.has_internal_error() {
        Exit::Failed
    } else if run.diagnostics.iter().any(|finding| fail_on.fails(finding.severity)) {
        Exit::Findings
    } else {
        Exit::Clean
    }
}

/// Flags of which one would be passed over in silence.
fn refuse_contradictions(args: &CheckArgs, console: &mut Console) -> Result<(), Exit> {
    let other = match (args.diff, args.statistics, args.format.as_str(), args.output.is_empty()) {
        (false, ..) | (true, false, "terminal", true) => return Ok(()),
        (true, true, ..) => "--statistics".to_owned(),
        (true, false, "terminal", false) => "--output".to_owned(),
        (true, false, format, _) => format!("--format {format}"),
    };
    console.complain(
        &format!("`--diff` prints a patch and nothing else, so it does not go with `{other}`."),
        Some("Run rolelint twice, once with each of them."),
    );
    Err(Exit::Failed)
}

//! `rolelint check`.

use std::io::Write as _;
use std::path::PathBuf;

use super::Exit;
use super::args::{CheckArgs, ConfigArgs};
use super::console::Console;
use crate::checks::CHECKS;
use crate::config::Settings;
use crate::engine::{
    Base, ConfigError, ConfigSource, Configuration, Discovery, Job, Loaded, check, configure, discover, load,
};
use crate::report::{REPORTERS, Report, write_findings};
use crate::rule::{Page, Registry, RuleError, Selection, built_in_pages};
use crate::text::Limits;

pub(super) fn run(args: &CheckArgs, console: &mut Console) -> Exit {
    try_run(args, console).unwrap_or_else(|exit| exit)
}

fn try_run(args: &CheckArgs, console: &mut Console) -> Result<Exit, Exit> {
    set_threads(args.jobs.jobs);
    let pages = pages(console)?;
    let selection = Selection { select: args.select.clone(), ignore: args.ignore.clone() };
    check_names(&selection, &pages, console)?;
    let base = working_directory(console)?;
    let configuration = configuration(&base, &args.config, &pages, console)?;
    let settings = &configuration.settings;
    let registry = Registry::new(pages, CHECKS, settings, &selection)
        .map_err(|errors| rule_errors(&configuration, errors, console))?;
    let input = Input::find(&base, &args.paths, settings, args.jobs.jobs, console)?;
    let job = Job {
        files: &input.loaded.files,
        settings,
        rules: &registry.rules,
        roots: &input.discovery.roots,
        report: input.loaded.report.as_ref(),
        no_inline_ignores: args.no_inline_ignores,
    };
    let run = check(&job);
    let report = Report::new(&input.loaded, &run);
    let reporter = REPORTERS.iter().find(|reporter| reporter.name == args.format);
    let written =
        reporter.map_or(Ok(()), |reporter| (reporter.write)(&report, &console.style, &mut console.out));
    let exit = if run.has_internal_error() {
        Exit::Failed
    } else if run.diagnostics.iter().any(|finding| args.fail_on.fails(finding.severity)) {
        Exit::Findings
    } else {
        Exit::Clean
    };
    Ok(console.finish(written, exit))
}

/// The files of a run.
pub(super) struct Input {
    pub discovery: Discovery,
    pub loaded: Loaded,
}

impl Input {
    pub fn find(
        base: &Base,
        paths: &[PathBuf],
        settings: &Settings,
        threads: usize,
        console: &mut Console,
    ) -> Result<Self, Exit> {
        let exclude = settings.patterns(&settings.exclude).map_err(|(_, reason)| {
            console.complain(&format!("A pattern under `exclude` cannot be understood: {reason}."), None);
            Exit::Failed
        })?;
        let discovery =
            discover(base, paths, &exclude, threads).map_err(|errors| console.complain_all(&errors))?;
        for name in &discovery.unknown {
            console.note(&format!("`{name}` is in no format that rolelint reads, so it is not checked."));
        }
        let mut limits = Limits::default();
        if let Some(size) = settings.max_file_size {
            limits.max_file_size = size;
        }
        let loaded = load(&discovery, limits);
        Ok(Input { discovery, loaded })
    }
}

/// The pages of the program.
pub(super) fn pages(console: &mut Console) -> Result<Vec<Page>, Exit> {
    let (pages, errors) = built_in_pages();
    for error in &errors {
        console.complain(&format!("{error}."), None);
    }
    if errors.is_empty() { Ok(pages) } else { Err(Exit::Failed) }
}

pub(super) fn working_directory(console: &mut Console) -> Result<Base, Exit> {
    Base::current().map_err(|error| {
        console.complain(&format!("The current folder cannot be found: {error}."), None);
        Exit::Failed
    })
}

pub(super) fn configuration(
    base: &Base,
    args: &ConfigArgs,
    pages: &[Page],
    console: &mut Console,
) -> Result<Configuration, Exit> {
    let source = match &args.config {
        Some(path) => ConfigSource::File(path),
        None if args.no_config => ConfigSource::None,
        None => ConfigSource::Search,
    };
    configure(base, source, pages).map_err(|error| config_error(&error, console))
}

fn config_error(error: &ConfigError, console: &mut Console) -> Exit {
    match error {
        ConfigError::Path(error) => console.complain_all(std::slice::from_ref(error)),
        ConfigError::Mistakes { files, findings } => {
            // If standard error cannot be written there is nobody to tell.
            let _ = write_findings(files, findings, console.err_style, &mut console.err);
            let _ = console.err.flush();
            Exit::Failed
        }
    }
}

fn rule_errors(configuration: &Configuration, errors: Vec<RuleError>, console: &mut Console) -> Exit {
    let (configured, own): (Vec<_>, Vec<_>) = errors.into_iter().partition(|error| error.configured);
    for error in &own {
        console.complain(&format!("The rule page {error}."), None);
    }
    if !configured.is_empty() {
        config_error(&configuration.blame(&configured), console);
    }
    Exit::Failed
}

/// Unknown names on the command line.
fn check_names(selection: &Selection, pages: &[Page], console: &mut Console) -> Result<(), Exit> {
    let known: Vec<&str> = pages
        .iter()
        .flat_map(|page| {
            [page.id.as_str(), page.group.as_str()]
                .into_iter()
                .chain(page.meta.aliases.iter().map(String::as_str))
        })
        .collect();
    let mut exit = Ok(());
    for (option, names) in [("--select", &selection.select), ("--ignore", &selection.ignore)] {
        for name in names.iter().filter(|name| !known.contains(&name.as_str())) {
            let near = crate::text::nearest(name, known.iter().copied());
            let help = near.map_or_else(
                || "`rolelint rules` lists all rules and groups.".to_owned(),
                |near| format!("Did you mean `{near}`?"),
            );
            console.complain(&format!("No rule or group is named `{name}` ({option})."), Some(&help));
            exit = Err(Exit::Failed);
        }
    }
    exit
}

pub(super) fn set_threads(threads: usize) {
    if threads > 0 {
        // Fails only if a pool exists already, and then that one serves.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    }
}

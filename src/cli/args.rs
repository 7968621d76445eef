//! The arguments, and the help text that is made from them.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};

use super::change_args::{CompareArgs, DiffArgs, RenameArgs, SyncArgs, WriteArgs};
use super::help;
use super::outputs::OutputArg;
use crate::diag::Severity;
use crate::report::REPORTERS;

/// Finds mistakes in career ladders, competency matrices and role descriptions.
///
/// rolelint reads Markdown (with HTML tables), HTML, YAML, JSON, TOML, CSV, XLSX and plain text, understands
/// which roles and levels they describe, says plainly what is wrong with them, and repairs what can be
/// repaired safely.
#[derive(Debug, Parser)]
#[command(name = "rolelint", version, max_term_width = 100)]
#[command(after_help = help::ROLELINT)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,

    /// When to use colors.
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    pub color: Color,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Color {
    /// If the output is a terminal that can show them
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Check files and folders, and repair what can be repaired
    #[command(after_help = help::CHECK)]
    Check(CheckArgs),
    /// Say what a rule finds and why, with examples
    #[command(after_help = help::EXPLAIN)]
    Explain(ExplainArgs),
    /// List all rules
    #[command(after_help = help::RULES)]
    Rules(RulesArgs),
    /// Learn a first configuration from the files in this folder, and write it
    ///
    /// Looks at the files in this folder and below and writes `rolelint.yaml`: the sections that pages have in
    /// common, tracks, scales, lists of roles, spelling and other customs, and words that no dictionary has. Each
    /// guess says how sure it is; what is not sure stands there as a comment. Rules that report most of the pages
    /// are about custom and are switched off, rules about mistakes never are. No file is ever overwritten.
    #[command(after_help = help::INIT)]
    Init(InitArgs),
    /// Print the roles, levels and expectations that were understood
    #[command(after_help = help::EXPORT)]
    Export(ExportArgs),
    /// Make one page about the whole framework: gaps, progression, careers, what to fix first
    #[command(after_help = help::AUDIT)]
    Audit(AuditArgs),
    /// Draw the career graph
    #[command(after_help = help::GRAPH)]
    Graph(GraphArgs),
    /// Count roles, levels, words and findings, now and over time
    #[command(after_help = help::STATS)]
    Stats(StatsArgs),
    /// Say what changed between two states of a framework, by role and level
    #[command(after_help = help::DIFF)]
    Diff(DiffArgs),
    /// Show what separates two levels of a role, or two roles
    #[command(after_help = help::COMPARE)]
    Compare(CompareArgs),
    /// Bring copies of a level's text in line with the level's own page
    #[command(after_help = help::SYNC)]
    Sync(SyncArgs),
    /// Give a role or a level another name, in all files or in none
    ///
    /// Titles, headings, columns, keys, moves, links, diagrams and `rolelint.yaml` follow, and texts that surely speak of
    /// it. Where something else may be meant the place is named and left to you, and so are ids and names of files.
    #[command(after_help = help::RENAME)]
    Rename(RenameArgs),
    /// Print a built-in schema, or only validate
    Schema(SchemaArgs),
    /// Run the examples of your own rules
    #[command(after_help = help::TEST)]
    Test(TestArgs),
    /// Write down the findings of an old framework, so that only new ones are reported
    Baseline(BaselineArgs),
    /// Serve an editor: findings, explanations and repairs while you type
    ///
    /// You do not start this yourself: your editor does. docs/editors.md has the settings for Visual Studio
    /// Code, Neovim and Helix. The server talks on standard input and output as the language server protocol
    /// has it. It reads files and answers; it writes none, starts no programs, and knows no network.
    Lsp(LspArgs),
    /// Print a script that completes commands and options in a shell
    #[command(after_help = help::COMPLETIONS)]
    Completions(CompletionsArgs),
    /// Print the manual page
    Man,
}

#[derive(Debug, Default, Args)]
pub(super) struct CheckArgs {
    /// Files and folders to report on; the current folder if there are none.
    ///
    /// Rules that compare files read the rest of the framework as well.
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,

    /// Write repairs to the files: those that do not change what a page says
    #[arg(long, help_heading = "Repairing")]
    pub fix: bool,

    /// Write all repairs to the files, as with `--fix`, and those that may change what a page says as well;
    /// look at them first with `--diff --unsafe-fixes`
    #[arg(long, help_heading = "Repairing")]
    pub unsafe_fixes: bool,

    /// Show the repairs as a diff that `git apply` takes, and change nothing
    #[arg(long, help_heading = "Repairing")]
    pub diff: bool,

    /// Show each repair, one after the other, and ask whether to make it: yes, no, all, skip this rule, or quit.
    /// Nothing is written before the last answer
    #[arg(long, short, help_heading = "Repairing", conflicts_with_all = ["diff", "stdin_filename", "staged"])]
    pub interactive: bool,

    /// Repair, and do not report what is left
    #[arg(long, help_heading = "Repairing", conflicts_with_all = ["diff", "staged"])]
    pub fix_only: bool,

    /// List the repairs that were made, file by file
    #[arg(long, help_heading = "Repairing")]
    pub show_fixes: bool,

    /// How to print the findings
    #[arg(long, help_heading = "Output", value_name = "FORMAT", value_parser = formats(), default_value = "terminal")]
    pub format: String,

    /// Also write the findings to a file in this format, as in `sarif=report.sarif`; may be repeated
    #[arg(long, help_heading = "Output", value_name = "FORMAT=FILE", value_parser = OutputArg::parse)]
    pub output: Vec<OutputArg>,

    /// Print findings only: no remarks and no summary
    #[arg(long, short, help_heading = "Output", conflicts_with = "verbose")]
    pub quiet: bool,

    /// Say which configuration and which files are used, to which framework each belongs, and what is left
    /// out and why
    #[arg(long, short, help_heading = "Output")]
    pub verbose: bool,

    /// Say where the time went
    #[arg(long, help_heading = "Output")]
    pub timing: bool,

    /// Count the findings by rule and by file instead of listing them
    #[arg(long, help_heading = "Output")]
    pub statistics: bool,

    /// Run only these rules or groups of rules (repeat, or separate with commas)
    #[arg(long, help_heading = "Rules", value_name = "RULE", value_delimiter = ',')]
    pub select: Vec<String>,

    /// Do not run these rules or groups of rules
    #[arg(long, help_heading = "Rules", value_name = "RULE", value_delimiter = ',')]
    pub ignore: Vec<String>,

    /// Exit with 1 if there is a finding of this severity or a higher one
    #[arg(long, help_heading = "Rules", value_enum, value_name = "SEVERITY", default_value_t = FailOn::Error)]
    pub fail_on: FailOn,

    #[command(flatten)]
    pub config: ConfigArgs,

    /// Do not report what this file knows; `rolelint baseline create` writes it
    #[arg(long, help_heading = "New findings", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub baseline: Option<PathBuf>,

    /// Take no notice of the baseline that the configuration names
    #[arg(long, help_heading = "New findings", conflicts_with = "baseline")]
    pub no_baseline: bool,

    /// Report only what touches lines that changed since the work left this branch or commit; without REF,
    /// since it left the main branch
    #[arg(
        long,
        help_heading = "New findings",
        value_name = "REF",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = ""
    )]
    pub changed: Option<String>,

    /// Check the files as they are staged, and report only what touches lines that the next commit changes
    #[arg(
        long,
        help_heading = "New findings",
        conflicts_with_all = ["changed", "fix", "unsafe_fixes", "diff", "stdin_filename"]
    )]
    pub staged: bool,

    /// Take no notice of `rolelint-ignore` comments, for example in pull requests of strangers
    #[arg(long, help_heading = "Rules")]
    pub no_inline_ignores: bool,

    /// Also validate every data file and every settings block against this JSON Schema
    #[arg(long, help_heading = "Configuration", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub schema: Option<PathBuf>,

    /// Leave out what `exclude` and ignore files leave out, and hidden folders, even where a file is named, as hooks do
    #[arg(long, help_heading = "Input")]
    pub force_exclude: bool,

    /// Check the text on standard input as if it were this file
    #[arg(
        long,
        help_heading = "Input",
        value_name = "PATH",
        value_hint = ValueHint::FilePath,
        conflicts_with = "paths"
    )]
    pub stdin_filename: Option<PathBuf>,

    /// Check again whenever a file changes, until Ctrl+C ends it
    #[arg(
        long,
        help_heading = "Input",
        conflicts_with_all = ["fix", "unsafe_fixes", "diff", "stdin_filename", "staged"]
    )]
    pub watch: bool,

    /// Check the records on standard input, one a line, each with the `path` and the `text` of a page, and print the
    /// findings as JSON Lines
    #[arg(
        long,
        help_heading = "Input",
        value_enum,
        value_name = "FORMAT",
        conflicts_with_all = [
            "paths", "stdin_filename", "fix", "unsafe_fixes", "diff", "staged", "changed", "baseline", "statistics",
            "timing", "verbose", "output", "watch"
        ]
    )]
    pub stdin_format: Option<StdinFormat>,

    /// Check everything anew, and keep nothing for the next run; see `docs/performance.md`
    #[arg(long, help_heading = "Input")]
    pub no_cache: bool,

    /// Nothing but schemas is checked (`schema check`).
    #[arg(skip)]
    pub schemas_only: bool,

    #[command(flatten)]
    pub jobs: JobsArgs,
}

/// What standard input holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum StdinFormat {
    Jsonl,
}

#[derive(Debug, Clone, Default, Args)]
pub(super) struct ConfigArgs {
    /// Use this configuration instead of looking for `rolelint.yaml`
    ///
    /// Without this, it is looked for from the current folder upwards to the top of the git repository;
    /// outside of a repository, in the current folder only.
    #[arg(long, help_heading = "Configuration", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub config: Option<PathBuf>,

    /// Use no configuration at all
    #[arg(long, help_heading = "Configuration", conflicts_with = "config")]
    pub no_config: bool,
}

#[derive(Debug, Clone, Default, Args)]
pub(super) struct JobsArgs {
    /// How many threads to use, at most 64; as many as there are processors if this is 0
    #[arg(
        long,
        help_heading = "Input",
        value_name = "NUMBER",
        default_value_t = 0,
        hide_default_value = true
    )]
    pub jobs: usize,
}

/// More threads than this cost more than they give, and thousands of them take minutes to start.
const MOST_THREADS: usize = 64;

impl CheckArgs {
    /// What a command needs that writes repairs of its own kind.
    pub(super) fn writing(paths: &[PathBuf], write: &WriteArgs) -> Self {
        CheckArgs {
            paths: paths.to_vec(),
            format: "terminal".to_owned(),
            unsafe_fixes: true,
            diff: write.diff,
            config: write.config.clone(),
            no_baseline: true,
            no_cache: true,
            jobs: write.jobs.clone(),
            ..CheckArgs::default()
        }
    }

    /// Whether files are to be changed.
    pub fn repairs(&self) -> bool {
        !self.diff && (self.fix || self.unsafe_fixes || self.interactive || self.fix_only)
    }
}

impl JobsArgs {
    /// The number of threads; 0 for as many as there are processors.
    pub fn threads(&self) -> usize {
        self.jobs.min(MOST_THREADS)
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    #[default]
    Error,
    Warning,
    Info,
    /// Findings never fail the run
    Never,
}

impl FailOn {
    pub fn fails(self, severity: Severity) -> bool {
        match self {
            FailOn::Error => severity >= Severity::Error,
            FailOn::Warning => severity >= Severity::Warning,
            FailOn::Info => true,
            FailOn::Never => false,
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct BaselineArgs {
    #[command(subcommand)]
    pub command: BaselineCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum BaselineCommand {
    /// Write down all findings
    Create(BaselineCreateArgs),
    /// Add the findings that are new, and take out those that are gone
    Update(BaselineOptions),
    /// Take out the findings that are gone, and add none
    Prune(BaselineOptions),
}

#[derive(Debug, Args)]
pub(super) struct BaselineCreateArgs {
    /// Replace a baseline that exists
    #[arg(long)]
    pub force: bool,

    #[command(flatten)]
    pub options: BaselineOptions,
}

#[derive(Debug, Args)]
pub(super) struct BaselineOptions {
    /// Files and folders; the current folder if there are none
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,

    /// The baseline; without this, the one that the configuration names, or `.rolelint-baseline.json`
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub baseline: Option<PathBuf>,

    #[command(flatten)]
    pub config: ConfigArgs,

    #[command(flatten)]
    pub jobs: JobsArgs,
}

#[derive(Debug, Args)]
pub(super) struct LspArgs {
    /// Accepted because some editors add it; there is no other way to talk
    #[arg(long, hide = true)]
    pub stdio: bool,

    #[command(flatten)]
    pub config: ConfigArgs,

    #[command(flatten)]
    pub jobs: JobsArgs,
}

#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    pub shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// Name of the rule, as it stands in findings
    #[arg(value_name = "RULE")]
    pub rule: String,

    #[command(flatten)]
    pub config: ConfigArgs,
}

#[derive(Debug, Args)]
pub(super) struct RulesArgs {
    /// How to print the list
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = ListFormat::Terminal)]
    pub format: ListFormat,

    #[command(flatten)]
    pub config: ConfigArgs,
}

#[derive(Debug, Args)]
pub(super) struct InitArgs {
    /// Print what would be written, and write nothing
    #[arg(long)]
    pub dry_run: bool,

    /// Also write `.pre-commit-config.yaml`, which checks pages before each commit
    #[arg(long)]
    pub hook: bool,

    /// Also write a job that checks pages where they are reviewed
    #[arg(long, value_enum, value_name = "WHERE")]
    pub workflow: Option<Pipeline>,

    #[command(flatten)]
    pub jobs: JobsArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Pipeline {
    /// `.github/workflows/rolelint.yml`
    Github,
    /// `.gitlab-ci.yml`
    Gitlab,
}

#[derive(Debug, Args)]
pub(super) struct TestArgs {
    /// Pages of rules, YAML files, or folders of them; the packs of the configuration if there are none
    #[arg(value_name = "PACK", value_hint = ValueHint::AnyPath)]
    pub packs: Vec<PathBuf>,

    #[command(flatten)]
    pub config: ConfigArgs,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum ListFormat {
    Terminal,
    Json,
}

#[derive(Debug, Args)]
pub(super) struct ExportArgs {
    /// Files and folders to read; the current folder if there are none
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,

    /// How to print the roles [default: json]
    #[arg(long, help_heading = "Output", value_enum, value_name = "FORMAT")]
    pub format: Option<ExportFormat>,

    /// Say for each file how it was read and what told its roles, titles and levels; with `--format
    /// json` or `yaml`, add that to the roles
    #[arg(long, help_heading = "Output")]
    pub explain: bool,

    #[command(flatten)]
    pub config: ConfigArgs,

    #[command(flatten)]
    pub jobs: JobsArgs,
}

#[derive(Debug, Args)]
pub(super) struct AuditArgs {
    /// Files and folders to look through; the current folder if there are none
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,

    /// Write the page to this file instead of printing it
    #[arg(long, short, help_heading = "Output", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,

    /// How to write it
    #[arg(long, help_heading = "Output", value_enum, value_name = "FORMAT", default_value_t = AuditFormat::Html)]
    pub format: AuditFormat,

    /// The heading of the page
    #[arg(long, help_heading = "Output", value_name = "TEXT", default_value = "Role framework audit")]
    pub title: String,

    #[command(flatten)]
    pub config: ConfigArgs,

    #[command(flatten)]
    pub jobs: JobsArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum AuditFormat {
    /// One page for a browser that needs no other file, no network and no scripts
    Html,
    /// For a wiki or a pull request
    Markdown,
    /// Everything that the page shows, for programs
    Json,
}

#[derive(Debug, Args)]
pub(super) struct GraphArgs {
    /// Files and folders to read; the current folder if there are none
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,

    /// How to draw it
    #[arg(long, help_heading = "Output", value_enum, value_name = "FORMAT", default_value_t = GraphFormat::Mermaid)]
    pub format: GraphFormat,

    /// Write it to this file instead of printing it
    #[arg(long, short, help_heading = "Output", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,

    #[command(flatten)]
    pub config: ConfigArgs,

    #[command(flatten)]
    pub jobs: JobsArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum GraphFormat {
    /// Text that code hosts and wikis draw
    Mermaid,
    /// For Graphviz
    Dot,
    /// A picture
    Svg,
}

#[derive(Debug, Args)]
pub(super) struct StatsArgs {
    /// Files and folders to count in; the current folder if there are none
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,

    /// Also count in the commits since this one, at most twelve of them, under the rules of today
    #[arg(long, value_name = "REV")]
    pub since: Option<String>,

    /// How to print the figures
    #[arg(long, help_heading = "Output", value_enum, value_name = "FORMAT", default_value_t = StatsFormat::Terminal)]
    pub format: StatsFormat,

    #[command(flatten)]
    pub config: ConfigArgs,

    #[command(flatten)]
    pub jobs: JobsArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum StatsFormat {
    Terminal,
    Json,
}

#[derive(Debug, Args)]
pub(super) struct SchemaArgs {
    #[command(subcommand)]
    pub command: SchemaCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum SchemaCommand {
    /// Print a built-in schema; without a name, list them
    Print {
        /// Such as `role` or `rolelint:front-matter/jekyll-page`
        #[arg(value_name = "NAME")]
        name: Option<String>,
    },
    /// Validate files against the schemas that apply to them, and run no other rules
    Check(SchemaCheckArgs),
    /// Make a schema that the settings blocks of these pages satisfy, and list what stands out in them
    Infer(SchemaInferArgs),
}

#[derive(Debug, Args)]
pub(super) struct SchemaInferArgs {
    /// Files and folders; the current folder if there are none
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,

    /// Look at data files (YAML, JSON, TOML) instead of the settings blocks of pages
    #[arg(long, help_heading = "Input")]
    pub data: bool,

    #[command(flatten)]
    pub config: ConfigArgs,

    #[command(flatten)]
    pub jobs: JobsArgs,
}

#[derive(Debug, Args)]
pub(super) struct SchemaCheckArgs {
    /// Files and folders; the current folder if there are none
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,

    /// Also validate every data file and every settings block against this JSON Schema
    #[arg(long, help_heading = "Configuration", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub schema: Option<PathBuf>,

    /// How to print the findings
    #[arg(long, help_heading = "Output", value_name = "FORMAT", value_parser = formats(), default_value = "terminal")]
    pub format: String,

    #[command(flatten)]
    pub config: ConfigArgs,

    #[command(flatten)]
    pub jobs: JobsArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ExportFormat {
    /// Everything, with its place
    Json,
    Yaml,
    /// A table for spreadsheets: a row for each expectation, a column for each level
    Csv,
    /// Job postings in JSON-LD, as schema.org has them: the pages that are written for candidates
    Jobposting,
}

fn formats() -> PossibleValuesParser {
    PossibleValuesParser::new(
        REPORTERS.iter().map(|reporter| PossibleValue::new(reporter.name).help(reporter.about)),
    )
}

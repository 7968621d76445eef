//! The arguments of the commands that lay two things side by side.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

use super::args::{ConfigArgs, JobsArgs};

#[derive(Debug, Args)]
pub(super) struct DiffArgs {
    /// The earlier state: a commit, tag or branch of the repository of the current folder, or a folder
    ///
    /// A name that is both is a folder; `refs/heads/NAME` is always the branch. Of a commit, the files below the
    /// current folder are compared.
    #[arg(value_name = "OLD")]
    pub old: String,

    /// The later state, named likewise; without it, the files as they are now
    #[arg(value_name = "NEW")]
    pub new: Option<String>,

    /// How to print the changes
    #[arg(long, help_heading = "Output", value_enum, value_name = "FORMAT", default_value_t = DiffFormat::Terminal)]
    pub format: DiffFormat,

    /// Also list what is only counted otherwise: changes of spelling, punctuation and other forms, copies that
    /// follow their own page, and what new pages say
    #[arg(long, help_heading = "Output")]
    pub all: bool,

    /// Exit with 1 if there are changes of this kind
    #[arg(long, help_heading = "Output", value_enum, value_name = "KIND", default_value_t = FailOnChange::Never)]
    pub fail_on: FailOnChange,

    #[command(flatten)]
    pub config: ConfigArgs,

    #[command(flatten)]
    pub jobs: JobsArgs,
}

#[derive(Debug, Args)]
pub(super) struct CompareArgs {
    /// A role and two of its levels, as in `compare Engineer L3 L4`, or two roles
    ///
    /// A role is named by its title, its id, another name of it or its file; a level by its label or its code.
    #[arg(value_names = ["ROLE", "LEVEL"], num_args = 2..=3, required = true)]
    pub names: Vec<String>,

    /// Files and folders to look in; the current folder if there are none
    #[arg(long, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub path: Vec<PathBuf>,

    /// How to print the comparison
    #[arg(long, help_heading = "Output", value_enum, value_name = "FORMAT", default_value_t = CompareFormat::Terminal)]
    pub format: CompareFormat,

    #[command(flatten)]
    pub config: ConfigArgs,

    #[command(flatten)]
    pub jobs: JobsArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum CompareFormat {
    /// Side by side, where the terminal is wide enough
    Terminal,
    /// A table for each section
    Markdown,
    /// For programs: see schemas/compare.schema.json
    Json,
}

/// What the commands that write to several pages have in common.
#[derive(Debug, Args)]
pub(super) struct WriteArgs {
    /// Show what would be written, as a patch that `git apply` takes, and change nothing
    ///
    /// Ends with 1 if there is anything to write.
    #[arg(long)]
    pub diff: bool,

    #[command(flatten)]
    pub config: ConfigArgs,

    #[command(flatten)]
    pub jobs: JobsArgs,
}

#[derive(Debug, Args)]
pub(super) struct SyncArgs {
    /// Files and folders to write to; the current folder if there are none
    ///
    /// The pages that the texts are taken from are found in the rest of the framework as well. Look at `--diff` first:
    /// the text of a level's own page replaces its copies, and sometimes a copy is right and the page is not.
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,

    #[command(flatten)]
    pub write: WriteArgs,
}

#[derive(Debug, Args)]
pub(super) struct RenameArgs {
    /// What the role or the level is called now, as written
    #[arg(value_name = "OLD")]
    pub old: String,

    /// What it shall be called
    #[arg(value_name = "NEW")]
    pub new: String,

    /// Files and folders of the framework that is meant; the current folder if there are none
    ///
    /// All files of that framework are changed, whichever of them are named here.
    #[arg(long, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub path: Vec<PathBuf>,

    #[command(flatten)]
    pub write: WriteArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum DiffFormat {
    /// For people, with the changed words marked
    Terminal,
    /// A comment on a pull request
    Markdown,
    /// For programs: see schemas/diff.schema.json
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOnChange {
    /// Changes never fail the run
    Never,
    /// Changes that mean something to the people who are judged by the framework
    Substantive,
    /// All changes, also of spelling and punctuation
    Any,
}

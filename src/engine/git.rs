//! Earlier states of files, from git. The only place that starts another program, and it starts only
//! this one: with commands that read objects and the index, never with what a repository's settings could
//! name (filters, hooks, monitors, remotes). `docs/decisions/0018-asking-git.md` says why.

use std::collections::{BTreeMap, HashMap};
use std::ffi::OsStr;
use std::io::{self, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::discover::{Base, PathError, repository_of};

/// Given to every command: nothing that the repository names is run, nothing is fetched or locked.
const SETTINGS: [&str; 9] = [
    "--no-pager",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "core.untrackedCache=false",
    "-c",
    "safe.bareRepository=explicit",
];

/// The same in the environment.
const ENVIRONMENT: [(&str, &str); 8] = [
    ("GIT_ALLOW_PROTOCOL", "none"),
    ("GIT_LITERAL_PATHSPECS", "1"),
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_NO_REPLACE_OBJECTS", "1"),
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("GIT_PAGER", "cat"),
    ("GIT_TERMINAL_PROMPT", "0"),
    ("LC_ALL", "C"),
];

/// Longest list of files that is read, in bytes.
const MAX_LIST: u64 = 1 << 30;

/// Files of one state of a repository: absolute path and the name of the content.
pub type State = BTreeMap<PathBuf, String>;

/// What the next commit would have.
#[derive(Debug, Default)]
pub struct Staged {
    pub files: State,
    /// What stands beside them and is no file of this commit: links, submodules, and what git is to ignore.
    pub others: Vec<PathBuf>,
}

/// A git repository with a working tree.
#[derive(Debug)]
pub struct Repository {
    root: PathBuf,
    program: PathBuf,
}

impl Repository {
    /// The repository of the working directory.
    ///
    /// # Errors
    /// When there is none, or no git.
    pub fn of(base: &Base) -> Result<Self, PathError> {
        let root = repository_of(base.folder()).map(Path::to_path_buf).ok_or_else(|| PathError {
            message: "There is no git repository here, so nothing tells what changed.".into(),
            help: Some("Run rolelint inside a repository, or without `--changed` and `--staged`.".into()),
        })?;
        Repository::at(&root)
    }

    /// The repository whose working tree is at `root`.
    ///
    /// # Errors
    /// When there is no git, or it refuses.
    pub fn at(root: &Path) -> Result<Self, PathError> {
        let root = root.to_path_buf();
        let program = program(&root).ok_or_else(|| PathError {
            message: "git is needed to tell what changed, and it is not installed.".into(),
            help: Some("Install git, or leave out `--changed` and `--staged`.".into()),
        })?;
        let repository = Repository { root, program };
        // git refuses the repositories of other users, which is common in containers.
        let (good, _) = repository.ask(&["rev-parse", "--git-dir"])?;
        if good {
            return Ok(repository);
        }
        Err(PathError {
            message: "git refuses to read this repository, so nothing tells what changed.".into(),
            help: Some(
                "`git status` says why. If the folder belongs to somebody else, as in many containers, allow it \
                 with `git config --global --add safe.directory FOLDER`."
                    .into(),
            ),
        })
    }

    /// True for a path in its working tree.
    pub fn holds(&self, path: &Path) -> bool {
        path.starts_with(&self.root)
    }

    /// The name of the commit that `reference` stands for.
    ///
    /// # Errors
    /// When git cannot be asked.
    pub fn commit(&self, reference: &str) -> Result<Option<String>, PathError> {
        let wanted = format!("{reference}^{{commit}}");
        let (good, output) = self.ask(&["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted])?;
        Ok(good.then(|| String::from_utf8_lossy(&output).trim().to_owned()).filter(|name| is_name(name)))
    }

    /// Where the work on the current state left `commit`.
    ///
    /// # Errors
    /// When git cannot be asked, or the history does not reach back that far.
    pub fn branch_point(&self, commit: &str) -> Result<String, PathError> {
        let (good, output) = self.ask(&["merge-base", "--end-of-options", commit, "HEAD"])?;
        let name = String::from_utf8_lossy(&output).trim().to_owned();
        if good && is_name(&name) {
            return Ok(name);
        }
        Err(PathError {
            message: format!("The current state and `{commit}` have no common commit that is known here."),
            help: Some(FETCH.into()),
        })
    }

    /// The commit against which changes are told: where the work left `reference`, or the main branch if none
    /// is named. `None` in a repository without commits.
    ///
    /// # Errors
    /// When there is no such commit, or the history does not reach back that far.
    pub fn base(&self, reference: Option<&str>) -> Result<Option<String>, PathError> {
        if let Some(reference) = reference {
            let commit = self.commit(reference)?.ok_or_else(|| PathError {
                message: format!("git knows no commit `{reference}`."),
                help: Some(FETCH.into()),
            })?;
            return self.branch_point(&commit).map(Some);
        }
        for name in ["origin/HEAD", "origin/main", "origin/master", "main", "master"] {
            if let Some(commit) = self.commit(name)? {
                return self.branch_point(&commit).map(Some);
            }
        }
        if self.commit("HEAD")?.is_none() {
            return Ok(None);
        }
        Err(PathError {
            message: "Nothing tells here which branch is the main one, so nothing tells what changed.".into(),
            help: Some(format!("Name it, as in `--changed=main`. {FETCH}")),
        })
    }

    /// The commits from `since` to the current one that touch something in `folder`, the oldest first, with
    /// their times (seconds since 1970). `since` itself comes first. Of merged work only the merge counts.
    ///
    /// # Errors
    /// When git cannot be asked or does not know the commit.
    pub fn history(&self, since: &str, folder: &Path) -> Result<Vec<(String, i64)>, PathError> {
        let unknown =
            || PathError { message: format!("git knows no commit `{since}`."), help: Some(FETCH.into()) };
        let first = self.commit(since)?.ok_or_else(unknown)?;
        let inside = folder.strip_prefix(&self.root).ok().and_then(Path::to_str);
        let inside = inside.filter(|path| !path.is_empty()).unwrap_or(".");
        let range = format!("{first}..HEAD");
        let options = ["rev-list", "--first-parent", "--reverse", "--timestamp"];
        let start = [&options[..], &["--max-count=1", "--end-of-options", &first]].concat();
        let rest = [&options[..], &["--end-of-options", &range, "--", inside]].concat();
        let mut commits = vec![];
        for args in [start, rest] {
            let (good, output) = self.ask(&args)?;
            if !good {
                return Err(unknown());
            }
            // `SECONDS NAME`
            commits.extend(String::from_utf8_lossy(&output).lines().filter_map(|line| {
                let (seconds, name) = line.split_once(' ')?;
                Some((name.to_owned(), seconds.parse().ok()?)).filter(|_| is_name(name))
            }));
        }
        Ok(commits)
    }

    /// The files of a commit, and its submodules with the commits that it names for them.
    ///
    /// # Errors
    /// When git cannot be asked or does not know the commit.
    pub fn tree(&self, commit: &str) -> Result<(State, State), PathError> {
        let (good, output) = self.ask(&["ls-tree", "-r", "-z", "--full-tree", "--end-of-options", commit])?;
        if !good {
            let help = if self.commit(commit)?.is_some() { PARTIAL } else { FETCH };
            return Err(PathError {
                message: format!("git cannot list the files of `{commit}`{}.", self.in_folder()),
                help: Some(help.into()),
            });
        }
        // `100644 blob NAME<tab>PATH`, `160000 commit NAME<tab>PATH`
        let files = self.entries(&output, |facts| match facts {
            [mode, b"blob", name] if mode.starts_with(b"100") => Some(name),
            _ => None,
        });
        let submodules = self.entries(&output, |facts| match facts {
            [b"160000", b"commit", name] => Some(name),
            _ => None,
        });
        Ok((files, submodules))
    }

    /// ` in FOLDER`, for sentences: of several repositories one is meant.
    fn in_folder(&self) -> String {
        let name = self.root.file_name().map(|name| name.to_string_lossy().into_owned());
        name.map_or_else(String::new, |name| format!(" in `{name}`"))
    }

    /// The files as the next commit would have them.
    ///
    /// # Errors
    /// When git cannot be asked.
    pub fn staged(&self) -> Result<Staged, PathError> {
        let cannot = || PathError { message: "git cannot list the staged files.".into(), help: None };
        let (good, output) = self.ask(&["ls-files", "--stage", "-z"])?;
        // Links may lead to what is made from the pages, and so is in no commit.
        let made = ["ls-files", "--others", "--ignored", "--exclude-standard", "--directory", "-z"];
        let (listed, ignored) = self.ask(&made)?;
        if !good || !listed {
            return Err(cannot());
        }
        // `100644 NAME 0<tab>PATH`; other stages are conflicts that are not settled.
        let files = self.entries(&output, |facts| match facts {
            [mode, name, b"0"] if mode.starts_with(b"100") => Some(name),
            _ => None,
        });
        let others = self.entries(&output, |facts| match facts {
            [mode, name, _] if !mode.starts_with(b"100") => Some(name),
            _ => None,
        });
        let ignored = ignored.split(|&byte| byte == 0).filter(|path| !path.is_empty()).filter_map(path_of);
        let ignored = ignored.map(|path| self.root.join(path).components().collect());
        Ok(Staged { files, others: others.into_keys().chain(ignored).collect() })
    }

    fn entries<'o>(&self, output: &'o [u8], name_of: impl Fn(&[&'o [u8]]) -> Option<&'o [u8]>) -> State {
        let entry = |line: &'o [u8]| {
            let tab = memchr::memchr(b'\t', line)?;
            let (facts, path) = (line.get(..tab)?, line.get(tab + 1..)?);
            let facts: Vec<&[u8]> = facts.split(|&byte| byte == b' ').collect();
            let name = String::from_utf8(name_of(&facts)?.to_vec()).ok()?;
            Some((self.root.join(path_of(path)?), name))
        };
        output.split(|&byte| byte == 0).filter_map(entry).collect()
    }

    /// The contents with these names; those that are larger than `limit` bytes are left out.
    ///
    /// # Errors
    /// When git cannot be asked, or does not have one of them.
    pub fn contents(&self, names: &[&str], limit: u64) -> Result<HashMap<String, Vec<u8>>, PathError> {
        let mut list = String::new();
        for name in names.iter().filter(|name| is_name(name)) {
            list.push_str(name);
            list.push('\n');
        }
        if list.is_empty() {
            return Ok(HashMap::new());
        }
        let mut child =
            self.command(&["cat-file", "--batch"]).stdin(Stdio::piped()).spawn().map_err(cannot)?;
        let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(cannot(io::Error::other("it cannot be spoken to")));
        };
        let contents = std::thread::scope(|scope| {
            // Both at once: git answers while it is asked, and waits when nobody reads.
            let writer = scope.spawn(move || input.write_all(list.as_bytes()));
            let contents = read_batch(&mut BufReader::new(output), limit);
            let _ = writer.join();
            contents
        });
        let status = child.wait().map_err(cannot)?;
        match contents {
            Ok((_, missing)) if missing > 0 => Err(PathError {
                message: format!(
                    "git does not have the contents of {missing} of the files{}: this is a partial clone.",
                    self.in_folder()
                ),
                help: Some(PARTIAL.into()),
            }),
            Ok((contents, _)) if status.success() => Ok(contents),
            Ok(_) => Err(cannot(io::Error::other("it ended with an error"))),
            Err(error) => Err(cannot(error)),
        }
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(SETTINGS).arg("-C").arg(&self.root).args(args).envs(ENVIRONMENT);
        command.env_remove("GIT_EXTERNAL_DIFF").env_remove("GIT_CONFIG_PARAMETERS");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        command
    }

    /// Whether the command succeeded, and what it printed.
    fn ask(&self, args: &[&str]) -> Result<(bool, Vec<u8>), PathError> {
        let mut child = self.command(args).spawn().map_err(cannot)?;
        let mut output = vec![];
        let read = child.stdout.take().map(|out| out.take(MAX_LIST).read_to_end(&mut output));
        let status = child.wait().map_err(cannot)?;
        read.transpose().map_err(cannot)?;
        Ok((status.success(), output))
    }
}

const PARTIAL: &str =
    "Clone without `--filter`, or fetch what was left out: `git fetch --refetch --no-filter`.";

const FETCH: &str =
    "A build often has only the last commit: fetch more of the history (on GitHub `fetch-depth: 0`).";

fn cannot(error: io::Error) -> PathError {
    PathError { message: format!("git cannot be asked what changed: {error}."), help: None }
}

/// True for the full name of an object.
fn is_name(name: &str) -> bool {
    matches!(name.len(), 40 | 64) && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Answers of the form `NAME blob SIZE`, the content, and a line feed; or `NAME missing`, which are counted.
fn read_batch(output: &mut impl io::BufRead, limit: u64) -> io::Result<(HashMap<String, Vec<u8>>, usize)> {
    let (mut contents, mut missing) = (HashMap::new(), 0);
    loop {
        let mut head = String::new();
        if output.read_line(&mut head)? == 0 {
            return Ok((contents, missing));
        }
        let mut facts = head.split_whitespace();
        let (Some(name), Some(kind)) = (facts.next(), facts.next()) else { continue };
        missing += usize::from(kind == "missing");
        let Some(size) = facts.next().and_then(|size| size.parse::<u64>().ok()) else { continue };
        if kind == "blob" && size <= limit {
            let mut content = vec![];
            output.by_ref().take(size).read_to_end(&mut content)?;
            contents.insert(name.to_owned(), content);
        } else {
            io::copy(&mut output.by_ref().take(size), &mut io::sink())?;
        }
        output.read_exact(&mut [0])?;
    }
}

/// git, from a folder that the environment names in full and that is not part of the repository: a stranger
/// may have put a program of that name there.
fn program(root: &Path) -> Option<PathBuf> {
    let name = if cfg!(windows) { "git.exe" } else { "git" };
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders)
        .filter(|folder| folder.is_absolute() && !folder.starts_with(root))
        .map(|folder| folder.join(name))
        .find(|program| program.is_file())
}

#[cfg(unix)]
#[allow(clippy::unnecessary_wraps)]
pub(super) fn path_of(bytes: &[u8]) -> Option<&OsStr> {
    use std::os::unix::ffi::OsStrExt as _;
    Some(OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
pub(super) fn path_of(bytes: &[u8]) -> Option<&OsStr> {
    std::str::from_utf8(bytes).ok().map(OsStr::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_come_one_after_the_other() {
        let name = |digit: &str| digit.repeat(40);
        let (small, large, gone) = (name("a"), name("b"), name("c"));
        let answer =
            format!("{small} blob 3\na\nb\n{large} blob 9\n123456789\n{gone} missing\n{gone} blob 0\n\n");
        let (contents, missing) = read_batch(&mut answer.as_bytes(), 5).unwrap();
        assert_eq!(missing, 1);
        assert_eq!(contents.get(&small).unwrap(), b"a\nb");
        assert!(!contents.contains_key(&large));
        assert_eq!(contents.get(&gone).unwrap(), b"");
    }
}

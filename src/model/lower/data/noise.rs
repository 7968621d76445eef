//! Data files that are about other things than roles: settings, packages, workflows, schemas, texts
//! of programs.

use super::super::super::vocabulary::{looks_like_title, words_of};
use super::MAX_GROUPS;
use super::keys::{Key, find, level_of};
use crate::syntax::{Node, Value};
use crate::text::SourceFile;

/// Names of files that tools read.
const NAMES: &[&str] = &[
    "package",
    "package-lock",
    "composer",
    "tsconfig",
    "jsconfig",
    "manifest",
    "lerna",
    "nx",
    "turbo",
    "renovate",
    "dependabot",
    "docker-compose",
    "compose",
    "mkdocs",
    "_config",
    "config",
    "netlify",
    "vercel",
    "firebase",
    "angular",
    "babel",
    "eslint",
    "prettier",
    "openapi",
    "swagger",
    "cargo",
    "pyproject",
    "poetry",
    "pubspec",
    "codecov",
    "action",
    "rolelint",
    "book",
    "hugo",
    "antora",
    "vale",
    "cspell",
    "settings",
    "launch",
    "tasks",
    "sidebars",
    "navigation",
    "nav",
    "toc",
    "sitemap",
    "redirects",
    "crowdin",
    "lefthook",
    "pnpm-workspace",
    "labels",
];

/// Folders of files that tools read.
const FOLDERS: &[&str] = &[
    ".github",
    ".gitlab",
    ".vscode",
    ".idea",
    ".circleci",
    "node_modules",
    "vendor",
    ".devcontainer",
    "workflows",
];

/// Keys that only files of one tool have together.
const MARKS: &[(&[&str], &str)] = &[
    (&["dependencies", "version"], "a package manifest"),
    (&["devDependencies"], "a package manifest"),
    (&["lockfileVersion"], "a lock file"),
    (&["compilerOptions"], "settings of a compiler"),
    (&["on", "jobs"], "a workflow"),
    (&["apiVersion", "kind"], "a cluster's settings"),
    (&["services", "volumes"], "settings of containers"),
    (&["openapi"], "a description of an interface"),
    (&["swagger"], "a description of an interface"),
    (&["repos"], "settings of a tool"),
    (&["$schema", "properties"], "a schema"),
    (&["$schema", "$defs"], "a schema"),
    (&["type", "properties"], "a schema"),
    (&["plugins", "theme"], "settings of a site"),
];

/// Why the file's name says that it holds no role.
pub(super) fn name(file: &SourceFile) -> Option<String> {
    let path = file.path.to_lowercase();
    let mut parts = path.rsplit('/');
    let stem = parts.next().unwrap_or("").split('.').find(|part| !part.is_empty()).unwrap_or("");
    if NAMES.contains(&stem) && !stem.is_empty() {
        return Some(format!("`{stem}` is a file of settings"));
    }
    parts.any(|folder| FOLDERS.contains(&folder)).then(|| "it stands in a folder of settings".to_owned())
}

/// Why the keys say that the file holds no role.
pub(super) fn reason(_file: &SourceFile, root: &Node) -> Option<String> {
    let has = |key: &&str| root.get(key).is_some_and(|node| !matches!(node.value, Value::Null));
    if lists_people(root) {
        return Some("it lists people".into());
    }
    let mark = MARKS.iter().find(|(keys, _)| keys.iter().all(has));
    if let Some((_, what)) = mark {
        return Some(format!("its keys are those of {what}"));
    }
    let schema = root.get("$schema").and_then(Node::as_str).unwrap_or("");
    schema.contains("json-schema.org").then(|| "it is a schema".to_owned())
}

/// True for nothing but people, with their names and their jobs: in lists, by their logins, in teams.
fn lists_people(root: &Node) -> bool {
    only_people(root, 0)
}

fn only_people(node: &Node, depth: usize) -> bool {
    let held: Vec<&Node> =
        node.items().iter().chain(node.entries().iter().map(|entry| &entry.value)).collect();
    let listed = !node.items().is_empty();
    // Who belongs to a person is one, and what is said of him is no role.
    if is_person(node) {
        return true;
    }
    let mut held = held.into_iter().filter(|node| !node.items().is_empty() || !node.entries().is_empty());
    let mut held = held.by_ref().peekable();
    depth < MAX_GROUPS
        && held.peek().is_some()
        && (!listed || node.items().iter().all(|item| !item.entries().is_empty()))
        && held.all(|inner| only_people(inner, depth + 1))
}

/// True for somebody with a name and a job.
fn is_person(node: &Node) -> bool {
    let text =
        |keys: &[&str]| keys.iter().find_map(|key| node.get(key)).and_then(Node::as_str).map(str::trim);
    let Some(job) = text(&["role", "title", "job_title", "jobTitle", "position", "job"]) else {
        return false;
    };
    let called = match text(&["full_name", "fullName", "first_name", "firstName"]) {
        Some(_) => true,
        None => text(&["name"]).is_some_and(|name| may_be_person(name, job)),
    };
    let addressed = ["email", "mail", "github", "slack"].iter().any(|key| node.get(key).is_some());
    called && find(node, Key::Levels).is_none() && (looks_like_title(job) || addressed)
}

/// True for "Anna" and "Bert de Vries", but not for "Backend" of a "Backend Engineer".
pub(in crate::model::lower) fn may_be_person(name: &str, job: &str) -> bool {
    let job = words_of(job);
    !looks_like_title(name)
        && level_of(name).is_none()
        && (1..=5).contains(&name.split_whitespace().count())
        && name.starts_with(char::is_uppercase)
        && !words_of(name).iter().any(|word| job.contains(word))
}

//! Which schema a file must follow: what the configuration says, what the file says in `$schema`,
//! what the command line says. Nothing applies that nobody declared.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::{BUILT_IN, Place, Schema, SchemaError, built_in};
use crate::config::{PathPatterns, SchemaOf, Settings};
use crate::syntax::Node;
use crate::text::{FileId, Limits, LoadError, SourceFile, nearest, read_beside, read_inside};

/// All schemas that were declared for a run.
#[derive(Debug, Default)]
pub struct Schemas {
    configured: Vec<(PathPatterns, SchemaOf, Arc<Schema>)>,
    /// From the command line: for every file.
    forced: Option<Arc<Schema>>,
    /// The folder that no schema named in a file may leave.
    root: Option<PathBuf>,
    /// Schemas that files name in `$schema`, by path from the root.
    named: Mutex<HashMap<String, Result<Arc<Schema>, String>>>,
}

/// A declaration that cannot be followed.
#[derive(Debug, thiserror::Error)]
pub enum DeclarationError {
    /// Entry of `schemas` in the configuration, counted from 0.
    #[error("{reason}")]
    Configured { entry: usize, reason: String },
    /// `--schema`.
    #[error("{0}")]
    CommandLine(String),
}

impl Schemas {
    /// Reads the schemas of a configuration. `folder` is where the configuration stands (schema
    /// paths are relative to it and stay inside), `forced` a file named on the command line.
    ///
    /// # Errors
    /// When a schema cannot be read or used, or a pattern is malformed.
    pub fn new(
        settings: &Settings,
        folder: Option<&Path>,
        forced: Option<&Path>,
    ) -> Result<Self, DeclarationError> {
        let mut schemas = Schemas { root: folder.map(Path::to_path_buf), ..Schemas::default() };
        for (entry, rule) in settings.schemas.iter().enumerate() {
            let error = |reason| DeclarationError::Configured { entry, reason };
            let patterns = settings.patterns(&rule.paths).map_err(|(_, reason)| error(reason))?;
            let schema = schemas.load(&rule.schema).map_err(error)?;
            schemas.configured.push((patterns, rule.of, schema));
        }
        if let Some(path) = forced {
            let name = path.to_string_lossy();
            let schema = match built_in(&name) {
                Some(text) => Schema::load(text, &name, None).map_err(|error| error.to_string()),
                None => from_command_line(path),
            };
            schemas.forced = Some(Arc::new(schema.map_err(DeclarationError::CommandLine)?));
        }
        Ok(schemas)
    }

    /// The schemas that `node` (a settings block or a data file) of `file` must follow, and why one
    /// that the file itself names cannot be used.
    pub fn of(&self, file: &SourceFile, node: &Node) -> Vec<Result<Arc<Schema>, String>> {
        let mut found: Vec<_> =
            self.configured(file, SchemaOf::File).map(|schema| Ok(Arc::clone(schema))).collect();
        found.extend(self.forced.iter().map(|schema| Ok(Arc::clone(schema))));
        let declared = node.get("$schema").and_then(Node::as_str);
        // Addresses are names to many programs; nothing is ever fetched from one.
        if let Some(name) = declared.filter(|name| !name.contains("://")) {
            found.push(self.named(file, name));
        }
        found
    }

    /// The schemas that each role of `file` must follow, as `rolelint export` prints it.
    pub fn of_roles(&self, file: &SourceFile) -> impl Iterator<Item = &Arc<Schema>> {
        self.configured(file, SchemaOf::Model)
    }

    fn configured(&self, file: &SourceFile, of: SchemaOf) -> impl Iterator<Item = &Arc<Schema>> {
        let own = move |(patterns, wanted, _): &&(PathPatterns, SchemaOf, Arc<Schema>)| {
            *wanted == of && patterns.matches(&file.path)
        };
        self.configured.iter().filter(own).map(|(_, _, schema)| schema)
    }

    fn named(&self, file: &SourceFile, name: &str) -> Result<Arc<Schema>, String> {
        let folder = file.disk.as_deref().and_then(Path::parent).zip(self.root.as_deref());
        let beside = folder.and_then(|(folder, root)| folder.strip_prefix(root).ok());
        let path = match (built_in(name), beside) {
            (None, Some(beside)) => beside.join(name).to_string_lossy().into_owned(),
            _ => name.to_owned(),
        };
        let known = |named: &HashMap<String, _>| named.get(&path).cloned();
        if let Some(known) = known(&self.named.lock().unwrap_or_else(PoisonError::into_inner)) {
            return known;
        }
        let schema = self.load(&path);
        let mut named = self.named.lock().unwrap_or_else(PoisonError::into_inner);
        named.insert(path, schema.clone());
        schema
    }

    /// A built-in schema, or a file inside the root.
    fn load(&self, name: &str) -> Result<Arc<Schema>, String> {
        if let Some(text) = built_in(name) {
            return Schema::load(text, name, None).map(Arc::new).map_err(|error| error.to_string());
        }
        if name.starts_with("rolelint:") {
            let near = nearest(name, BUILT_IN.iter().map(|(known, _)| *known));
            let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            return Err(format!("there is no built-in schema named `{name}`{hint}"));
        }
        let Some(root) = self.root.as_deref() else {
            return Err(format!("there is no built-in schema named `{name}`"));
        };
        let path = Path::new(name);
        let limits = Limits { max_file_size: super::MAX_SCHEMA_SIZE };
        let bytes = read_inside(root, path, limits)
            .map_err(|error| format!("the schema `{name}`: {}", plain(&error)))?;
        let file = SourceFile::from_bytes(FileId(0), name, None, &bytes);
        let schema = Schema::from_source(&file, Some(Place { root, path }));
        schema.map(Arc::new).map_err(|error: SchemaError| error.to_string())
    }
}

/// The reason without the system's error number.
pub(super) fn plain(error: &LoadError) -> String {
    match error {
        LoadError::Io(error) if error.kind() == std::io::ErrorKind::NotFound => {
            "there is no such file".into()
        }
        LoadError::Io(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
            "you have no permission to read it".into()
        }
        other => other.to_string(),
    }
}

/// A schema that the user of the command line vouches for: anywhere, with references to its folder.
fn from_command_line(path: &Path) -> Result<Schema, String> {
    let shown = path.display();
    let limits = Limits { max_file_size: super::MAX_SCHEMA_SIZE };
    let bytes = read_beside(path, limits)
        .map_err(|error| format!("The schema `{shown}` cannot be read: {}.", plain(&error)))?;
    let file = SourceFile::from_bytes(FileId(0), path.to_string_lossy(), None, &bytes);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().map_or(path, Path::new);
    Schema::from_source(&file, Some(Place { root: folder, path: name })).map_err(|error| format!("{error}."))
}

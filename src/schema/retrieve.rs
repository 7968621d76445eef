//! Where `$ref` may lead: to rolelint's own schemas and to files inside the root folder. Nothing
//! is ever fetched from elsewhere.

use std::error::Error;
use std::path::{Path, PathBuf};

use jsonschema::{Retrieve, Uri};
use serde_json::Value;

use super::declared::plain;
use super::{Place, builtin};
use crate::syntax;
use crate::text::{FileId, Limits, SourceFile, read_inside};

/// Base of the addresses of files: their path inside the root follows. The folders above the root exist in
/// addresses only, so that a reference that climbs out of it is seen to do so.
const FILES: &str = "file:///above/above/above/above/above/above/above/above/root/";

/// Why nothing on the web can be used.
pub(super) const NO_NETWORK: &str =
    "rolelint fetches nothing from the network; keep a copy of the file and refer to that";

/// Serves references of a schema.
pub(super) struct Local {
    root: Option<PathBuf>,
    /// The folder of the web address that the schema calls itself by, and its real one: what it
    /// refers to by a relative address stands beside it.
    beside: Option<(String, String)>,
}

impl Local {
    pub(super) fn new(place: Option<Place>, schema: &Value) -> Self {
        let folder = |address: &str| address.rsplit_once('/').map(|(folder, _)| format!("{folder}/"));
        let id = schema.get("$id").or_else(|| schema.get("id")).and_then(Value::as_str);
        let web = id.filter(|id| id.starts_with("http")).and_then(folder);
        let beside = web.zip(place.and_then(|place| folder(&address(place.path))));
        Local { root: place.map(|place| place.root.to_path_buf()), beside }
    }

    fn file(&self, address: &str) -> Result<Value, String> {
        let Some(root) = &self.root else {
            return Err("a schema given as text alone can only refer to parts of itself".into());
        };
        let Some(path) = address.strip_prefix(FILES).map(decode) else {
            return Err(
                "it lies outside of the folder of this project; keep a copy of the file in it, and write \
                        its path from the schema that refers to it"
                    .into(),
            );
        };
        let limits = Limits { max_file_size: super::MAX_SCHEMA_SIZE };
        let bytes = read_inside(root, Path::new(&path), limits).map_err(|error| plain(&error))?;
        let file = SourceFile::from_bytes(FileId(0), path, None, &bytes);
        from_source(&file)
    }
}

impl Retrieve for Local {
    fn retrieve(&self, uri: &Uri<String>) -> Result<Value, Box<dyn Error + Send + Sync>> {
        let address = uri.as_str();
        if let Some(text) = builtin::by_id(address) {
            return Ok(serde_json::from_str(text)?);
        }
        if let Some((web, folder)) = &self.beside
            && let Some(path) = address.strip_prefix(web.as_str())
        {
            return self.file(&format!("{folder}{path}")).map_err(Into::into);
        }
        match uri.scheme().as_str() {
            "file" => self.file(address).map_err(Into::into),
            "http" | "https" => Err(NO_NETWORK.into()),
            _ => Err("rolelint has no schema of that name".into()),
        }
    }
}

/// The schema that a JSON or YAML file holds.
pub(super) fn from_source(file: &SourceFile) -> Result<Value, String> {
    let Some(document) = syntax::parse(file) else {
        return Err("a schema must be a JSON or YAML file".into());
    };
    if let Some(problem) = document.problems.first() {
        let position = file.position(problem.span.start);
        return Err(format!("line {}, column {}: {}", position.line, position.column, problem.message));
    }
    match document.data() {
        [node] => Ok(node.to_json()),
        _ => Err("a schema must be one JSON or YAML document".into()),
    }
}

/// The address of a file by its path inside the root.
pub(super) fn address(path: &Path) -> String {
    let mut address = FILES.trim_end_matches('/').to_owned();
    for part in path.components() {
        if let std::path::Component::Normal(part) = part {
            address.push('/');
            encode(&part.to_string_lossy(), &mut address);
        }
    }
    address
}

/// An address as the author of the schema may have written it: without the folders that are made up.
pub(super) fn shown(address: &str) -> String {
    const ABOVE: &str = "above/";
    if let Some(path) = address.strip_prefix(FILES) {
        return decode(path);
    }
    let Some(mut rest) = address.strip_prefix("file:///").filter(|rest| rest.starts_with(ABOVE)) else {
        return decode(address);
    };
    let mut climbs = FILES.matches(ABOVE).count() + 1;
    while let Some(deeper) = rest.strip_prefix(ABOVE) {
        rest = deeper;
        climbs = climbs.saturating_sub(1);
    }
    format!("{}{}", "../".repeat(climbs), decode(rest))
}

fn encode(part: &str, out: &mut String) {
    for byte in part.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
}

fn decode(text: &str) -> String {
    let mut bytes = vec![];
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = match (first, tail) {
            (b'%', [high, low, ..]) => {
                let digit = |byte: &u8| char::from(*byte).to_digit(16);
                digit(high).zip(digit(low)).and_then(|(high, low)| u8::try_from(high * 16 + low).ok())
            }
            _ => None,
        };
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { tail.get(2..).unwrap_or_default() } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

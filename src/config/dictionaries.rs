//! Hunspell dictionaries for other languages than English, by path.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use spellbook::Dictionary;

use crate::text::{Limits, read_beside};

/// Largest list of words and largest list of rules that is read, in bytes: they come with the
/// repository, which may be a stranger's.
const LARGEST: u64 = 16 * 1024 * 1024;

/// The dictionaries of a configuration, by the three letters of their language.
#[derive(Clone, Default)]
pub struct Dictionaries(Arc<BTreeMap<String, Dictionary>>);

impl PartialEq for Dictionaries {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.keys().eq(other.0.keys())
    }
}

impl fmt::Debug for Dictionaries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl Dictionaries {
    /// Reads the dictionaries: languages, each with a path without ending, relative to `folder`.
    ///
    /// # Errors
    /// The languages whose dictionary cannot be read, and why.
    pub fn read(folder: &Path, named: &BTreeMap<String, String>) -> Result<Self, Vec<(String, String)>> {
        let mut read = BTreeMap::new();
        let mut errors = vec![];
        for (language, path) in named {
            match language_code(language).ok_or_else(|| format!("`{language}` is no language that is known"))
            {
                Ok(code) => match one(folder, path) {
                    Ok(dictionary) => {
                        read.insert(code.to_owned(), dictionary);
                    }
                    Err(reason) => errors.push((language.clone(), reason)),
                },
                Err(reason) => errors.push((language.clone(), reason)),
            }
        }
        if errors.is_empty() { Ok(Dictionaries(Arc::new(read))) } else { Err(errors) }
    }

    /// The dictionary of a language, by its three letters (ISO 639-3).
    pub fn of(&self, code: &str) -> Option<&Dictionary> {
        self.0.get(code)
    }
}

fn one(folder: &Path, path: &str) -> Result<Dictionary, String> {
    let outside = Path::new(path).is_absolute() || path.split(['/', '\\']).any(|part| part == "..");
    if outside {
        return Err(format!("`{path}` leads out of the folder of the configuration"));
    }
    let text = |ending: &str| {
        let path = folder.join(format!("{path}.{ending}"));
        let shown = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_symlink() {
            return Err(format!("`{shown}` is a link; name the file itself"));
        }
        read_beside(&path, Limits { max_file_size: LARGEST })
            .map_err(|error| format!("`{shown}` cannot be read: {error}"))
    };
    let (rules, words) = (text("aff")?, text("dic")?);
    let label = encoding(&rules);
    let codec = encoding_rs::Encoding::for_label(&label).unwrap_or(encoding_rs::UTF_8);
    let (rules, words) = (codec.decode(&rules).0, codec.decode(&words).0);
    Dictionary::new(&rules, &words).map_err(|error| format!("`{path}` is no Hunspell dictionary: {error}"))
}

/// What the line `SET` of the rules says.
fn encoding(rules: &[u8]) -> Vec<u8> {
    let line = rules.split(|&b| b == b'\n').find_map(|line| line.strip_prefix(b"SET "));
    let label = line.unwrap_or(b"UTF-8").trim_ascii().to_ascii_lowercase();
    // Hunspell writes "ISO8859-15", the web "ISO-8859-15".
    match label.strip_prefix(b"iso8859") {
        Some(rest) => [b"iso-8859".as_slice(), rest].concat(),
        None => label,
    }
}

/// The three letters of a language named by two or three, with or without a country ("pt-BR").
pub fn language_code(language: &str) -> Option<&'static str> {
    const CODES: &str = "bg bul ca cat cs ces da dan de deu el ell es spa et est fi fin fr fra he heb hr hrv hu hun \
        id ind it ita ja jpn ko kor lt lit lv lav nb nob nl nld no nob pl pol pt por ro ron ru rus sk slk sl slv sv swe \
        tr tur uk ukr vi vie zh cmn";
    let name = language.split(['-', '_']).next()?.to_ascii_lowercase();
    let mut codes = CODES.split_whitespace();
    while let (Some(short), Some(long)) = (codes.next(), codes.next()) {
        if name == short || name == long {
            return Some(long);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_and_files() {
        assert_eq!(
            (language_code("pt-BR"), language_code("deu"), language_code("fr"), language_code("en")),
            (Some("por"), Some("deu"), Some("fra"), None)
        );
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
        write("fr.aff", b"SET ISO8859-1\nSFX S Y 1\nSFX S 0 s .\n");
        write("fr.dic", b"2\n\xE9quipe/S\nplan/S\n");
        let named = |path: &str| BTreeMap::from([("fr".to_owned(), path.to_owned())]);
        let read = Dictionaries::read(folder.path(), &named("fr")).unwrap();
        let french = read.of("fra").unwrap();
        assert!(french.check("équipes") && !french.check("equippe"));
        for path in ["de", "../fr", "/etc/passwd"] {
            assert!(Dictionaries::read(folder.path(), &named(path)).is_err(), "{path}");
        }
    }
}

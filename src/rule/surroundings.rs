//! What is known of all files of a run: which exist, what they say, and which places in them links
//! may name.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use crate::config::{PathPatterns, Profile, ProfileSection, Settings};
use crate::syntax::{self, Anchors, Body, Document};
use crate::text::{FileId, Files, SourceFile, Tree};

/// All files of a run, for checks that follow links.
pub struct Surroundings<'a> {
    pub tree: Arc<Tree>,
    files: &'a Files,
    documents: &'a [Option<Document>],
    /// Where the blocks of pages were let go: pages that were parsed again.
    again: Option<Vec<OnceLock<Option<Box<Document>>>>>,
    anchors: Vec<OnceLock<Anchors>>,
    addresses: Arc<OnceLock<HashSet<String>>>,
    ways: Arc<OnceLock<HashMap<String, FileId>>>,
    profiles: Arc<[(PathPatterns, &'a Profile)]>,
    sections: &'a [ProfileSection],
}

impl<'a> Surroundings<'a> {
    /// `documents` has one entry for each of `files`.
    pub fn new(tree: impl Into<Arc<Tree>>, files: &'a Files, documents: &'a [Option<Document>]) -> Self {
        let anchors = documents.iter().map(|_| OnceLock::new()).collect();
        Surroundings {
            tree: tree.into(),
            files,
            documents,
            again: None,
            anchors,
            addresses: Arc::default(),
            ways: Arc::default(),
            profiles: Arc::default(),
            sections: &[],
        }
    }

    /// The same with what the configuration asks of pages.
    #[must_use]
    pub fn with_profiles(self, settings: &'a Settings) -> Self {
        // Patterns that cannot be understood were reported with the configuration.
        let profiles = settings
            .profiles
            .iter()
            .filter_map(|profile| Some((settings.patterns(&profile.paths).ok()?, profile)));
        Surroundings { profiles: profiles.collect(), sections: &settings.framework.sections, ..self }
    }

    /// The same with the [addresses](addresses_of) of all pages, where their settings were let go.
    #[must_use]
    pub fn with_addresses(self, addresses: HashSet<String>) -> Self {
        Surroundings { addresses: Arc::new(OnceLock::from(addresses)), ..self }
    }

    /// The same for a part of a run where [`Document::let_go`] has taken the blocks of all pages of prose: they are
    /// parsed again when somebody asks for them, and held as long as these surroundings. `files` are those of the run,
    /// with the texts of this part at hand.
    #[must_use]
    pub fn of_part<'p>(&'p self, files: &'p Files) -> Surroundings<'p> {
        Surroundings {
            tree: Arc::clone(&self.tree),
            files,
            documents: self.documents,
            again: Some(self.documents.iter().map(|_| OnceLock::new()).collect()),
            anchors: self.documents.iter().map(|_| OnceLock::new()).collect(),
            addresses: Arc::clone(&self.addresses),
            ways: Arc::clone(&self.ways),
            profiles: Arc::clone(&self.profiles),
            sections: self.sections,
        }
    }

    /// What the configuration asks of the page at `path`.
    pub fn profiles(&self, path: &str) -> impl Iterator<Item = &'a Profile> {
        self.profiles.iter().filter(move |(patterns, _)| patterns.matches(path)).map(|(_, profile)| *profile)
    }

    /// The sections that the configuration asks of every role, in their order.
    pub fn sections(&self) -> &'a [ProfileSection] {
        self.sections
    }

    pub fn file(&self, id: FileId) -> &'a SourceFile {
        self.files.get(id)
    }

    /// The parsed file, if it could be read.
    pub fn document(&self, id: FileId) -> Option<&Document> {
        let doc = self.documents.get(id.0 as usize)?.as_ref()?;
        match (&self.again, &doc.body) {
            (Some(again), Body::Prose(_)) => {
                let parse = || syntax::parse(&self.files.get(id).open()).map(Box::new);
                again.get(id.0 as usize)?.get_or_init(parse).as_deref()
            }
            _ => Some(doc),
        }
    }

    /// The places of a page that links may name; `None` for files that were not read or are no page.
    pub fn anchors(&self, id: FileId) -> Option<&Anchors> {
        let doc = self.document(id).filter(|doc| matches!(doc.body, Body::Prose(_)))?;
        let slot = self.anchors.get(id.0 as usize)?;
        Some(slot.get_or_init(|| Anchors::of(&self.files.get(id).open(), doc)))
    }

    /// The [addresses](addresses_of) of all pages.
    pub fn addresses(&self) -> &HashSet<String> {
        self.addresses.get_or_init(|| self.documents.iter().flatten().flat_map(addresses_of).collect())
    }

    /// All files by their paths, and by these without the ending of a page.
    pub fn ways(&self) -> &HashMap<String, FileId> {
        self.ways.get_or_init(|| {
            let mut ways = HashMap::new();
            for file in self.files.iter() {
                ways.entry(stem(&file.path).to_owned()).or_insert(file.id);
                ways.insert(file.path.clone(), file.id);
            }
            ways
        })
    }

    /// The file at `way`, which may lack the ending of a page or have another.
    pub fn at(&self, way: &str) -> Option<FileId> {
        let ways = self.ways();
        ways.get(way).or_else(|| ways.get(stem(way))).copied()
    }
}

/// The last parts of the addresses that a page gives itself in its settings, in small letters.
pub fn addresses_of(doc: &Document) -> impl Iterator<Item = String> + '_ {
    const KEYS: [&str; 6] = ["permalink", "slug", "path", "url", "id", "redirect_from"];
    let front = doc.front.as_ref().and_then(|front| front.node.as_ref());
    let nodes = front.into_iter().flat_map(|front| KEYS.into_iter().filter_map(|key| front.get(key)));
    let values = nodes.flat_map(|node| std::iter::once(node).chain(node.items()));
    let texts = values.filter_map(|value| value.as_str());
    texts.filter_map(|text| text.trim_end_matches('/').rsplit('/').next()).map(str::to_lowercase)
}

/// A path without the ending of a page.
fn stem(path: &str) -> &str {
    [".md", ".markdown", ".html", ".htm", ".txt", ".yaml", ".yml", ".json"]
        .iter()
        .find_map(|end| path.strip_suffix(end))
        .unwrap_or(path)
}

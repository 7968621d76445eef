//! The career graph: who can become what, and which of these steps do not hold.

use std::collections::{BTreeMap, HashMap, HashSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::coverage::is_framework;
use crate::diag::Diagnostic;
use crate::model::{Framework, Graph, MoveKind, Role, looks_like_title, title_key};
use crate::text::{FileId, Span};

/// The rules that judge steps; marks are theirs, so that the picture and the findings say the same. Only names that
/// no rule can take for titles are judged here: as steps, they lead nowhere all the same.
pub const CAREER_RULES: [&str; 5] =
    ["dangling-move", "one-way-move", "career-cycle", "orphan-role", "broken-link"];

/// Where at least this share (in percent) of the named steps leads to known roles, the others lead nowhere: the share of
/// `dangling-move`.
const KNOWN: usize = 60;

/// From fewer pages nothing can be said about which roles there are.
const ENOUGH_PAGES: usize = 3;

/// Levels and roles, and the steps between them.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Careers {
    pub nodes: Vec<Node>,
    pub edges: Vec<Edge>,
    /// Roles that are written for candidates and stand in no career.
    pub postings: usize,
}

/// Where somebody can stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Node {
    pub name: String,
    pub kind: NodeKind,
    /// The title of the page that shows several levels, of which this is one.
    pub of: Option<String>,
    /// No step leads here, although steps lead to the others.
    pub orphan: bool,
    /// Named by a page as a step, and no page is about it.
    pub dangling: bool,
    /// Index of the role in the framework.
    #[serde(skip)]
    pub role: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NodeKind {
    /// A page is about it.
    Page,
    /// Known from a column of another page, or from its steps.
    Named,
}

/// A step from one node to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Edge {
    pub from: usize,
    pub to: usize,
    pub kind: EdgeKind,
    /// A page names the step; otherwise it follows from the order of levels.
    pub declared: bool,
    /// The page at the other end does not know it.
    pub one_way: bool,
    /// Part of a circle of promotions.
    pub cyclic: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EdgeKind {
    Promotion,
    Lateral,
    /// A way in from another role.
    Entry,
}

impl EdgeKind {
    pub fn name(self) -> &'static str {
        match self {
            EdgeKind::Promotion => "promotion",
            EdgeKind::Lateral => "lateral move",
            EdgeKind::Entry => "way in",
        }
    }
}

impl Careers {
    /// How many nodes and steps carry each mark: dangling, one-way, cyclic, orphan.
    pub fn marks(&self) -> [usize; 4] {
        let nodes = |mark: fn(&Node) -> bool| self.nodes.iter().filter(|node| mark(node)).count();
        let edges = |mark: fn(&Edge) -> bool| self.edges.iter().filter(|edge| mark(edge)).count();
        [
            nodes(|node| node.dangling),
            edges(|edge| edge.one_way),
            edges(|edge| edge.cyclic),
            nodes(|node| node.orphan),
        ]
    }

    /// What may be said about an edge in words: "one-way", "part of a circle".
    pub fn remarks(edge: &Edge) -> Vec<&'static str> {
        let marks = [(edge.one_way, "one-way"), (edge.cyclic, "part of a circle")];
        marks.into_iter().filter(|(is, _)| *is).map(|(_, words)| words).collect()
    }
}

/// The careers that a framework tells of, with the marks of these findings.
pub fn careers(framework: &Framework, graph: &Graph<'_>, findings: &[Diagnostic]) -> Careers {
    let mut builder = Builder::new(framework, graph, findings);
    for step in &graph.steps {
        builder.edge(step.lower, step.upper, EdgeKind::Promotion, None);
    }
    for (at, role) in framework.roles.iter().enumerate().filter(|(_, role)| is_framework(role)) {
        builder.steps_of(at, role);
    }
    builder.finish()
}

/// What findings say about places.
#[derive(Default)]
struct Marks {
    dangling: HashSet<Span>,
    /// Where addresses that lead nowhere begin.
    broken: HashSet<(FileId, u32)>,
    one_way: HashSet<Span>,
    cyclic: HashSet<Span>,
    orphan: HashSet<Span>,
}

impl Marks {
    fn new(findings: &[Diagnostic]) -> Self {
        let mut marks = Marks::default();
        for finding in findings {
            match finding.rule.as_str() {
                "dangling-move" => marks.dangling.insert(finding.span),
                "one-way-move" => marks.one_way.insert(finding.span),
                "career-cycle" => {
                    marks.cyclic.extend(finding.related.iter().map(|related| related.span));
                    marks.cyclic.insert(finding.span)
                }
                "broken-link" => marks.broken.insert((finding.span.file, finding.span.start)),
                "orphan-role" => marks.orphan.insert(finding.span),
                _ => continue,
            };
        }
        marks
    }
}

struct Builder<'a, 'f> {
    graph: &'a Graph<'f>,
    marks: Marks,
    careers: Careers,
    edges: BTreeMap<(usize, usize, EdgeKind), Edge>,
    /// Nodes of titles that no page is about.
    named: HashMap<String, usize>,
    /// Levels by the key of their name, where only one has it.
    levels: HashMap<String, Option<usize>>,
    /// Steps usually lead to pages of the framework.
    usual: bool,
    /// What the configuration says of roles that stand elsewhere.
    external: HashSet<String>,
}

impl<'a, 'f> Builder<'a, 'f> {
    fn new(framework: &Framework, graph: &'a Graph<'f>, findings: &[Diagnostic]) -> Self {
        let marks = Marks::new(findings);
        let mut careers = Careers {
            postings: framework.roles.iter().filter(|role| !is_framework(role)).count(),
            ..Careers::default()
        };
        let mut levels: HashMap<String, Option<usize>> = HashMap::new();
        for (at, rung) in graph.rungs.iter().enumerate() {
            let role = framework.roles.get(rung.role);
            let several = graph.own(rung.role).len() > 1 && !rung.foreign;
            let title =
                role.map_or(rung.place, |role| role.title.as_ref().map_or(role.span, |title| title.span));
            levels.entry(title_key(&rung.name)).and_modify(|known| *known = None).or_insert(Some(at));
            careers.nodes.push(Node {
                name: if rung.name.trim().is_empty() { "Without a title".into() } else { rung.name.clone() },
                kind: if rung.foreign { NodeKind::Named } else { NodeKind::Page },
                of: role.filter(|_| several).map(|role| role.name().to_owned()),
                orphan: !rung.foreign && marks.orphan.contains(&title),
                dangling: false,
                role: (!rung.foreign).then_some(rung.role),
            });
        }
        let external = framework.external.iter().map(|title| title_key(title)).collect();
        let (edges, named) = (BTreeMap::new(), HashMap::new());
        let mut builder = Builder { graph, marks, careers, edges, named, levels, usual: false, external };
        builder.usual = builder.leads_to_pages(framework);
        builder
    }

    /// True where steps usually lead to pages of this framework.
    fn leads_to_pages(&self, framework: &Framework) -> bool {
        let pages = framework.roles.iter().filter(|role| is_framework(role));
        let steps = pages.clone().flat_map(|role| &role.moves).map(|step| step.to.value.as_str());
        let titles: BTreeMap<String, &str> = steps.map(|title| (title_key(title), title)).collect();
        let known = titles.iter().filter(|(key, title)| {
            self.graph.page(title).is_some() || self.levels.contains_key(*key) || self.external.contains(*key)
        });
        pages.count() >= ENOUGH_PAGES && known.count() * 100 >= titles.len() * KNOWN
    }

    /// True for a step that leads nowhere, as a rule says, as its address says, or as the other steps let expect. A
    /// page that shows its neighbors in columns describes them there, and one of several roles is one too few to know.
    fn is_dangling(&self, title: &str, span: Span, columns: bool) -> bool {
        // The address of a link stands behind its words: "](".
        let broken = self.marks.broken.contains(&(span.file, span.end.saturating_add(2)));
        let one = !title.contains(['/', ',', '|', ';']) && !title.contains(" or ");
        let plain = self.usual && !columns && one && !looks_like_title(title);
        let declared = self.external.contains(&title_key(title));
        self.marks.dangling.contains(&span) || ((broken || plain) && !declared)
    }

    /// The steps that a page names.
    fn steps_of(&mut self, at: usize, role: &Role) {
        let own = self.graph.own(at);
        let (Some(&lowest), Some(&highest)) = (own.first(), own.last()) else { return };
        let columns = role.levels.iter().any(|level| level.mirror || level.occurrence > 1);
        for step in &role.moves {
            let span = step.to.span;
            let place = (span, columns);
            match step.kind {
                MoveKind::Next => {
                    let to = self.target(&step.to.value, place, false);
                    self.edge(highest, to, EdgeKind::Promotion, Some(span));
                }
                MoveKind::Previous => {
                    let from = self.target(&step.to.value, place, true);
                    self.edge(from, lowest, EdgeKind::Promotion, Some(span));
                }
                MoveKind::Lateral => {
                    let to = self.target(&step.to.value, place, false);
                    // A step to the side is one step, whichever page names it first.
                    self.edge(highest.min(to), highest.max(to), EdgeKind::Lateral, Some(span));
                }
                MoveKind::EntryFrom => {
                    let from = self.target(&step.to.value, place, true);
                    if !self.edges.contains_key(&(from, lowest, EdgeKind::Promotion)) {
                        self.edge(from, lowest, EdgeKind::Entry, Some(span));
                    }
                }
            }
        }
    }

    /// The node that a step names: the page of that title (its highest level if one comes from there), a
    /// level of that name, or a node of its own.
    fn target(&mut self, title: &str, (span, columns): (Span, bool), from: bool) -> usize {
        let page = self.graph.page(title).map(|page| self.graph.own(page));
        if let Some(own) = page
            && let Some(&rung) = if from { own.last() } else { own.first() }
        {
            return rung;
        }
        let key = title_key(title);
        if let Some(Some(level)) = self.levels.get(&key) {
            return *level;
        }
        let next = self.careers.nodes.len();
        let at = *self.named.entry(key).or_insert(next);
        if at == next {
            self.careers.nodes.push(Node {
                name: title.trim().to_owned(),
                kind: NodeKind::Named,
                of: None,
                orphan: false,
                dangling: false,
                role: None,
            });
        }
        if self.is_dangling(title, span, columns)
            && let Some(node) = self.careers.nodes.get_mut(at)
        {
            node.dangling = true;
        }
        at
    }

    fn edge(&mut self, from: usize, to: usize, kind: EdgeKind, place: Option<Span>) {
        if from == to && kind != EdgeKind::Promotion {
            return;
        }
        let edge = self.edges.entry((from, to, kind)).or_insert(Edge {
            from,
            to,
            kind,
            declared: false,
            one_way: false,
            cyclic: false,
        });
        if let Some(place) = place {
            edge.declared = true;
            edge.one_way |= self.marks.one_way.contains(&place);
            edge.cyclic |= self.marks.cyclic.contains(&place);
        }
    }

    fn finish(mut self) -> Careers {
        // A column that repeats the page's own level is no step to itself, unless a rule says so.
        self.careers.edges =
            self.edges.into_values().filter(|edge| edge.from != edge.to || edge.cyclic).collect();
        self.careers
    }
}

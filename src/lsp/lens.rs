//! Beside what a level says: what its neighbor on the ladder says in the same section, so that nobody
//! has to scroll to compare them.

use std::collections::BTreeMap;

use lsp_types::{CodeLens, Command};

use super::convert::{bytes_of, clipped};
use super::place::{Buffer, Encoding};
use crate::checks::{LevelBlocks, section_keys};
use crate::model::{Framework, Graph};
use crate::text::{FileId, Files, SourceFile, Span};

/// Characters of the neighbor's text that are shown.
const LONGEST: usize = 140;

/// Lenses for all levels of `file` that have a neighbor; for each section the level below.
pub(super) fn lenses(
    framework: &Framework,
    files: &Files,
    id: FileId,
    buffer: &Buffer,
    encoding: Encoding,
) -> Vec<CodeLens> {
    let file = files.get(id);
    let graph = Graph::new(framework);
    let mut found: Vec<(Span, String)> = vec![];
    let mut known: BTreeMap<usize, LevelBlocks> = BTreeMap::new();
    for step in &graph.steps {
        let (Some(lower), Some(upper)) = (graph.rungs.get(step.lower), graph.rungs.get(step.upper)) else {
            continue;
        };
        let (Some(below), Some(above)) = (framework.roles.get(lower.role), framework.roles.get(upper.role))
        else {
            continue;
        };
        if below.file != id && above.file != id {
            continue;
        }
        let keys = section_keys(below);
        for (at, role) in [(lower.role, below), (upper.role, above)] {
            known.entry(at).or_insert_with(|| LevelBlocks::new(role));
        }
        let blocks = |role: usize, level| known.get(&role).map_or_else(Vec::new, |blocks| blocks.at(level));
        let lower_blocks = blocks(lower.role, lower.level);
        for block in blocks(upper.role, upper.level) {
            let there = if lower.role == upper.role {
                Some(block.section)
            } else {
                let section = above.sections.get(block.section);
                section.and_then(|section| keys.get(&crate::checks::section_key(section)).copied())
            };
            let Some(there) = there.and_then(|at| lower_blocks.iter().find(|other| other.section == at))
            else {
                continue;
            };
            if above.file == id {
                found.push((
                    block.body,
                    format!("Below, {}: {}", lower.name, told(files.get(below.file), there.body)),
                ));
            }
            if below.file == id {
                found.push((
                    there.body,
                    format!("Above, {}: {}", upper.name, told(files.get(above.file), block.body)),
                ));
            }
        }
    }
    found.sort();
    found.dedup();
    let mut cursor = buffer.cursor(encoding);
    found
        .into_iter()
        .map(|(span, title)| {
            let start = bytes_of(file, span).start;
            let command =
                Command { title: clipped(&title, 2 * LONGEST), command: String::new(), arguments: None };
            CodeLens { range: cursor.range(start..start), command: Some(command), data: None }
        })
        .collect()
}

/// What stands there without its mark-up, as far as that is told by signs.
fn told(file: &SourceFile, body: Span) -> String {
    let text = file.slice(body);
    let mut bare = String::new();
    let mut tag = false;
    for c in text.chars().take(8 * LONGEST) {
        match c {
            '<' => tag = true,
            '>' if tag => {
                tag = false;
                bare.push(' ');
            }
            '*' | '`' | '#' | '|' => bare.push(' '),
            c if !tag => bare.push(c),
            _ => {}
        }
    }
    clipped(&bare, LONGEST)
}

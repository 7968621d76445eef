//! For tests: what must hold for every document that any reader gives for any file.

use std::path::{Path, PathBuf};

use super::{Block, Body, Document, Node, Text, Value};
use crate::text::{SourceFile, Span};

/// Fails where a span does not fit the file or a map points at other bytes than it says.
pub fn check(file: &SourceFile, document: &Document) {
    let fits = |span: Span| {
        assert_eq!(span.file, file.id);
        assert!(span.start <= span.end);
        assert!(file.text.get(span.range()).is_some(), "{span:?} does not fit {:?}", clip(&file.text));
    };
    for problem in &document.problems {
        fits(problem.span);
        problem.related.iter().for_each(|(span, _)| fits(*span));
        assert!(!problem.message.is_empty());
    }
    let mut last = 0;
    for comment in &document.comments {
        fits(comment.span);
        assert!(comment.span.start >= last, "comments out of order");
        last = comment.span.end;
    }
    document.each_text(&mut |text| check_text(file, text));
    match &document.body {
        Body::Data(nodes) => nodes.iter().for_each(|node| check_node(node, &fits)),
        Body::Prose(blocks) => blocks.iter().for_each(|block| check_block(block, &fits)),
    }
}

/// The letters that a text calls its own stand in the file where it says.
pub fn check_text(file: &SourceFile, text: &Text) {
    assert!(file.text.get(text.span.range()).is_some(), "{text:?}");
    let mut end = 0;
    for (plain, source) in text.verbatim_segments() {
        let said = text.plain.get(plain.clone()).expect("segments fit the text");
        assert_eq!(file.text.get(source..source + plain.len()), Some(said));
        assert!(source >= end, "segments out of order in {text:?}");
        end = source + plain.len();
        assert!(text.span.start as usize <= source && end <= text.span.end as usize, "{text:?}");
    }
}

fn check_node(node: &Node, fits: &dyn Fn(Span)) {
    fits(node.span);
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| check_node(item, fits)),
        Value::Map(entries) => entries.iter().for_each(|entry| {
            fits(entry.key.span);
            check_node(&entry.value, fits);
        }),
        _ => {}
    }
}

fn check_block(block: &Block, fits: &dyn Fn(Span)) {
    fits(block.span());
    let Block::Table(table) = block else { return };
    for row in &table.rows {
        fits(row.span);
        let mut last = row.span.start;
        for cell in &row.cells {
            fits(cell.span);
            assert!(cell.span.contains(cell.inner), "{cell:?}");
            assert!(row.span.contains(cell.span), "{cell:?} in {:?}", row.span);
            assert!(cell.inner.start >= last, "cells out of order");
            last = cell.inner.end;
            cell.blocks.iter().for_each(|block| check_block(block, fits));
        }
    }
}

fn clip(text: &str) -> &str {
    text.get(..200).unwrap_or(text)
}

/// A folder of test data that is not part of the project; `None` (and a word about it) where absent.
pub fn optional_folder(name: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: ../shared/{name} is not present");
    None
}

#[allow(dead_code)]
/// All files below `folder` with this extension, sorted.
pub fn files_below(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut files: Vec<_> = ignore::WalkBuilder::new(folder)
        .standard_filters(false)
        .build()
        .flatten()
        .map(ignore::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect();
    files.sort();
    files
}

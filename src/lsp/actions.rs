//! Quick fixes. Every edit names the version of the text it was made for, so that an editor refuses it for
//! any other.

use std::collections::HashMap;

use lsp_types::{
    CodeAction, CodeActionKind, CreateFile, CreateFileOptions, DocumentChangeOperation, DocumentChanges,
    OneOf, OptionalVersionedTextDocumentIdentifier, Position, Range, ResourceOp, TextDocumentEdit, TextEdit,
    Uri, WorkspaceEdit,
};
use serde_json::{Value, json};

use super::convert::{bytes_of, clipped, diagnostic};
use super::place::{Buffer, Encoding, uri_of};
use super::space::{Loaded, WORDS_NAME};
use crate::diag::{Applicability, Diagnostic, Fix};
use crate::text::FileId;

/// Longest title of an action, in characters.
const LONGEST: usize = 120;

/// The kind of "repair everything in this file".
pub(super) const FIX_ALL: &str = "source.fixAll.rolelint";

/// The text that actions are asked for.
pub(super) struct Page<'a> {
    pub uri: &'a Uri,
    pub version: i32,
    pub buffer: &'a Buffer,
    pub id: FileId,
}

/// What the client can do, as far as actions need to know.
#[derive(Debug, Clone, Copy)]
pub(super) struct Able {
    pub encoding: Encoding,
    /// Edits may name versions.
    pub versions: bool,
    /// Edits may make files.
    pub creates: bool,
}

impl Able {
    /// An edit of one text.
    pub fn edit(&self, page: &Page<'_>, edits: Vec<TextEdit>) -> WorkspaceEdit {
        if !self.versions {
            return WorkspaceEdit {
                changes: Some(HashMap::from([(page.uri.clone(), edits)])),
                ..WorkspaceEdit::default()
            };
        }
        let text_document =
            OptionalVersionedTextDocumentIdentifier { uri: page.uri.clone(), version: Some(page.version) };
        let edits = edits.into_iter().map(OneOf::Left).collect();
        let edit = TextDocumentEdit { text_document, edits };
        WorkspaceEdit {
            document_changes: Some(DocumentChanges::Edits(vec![edit])),
            ..WorkspaceEdit::default()
        }
    }
}

/// All actions for the findings that touch `range`.
pub(super) fn actions(
    loaded: &Loaded,
    page: &Page<'_>,
    range: Range,
    wanted: &dyn Fn(&CodeActionKind) -> bool,
    words: Option<&Buffer>,
    able: Able,
) -> Vec<CodeAction> {
    let mut found = vec![];
    let file = loaded.files.get(page.id);
    let asked = page.buffer.range(range, able.encoding);
    if wanted(&CodeActionKind::QUICKFIX) {
        let touched = loaded.live.findings(page.id).iter().filter(|finding| {
            let own = bytes_of(file, finding.span);
            own.start <= asked.end && asked.start <= own.end
        });
        for finding in touched {
            let place = page.buffer.cursor(able.encoding).range(bytes_of(file, finding.span));
            let told = diagnostic(finding, place, &loaded.files, able.encoding);
            for fix in finding.fixes.iter().filter(|fix| !fix.edits.is_empty()) {
                found.extend(quick_fix(loaded, page, fix, able).map(|edit| CodeAction {
                    title: title(fix),
                    kind: Some(CodeActionKind::QUICKFIX),
                    diagnostics: Some(vec![told.clone()]),
                    edit: Some(edit),
                    is_preferred: Some(fix.applicability == Applicability::Safe),
                    ..CodeAction::default()
                }));
            }
            found.extend(add_word(loaded, finding, words, able).map(|(title, edit)| CodeAction {
                title,
                kind: Some(CodeActionKind::QUICKFIX),
                diagnostics: Some(vec![told.clone()]),
                edit: Some(edit),
                ..CodeAction::default()
            }));
        }
    }
    let kind = CodeActionKind::from(FIX_ALL);
    if wanted(&kind) && repairs_something(loaded, page.id) {
        found.push(CodeAction {
            title: "Make all repairs that keep the meaning of this page".into(),
            kind: Some(kind),
            data: Some(json!({ "uri": page.uri.as_str(), "version": page.version })),
            ..CodeAction::default()
        });
    }
    found
}

fn repairs_something(loaded: &Loaded, id: FileId) -> bool {
    let mut fixes = loaded.live.findings(id).iter().flat_map(|finding| &finding.fixes);
    fixes.any(|fix| fix.applicability == Applicability::Safe)
}

fn title(fix: &Fix) -> String {
    let title = clipped(&fix.title, LONGEST);
    match fix.applicability {
        Applicability::Safe | Applicability::Display => title,
        Applicability::Unsafe => format!("{title} (look whether the meaning stays)"),
    }
}

/// The edit of a fix; `None` if it reaches into another file, whose open text nobody knows here.
fn quick_fix(loaded: &Loaded, page: &Page<'_>, fix: &Fix, able: Able) -> Option<WorkspaceEdit> {
    let file = loaded.files.get(page.id);
    if !file.is_writable_text() || fix.edits.iter().any(|edit| edit.span.file != page.id) {
        return None;
    }
    let mut cursor = page.buffer.cursor(able.encoding);
    let edits = fix.edits.iter().map(|edit| TextEdit {
        range: cursor.range(bytes_of(file, edit.span)),
        new_text: if file.newline() == "\r\n" {
            edit.text.replace("\r\n", "\n").replace('\n', "\r\n")
        } else {
            edit.text.clone()
        },
    });
    Some(able.edit(page, edits.collect()))
}

/// For a word that is reported as misspelled: the edit that declares it right. `open` is the text of
/// `rolelint.words`, if an editor has it.
fn add_word(
    loaded: &Loaded,
    finding: &Diagnostic,
    open: Option<&Buffer>,
    able: Able,
) -> Option<(String, WorkspaceEdit)> {
    if finding.rule != "misspelling" || !able.versions {
        return None;
    }
    let word = loaded.files.slice(finding.span).trim();
    if word.is_empty() || word.contains(['#', '\n', '\r']) {
        return None;
    }
    let path = &loaded.setup.words;
    let uri = uri_of(path)?;
    let disk = path.is_file().then(|| loaded.words_on_disk()).flatten();
    let exists = open.is_some() || path.is_file();
    if !exists && !able.creates {
        return None;
    }
    let buffer = open.cloned().or(disk);
    let (end, gap) = match &buffer {
        Some(buffer) => {
            let ended = buffer.text.is_empty() || buffer.text.ends_with('\n');
            (buffer.position(buffer.text.len(), able.encoding), if ended { "" } else { "\n" })
        }
        None => (Position::default(), ""),
    };
    let mut operations = vec![];
    if !exists {
        let options = CreateFileOptions { overwrite: Some(false), ignore_if_exists: Some(true) };
        let create = CreateFile { uri: uri.clone(), options: Some(options), annotation_id: None };
        operations.push(DocumentChangeOperation::Op(ResourceOp::Create(create)));
    }
    let insert = TextEdit { range: Range { start: end, end }, new_text: format!("{gap}{word}\n") };
    operations.push(DocumentChangeOperation::Edit(TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier { uri, version: None },
        edits: vec![OneOf::Left(insert)],
    }));
    let edit = WorkspaceEdit {
        document_changes: Some(DocumentChanges::Operations(operations)),
        ..WorkspaceEdit::default()
    };
    Some((format!("Add “{}” to {WORDS_NAME}", clipped(word, 40)), edit))
}

/// What an action that was asked for in full is about: the address and the version.
pub(super) fn asked_for(data: Option<&Value>) -> Option<(&str, i32)> {
    let data = data?;
    let version = data.get("version")?.as_i64().and_then(|version| i32::try_from(version).ok())?;
    Some((data.get("uri")?.as_str()?, version))
}

/// The one edit that turns the text into `fixed`: what is equal at both ends stays untouched, and with it
/// the places of cursors.
pub(super) fn rewrite(buffer: &Buffer, fixed: &str, encoding: Encoding) -> Vec<TextEdit> {
    let old = buffer.text.as_str();
    let mut head = old.bytes().zip(fixed.bytes()).take_while(|(a, b)| a == b).count();
    while !old.is_char_boundary(head) || !fixed.is_char_boundary(head) {
        head -= 1;
    }
    let most = old.len().min(fixed.len()) - head;
    let mut tail = old.bytes().rev().zip(fixed.bytes().rev()).take(most).take_while(|(a, b)| a == b).count();
    while !old.is_char_boundary(old.len() - tail) || !fixed.is_char_boundary(fixed.len() - tail) {
        tail -= 1;
    }
    let range = buffer.cursor(encoding).range(head..old.len() - tail);
    let new_text = fixed.get(head..fixed.len() - tail).unwrap_or("").to_owned();
    vec![TextEdit { range, new_text }]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rewrite_touches_only_what_differs_and_no_half_characters() {
        // `é` and `è` share their first byte.
        let buffer = Buffer::new("one é two".into());
        let edits = rewrite(&buffer, "one è two", Encoding::Utf16);
        let mut copy = buffer.clone();
        for edit in &edits {
            copy.change(Some(edit.range), &edit.new_text, Encoding::Utf16);
        }
        assert_eq!(copy.text, "one è two");
        assert_eq!(edits.first().map(|edit| edit.new_text.as_str()), Some("è"));
    }
}

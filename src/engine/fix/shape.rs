//! Whether a page says the same in the same form after an edit, except where it was edited.

use crate::diag::Edit;
use crate::syntax::{Document, HeadingMark, Visit};
use crate::text::Span;

/// What is said, in which form, and where.
struct Said<'d> {
    form: Form,
    words: &'d str,
    span: Span,
}

/// What a text is to the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Heading,
    Paragraph,
    Item,
    Value,
}

/// The form of what was come by; nothing for what has no text of its own.
pub(super) fn form_of(visit: Visit<'_>) -> Option<Form> {
    Some(match visit {
        // Without marks, what is a heading is a guess from its surroundings.
        Visit::Heading(heading) if heading.mark == HeadingMark::Unmarked => Form::Paragraph,
        Visit::Heading(_) => Form::Heading,
        Visit::Paragraph(_) => Form::Paragraph,
        Visit::Item(_) => Form::Item,
        Visit::Value(..) => Form::Value,
        Visit::List(_) | Visit::Table(_) | Visit::Cell(_) => return None,
    })
}

fn said(doc: &Document) -> Vec<Said<'_>> {
    let mut all = vec![];
    doc.visit(&mut |visit| {
        let text = visit.text().filter(|text| !text.is_blank());
        if let Some((form, text)) = form_of(visit).zip(text) {
            let span = text.locate(0..text.plain.len()).span;
            all.push(Said { form, words: text.plain.trim(), span });
        }
    });
    all
}

/// Everything that a page says, in its order.
pub(super) fn words_of(doc: &Document) -> Vec<(Form, String)> {
    said(doc).into_iter().map(|said| (said.form, said.words.to_owned())).collect()
}

/// True if everything that `edits` (sorted, none overlaps another) do not touch is still there, in its old
/// form and order.
pub(super) fn keeps_shape(old: &Document, new: &Document, edits: &[&Edit]) -> bool {
    let touched = |span: Span| {
        let at = edits.partition_point(|edit| edit.span.end < span.start);
        edits.get(at).is_some_and(|edit| edit.span.start <= span.end)
    };
    let new = said(new);
    let mut rest = new.iter();
    said(old)
        .iter()
        .filter(|old| !touched(old.span))
        .all(|old| rest.any(|new| new.form == old.form && new.words == old.words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse;
    use crate::text::{FileId, SourceFile};

    fn kept(old: &str, new: &str, range: std::ops::Range<usize>) -> bool {
        let doc =
            |text: &str| parse(&SourceFile::from_bytes(FileId(0), "a.md", None, text.as_bytes())).unwrap();
        let edit = Edit { span: Span::new(FileId(0), range), text: String::new() };
        keeps_shape(&doc(old), &doc(new), &[&edit])
    }

    #[test]
    fn only_what_is_edited_may_change() {
        assert!(kept("# A\n\nOne.\n\n- Two\n", "# A\n\nUno.\n\n- Two\n", 5..9));
        assert!(kept("# A\n\nOne.\n\n- Two\n", "# A\n\n- Two\n", 5..10));
        // The item was not edited: it must stay, and stay an item.
        assert!(!kept("# A\n\nOne.\n\n- Two\n", "# A\n\nOne.\n\n", 4..9));
        assert!(!kept("# A\n\nOne.\n\n- Two\n", "# A\n\nOne.\n\nTwo\n", 4..9));
        // A fence that is opened swallows the rest.
        assert!(!kept("A\n\n# One\n\nTwo\n", "```\n\n# One\n\nTwo\n", 0..1));
    }
}

//! The outline of a page: roles, and in each its levels and sections.

use lsp_types::{DocumentSymbol, SymbolKind};

use super::convert::{bytes_of, clipped};
use super::place::{Buffer, Encoding};
use crate::model::Role;
use crate::text::{SourceFile, Span};

/// Longest name that is shown, in characters.
const LONGEST: usize = 120;

/// The outline of `buffer`, which holds these roles.
pub(super) fn symbols(
    roles: &[Role],
    file: &SourceFile,
    buffer: &Buffer,
    encoding: Encoding,
) -> Vec<DocumentSymbol> {
    roles.iter().map(|role| role_symbol(role, file, buffer, encoding)).collect()
}

fn role_symbol(role: &Role, file: &SourceFile, buffer: &Buffer, encoding: Encoding) -> DocumentSymbol {
    let mut cursor = buffer.cursor(encoding);
    // A symbol's own place must lie inside its range.
    let mut symbol = |name: &str, detail: Option<String>, kind, whole: Span, own: Span| {
        let own = if whole.contains(own) { own } else { Span { end: whole.start, ..whole } };
        let name = clipped(name, LONGEST);
        #[allow(deprecated)]
        DocumentSymbol {
            // Editors refuse an empty name.
            name: if name.is_empty() { "(no name)".to_owned() } else { name },
            detail,
            kind,
            tags: None,
            deprecated: None,
            range: cursor.range(bytes_of(file, whole)),
            selection_range: cursor.range(bytes_of(file, own)),
            children: None,
        }
    };
    let levels = role.levels.iter().filter(|level| !level.mirror).map(|level| {
        symbol(
            &level.name(),
            Some("level".into()),
            SymbolKind::ENUM_MEMBER,
            level.label.span,
            level.label.span,
        )
    });
    let mut children: Vec<DocumentSymbol> = levels.collect();
    for section in &role.sections {
        let label = section.label.as_ref();
        let Some(label) = label.filter(|label| label.span.file == role.file) else { continue };
        let whole = section.span.cover(label.span);
        children.push(symbol(&label.value, Some("section".into()), SymbolKind::FIELD, whole, label.span));
    }
    let title = role.title.as_ref().map(|title| title.span).filter(|span| span.file == role.file);
    let whole = with_title(role, title);
    let name = if role.name().is_empty() { "(role without a title)" } else { role.name() };
    let track = role.track.as_ref().map(|track| clipped(&track.value, LONGEST));
    let mut parent = symbol(name, track, SymbolKind::CLASS, whole, title.unwrap_or(whole));
    parent.children = (!children.is_empty()).then_some(children);
    parent
}

/// The role's span with its title, which may stand in the settings block.
fn with_title(role: &Role, title: Option<Span>) -> Span {
    title.map_or(role.span, |title| role.span.cover(title))
}

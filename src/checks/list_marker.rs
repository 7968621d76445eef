//! Bullets that are lists to the eye only.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::diag::{Applicability, Edit, Fix};
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::{Block, Document, Item, List, Marker, Table, TableKind};
use crate::text::{SourceFile, Span};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListMarker {
    /// What to write instead.
    style: char,
    /// Typed bullets that are fine.
    allow: Vec<char>,
}

/// Bullets of one list that carry the fix for all of them.
const MAX_SHARED: usize = 64;

/// Readers stop nesting far below this; it keeps the walk bounded whatever they do.
const MAX_DEPTH: usize = 128;

/// A typed bullet.
struct Bullet {
    mark: char,
    place: Span,
    /// It stands below another typed bullet.
    nested: bool,
    fix: Option<Fix>,
}

impl DocumentCheck for ListMarker {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        let (file, doc) = (subject.file, subject.doc);
        let mut walk = Walk {
            check: self,
            file,
            doc,
            item_lines: BTreeSet::new(),
            bullets: vec![],
            in_typed: false,
            unseen_lists: vec![],
        };
        walk.note_lines(doc.blocks(), 0);
        walk.blocks(doc.blocks(), 0, Some(0));
        if doc.format == "markdown" {
            // In one list either all such paragraphs are repaired or none.
            let mut begun = false;
            for &(place, first) in &walk.unseen_lists {
                if first {
                    begun = report_unseen(place, first, file, cx);
                } else if begun {
                    report_unseen(place, first, file, cx);
                }
            }
        }
        let mut counts: BTreeMap<char, usize> = BTreeMap::new();
        for bullet in &walk.bullets {
            *counts.entry(bullet.mark).or_default() += 1;
        }
        let style = self.style;
        // One such line in a file may be anything, unless it belongs to an item of that kind.
        let sure =
            |bullet: &&Bullet| bullet.nested || counts.get(&bullet.mark).is_some_and(|&count| count > 1);
        for bullet in walk.bullets.iter().filter(sure) {
            let mark = bullet.mark;
            let finding = cx.report(bullet.place, format!("“{mark}” makes a list for the eye only."));
            finding
                .help(format!(
                    "Web sites join such lines into one long paragraph, and screen readers announce no list. Begin \
                     each line with “{style} ”."
                ))
                .group(format!("list-marker:{}", file.path), format!("Lists typed with “{mark}” in this file."));
            if let Some(fix) = &bullet.fix {
                finding.fix(fix.clone());
            }
        }
    }
}

/// A list right below an HTML tag belongs to the HTML and stays plain text. True if that was reported.
fn report_unseen(place: Span, first: bool, file: &SourceFile, cx: &mut Context<'_>) -> bool {
    let line = file.line_of(place.start);
    let range = file.line_range(line);
    let above = file.text.get(file.line_range(line.saturating_sub(1))).unwrap_or("");
    let indent = file.text.get(range.start..place.start as usize).unwrap_or("x");
    let tagged = above.trim_start().starts_with('<');
    if line < 2 || above.trim().is_empty() || !indent.trim().is_empty() || !(first || tagged) {
        return false;
    }
    let start = file.at(range.start..range.start);
    let finding =
        cx.report(place, "This list stays plain text: there is no empty line between it and the tag above.");
    if is_entangled(file, line) {
        // With one empty line alone, what follows would be read in another way.
        finding.help(
            "Most web sites show it as one long paragraph. Put an empty line above the list and one below it, with \
             the closing tag on a line of its own.",
        );
    } else {
        finding
            .help("Most web sites show it as one long paragraph. Put an empty line above the list.")
            .fix(Fix::risky("Insert an empty line", start, "\n"));
    }
    true
}

/// True if the list that begins on this line ends with a closing tag ("- Leads</td>"), stands in a cell of a
/// table, or goes on behind a tag that nothing closes.
fn is_entangled(file: &SourceFile, line: u32) -> bool {
    const MOST_LINES: u32 = 64;
    const CELLS: &[&str] = &["</td", "</th", "<td", "<th", "</tr", "<tr", "</table"];
    const OTHERS: &[&str] = &["</div", "</p>", "</li", "</ul", "</details"];
    let (mut open, mut lines) = (0usize, 0);
    for line in line..line.saturating_add(MOST_LINES) {
        let text = file.text.get(file.line_range(line)).unwrap_or("").trim_start();
        if text.is_empty() {
            break;
        }
        lines += 1;
        let holds = |tags: &[&str]| tags.iter().any(|tag| text.contains(tag));
        if holds(CELLS) || !text.starts_with('<') && holds(OTHERS) {
            return true;
        }
        open += text.matches("<p>").count();
        open = open.saturating_sub(text.matches("</p>").count());
    }
    open > 0 || lines == MOST_LINES
}

struct Walk<'a> {
    check: &'a ListMarker,
    file: &'a SourceFile,
    doc: &'a Document,
    /// Lines that begin an item of any list.
    item_lines: BTreeSet<u32>,
    bullets: Vec<Bullet>,
    /// The item around is a typed bullet that is reported.
    in_typed: bool,
    /// Markers of lists that are right but stand inside raw HTML, where they mean nothing; and whether
    /// they begin their list.
    unseen_lists: Vec<(Span, bool)>,
}

impl Walk<'_> {
    fn note_lines(&mut self, blocks: &[Block], depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        for block in blocks {
            match block {
                Block::List(list) => {
                    for item in &list.items {
                        self.item_lines.insert(self.file.line_of(item.marker_span.start));
                        self.note_lines(&item.children, depth + 1);
                    }
                }
                Block::Quote { blocks, .. } => self.note_lines(blocks, depth + 1),
                Block::Table(table) => {
                    for cell in table.rows.iter().flat_map(|row| &row.cells) {
                        self.note_lines(&cell.blocks, depth + 1);
                    }
                }
                _ => {}
            }
        }
    }

    /// `column` is where the text of the item around begins; `None` where no list can be written.
    fn blocks(&mut self, blocks: &[Block], depth: usize, column: Option<usize>) {
        if depth > MAX_DEPTH {
            return;
        }
        for block in blocks {
            match block {
                Block::List(list) => self.list(list, depth, column),
                Block::Quote { blocks, .. } => self.blocks(blocks, depth + 1, None),
                // In a spreadsheet a typed bullet is all there is, and so it is between pipes, where no list has room.
                Block::Table(Table { kind: TableKind::Gfm | TableKind::Csv | TableKind::Sheet, .. }) => {}
                Block::Table(table) => {
                    for cell in table.rows.iter().flat_map(|row| &row.cells) {
                        self.blocks(&cell.blocks, depth + 1, None);
                    }
                }
                _ => {}
            }
        }
    }

    fn list(&mut self, list: &List, depth: usize, column: Option<usize>) {
        let typed = |item: &&Item| matches!(item.marker, Marker::Typed(_));
        let several = list.items.iter().filter(typed).count() > 1;
        let first = self.bullets.len();
        if let Some(Item { marker: Marker::Typed('-' | '*' | '+'), .. }) = list.items.first() {
            // Paragraphs of HTML that follow each other make one list here.
            self.unseen_lists.extend(
                list.items
                    .iter()
                    .filter(|_| several)
                    .enumerate()
                    .map(|(at, item)| (item.marker_span, at == 0)),
            );
        }
        for item in &list.items {
            let around = self.in_typed;
            let mut inner = column.and_then(|_| self.column(item.text.span.start));
            if let Marker::Typed(mark) = item.marker {
                // Dashes and dots also stand for other things.
                let markup = matches!(mark, '-' | '*' | '+');
                let sure = !markup && (several || !matches!(mark, '–' | '—' | '·' | 'o'));
                if sure && !self.check.allow.contains(&mark) {
                    let fix = column.and_then(|column| self.fix(item, column, depth));
                    if fix.is_some() {
                        inner = column.map(|column| column + 2);
                    }
                    self.bullets.push(Bullet { mark, place: item.marker_span, nested: around, fix });
                    self.in_typed = true;
                }
            }
            self.blocks(&item.children, depth + 1, inner);
            self.in_typed = around;
        }
        // The lines of a page whose other lines stay as they are would become part of this item; and a dash
        // that is left alone may be anything.
        let dashes =
            list.items.iter().any(|item| matches!(item.marker, Marker::Typed('–' | '—' | '·' | 'o')));
        if dashes || self.doc.format == "markdown" {
            self.join_fixes(first);
        }
    }

    /// Makes one fix of those of the bullets from `first` on.
    fn join_fixes(&mut self, first: usize) {
        let Some(bullets) = self.bullets.get_mut(first..) else { return };
        let fixable: Vec<&mut Fix> = bullets.iter_mut().filter_map(|bullet| bullet.fix.as_mut()).collect();
        let mut edits: Vec<Edit> = fixable.iter().flat_map(|fix| fix.edits.clone()).collect();
        edits.sort();
        edits.dedup();
        let many = fixable.len() > MAX_SHARED;
        for (at, fix) in fixable.into_iter().enumerate() {
            // In a list of thousands the first finding carries the fix for all.
            fix.edits = if many && at > 0 { vec![] } else { edits.clone() };
        }
        for bullet in bullets {
            bullet.fix = bullet.fix.take().filter(|fix| !fix.edits.is_empty());
        }
    }

    /// Characters before `offset` on its line, if they are few enough to be an indentation.
    fn column(&self, offset: u32) -> Option<usize> {
        let line = self.file.line_range(self.file.line_of(offset)).start;
        let before = self.file.text.get(line..offset as usize)?;
        (before.len() < 200).then(|| before.chars().count())
    }

    /// Writes the marker at the beginning of the line, and an empty line behind the list if text
    /// follows at once: it would become part of the last item.
    fn fix(&self, item: &Item, column: usize, depth: usize) -> Option<Fix> {
        if !matches!(self.doc.format, "text" | "markdown") || depth > 8 {
            return None;
        }
        let line = self.file.line_of(item.marker_span.start);
        let start = self.file.line_range(line).start;
        let text = item.text.span.start as usize;
        let before = self.file.text.get(start..item.marker_span.start as usize)?;
        let between = self.file.text.get(item.marker_span.end as usize..text)?;
        if !before.trim().is_empty() || !between.trim().is_empty() || item.text.is_blank() {
            return None;
        }
        let marker = format!("{}{} ", " ".repeat(column), self.check.style);
        let mut edits = vec![Edit { span: self.file.at(start..text), text: marker }];
        let last = self.file.line_of(item.span.end.saturating_sub(1).max(item.span.start));
        let next = self.file.text.get(self.file.line_range(last + 1)).unwrap_or("");
        if self.doc.format == "text" && !next.trim().is_empty() && !self.item_lines.contains(&(last + 1)) {
            let end = self.file.line_range(last).end;
            edits.push(Edit { span: self.file.at(end..end), text: "\n".into() });
        }
        Some(Fix::new(format!("Begin the line with “{} ”", self.check.style), Applicability::Safe, edits))
    }
}

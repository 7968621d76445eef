//! Tables on a page: those that show levels, and the facts of all others.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use crate::language::names_pay;
use crate::syntax::{Cell, Table};
use crate::text::{Span, Spanned};

use super::super::super::vocabulary::{level_word, section_kind, without_note};
use super::super::super::{CellState, Compensation, SectionKind, Shown};
use super::super::bands;
use super::super::grid::{Grid, label_of};
use super::super::guide;
use super::super::outline::Part;
use super::super::tables::{self, Clues, Says, kind_of};
use super::super::title::{self, piece};
use super::super::words::{blocks_text, normal, pieces, state_of};
use super::lines::tells_level;
use super::{Above, Page, cell_name, kind_here};

impl<'d> Page<'d> {
    pub(super) fn table(
        &mut self,
        table: &'d Table,
        own: &mut Option<usize>,
        label: Option<&Spanned<String>>,
        part: &Part<'d>,
        here: &Above,
    ) {
        let paid = self.role.compensation.len();
        let pay = self.is_about_pay(label, here);
        let ladder = self.is_about_ladder(label, here);
        let others = label.is_some_and(|label| guide::tells_other_grades(&label.value));
        let clues = Clues { keys: &self.keys, pay, ladder: ladder && !others, others };
        let stated = self.given.filter(|given| given.by_table()).map(|given| given.table(table));
        let Some(found) = stated.unwrap_or_else(|| tables::recognize(self.file, table, &clues)) else {
            if self.cells(table, (own, label), part, here) {
                return;
            }
            let kind = kind_here(label, here);
            if kind == SectionKind::Pay && self.pay_by_rows(table, here.level) {
                self.currencies(table, paid);
                return;
            }
            for row in &table.rows {
                // "Experience | 5+ years"
                let key = row.cells.first().filter(|_| row.cells.len() == 2).map(label_of);
                let said: Vec<Cow<'_, str>> = row.cells.iter().skip(1).map(label_of).collect();
                let own = key.as_deref().map_or(SectionKind::Other, |key| kind_of(key, &said, pay));
                let kind = if own == SectionKind::Other { kind } else { own };
                let levels = key.as_deref().map(normal).filter(|key| tells_level(key));
                if let (Some(cell), Some(key)) = (row.cells.get(1), levels)
                    && self.job
                    && self.role.levels.is_empty()
                {
                    self.level_cell(&key, cell_name(cell));
                }
                let mut inner = here.clone();
                inner.path.extend(key.filter(|_| own != SectionKind::Other).map(|key| normal(&key)));
                let known = self.role.compensation.len();
                for block in row.cells.iter().flat_map(|cell| &cell.blocks) {
                    block.each_text(&mut |text| self.facts(text, kind, &inner));
                }
                // "Parking | $12.50 – $15.00": small amounts of what nobody calls pay.
                if own == SectionKind::Other && row.cells.len() > 1 {
                    let paid = self.role.compensation.split_off(known);
                    let kept = |pay: &Compensation| {
                        pay.period.is_some() || pay.min.or(pay.max).is_some_and(|sum| sum >= 1000.0)
                    };
                    self.role.compensation.extend(paid.into_iter().filter(kept));
                }
            }
            return;
        };
        self.clue(found.clue);
        self.tables += 1;
        let number = self.tables;
        // Sections that cells name, by their name: two rows of one name say more about one thing.
        let mut rows: HashMap<String, usize> = HashMap::new();
        let mut ends: Vec<(usize, bands::Column)> = vec![];
        for entry in found.entries {
            let name = level_name(entry.label);
            let level = self.level(name.clone(), entry.occurrence);
            let mut named = false;
            for block in &entry.label.blocks {
                block.each_text(&mut |text| {
                    self.noted(text, level, named);
                    named |= !text.is_blank();
                });
            }
            if found.neighbors {
                self.neighbors.insert(level);
                if entry.label.emphasized {
                    self.bold.insert(level);
                }
            }
            let mut inner = Above { level: Some(level), named: Some(name.clone()), ..here.clone() };
            if entry.says == Says::Name {
                if let (Some(body), Some(level)) = (entry.body, self.role.levels.get_mut(level)) {
                    level.title.get_or_insert_with(|| cell_name(body));
                }
                continue;
            }
            if entry.says == Says::Sum {
                let texts = entry.body.iter().flat_map(|body| &body.blocks);
                texts.for_each(|block| {
                    block.each_text(&mut |text| {
                        self.facts(text, SectionKind::Summary, &inner);
                        self.aside(text, None, &inner);
                    });
                });
                continue;
            }
            let at = match entry.section {
                None => self.section(own, label.cloned(), part, &Above { level: None, ..here.clone() }),
                Some(cell) => {
                    let name = cell_name(cell);
                    let group = entry.group.map(label_of).filter(|group| !group.is_empty());
                    if let Some(cell) = entry.group.filter(|_| group.is_some()) {
                        (inner.section, inner.group) = (None, Some(cell_name(cell)));
                    }
                    let kind = entry.kind.unwrap_or_else(|| section_kind(&name.value));
                    inner.path.extend(group.as_deref().map(normal));
                    inner.kind = if kind == SectionKind::Other { here.kind } else { Some(kind) };
                    inner.path.push(normal(&name.value));
                    let key = format!("{}\n{}", group.unwrap_or_default(), normal(&name.value));
                    match rows.get(&key) {
                        Some(&at) => at,
                        None => {
                            let at = self.new_section(Some(name), table.span, &inner);
                            rows.insert(key, at);
                            at
                        }
                    }
                }
            };
            let Some(body) = entry.body else {
                self.add_shown(
                    at,
                    Shown {
                        level,
                        table: number,
                        label: name,
                        body: Span::at(self.file.id, entry.label.inner.end as usize),
                        words: String::new(),
                        state: CellState::Empty,
                        cut: entry.cut,
                    },
                );
                continue;
            };
            if let Some(header) =
                entry.section.map(cell_name).filter(|_| inner.kind == Some(SectionKind::Pay))
            {
                ends.push((level, (header.value, cell_name(body))));
            }
            let words = normal(&blocks_text(&body.blocks));
            let state = state_of(&words);
            if state == CellState::Content || state == CellState::Placeholder {
                let pieces = pieces(&body.blocks);
                self.lists += 1;
                self.add_pieces(at, pieces, &inner);
            }
            self.add_shown(
                at,
                Shown { level, table: number, label: name, body: body.inner, words, state, cut: entry.cut },
            );
        }
        self.bands(&ends, paid);
        self.currencies(table, paid);
    }

    /// Gives the pay of a row the currency that stands in a column of its own; `known` bands of pay stand above the
    /// table.
    fn currencies(&mut self, table: &Table, known: usize) {
        let found = self.role.compensation.get_mut(known..).unwrap_or_default();
        if found.iter().all(|pay| pay.currency.is_some()) {
            return;
        }
        let Some(grid) = Grid::new(table) else { return };
        let head = (0..grid.height().min(2)).find_map(|row| {
            (0..grid.width()).find(|&column| bands::is_currency(grid.text(row, column))).map(|at| (row, at))
        });
        let Some((head, column)) = head else { return };
        // Where each row begins, in the order of the page.
        let rows: Vec<(u32, usize)> =
            (head + 1..grid.height()).filter_map(|row| Some((grid.row(row)?.span.start, row))).collect();
        for pay in found.iter_mut().filter(|pay| pay.currency.is_none()) {
            let place = pay.text.span;
            let begun = rows.partition_point(|(start, _)| *start <= place.start);
            let Some((_, row)) = begun.checked_sub(1).and_then(|at| rows.get(at)) else { continue };
            let code = grid.text(*row, column);
            if grid.row(*row).is_some_and(|row| row.span.contains(place)) && bands::is_code(code) {
                pay.currency = Some(code.to_owned());
            }
        }
    }

    /// True if the page or the section that a table stands in is about pay.
    fn is_about_pay(&self, label: Option<&Spanned<String>>, here: &Above) -> bool {
        let names = here.path.iter().chain(label.map(|label| &label.value));
        kind_here(label, here) == SectionKind::Pay
            || names.chain(self.role.title.as_ref().map(|title| &title.value)).any(|name| names_pay(name))
    }

    /// True if the title, a heading above a table or the name of the file announces a ladder.
    fn is_about_ladder(&self, label: Option<&Spanned<String>>, here: &Above) -> bool {
        let names = here.path.iter().chain(label.map(|label| &label.value));
        let title = self.role.title.as_ref().map(|title| &title.value);
        let stem = || title::from_name(self.file).is_some_and(|name| guide::announces_ladder(&name.value));
        names.chain(title).any(|name| guide::announces_ladder(name)) || stem()
    }

    /// Reads a table with a band of pay in each row, as those of regions are: "Region | Min | Max".
    fn pay_by_rows(&mut self, table: &Table, level: Option<usize>) -> bool {
        let Some((head, rows)) = table.rows.split_first() else { return false };
        let place = |end: fn(&str) -> bool| head.cells.iter().position(|cell| end(&label_of(cell)));
        let (Some(least), Some(most)) = (place(bands::is_least), place(bands::is_most)) else { return false };
        let column = |cells: &[Cell], at: usize| -> Option<bands::Column> {
            Some((label_of(head.cells.get(at)?).into_owned(), cell_name(cells.get(at)?)))
        };
        let read = |row: &crate::syntax::Row| {
            bands::band(&column(&row.cells, least)?, &column(&row.cells, most)?, level)
        };
        let found: Option<Vec<_>> = rows.iter().map(read).collect();
        let found = found.filter(|found| !found.is_empty() && least != most);
        let any = found.is_some();
        self.role.compensation.extend(found.into_iter().flatten());
        any
    }

    /// Reads pay whose least and most stand in two columns as one band; `known` bands of pay stand above the table.
    fn bands(&mut self, ends: &[(usize, bands::Column)], known: usize) {
        // For each level its most, and what stands between the two: "Mid" is no pay of its own.
        let mut upper: BTreeMap<usize, (Option<&bands::Column>, Vec<Span>)> = BTreeMap::new();
        for (level, column) in ends {
            let (most, middle) = upper.entry(*level).or_default();
            if most.is_none() && bands::is_most(&column.0) {
                *most = Some(column);
            } else if bands::is_middle(&column.0) {
                middle.push(column.1.span);
            }
        }
        let (mut told, mut found) = (vec![], vec![]);
        for (level, low) in ends.iter().filter(|(_, (header, _))| bands::is_least(header)) {
            let Some((Some(high), middle)) = upper.get_mut(level) else { continue };
            let Some(band) = bands::band(low, high, Some(*level)) else { continue };
            told.extend([low.1.span, high.1.span]);
            told.append(middle);
            found.push(band);
        }
        told.sort_by_key(|cell: &Span| cell.start);
        let own = |span: Span| {
            let at = told.partition_point(|cell| cell.end <= span.start);
            told.get(at).is_some_and(|cell| cell.overlaps(span))
        };
        let alone = self.role.compensation.split_off(known.min(self.role.compensation.len()));
        self.role.compensation.extend(alone.into_iter().filter(|pay| !own(pay.text.span)).chain(found));
    }
}

/// The name of a level: the first line of the cell, if that is one, and more stands below it ("Junior<br>0-2 years").
fn level_name(cell: &Cell) -> Spanned<String> {
    let mut first = None;
    for block in &cell.blocks {
        block.each_text(&mut |text| {
            if first.is_none() && !text.is_blank() {
                first = Some(without_note(text.plain.trim_end()).len()).map(|end| piece(text, 0..end));
            }
        });
    }
    let whole = cell_name(cell);
    match first.filter(|name| name.value.len() < whole.value.len() && level_word(&name.value).is_some()) {
        Some(name) if cell.blocks.len() > 1 || has_lines(cell) => name,
        _ => whole,
    }
}

fn has_lines(cell: &Cell) -> bool {
    let mut found = false;
    for block in &cell.blocks {
        block.each_text(&mut |text| found |= text.plain.trim().contains('\n'));
    }
    found
}

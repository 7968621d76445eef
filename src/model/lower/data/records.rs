//! Tables that are written as data: lists of records with a role in each, and rows below the names of
//! their columns. The reader of sheets knows what their columns say.

use std::collections::HashSet;

use super::super::sheet;
use super::super::title::scalar;
use super::keys::{Key, find, key, level_of, spaced, title_of};
use super::make::figure;
use crate::model::Role;
use crate::syntax::{
    Block, Cell, Document, Entry, Node, Paragraph, Row, Table, TableKind, Text, TextBuilder, Value,
};
use crate::text::{SourceFile, Span, Spanned};

/// Keys of the names of columns.
const HEADERS: &[&str] = &["columns", "headers", "header", "fields", "cols"];

/// Keys of the rows below them.
const ROWS: &[&str] = &["rows", "cells", "data", "records", "values", "body", "entries"];

/// Wider tables hold no roles.
const MOST_COLUMNS: usize = 256;

/// The roles of the tables in a tree, if it holds nothing else.
pub(super) fn read(file: &SourceFile, doc: &Document, root: &Node) -> Option<Vec<Role>> {
    let mut roles = vec![];
    for (name, table) in tables(root)? {
        let found = sheet::read(file, doc, &[Block::Table(table)], false).roles;
        let alone = found.len() == 1;
        roles.extend(found.into_iter().map(|mut role| {
            // The name of a table whose columns name no role.
            if let Some(name) = name.as_ref().filter(|_| alone && is_from_path(&role)) {
                role.title = Some(name.clone());
            }
            // That each level is one of this job is no name of it.
            let title = role.title.as_ref().map(|title| title.value.clone());
            for level in &mut role.levels {
                level.title = level.title.take().filter(|own| Some(&own.value) != title.as_ref());
            }
            let clue = role.reading.rsplit("; ").next().unwrap_or("rows of a table");
            role.reading = format!("data; {clue}");
            role
        }));
    }
    // People with their levels, say, are no roles.
    roles.retain(super::says_anything);
    (!roles.is_empty()).then_some(roles)
}

/// True for a role whose title stands nowhere in its file.
fn is_from_path(role: &Role) -> bool {
    role.title.as_ref().is_none_or(|title| title.span.is_empty())
}

/// The tables of a tree with their names.
fn tables(root: &Node) -> Option<Vec<(Option<Spanned<String>>, Table)>> {
    let named = |node: &Node| title_of(node).and_then(scalar);
    if let Some(table) = columns_and_rows(root) {
        return Some(vec![(named(root), table)]);
    }
    if let Some(table) = lists(root).or_else(|| records(root)) {
        return Some(vec![(None, table)]);
    }
    // The only collection of a mapping, or the tables in it.
    let collections = root.entries().iter().map(|entry| &entry.value);
    let mut held = collections.filter(|value| !value.items().is_empty() || !value.entries().is_empty());
    let (Some(only), None) = (held.next(), held.next()) else { return None };
    if let Some(table) = records(only).or_else(|| columns_and_rows(only)) {
        return Some(vec![(named(root), table)]);
    }
    let all: Option<Vec<_>> =
        only.items().iter().map(|item| Some((named(item), columns_and_rows(item)?))).collect();
    all.filter(|tables| !tables.is_empty())
}

/// The value of the first of these keys that is there.
fn under<'n>(node: &'n Node, names: &[&str]) -> Option<&'n Node> {
    node.entries()
        .iter()
        .find(|entry| names.contains(&spaced(&entry.key.value).as_str()))
        .map(|entry| &entry.value)
}

/// `{columns: ["Competency", "L1"], rows: [["Coding", "Writes …"]]}`, also with records as rows, with rows
/// that have a name beside their cells, and with columns that have an id.
fn columns_and_rows(node: &Node) -> Option<Table> {
    let columns = under(node, HEADERS).filter(|columns| columns.items().len() <= MOST_COLUMNS)?;
    let rows = under(node, ROWS)?;
    let name = |column: &Node| -> Option<Text> {
        let own = ["name", "label", "title", "header", "text"].iter().find_map(|key| column.get(key));
        text_of(own.or_else(|| find(column, Key::Id).map(|(_, id)| id)).unwrap_or(column))
    };
    let names: Vec<Text> = columns.items().iter().map(name).collect::<Option<_>>()?;
    let ids: Vec<String> = columns
        .items()
        .iter()
        .zip(&names)
        .map(|(column, name)| {
            let id = ["id", "key", "field", "accessor"]
                .iter()
                .find_map(|key| column.get(key))
                .and_then(Node::as_str);
            id.unwrap_or(&name.plain).to_owned()
        })
        .collect();
    if names.len() < 2 || rows.items().is_empty() {
        return None;
    }
    let mut body = vec![];
    // What names the rows may have no column of its own.
    let topic = |row: &'_ Node| -> bool { name_beside(row, &ids).is_some() };
    let mut beside = rows.items().iter().any(topic);
    let led = beside;
    for row in rows.items() {
        let cells = if row.entries().is_empty() {
            row.items().iter().map(Some).collect()
        } else if let Some(cells) = under(row, ROWS).filter(|cells| !cells.items().is_empty()) {
            let name = title_of(row).or_else(|| find(row, Key::Group).map(|(_, name)| name));
            let own = name.filter(|_| cells.items().len() <= names.len());
            beside |= own.is_some() && cells.items().len() == names.len();
            own.into_iter().chain(cells.items()).map(Some).collect()
        } else {
            let own = if led { Some(name_beside(row, &ids)) } else { None };
            let records: Vec<Option<&Node>> =
                own.into_iter().chain(ids.iter().map(|id| row.get(id))).collect();
            (records.iter().filter(|cell| cell.is_some()).count() > 1).then_some(records)?
        };
        body.push(row_of(row.span, &cells, false));
    }
    let mut head: Vec<Cell> = if beside { vec![cell(node.span, vec![], true)] } else { vec![] };
    head.extend(names.into_iter().map(|name| cell(name.span, vec![name], true)));
    let width = head.len();
    let first = Row { cells: head, header: true, span: columns.span };
    let fits = body.iter().all(|row: &Row| row.cells.len() <= width);
    fits.then(|| table(node.span, first, body))
}

/// The name of a row that is a record, under a key that is none of those of the columns.
fn name_beside<'n>(row: &'n Node, ids: &[String]) -> Option<&'n Node> {
    if under(row, ROWS).is_some() {
        return None;
    }
    let named = [Key::Group, Key::Title].iter().find_map(|wanted| find(row, *wanted));
    named.filter(|(entry, _)| !ids.contains(&entry.key.value)).map(|(_, name)| name)
}

/// `[["Competency", "L1"], ["Coding", "Writes …"]]`
fn lists(node: &Node) -> Option<Table> {
    let (head, body) = node.items().split_first()?;
    let width = head.items().len();
    let fits =
        |row: &Node| row.items().len() == width && row.items().iter().all(|cell| text_of(cell).is_some());
    if !(2..=MOST_COLUMNS).contains(&width) || body.is_empty() || !node.items().iter().all(fits) {
        return None;
    }
    let row =
        |row: &Node, header| row_of(row.span, &row.items().iter().map(Some).collect::<Vec<_>>(), header);
    Some(table(node.span, row(head, true), body.iter().map(|body| row(body, false)).collect()))
}

/// Records of which several are about one role: each names the job and the level, and says one thing.
fn records(node: &Node) -> Option<Table> {
    let items = node.items();
    let flat = |entry: &Entry| {
        entry.value.entries().is_empty() && entry.value.items().iter().all(|item| item.as_text().is_some())
    };
    let role = |item: &Node| -> Option<(String, String)> {
        let level = find(item, Key::Level).and_then(|(_, level)| scalar(level))?;
        Some((job_of(item)?, level.value))
    };
    if items.len() < 3
        || !items.iter().all(|item| item.entries().len() > 2 && item.entries().iter().all(flat))
    {
        return None;
    }
    let named: Vec<(String, String)> = items.iter().map(role).collect::<Option<_>>()?;
    let jobs: HashSet<&String> = named.iter().map(|(job, _)| job).collect();
    let levels: HashSet<&String> = named.iter().map(|(_, level)| level).collect();
    let ladder =
        levels.iter().filter(|level| level_of(level).is_some() || level.parse::<u8>().is_ok()).count();
    if jobs.len() == items.len() || levels.len() < 2 || ladder * 2 < levels.len() {
        return None;
    }
    let mut seen: HashSet<&str> = HashSet::new();
    let keys: Vec<&Entry> = items
        .iter()
        .flat_map(Node::entries)
        .filter(|entry| key(&entry.key.value) != Key::Id && seen.insert(entry.key.value.as_str()))
        .take(MOST_COLUMNS)
        .collect();
    let head = keys.iter().map(|entry| {
        let name = header(&entry.key);
        cell(name.span, vec![name], true)
    });
    let head = Row { cells: head.collect(), header: true, span: items.first()?.span };
    let body = items.iter().map(|item| {
        let cells: Vec<Option<&Node>> = keys.iter().map(|entry| item.get(&entry.key.value)).collect();
        row_of(item.span, &cells, false)
    });
    Some(table(node.span, head, body.collect()))
}

/// The job that a record is about: under `role` or `position`, or a title that is one of a job.
fn job_of(item: &Node) -> Option<String> {
    item.entries().iter().find_map(|entry| {
        let name = spaced(&entry.key.value);
        let value = scalar(&entry.value)?.value;
        let job = name.split(' ').any(|word| matches!(word, "role" | "position" | "job"));
        (key(&entry.key.value) == Key::Title && (job || super::keys::is_job(&value))).then_some(value)
    })
}

/// A key in words, as the header of a column.
fn header(key: &Spanned<String>) -> Text {
    let plain = spaced(&key.value);
    if plain == key.value && plain.len() == key.span.len() {
        return Text::verbatim(&plain, key.span);
    }
    let mut builder = TextBuilder::new(key.span.file);
    builder.atom(&plain, key.span.range());
    builder.finish()
}

/// What a cell says; nothing for collections.
fn text_of(node: &Node) -> Option<Text> {
    match &node.value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(figure(number, node.span)),
        Value::Null | Value::Bool(_) => Some(TextBuilder::new(node.span.file).finish()),
        Value::List(_) | Value::Map(_) => None,
    }
}

fn row_of(span: Span, cells: &[Option<&Node>], header: bool) -> Row {
    let texts = |node: &Node| -> Vec<Text> {
        if node.items().is_empty() {
            text_of(node).into_iter().collect()
        } else {
            node.items().iter().filter_map(text_of).collect()
        }
    };
    let cells = cells.iter().map(|node| match node {
        Some(node) => cell(node.span, texts(node), header),
        None => cell(span, vec![], header),
    });
    Row { cells: cells.collect(), header, span }
}

fn cell(span: Span, texts: Vec<Text>, header: bool) -> Cell {
    let texts = texts.into_iter().filter(|text| !text.is_blank());
    let blocks: Vec<Block> =
        texts.map(|text| Block::Paragraph(Paragraph { span: text.span, text })).collect();
    let inner = if blocks.is_empty() { Span::at(span.file, span.start as usize) } else { span };
    Cell { blocks, span, inner, header, emphasized: false, columns: 1, rows: 1 }
}

fn table(span: Span, head: Row, body: Vec<Row>) -> Table {
    let rows = std::iter::once(head).chain(body).collect();
    Table { kind: TableKind::Csv, rows, rule: vec![], span }
}

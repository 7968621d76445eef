//! A story in sentences, for screen readers and braille displays. miette has such a mode too, but
//! it tells a mark of one excerpt with the last line of another.

use super::Style;
use super::drawn::{quoted, unquoted};
use super::excerpt::Excerpts;
use super::story::Story;
use crate::report::neutral::{visible, visible_lines};
use crate::text::{Files, Position};

pub(super) fn tell(files: &Files, story: &Story<'_>, style: Style) -> String {
    let mut lines = vec![story.title(), style.words(&visible_lines(story.headline())).into_owned()];
    for (number, place) in quoted(files, story).into_iter().enumerate() {
        let file = files.open(place.span.file);
        let Position { line, column, .. } = file.position(place.span.start);
        let also = if number == 0 { "In" } else { "Also in" };
        let label = place.label.replace('\n', " ");
        let label = if label.is_empty() { String::new() } else { format!(" {label}.") };
        let name = file.place_name(place.span.start);
        lines.push(format!("{also} {}, line {line}, column {column}.{label}", visible(&name)));
        let excerpts = Excerpts::new(files, vec![place], style.columns(), style.ellipsis());
        let marked = excerpts.marked_line();
        if !marked.trim().is_empty() {
            lines.push(format!("The line reads: {}", marked.trim()));
        }
    }
    let also = unquoted(files, story).into_iter().chain(story.places(files));
    lines.extend(also.map(|place| format!("Place: {place}")));
    if let Some(help) = &story.lead.help {
        lines.push(format!("Help: {}", style.words(&visible_lines(help))));
    }
    if let Some(fix) = story.fix() {
        lines.push(format!("Fix: {}", style.words(&fix)));
    }
    lines.join("\n") + "\n"
}

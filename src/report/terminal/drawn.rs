//! A story drawn by miette: the quoted lines with marks, the reason, the cure.

use std::fmt;

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};

use super::Style;
use super::excerpt::{Excerpts, Place, wrap};
use super::story::Story;
use crate::diag::Severity;
use crate::report::neutral::{visible, visible_lines};
use crate::text::{Files, Span};

/// Other places of a finding that are quoted; the rest is listed.
const MAX_QUOTED: usize = 6;

/// Columns before a message, and before help.
const MESSAGE: usize = 4;
const HELP: usize = 8;

/// A story as miette wants it.
#[derive(Debug)]
struct Picture {
    title: String,
    message: String,
    help: Option<String>,
    severity: Severity,
    excerpts: Excerpts,
}

impl fmt::Display for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Picture {}

impl miette::Diagnostic for Picture {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.title))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Info => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        (!self.excerpts.marks.is_empty()).then_some(&self.excerpts)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let labels = self.excerpts.marks.iter().map(|mark| {
            let label = (!mark.label.is_empty()).then(|| mark.label.clone());
            if mark.primary {
                LabeledSpan::new_primary_with_span(label, mark.range.clone())
            } else {
                LabeledSpan::new_with_span(label, mark.range.clone())
            }
        });
        Some(Box::new(labels))
    }
}

/// The places to quote: the finding's own and those that belong to it.
pub(super) fn quoted(files: &Files, story: &Story<'_>) -> Vec<Place> {
    let lead = story.lead;
    let own = Place { span: lead.span, label: label(files, lead.span, story.label()), primary: true };
    let related = lead.related.iter().take(MAX_QUOTED);
    let related = related.map(|other| Place {
        span: other.span,
        label: label(files, other.span, &other.message),
        primary: false,
    });
    // A file without text has nothing to quote.
    let has_text = |place: &Place| files.get(place.span.file).trouble.is_none();
    std::iter::once(own).chain(related).filter(has_text).collect()
}

/// Only the first line of a long place is marked; the label says how far it reaches.
fn label(files: &Files, span: Span, text: &str) -> String {
    let file = files.open(span.file);
    let end = span.end.saturating_sub(1).max(span.start);
    let (first, last) = (file.line_of(span.start), file.line_of(end));
    let text = visible(text.trim_end_matches('.'));
    let reach = match (file.cell_at(span.start), file.cell_at(end)) {
        (Some(from), Some(to)) if from != to => format!("up to {}", visible(&to)),
        _ => format!("up to line {}", file.position(end).line),
    };
    match (text.is_empty(), first == last) {
        (_, true) => text.into_owned(),
        (true, false) => reach,
        (false, false) => format!("{text} ({reach})"),
    }
}

/// Places that belong to the finding and are not quoted, or cannot be.
pub(super) fn unquoted(files: &Files, story: &Story<'_>) -> Vec<String> {
    let mut lines = vec![];
    let lead = files.get(story.lead.span.file);
    if lead.trouble.is_some() {
        lines.push(visible(&lead.path).into_owned());
    }
    for other in story.lead.related.iter().skip(MAX_QUOTED) {
        let file = files.open(other.span.file);
        let at = file.position(other.span.start);
        lines.push(format!("{}:{}:{}", visible(&file.place_name(other.span.start)), at.line, at.column));
    }
    lines
}

pub(super) fn draw(files: &Files, story: &Story<'_>, style: Style) -> String {
    let width = style.columns();
    let lead = story.lead;
    let help = lead.help.as_deref().map(|help| style.words(&visible_lines(help)).into_owned());
    // Where nothing is quoted, the place stands before the help.
    let (help, later) = if files.get(lead.span.file).trouble.is_some() { (None, help) } else { (help, None) };
    let picture = Picture {
        title: story.title(),
        message: wrap(&style.words(&visible_lines(story.headline())), width.saturating_sub(MESSAGE)),
        help: help.map(|help| wrap(&help, width.saturating_sub(HELP))),
        severity: story.severity(),
        excerpts: Excerpts::new(files, quoted(files, story), width, style.ellipsis()),
    };
    let theme = match (style.unicode, style.color) {
        (true, true) => GraphicalTheme::unicode(),
        (true, false) => GraphicalTheme::unicode_nocolor(),
        (false, true) => GraphicalTheme::ascii(),
        (false, false) => GraphicalTheme::none(),
    };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(width)
        .with_links(false)
        // It would break names of rules at their hyphens.
        .with_wrap_lines(false)
        .without_syntax_highlighting();
    let mut drawing = String::new();
    if handler.render_report(&mut drawing, &picture).is_err() {
        drawing = format!("{}\n\n  {}\n", picture.title, picture.message);
    }
    // The rule's name needs no line of its own below it.
    let mut text = drawing.replacen("\n\n", "\n", 1);
    let list = |text: &mut String, title: &str, lines: &[String]| {
        for (number, line) in lines.iter().enumerate() {
            let indent = " ".repeat(HELP);
            let wrapped =
                wrap(&style.words(line), width.saturating_sub(HELP)).replace('\n', &format!("\n{indent}"));
            let title = if number == 0 { style.paint("36", &format!("{title:>6}: ")) } else { indent };
            text.push_str(&format!("{title}{wrapped}\n"));
        }
    };
    list(&mut text, "at", &unquoted(files, story));
    list(&mut text, "help", &later.into_iter().collect::<Vec<_>>());
    list(&mut text, "also", &story.places(files));
    list(&mut text, "fix", &story.fix().into_iter().collect::<Vec<_>>());
    text
}

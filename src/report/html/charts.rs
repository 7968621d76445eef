//! Charts of one measure along a line of levels: a bar for each level, drawn when the page is made.

use maud::{Markup, html};

use crate::analysis::{Chart, Line, Unit, Value};
use crate::report::graph::in_lines;
use crate::report::neutral::visible;

/// Sizes in the picture's own units: the names, the bars, room for the number behind a bar, a row.
///
/// A phone shows the picture about as wide as it is, so that its words can be read there.
const NAMES: f64 = 170.0;
const BARS: f64 = 98.0;
const NUMBERS: f64 = 92.0;
const ROW: f64 = 26.0;

/// More of a row for each further line of its name.
const NEXT_LINE: f64 = 15.0;

/// Columns of a line of a name that fit, and lines.
const MOST_COLUMNS: usize = 22;
const MOST_LINES: usize = 3;

/// The charts of one line.
pub(super) fn line(line: &Line, open: bool) -> Markup {
    let falls = line
        .charts
        .iter()
        .flat_map(|chart| chart.values.iter().flatten())
        .filter(|value| value.falls)
        .count();
    html! {
        details.line open[open] {
            summary {
                (line.name) " " span.soft {
                    "(" (super::counted(line.points.len(), "level"))
                    @if falls > 0 { ", " (super::counted(falls, "step")) " back" }
                    ")"
                }
            }
            @if !line.ordered { p.soft { "In the order of the page: nothing says which level follows which." } }
            div.figures { @for chart in &line.charts { (figure(line, chart)) } }
        }
    }
}

fn figure(line: &Line, chart: &Chart) -> Markup {
    let names: Vec<&str> = line.points.iter().map(|point| point.label.as_str()).collect();
    let spoken: Vec<String> = names
        .iter()
        .zip(&chart.values)
        .map(|(name, value)| {
            let words =
                value.as_ref().map_or_else(|| "not said".to_owned(), |value| words(value, chart.unit));
            let falls =
                if value.as_ref().is_some_and(|value| value.falls) { ", less than below" } else { "" };
            format!("{name}: {words}{falls}")
        })
        .collect();
    let label = format!("{}. {}", chart.measure, spoken.join("; "));
    html! {
        figure {
            figcaption { (chart.measure) }
            (bars(&names, chart, &label))
        }
    }
}

#[allow(clippy::cast_precision_loss)]
fn bars(names: &[&str], chart: &Chart, label: &str) -> Markup {
    let top = chart.values.iter().flatten().filter_map(|value| value.max.or(value.min)).fold(0.0, f64::max);
    let low =
        chart.values.iter().flatten().filter_map(|value| value.min.or(value.max)).fold(f64::MAX, f64::min);
    // Pay is far from nothing; a scale from zero would show bars of one length.
    let base = if chart.unit == Unit::Money && low > top * 0.3 { low * 0.8 } else { 0.0 };
    let scale = |value: f64| ((value - base) / (top - base).max(f64::MIN_POSITIVE) * BARS).clamp(0.0, BARS);
    let names: Vec<(&str, Vec<String>)> =
        names.iter().map(|name| (*name, in_lines(&visible(name), MOST_COLUMNS, MOST_LINES).0)).collect();
    let mut top = 0.0;
    let rows: Vec<f64> = names
        .iter()
        .map(|(_, lines)| {
            let at = top;
            top += ROW + NEXT_LINE * lines.len().saturating_sub(1) as f64;
            at
        })
        .collect();
    let height = top + 4.0;
    let width = NAMES + BARS + NUMBERS;
    html! {
        svg.chart viewBox={ "0 0 " (width) " " (height) } role="img" aria-label=(label) {
            line.cx x1=(NAMES) y1="0" x2=(NAMES) y2=(height) {}
            @for ((y, name), value) in rows.iter().zip(&names).zip(&chart.values) {
                (bar(*y, name, value.as_ref(), chart, &scale))
            }
        }
    }
}

#[allow(clippy::cast_precision_loss)]
fn bar(
    y: f64,
    (name, lines): &(&str, Vec<String>),
    value: Option<&Value>,
    chart: &Chart,
    scale: &dyn Fn(f64) -> f64,
) -> Markup {
    let more = NEXT_LINE * lines.len().saturating_sub(1) as f64;
    let whole = lines.join(" ") == *name;
    let name = html! {
        @for (number, line) in lines.iter().enumerate() {
            text.cl x=(NAMES - 8.0) y=(y + 17.0 + NEXT_LINE * number as f64) { @if !whole { title { (name) } } (line) }
        }
    };
    let y = y + more / 2.0;
    let middle = y + 17.0;
    let Some(value) = value else {
        return html! { (name) text.cd x=(NAMES + 6.0) y=(middle) { "–" } };
    };
    let from = match (value.min, value.max) {
        // What is counted begins at nothing; a range begins where it begins.
        (Some(min), Some(max)) if min < max => scale(min),
        (None, Some(_)) | (Some(_), None) if value.open => value.min.map_or(0.0, scale),
        _ => 0.0,
    };
    let to = value.max.or(value.min).map_or(0.0, scale);
    let (x, length) = (NAMES + from.min(to), (to - from).abs().max(3.0));
    let open = value.open && value.max.is_none();
    let bad = value.falls;
    let end = x + length + if open { 26.0 } else { 0.0 };
    html! {
        (name)
        rect.cb.bad[bad] x=(round(x)) y=(y + 6.0) width=(round(length)) height="14" rx="2" {}
        @if open { path.co d={ "M" (round(x + length)) "," (y + 13.0) "h24" } {} }
        text.cv.bad[bad] x=(round(end + 6.0)) y=(middle) { (words(value, chart.unit)) @if bad { " ▼" } }
    }
}

fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// A value for people: "8–10 years", "15+ years".
pub(in crate::report) fn words(value: &Value, unit: Unit) -> String {
    let number = |number: f64| match unit {
        Unit::Months => plain(number / 12.0),
        _ => plain(number),
    };
    let range = match (value.min, value.max) {
        (Some(min), Some(max)) if min < max => format!("{}–{}", number(min), number(max)),
        (Some(min), None) if value.open => format!("{}+", number(min)),
        (None, Some(max)) => format!("up to {}", number(max)),
        (Some(one), _) => number(one),
        (None, None) => return value.text.clone(),
    };
    match unit {
        Unit::Months if range == "1" => "1 year".to_owned(),
        Unit::Months => format!("{range} years"),
        _ => range,
    }
}

/// With separators between thousands, and with one decimal at most.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn plain(number: f64) -> String {
    if number.is_finite() && number.abs() < 1e15 && number >= 0.0 {
        let tenths = (number * 10.0).round() as u64;
        let whole = crate::report::figures::number(usize::try_from(tenths / 10).unwrap_or(usize::MAX));
        return if tenths.is_multiple_of(10) { whole } else { format!("{whole}.{}", tenths % 10) };
    }
    number.to_string()
}

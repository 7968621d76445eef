//! The graph as a picture.

use std::fmt::Write as _;
use std::io::{self, Write};

use maud::{Markup, PreEscaped, html};

use super::super::neutral::visible_lines;
use super::layout::{Layout, Placed, Route, lay_out};
use super::{LONGEST, Named};
use crate::analysis::{Careers, Edge, EdgeKind, Node, NodeKind};
use crate::text::shortened;

/// How the picture looks where no page around it says so.
const STYLE: &str = "svg{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;\
    --paper:#fff;--ink:#1d2330;--soft:#5a6375;--line:#8b94a7;--box:#f3f6fb;--bad:#b3261e;background:var(--paper)}\
    @media(prefers-color-scheme:dark){svg{--paper:#14181f;--ink:#e8ebf1;--soft:#a9b2c3;--line:#76809a;--box:#202735;--bad:#ff8a80}}\
    .gh{font-size:15px;font-weight:600;fill:var(--ink)}\
    .gn rect{fill:var(--box);stroke:var(--line)}\
    .gn.out rect{fill:none;stroke-dasharray:5 4}\
    .gn.bad rect{stroke:var(--bad);stroke-width:2}\
    .gn text{font-size:13px;fill:var(--ink);text-anchor:middle}\
    .gn .note{font-size:11.5px;fill:var(--soft)}\
    .gn.bad .note{fill:var(--bad)}\
    .ge{fill:none;stroke:var(--line);stroke-width:1.5}\
    .gt{fill:var(--line)}\
    .ge.side{stroke-dasharray:6 4}\
    .ge.bad{stroke:var(--bad);stroke-width:2}\
    .gt.bad{fill:var(--bad)}\
    .gl{font-size:11px;fill:var(--bad);text-anchor:middle;paint-order:stroke;stroke:var(--paper);stroke-width:4px}";

/// Room around the picture.
const MARGIN: i64 = 16;

/// Writes one picture of all frameworks, one below the other.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_svg(frameworks: &[Named<'_>], out: &mut dyn Write) -> io::Result<()> {
    let layouts: Vec<(&Named<'_>, Layout)> = frameworks
        .iter()
        .map(|named| (named, lay_out(named.1)))
        .filter(|(_, l)| !l.boxes.is_empty())
        .collect();
    let several = layouts.len() > 1;
    let heading = if several { 40 } else { 0 };
    let width = layouts.iter().map(|(_, layout)| layout.width).max().unwrap_or(1) + 2 * MARGIN;
    let height: i64 =
        layouts.iter().map(|(_, layout)| layout.height + heading + MARGIN).sum::<i64>() + MARGIN;
    let mut y = MARGIN;
    let mut parts = vec![];
    for ((root, careers), layout) in &layouts {
        if several {
            let name = if root.is_empty() { "." } else { root };
            parts.push(html! { text.gh x=(MARGIN) y=(y + 22) { (shortened(name, LONGEST)) } });
        }
        y += heading;
        parts.push(ink(careers, layout, MARGIN, y));
        y += layout.height + MARGIN;
    }
    let steps: usize = frameworks.iter().map(|(_, careers)| careers.edges.len()).sum();
    let markup = html! {
        svg xmlns="http://www.w3.org/2000/svg" width=(width) height=(height)
            viewBox={ "0 0 " (width) " " (height) } role="img" aria-labelledby="title" {
            title id="title" { "Career graph with " (steps) " steps" }
            style { (PreEscaped(STYLE)) }
            @for part in &parts { (part) }
        }
    };
    writeln!(out, "{}", visible_lines(&markup.into_string()))
}

/// The picture of one framework for a page that has a style for it; `None` where there is nothing to see.
/// `label` tells what it shows.
pub(in crate::report) fn drawing(careers: &Careers, label: &str) -> Option<Markup> {
    if careers.nodes.is_empty() {
        return None;
    }
    let layout = lay_out(careers);
    let (width, height) = (layout.width + 4, layout.height + 4);
    Some(html! {
        svg.careers width=(width) height=(height) viewBox={ "0 0 " (width) " " (height) } role="img" aria-label=(label) {
            (ink(careers, &layout, 2, 2))
        }
    })
}

fn ink(careers: &Careers, layout: &Layout, dx: i64, dy: i64) -> Markup {
    html! {
        g transform={ "translate(" (dx) "," (dy) ")" } {
            @for (heading, x, y) in &layout.headings { text.gh x=(x) y=(y) { (heading) } }
            @for (edge, route) in careers.edges.iter().zip(&layout.routes) { (arrow(edge, route, layout)) }
            @for (node, placed) in careers.nodes.iter().zip(&layout.boxes) { (shape(node, placed)) }
            @for (edge, route) in careers.edges.iter().zip(&layout.routes) { (remark(edge, route, layout)) }
        }
    }
}

fn shape(node: &Node, placed: &Placed) -> Markup {
    let mut class = String::from("gn");
    if node.kind == NodeKind::Named {
        class.push_str(" out");
    }
    if node.dangling || node.orphan {
        class.push_str(" bad");
    }
    let middle = placed.x + placed.width / 2;
    let line = |number: usize| placed.y + 22 + 17 * i64::try_from(number).unwrap_or(0);
    html! {
        g class=(class) {
            @if placed.cut { title { (shortened(&node.name, 4 * LONGEST)) } }
            rect x=(placed.x) y=(placed.y) width=(placed.width) height=(placed.height) rx="6" {}
            @for (number, text) in placed.lines.iter().enumerate() {
                text x=(middle) y=(line(number)) { (text) }
            }
            @for (number, text) in placed.notes.iter().enumerate() {
                text.note x=(middle) y=(line(placed.lines.len() + number)) { (text) }
            }
        }
    }
}

fn arrow(edge: &Edge, route: &Route, layout: &Layout) -> Markup {
    let (Some(&(a1, b1)), Some(&(a2, b2))) = (route.points.first(), route.points.last()) else {
        return html! {};
    };
    // Across the layers comes first; in a picture it is x, or y if the layers stand one below the other.
    let turned = route.turned;
    let at = |a: i64, b: i64| if turned { format!("{b},{a}") } else { format!("{a},{b}") };
    let head = |a: i64, b: i64, forth: bool| {
        let rest = match (turned, forth) {
            (false, true) => "l-8,-4.5v9z",
            (false, false) => "l8,-4.5v9z",
            (true, true) => "l-4.5,-8h9z",
            (true, false) => "l-4.5,8h9z",
        };
        format!("M{}{rest}", at(a, b))
    };
    let mut class = String::from("ge");
    if edge.kind != EdgeKind::Promotion {
        class.push_str(" side");
    }
    let bad = edge.one_way || edge.cyclic;
    if bad {
        class.push_str(" bad");
    }
    let mut path = format!("M{}", at(a1, b1));
    let mut heads = String::new();
    if route.back || a2 > a1 {
        for pair in route.points.windows(2) {
            if let [(a, b), (c, d)] = *pair {
                let bend = if route.back { ((c - a) / 2).min(-10) } else { ((c - a) / 2).max(10) };
                let _ = write!(path, "C{} {} {}", at(a + bend, b), at(c - bend, d), at(c, d));
            }
        }
        heads.push_str(&head(a2, b2, !route.back));
        if edge.kind == EdgeKind::Lateral {
            heads.push_str(&head(a1, b1, route.back));
        }
    } else {
        let ((_, b1), (out, _), (end, b2)) =
            aside(edge, route, layout).unwrap_or(((a1, b1), (a1, b1), (a2, b2)));
        path = format!("M{}C{} {} {}", at(a1, b1), at(out, b1), at(out, b2), at(end, b2));
        heads.push_str(&head(end, b2, false));
        if edge.kind == EdgeKind::Lateral {
            heads.push_str(&head(a1, b1, false));
        }
    }
    html! {
        path class=(class) d=(path) {}
        path class=(if bad { "gt bad" } else { "gt" }) d=(heads) {}
    }
}

/// To the side or to itself: around the far edges of both boxes. Where such a step begins, how far out it goes (and
/// where its middle is), and where it ends.
fn aside(edge: &Edge, route: &Route, layout: &Layout) -> Option<((i64, i64), (i64, i64), (i64, i64))> {
    let (&(a1, b1), &(a2, b2)) = (route.points.first()?, route.points.last()?);
    let far = |placed: &Placed| {
        if route.turned { placed.y + placed.height } else { placed.x + placed.width }
    };
    let end = layout.boxes.get(edge.to).map_or(a2, far);
    let (b1, b2) = if edge.from == edge.to { (b1 - 8, b2 + 8) } else { (b1, b2) };
    Some(((a1, b1), (a1.max(end) + 26, i64::midpoint(b1, b2)), (end, b2)))
}

/// What is wrong with a step, in the gap where it begins.
fn remark(edge: &Edge, route: &Route, layout: &Layout) -> Markup {
    let remarks = Careers::remarks(edge).join(", ");
    let [(a1, b1), (a2, b2), ..] = *route.points.as_slice() else { return html! {} };
    if remarks.is_empty() {
        return html! {};
    }
    let middle = (i64::midpoint(a1, a2), i64::midpoint(b1, b2));
    let (a, b) = if route.back || a2 > a1 {
        middle
    } else {
        aside(edge, route, layout).map_or(middle, |(_, out, _)| out)
    };
    // Above the line, and below one that leads back.
    let (x, y) = match (route.turned, route.back) {
        (true, _) => (b, a),
        (false, true) => (a, b.max(b1).max(b2) + 15),
        (false, false) if a2 > a1 => (a, b.min(b1).min(b2) - 7),
        (false, false) => (a, b - 7),
    };
    html! { text.gl x=(x) y=(y) { "⚠ " (remarks) } }
}

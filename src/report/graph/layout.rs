//! Where the boxes of a career graph stand: layers from left to right, as Sugiyama draws them. Everything
//! is in whole pixels, so that the same graph gives the same picture everywhere.

use std::collections::BTreeMap;

use unicode_width::UnicodeWidthStr as _;

use super::super::neutral::visible;
use crate::analysis::{Careers, EdgeKind, Node};

/// Width of a character in pixels, rather too much than too little: nobody knows the reader's font.
const CHARACTER: i64 = 8;

/// The same for the larger letters of headings, and how many of them one has.
const BOLD: i64 = 10;
const MOST_OF_HEADING: usize = 110;

/// The same for remarks at steps, with the sign before them.
const REMARK: i64 = 7;

/// Columns (of a fixed-width font) after which a name goes on in the next line.
const MOST_COLUMNS: usize = 22;

/// Lines of a name; what is longer is cut, and told in full by the tip.
const MOST_LINES: usize = 3;

/// Heights of a line of text and of the room around it, gaps between boxes.
const LINE: i64 = 17;
const PADDING: i64 = 10;
const GAP_X: i64 = 60;
const GAP_TURNED: i64 = 44;
const GAP_Y: i64 = 16;

/// Between groups that no step joins.
const GAP_GROUP: i64 = 28;

/// Room for the name of a group.
const HEADING: i64 = 26;

/// Groups stand side by side up to this width.
const PAGE: i64 = 1240;

/// Rounds of sorting and of straightening; more change next to nothing.
const ROUNDS: usize = 8;

/// Steps over many layers are led around boxes; beyond this many bends they are drawn straight.
const MOST_BENDS: usize = 4000;

/// A picture without its ink.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pub width: i64,
    pub height: i64,
    /// One for each node.
    pub boxes: Vec<Placed>,
    /// For each edge the points it passes, from box to box.
    pub routes: Vec<Route>,
    /// Names of groups and their places.
    pub headings: Vec<(String, i64, i64)>,
}

/// The way of a step.
#[derive(Debug, Clone, Default)]
pub(super) struct Route {
    /// Across the layers and along them; x and y, unless it is turned.
    pub points: Vec<(i64, i64)>,
    /// The layers stand one below the other: points are y and x.
    pub turned: bool,
    /// It leads against the layers: from the near edge of the first box to the far edge of the last one.
    pub back: bool,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Placed {
    pub x: i64,
    pub y: i64,
    pub width: i64,
    pub height: i64,
    /// The name, broken into lines.
    pub lines: Vec<String>,
    /// Remarks under the name.
    pub notes: Vec<String>,
    /// The name did not fit.
    pub cut: bool,
}

/// Lays out a graph.
pub(super) fn lay_out(careers: &Careers) -> Layout {
    let groups = groups(careers);
    let mut layout = Layout { boxes: vec![Placed::default(); careers.nodes.len()], ..Layout::default() };
    layout.routes = vec![Route::default(); careers.edges.len()];
    let mut shelf = Shelf::default();
    let mut loners = vec![];
    let mut drawn = vec![];
    for members in groups {
        if let [one] = members.as_slice()
            && !careers.edges.iter().any(|edge| edge.from == *one)
        {
            loners.push(*one);
            continue;
        }
        let heading = common_page(careers, &members);
        for &at in &members {
            if let (Some(placed), Some(node)) = (layout.boxes.get_mut(at), careers.nodes.get(at)) {
                *placed = measure(node, heading.is_none());
            }
        }
        let mut group = Group::new(careers, &members, &layout.boxes);
        group.sort();
        group.place();
        drawn.push((group, heading));
    }
    // If one of them is too wide, all stand upright: half of the ladders lying would be hard to compare.
    let turned = drawn.iter().any(|(group, _)| group.width > PAGE);
    for (mut group, heading) in drawn {
        if turned {
            let was_wide = group.width > PAGE;
            group.turn(&layout.boxes);
            group.place();
            if group.height > PAGE && !was_wide {
                group.turn(&layout.boxes);
                group.place();
            }
        }
        let heading = heading.map(|heading| shortened(&visible(&heading), MOST_OF_HEADING));
        let heading_width = heading.as_deref().map_or(0, |heading| columns(heading) * BOLD);
        let top = if heading.is_some() { HEADING } else { 0 };
        let (width, height) =
            if group.turned { (group.height, group.width) } else { (group.width, group.height) };
        let (x, y) = shelf.take(width.max(heading_width), height + top);
        if let Some(heading) = heading {
            layout.headings.push((heading, x, y + HEADING - 10));
        }
        group.write(&mut layout, x, y + top);
    }
    alone(careers, &loners, &mut layout, &mut shelf);
    layout.width = shelf.widest.max(1);
    layout.height = shelf.bottom.max(1);
    layout
}

/// Boxes that no step joins to another one, in rows.
fn alone(careers: &Careers, loners: &[usize], layout: &mut Layout, shelf: &mut Shelf) {
    if loners.is_empty() {
        return;
    }
    shelf.new_row();
    if loners.len() < careers.nodes.len() {
        let (x, y) = shelf.take(PAGE / 2, HEADING);
        layout.headings.push(("Without a step to or from another role".into(), x, y + HEADING - 10));
        shelf.new_row();
    }
    for &at in loners {
        if let (Some(placed), Some(node)) = (layout.boxes.get_mut(at), careers.nodes.get(at)) {
            *placed = measure(node, true);
            (placed.x, placed.y) = shelf.take(placed.width, placed.height);
        }
    }
}

/// Puts things side by side in rows.
#[derive(Default)]
struct Shelf {
    x: i64,
    y: i64,
    row: i64,
    widest: i64,
    bottom: i64,
}

impl Shelf {
    fn take(&mut self, width: i64, height: i64) -> (i64, i64) {
        if self.x > 0 && self.x + width > PAGE {
            self.new_row();
        }
        let place = (self.x, self.y);
        self.x += width + GAP_GROUP;
        self.row = self.row.max(height);
        self.widest = self.widest.max(place.0 + width);
        self.bottom = self.bottom.max(self.y + height);
        place
    }

    fn new_row(&mut self) {
        if self.row > 0 {
            self.y += self.row + GAP_GROUP;
        }
        (self.x, self.row) = (0, 0);
    }
}

fn columns(text: &str) -> i64 {
    i64::try_from(text.width()).unwrap_or(i64::MAX / 64).min(400)
}

/// The size of a box, by its words.
fn measure(node: &Node, with_page: bool) -> Placed {
    // What cannot be seen is spelled out, and needs room.
    let (lines, cut) = in_lines(&visible(&node.name), MOST_COLUMNS, MOST_LINES);
    let mut notes = vec![];
    if let Some(page) = node.of.as_deref().filter(|page| with_page && *page != node.name) {
        notes.push(shortened(&visible(page), MOST_COLUMNS));
    }
    if node.dangling {
        notes.push("⚠ no page is about it".into());
    }
    if node.orphan {
        notes.push("⚠ no other page names it".into());
    }
    let widest = lines.iter().chain(&notes).map(|line| columns(line)).max().unwrap_or(1);
    let rows = i64::try_from(lines.len() + notes.len()).unwrap_or(1);
    Placed {
        width: (widest * CHARACTER + 2 * PADDING).max(70),
        height: rows * LINE + 2 * PADDING - 4,
        lines,
        notes,
        cut,
        ..Placed::default()
    }
}

/// A name in at most `most` lines of `columns`, and whether something had to be left out.
pub(in crate::report) fn in_lines(name: &str, columns: usize, most: usize) -> (Vec<String>, bool) {
    let mut lines: Vec<String> = vec![];
    for word in name.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= columns => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(shortened(word, columns)),
        }
    }
    let cut = lines.len() > most || name.split_whitespace().any(|word| word.width() > columns);
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            *last = shortened(&format!("{last} …"), columns);
        }
    }
    if lines.is_empty() {
        lines.push("–".into());
    }
    (lines, cut)
}

fn shortened(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut out = String::new();
    for c in text.chars() {
        if out.width() + 2 > columns {
            break;
        }
        out.push(c);
    }
    format!("{}…", out.trim_end())
}

/// The page that all members are levels of.
fn common_page(careers: &Careers, members: &[usize]) -> Option<String> {
    let mut pages = members.iter().map(|&at| careers.nodes.get(at).and_then(|node| node.of.as_ref()));
    let first = pages.next()??;
    let role = |at: usize| careers.nodes.get(at).and_then(|node| node.role);
    let one = members.iter().all(|&at| role(at) == members.first().and_then(|&first| role(first)));
    (one && pages.all(|page| page == Some(first))).then(|| first.clone())
}

/// The first of those that were joined to `at`; shortens the way for the next one.
fn root(parent: &mut [usize], mut at: usize) -> usize {
    while let Some(&up) = parent.get(at).filter(|&&up| up != at) {
        let next = parent.get(up).copied().unwrap_or(up);
        if let Some(slot) = parent.get_mut(at) {
            *slot = next;
        }
        at = up;
    }
    at
}

/// Nodes that steps join, in the order of their first node.
fn groups(careers: &Careers) -> Vec<Vec<usize>> {
    let mut parent: Vec<usize> = (0..careers.nodes.len()).collect();
    for edge in &careers.edges {
        let (a, b) = (root(&mut parent, edge.from), root(&mut parent, edge.to));
        if let Some(slot) = parent.get_mut(a.max(b)) {
            *slot = a.min(b);
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..careers.nodes.len() {
        groups.entry(root(&mut parent, at)).or_default().push(at);
    }
    groups.into_values().collect()
}

/// A node of a group, or a bend of a step that passes a layer.
#[derive(Debug, Clone, Default)]
struct Spot {
    /// The node; `None` for a bend.
    node: Option<usize>,
    layer: usize,
    /// Neighbors in the layers before and after.
    before: Vec<usize>,
    after: Vec<usize>,
    /// The middle, in pixels.
    y: i64,
}

/// Nodes that hang together.
struct Group {
    spots: Vec<Spot>,
    /// Spots of each layer, from top to bottom.
    layers: Vec<Vec<usize>>,
    /// For each edge of the group: its number, and the spots from its left end to its right end.
    paths: Vec<(usize, Vec<usize>)>,
    width: i64,
    height: i64,
    /// Left edge and width of each layer.
    columns: Vec<(i64, i64)>,
    /// The extent of each spot in its layer, and across it.
    heights: Vec<i64>,
    widths: Vec<i64>,
    /// The layers stand one below the other.
    turned: bool,
    /// What remarks need behind each layer.
    remarks: Vec<i64>,
}

impl Group {
    fn new(careers: &Careers, members: &[usize], boxes: &[Placed]) -> Self {
        let index: BTreeMap<usize, usize> =
            members.iter().enumerate().map(|(spot, &node)| (node, spot)).collect();
        let mut spots: Vec<Spot> =
            members.iter().map(|&node| Spot { node: Some(node), ..Spot::default() }).collect();
        let edges: Vec<(usize, usize, usize, bool)> = careers
            .edges
            .iter()
            .enumerate()
            .filter_map(|(number, edge)| {
                let ends = (*index.get(&edge.from)?, *index.get(&edge.to)?);
                Some((number, ends.0, ends.1, edge.kind != EdgeKind::Lateral))
            })
            .collect();
        let upward: Vec<(usize, usize)> =
            edges.iter().filter(|edge| edge.3 && edge.1 != edge.2).map(|edge| (edge.1, edge.2)).collect();
        let layer_of = layers(spots.len(), &upward);
        for (spot, layer) in spots.iter_mut().zip(&layer_of) {
            spot.layer = *layer;
        }
        let depth = layer_of.iter().max().map_or(1, |deepest| deepest + 1);
        let bends: usize = edges.iter().map(|edge| span(&spots, edge.1, edge.2).saturating_sub(1)).sum();
        let mut paths = vec![];
        for (number, from, to, _) in edges {
            let mut path = vec![from];
            if bends <= MOST_BENDS && from != to {
                let (a, b) = (layer(&spots, from), layer(&spots, to));
                let between: Vec<usize> =
                    if a < b { (a + 1..b).collect() } else { (b + 1..a).rev().collect() };
                for layer in between {
                    path.push(spots.len());
                    spots.push(Spot { layer, ..Spot::default() });
                }
            }
            path.push(to);
            for pair in path.windows(2) {
                if let [a, b] = *pair {
                    join(&mut spots, a, b);
                }
            }
            paths.push((number, path));
        }
        let mut remarks = vec![0; depth];
        for (number, path) in &paths {
            let (Some(edge), [from, second, ..]) = (careers.edges.get(*number), path.as_slice()) else {
                continue;
            };
            let needed = columns(&Careers::remarks(edge).join(", ")) * REMARK;
            if let Some(room) = remarks.get_mut(layer(&spots, *from).min(layer(&spots, *second)))
                && needed > 0
            {
                *room = needed.max(*room) + 2 * PADDING;
            }
        }
        let mut layers = vec![vec![]; depth];
        for (at, spot) in spots.iter().enumerate() {
            if let Some(list) = layers.get_mut(spot.layer) {
                list.push(at);
            }
        }
        let mut group = Group {
            spots,
            layers,
            paths,
            width: 0,
            height: 0,
            columns: vec![],
            heights: vec![],
            widths: vec![],
            turned: false,
            remarks,
        };
        group.measure(boxes);
        group
    }

    /// Lets the layers stand one below the other.
    fn turn(&mut self, boxes: &[Placed]) {
        self.turned = !self.turned;
        self.measure(boxes);
    }

    fn measure(&mut self, boxes: &[Placed]) {
        let size = |spot: &Spot| {
            let own = spot.node.and_then(|node| boxes.get(node));
            let (width, height) = own.map_or((4, 4), |placed| (placed.width, placed.height));
            if self.turned { (height, width) } else { (width, height) }
        };
        (self.widths, self.heights) = self.spots.iter().map(size).unzip();
    }

    /// Puts the spots of each layer in an order in which few steps cross: each by the middle of its neighbors.
    fn sort(&mut self) {
        for round in 0..ROUNDS {
            let place = self.places();
            let forth = round % 2 == 0;
            let count = self.layers.len();
            let order: Vec<usize> = if forth { (0..count).collect() } else { (0..count).rev().collect() };
            let mut place = place;
            for layer in order {
                let Some(list) = self.layers.get_mut(layer) else { continue };
                let key = |&at: &usize| {
                    let spot = self.spots.get(at);
                    let near = spot.map_or(&[][..], |spot| if forth { &spot.before } else { &spot.after });
                    middle(near, &place).or_else(|| place.get(at).copied()).unwrap_or(0)
                };
                list.sort_by_cached_key(key);
                for (number, &at) in list.iter().enumerate() {
                    if let Some(slot) = place.get_mut(at) {
                        *slot = i64::try_from(number).unwrap_or(0) * 1000;
                    }
                }
            }
        }
    }

    /// The place of each spot in its layer, in thousandths.
    fn places(&self) -> Vec<i64> {
        let mut place = vec![0; self.spots.len()];
        for list in &self.layers {
            for (number, &at) in list.iter().enumerate() {
                if let Some(slot) = place.get_mut(at) {
                    *slot = i64::try_from(number).unwrap_or(0) * 1000;
                }
            }
        }
        place
    }

    fn place(&mut self) {
        let gap = if self.turned { GAP_TURNED } else { GAP_X };
        let mut x = 0;
        self.columns.clear();
        let mut last = gap;
        for (number, list) in self.layers.iter().enumerate() {
            let width = list.iter().filter_map(|&at| self.widths.get(at).copied()).max().unwrap_or(20);
            self.columns.push((x, width));
            // Where the layers stand one below the other, a remark stands across the gap.
            last = self.remarks.get(number).copied().filter(|_| !self.turned).unwrap_or(0).max(gap);
            x += width + last;
        }
        self.width = (x - last).max(1);
        // First one below the other, then each as near to its neighbors as its order allows.
        for list in &self.layers {
            let mut y = 0;
            for &at in list {
                let height = self.heights.get(at).copied().unwrap_or(0);
                if let Some(spot) = self.spots.get_mut(at) {
                    spot.y = y + height / 2;
                }
                y += height + GAP_Y;
            }
        }
        for round in 0..ROUNDS {
            let count = self.layers.len();
            let order: Vec<usize> =
                if round % 2 == 0 { (0..count).collect() } else { (0..count).rev().collect() };
            for layer in order {
                self.straighten(layer, round % 2 == 0);
            }
        }
        let top = |at: usize| {
            let half = self.heights.get(at).map_or(0, |height| height / 2);
            self.spots.get(at).map_or((0, 0), |spot| (spot.y - half, spot.y + half))
        };
        let all = || (0..self.spots.len()).map(top);
        let least = all().map(|(top, _)| top).min().unwrap_or(0);
        let most = all().map(|(_, bottom)| bottom).max().unwrap_or(0);
        self.spots.iter_mut().for_each(|spot| spot.y -= least);
        self.height = most - least + 2;
    }

    /// Moves the spots of a layer towards the middle of their neighbors without changing their order: the
    /// nearest places in the sense of least squares (pooling of neighbors that would pass each other).
    fn straighten(&mut self, layer: usize, forth: bool) {
        let Some(list) = self.layers.get(layer) else { return };
        let ys: Vec<i64> = self.spots.iter().map(|spot| spot.y).collect();
        // Sum and number of the wishes that are pooled, and how many spots they stand for.
        let mut pools: Vec<(i64, i64)> = vec![];
        let mut offsets = vec![];
        let mut offset = 0;
        let mut last = 0;
        for (number, &at) in list.iter().enumerate() {
            let height = self.heights.get(at).copied().unwrap_or(0);
            if number > 0 {
                offset += last / 2 + GAP_Y + height / 2;
            }
            last = height;
            offsets.push(offset);
            let wish = self.spots.get(at).map_or(0, |spot| {
                // In turns by those before and those after, so that a row of steps becomes a straight line.
                let near = if forth { &spot.before } else { &spot.after };
                middle(near, &ys).unwrap_or(spot.y)
            });
            pools.push((wish - offset, 1));
            while let [.., (a, n), (b, m)] = *pools.as_slice() {
                if a * m <= b * n {
                    break;
                }
                pools.pop();
                pools.pop();
                pools.push((a + b, n + m));
            }
        }
        let means = pools.iter().flat_map(|&(sum, count)| {
            std::iter::repeat_n(sum.div_euclid(count.max(1)), usize::try_from(count).unwrap_or(0))
        });
        let placed: Vec<i64> = means.zip(&offsets).map(|(mean, offset)| mean + offset).collect();
        for (&at, y) in list.iter().zip(placed) {
            if let Some(spot) = self.spots.get_mut(at) {
                spot.y = y;
            }
        }
    }

    fn write(&self, layout: &mut Layout, dx: i64, dy: i64) {
        let (da, db) = if self.turned { (dy, dx) } else { (dx, dy) };
        for (at, spot) in self.spots.iter().enumerate() {
            let Some(placed) = spot.node.and_then(|node| layout.boxes.get_mut(node)) else { continue };
            let (start, column) = self.columns.get(spot.layer).copied().unwrap_or_default();
            let (own, height) = self.extent(at);
            // In a turned group the boxes of a layer stand on one line.
            let across = da + start + if self.turned { (column - own) / 2 } else { 0 };
            let along = db + spot.y - height / 2;
            (placed.x, placed.y) = if self.turned { (along, across) } else { (across, along) };
        }
        for (number, path) in &self.paths {
            let last = path.len().saturating_sub(1);
            let layer_of = |at: Option<&usize>| at.map_or(0, |&at| layer(&self.spots, at));
            let back = layer_of(path.first()) > layer_of(path.last());
            let mut points = vec![];
            for (at, &spot_at) in path.iter().enumerate() {
                let Some(spot) = self.spots.get(spot_at) else { continue };
                let (start, column) = self.columns.get(spot.layer).copied().unwrap_or_default();
                let (own, _) = self.extent(spot_at);
                let left = start + if self.turned && spot.node.is_some() { (column - own) / 2 } else { 0 };
                let along = db + spot.y;
                // Beside the step that leads the other way.
                let aside = along + self.extent(spot_at).1 / 4;
                match (at, spot.node) {
                    (0, Some(_)) if back => points.push((da + left, aside)),
                    (at, Some(_)) if back && at == last => points.push((da + left + own, aside)),
                    _ if back => points.extend([(da + start + column, along), (da + start, along)]),
                    // From the far edge of the first box to the near edge of the last one.
                    (0, Some(_)) => points.push((da + left + own, along)),
                    (at, Some(_)) if at == last => points.push((da + left, along)),
                    _ => points.extend([(da + start, along), (da + start + column, along)]),
                }
            }
            if let Some(route) = layout.routes.get_mut(*number) {
                *route = Route { points, turned: self.turned, back };
            }
        }
    }

    /// Across the layer and along it.
    fn extent(&self, at: usize) -> (i64, i64) {
        (self.widths.get(at).copied().unwrap_or(0), self.heights.get(at).copied().unwrap_or(0))
    }
}

fn layer(spots: &[Spot], at: usize) -> usize {
    spots.get(at).map_or(0, |spot| spot.layer)
}

fn span(spots: &[Spot], a: usize, b: usize) -> usize {
    layer(spots, a).abs_diff(layer(spots, b))
}

fn join(spots: &mut [Spot], a: usize, b: usize) {
    let (left, right) = match layer(spots, a).cmp(&layer(spots, b)) {
        std::cmp::Ordering::Less => (a, b),
        std::cmp::Ordering::Greater => (b, a),
        std::cmp::Ordering::Equal => return,
    };
    if let Some(spot) = spots.get_mut(left) {
        spot.after.push(right);
    }
    if let Some(spot) = spots.get_mut(right) {
        spot.before.push(left);
    }
}

/// The mean place of some spots.
fn middle(near: &[usize], place: &[i64]) -> Option<i64> {
    let count = i64::try_from(near.len()).ok().filter(|&count| count > 0)?;
    Some(near.iter().filter_map(|&at| place.get(at)).sum::<i64>() / count)
}

/// The layer of each spot: one more than the deepest of those before it. Steps that close a circle are
/// left out of account.
fn layers(count: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    let mut after: Vec<Vec<usize>> = vec![vec![]; count];
    for &(from, to) in edges {
        if let Some(list) = after.get_mut(from) {
            list.push(to);
        }
    }
    // Depth first without recursion: 1 for spots on the way, 2 for those that are done.
    let mut state = vec![0u8; count];
    let mut order = vec![];
    let mut closing: std::collections::HashSet<(usize, usize)> = std::collections::HashSet::new();
    let mut entered = vec![false; count];
    edges.iter().for_each(|&(_, to)| entered.get_mut(to).into_iter().for_each(|slot| *slot = true));
    let starts = (0..count).filter(|&at| !entered.get(at).copied().unwrap_or(false)).chain(0..count);
    for start in starts {
        if state.get(start) != Some(&0) {
            continue;
        }
        let mut open = vec![(start, 0usize)];
        state.get_mut(start).into_iter().for_each(|slot| *slot = 1);
        while let Some((at, next)) = open.pop() {
            let Some(&to) = after.get(at).and_then(|list| list.get(next)) else {
                state.get_mut(at).into_iter().for_each(|slot| *slot = 2);
                order.push(at);
                continue;
            };
            open.push((at, next + 1));
            match state.get(to) {
                Some(1) => _ = closing.insert((at, to)),
                Some(0) => {
                    state.get_mut(to).into_iter().for_each(|slot| *slot = 1);
                    open.push((to, 0));
                }
                _ => {}
            }
        }
    }
    let mut layer = vec![0usize; count];
    for &at in order.iter().rev() {
        let next = layer.get(at).copied().unwrap_or(0) + 1;
        for &to in after.get(at).into_iter().flatten().filter(|&&to| !closing.contains(&(at, to))) {
            layer.get_mut(to).into_iter().for_each(|slot| *slot = (*slot).max(next));
        }
    }
    // Who enters late need not wait at the start.
    for &at in &order {
        let entered = edges.iter().any(|&(from, to)| to == at && !closing.contains(&(from, to)));
        let nearest = after
            .get(at)
            .into_iter()
            .flatten()
            .filter(|&&to| !closing.contains(&(at, to)))
            .filter_map(|&to| layer.get(to).copied())
            .min();
        if let (false, Some(nearest), Some(slot)) = (entered, nearest, layer.get_mut(at)) {
            *slot = nearest.saturating_sub(1).max(*slot);
        }
    }
    layer
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Edge, NodeKind};

    fn careers(names: &[&str], steps: &[(usize, usize, EdgeKind)]) -> Careers {
        let node = |name: &&str| Node {
            name: (*name).to_owned(),
            kind: NodeKind::Page,
            of: None,
            orphan: false,
            dangling: false,
            role: None,
        };
        let edge = |&(from, to, kind): &(usize, usize, EdgeKind)| Edge {
            from,
            to,
            kind,
            declared: true,
            one_way: false,
            cyclic: false,
        };
        Careers {
            nodes: names.iter().map(node).collect(),
            edges: steps.iter().map(edge).collect(),
            postings: 0,
        }
    }

    #[test]
    fn promotions_lead_to_the_right_and_boxes_never_overlap() {
        use EdgeKind::{Entry, Lateral, Promotion};
        let names = ["a", "b", "c", "d with a rather long name that is broken", "e", "f", "g", "h"];
        let steps = [
            (0, 1, Promotion),
            (1, 2, Promotion),
            (1, 3, Promotion),
            (0, 3, Promotion),
            (2, 3, Lateral),
            (4, 3, Entry),
            (3, 5, Promotion),
            (5, 3, Promotion),
            (6, 6, Promotion),
        ];
        let careers = careers(&names, &steps);
        let layout = lay_out(&careers);
        for (edge, route) in careers.edges.iter().zip(&layout.routes) {
            assert!(route.points.len() >= 2, "{edge:?}");
        }
        for &(from, to) in &[(0, 1), (1, 2), (1, 3), (4, 3)] {
            assert!(layout.boxes[from].x + layout.boxes[from].width < layout.boxes[to].x, "{from} {to}");
        }
        for (at, a) in layout.boxes.iter().enumerate() {
            assert!(a.x >= 0 && a.y >= 0 && a.x + a.width <= layout.width && a.y + a.height <= layout.height);
            for b in layout.boxes.iter().skip(at + 1) {
                let apart = a.x + a.width <= b.x
                    || b.x + b.width <= a.x
                    || a.y + a.height <= b.y
                    || b.y + b.height <= a.y;
                assert!(apart, "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn a_circle_alone_ends() {
        let careers = careers(
            &["a", "b", "c"],
            &[(0, 1, EdgeKind::Promotion), (1, 2, EdgeKind::Promotion), (2, 0, EdgeKind::Promotion)],
        );
        assert!(lay_out(&careers).width > 0);
    }
}

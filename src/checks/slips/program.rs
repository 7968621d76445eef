//! Patterns that are part of the program, as the build has taken them apart: nothing is compiled at start-up. They
//! are matched by stepping back, as the engine of `regex` would find them: of the ways to match at a place the first.
//! Should that take many steps, the pattern is compiled after all, and that engine never does.

use std::ops::Range;

/// A pattern and the names of its groups; the first group is the whole match.
pub struct Program {
    pub part: Part,
    pub groups: &'static [Option<&'static str>],
}

/// A part of a pattern.
pub enum Part {
    /// In any case of the letters a to z.
    Text(&'static str),
    Exact(&'static str),
    /// One character of ASCII: a bit for each that fits.
    Set(u128),
    /// The edge of a word of ASCII, or no such edge.
    Edge(bool),
    End,
    Group(usize, &'static Part),
    /// Again and again: at least, at most, and whether more is better.
    Several(&'static Part, u32, u32, bool),
    Row(&'static [Part]),
    /// The first of them that leads to a match.
    OneOf(&'static [Part]),
}

/// Groups of a match, by number.
pub type Spans = Vec<Option<Range<usize>>>;

/// The search took more steps than is allowed.
#[derive(Debug)]
pub struct TooLong;

/// Steps of one search at one place; those for a sentence take some dozens.
const MOST_STEPS: usize = 5_000;
/// Deepest nesting of parts and of what follows them.
const DEEPEST: usize = 100;

impl Program {
    /// The places of a text at which a match may begin: nearly all patterns begin at the edge of a word.
    pub fn starts(&self, text: &str) -> impl Iterator<Item = usize> {
        let at_edge = matches!(self.part, Part::Row([Part::Edge(true), ..]));
        (0..text.len()).filter(move |at| !at_edge || is_edge(text.as_bytes(), *at))
    }

    /// The match that begins at a place, if there is one.
    ///
    /// # Errors
    /// When the search is given up.
    pub fn at(&'static self, text: &str, at: usize) -> Result<Option<Spans>, TooLong> {
        let mut search = Search {
            text: text.as_bytes(),
            spans: vec![None; self.groups.len()],
            steps: 0,
            depth: 0,
            given_up: false,
            end: at,
        };
        let found = search.part(&self.part, at, &Then::Done);
        if search.given_up {
            return Err(TooLong);
        }
        let whole = at..search.end;
        let mut spans = search.spans;
        if let Some(first) = spans.first_mut() {
            *first = Some(whole);
        }
        Ok(found.then_some(spans))
    }
}

/// What has to match behind a part.
enum Then<'t> {
    Done,
    Row(&'static [Part], &'t Then<'t>),
    /// The group that began there is at its end.
    Close(usize, usize, &'t Then<'t>),
    /// The part once more, which has matched so many times.
    Again(&'static Part, (u32, u32, bool), u32, &'t Then<'t>),
}

struct Search<'t> {
    text: &'t [u8],
    spans: Spans,
    steps: usize,
    depth: usize,
    given_up: bool,
    end: usize,
}

impl Search<'_> {
    fn part(&mut self, part: &'static Part, at: usize, then: &Then<'_>) -> bool {
        self.steps += 1;
        self.given_up |= self.steps > MOST_STEPS || self.depth >= DEEPEST;
        if self.given_up {
            return false;
        }
        self.depth += 1;
        let found = self.tried(part, at, then);
        self.depth -= 1;
        found
    }

    fn tried(&mut self, part: &'static Part, at: usize, then: &Then<'_>) -> bool {
        let rest = self.text.get(at..).unwrap_or_default();
        match part {
            Part::Text(text) => {
                let stands =
                    rest.get(..text.len()).is_some_and(|here| here.eq_ignore_ascii_case(text.as_bytes()));
                stands && self.follow(then, at + text.len())
            }
            Part::Exact(text) => rest.starts_with(text.as_bytes()) && self.follow(then, at + text.len()),
            Part::Set(set) => {
                rest.first().is_some_and(|byte| holds(*set, *byte)) && self.follow(then, at + 1)
            }
            Part::Edge(wanted) => is_edge(self.text, at) == *wanted && self.follow(then, at),
            Part::End => rest.is_empty() && self.follow(then, at),
            Part::Group(number, inner) => self.part(inner, at, &Then::Close(*number, at, then)),
            Part::Several(Part::Set(set), least, most, greedy) => {
                let run = rest.iter().take_while(|byte| holds(*set, **byte)).count();
                let most = run.min(usize::try_from(*most).unwrap_or(usize::MAX));
                let mut counts = usize::try_from(*least).unwrap_or(usize::MAX)..most + 1;
                let mut next = || if *greedy { counts.next_back() } else { counts.next() };
                while let Some(count) = next() {
                    self.steps += 1;
                    if self.follow(then, at + count) {
                        return true;
                    }
                }
                false
            }
            Part::Several(inner, least, most, greedy) => {
                self.again(inner, (*least, *most, *greedy), 0, at, then)
            }
            Part::Row(parts) => self.row(parts, at, then),
            Part::OneOf(ways) => {
                ways.iter().any(|way| may_begin(way, rest.first().copied()) && self.part(way, at, then))
            }
        }
    }

    fn row(&mut self, parts: &'static [Part], at: usize, then: &Then<'_>) -> bool {
        match parts.split_first() {
            None => self.follow(then, at),
            Some((first, [])) => self.part(first, at, then),
            Some((first, rest)) => self.part(first, at, &Then::Row(rest, then)),
        }
    }

    fn again(
        &mut self,
        inner: &'static Part,
        limits: (u32, u32, bool),
        done: u32,
        at: usize,
        then: &Then<'_>,
    ) -> bool {
        let (least, most, greedy) = limits;
        if done >= least && !greedy && self.follow(then, at) {
            return true;
        }
        (done < most && self.part(inner, at, &Then::Again(inner, limits, done + 1, then)))
            || (done >= least && greedy && self.follow(then, at))
    }

    fn follow(&mut self, then: &Then<'_>, at: usize) -> bool {
        match then {
            Then::Done => {
                self.end = at;
                true
            }
            Then::Row(rest, then) => self.row(rest, at, then),
            Then::Close(number, start, then) => {
                let Some(place) = self.spans.get_mut(*number) else { return false };
                let before = place.replace(*start..at);
                let found = self.follow(then, at);
                if !found && let Some(place) = self.spans.get_mut(*number) {
                    *place = before;
                }
                found
            }
            Then::Again(inner, limits, done, then) => self.again(inner, *limits, *done, at, then),
        }
    }
}

/// True where a word of ASCII begins or ends.
fn is_edge(text: &[u8], at: usize) -> bool {
    let is_word = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    is_word(at.checked_sub(1).and_then(|before| text.get(before))) != is_word(text.get(at))
}

/// False if a part surely does not match where this byte stands: of many ways only few need to be tried.
fn may_begin(part: &Part, here: Option<u8>) -> bool {
    match part {
        Part::Text(text) => {
            text.bytes().next().is_none_or(|first| here.is_some_and(|here| here.eq_ignore_ascii_case(&first)))
        }
        Part::Exact(text) => text.bytes().next().is_none_or(|first| here == Some(first)),
        Part::Set(set) => here.is_some_and(|byte| holds(*set, byte)),
        Part::Group(_, inner) => may_begin(inner, here),
        Part::Row([first, ..]) => may_begin(first, here),
        Part::Row([]) | Part::Edge(_) | Part::End | Part::Several(..) | Part::OneOf(_) => true,
    }
}

fn holds(set: u128, byte: u8) -> bool {
    byte.is_ascii() && set >> byte & 1 == 1
}

//! Cuts a text into numbers, words and signs, and knows the small phrases around numbers.

use std::borrow::Cow;
use std::cell::LazyCell;
use std::ops::Range;

use super::terms::{Phrases, Terms};
use super::{FloorKind, TimeUnit};
use crate::config::Word;
use crate::language::lexicon::is_wide;
use crate::language::tokens::is_hyphen;

/// A number, a word or a sign.
#[derive(Debug, Clone)]
pub(super) struct Token<'t> {
    pub range: Range<usize>,
    pub kind: Kind<'t>,
    /// White space stands before it.
    pub spaced: bool,
    /// A line break stands before it.
    pub line_start: bool,
}

#[derive(Debug, Clone)]
pub(super) enum Kind<'t> {
    Number(Figure),
    /// Lower-cased.
    Word(Cow<'t, str>),
    Sign(char),
}

/// A number in figures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Figure {
    /// None for what only looks like a number: "1.2.3".
    pub value: Option<f64>,
    pub digits: u32,
    pub fraction: bool,
    /// "1,200", "1.200", "1 200".
    pub grouped: bool,
    pub leading_zero: bool,
}

/// A number in figures or words, "two (2)" included.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Amount {
    pub value: f64,
    pub range: Range<usize>,
    /// Index of the token after it.
    pub next: usize,
    pub figure: Option<Figure>,
}

/// One or two amounts with what joins and opens them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stretch {
    pub low: Amount,
    pub high: Option<Amount>,
    pub separator: Option<Range<usize>>,
    pub plus: Option<Range<usize>>,
    /// Index of the token after it.
    pub next: usize,
}

impl Stretch {
    pub fn range(&self) -> Range<usize> {
        let mut end = self.high.as_ref().unwrap_or(&self.low).range.end;
        if let Some(plus) = &self.plus {
            end = end.max(plus.end);
        }
        self.low.range.start..end
    }
}

/// A text and its tokens.
pub(super) struct Scan<'t> {
    pub text: &'t str,
    pub tokens: Vec<Token<'t>>,
    pub terms: &'t Terms,
}

impl<'t> Scan<'t> {
    pub fn new(text: &'t str, terms: &'t Terms) -> Self {
        Self { text, tokens: tokens(text, Some(terms)), terms }
    }

    pub fn token(&self, at: usize) -> Option<&Token<'t>> {
        self.tokens.get(at)
    }

    pub fn before(&self, at: usize) -> Option<&Token<'t>> {
        self.tokens.get(at.checked_sub(1)?)
    }

    /// The lower-cased word at a token; empty if there is none.
    pub fn word(&self, at: usize) -> &str {
        match self.tokens.get(at) {
            Some(Token { kind: Kind::Word(word), .. }) => word,
            _ => "",
        }
    }

    pub fn sign(&self, at: usize) -> Option<char> {
        match self.tokens.get(at) {
            Some(Token { kind: Kind::Sign(sign), .. }) => Some(*sign),
            _ => None,
        }
    }

    pub fn figure(&self, at: usize) -> Option<Figure> {
        match self.tokens.get(at) {
            Some(Token { kind: Kind::Number(figure), .. }) => Some(*figure),
            _ => None,
        }
    }

    /// True when a token touches the one before it.
    pub fn glued(&self, at: usize) -> bool {
        at > 0 && self.tokens.get(at).is_some_and(|token| !token.spaced)
    }

    /// Bytes from one token to before another.
    pub fn span(&self, from: usize, until: usize) -> Range<usize> {
        let start = self.tokens.get(from).map_or(self.text.len(), |token| token.range.start);
        let end = until.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(start, |t| t.range.end);
        start..end.max(start)
    }

    /// True when a sentence, a clause marked by ";" or a line ends before the token.
    pub fn sentence_break(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else { return true };
        if token.line_start {
            return true;
        }
        match token.kind {
            Kind::Sign('.' | '!' | '?') => self.tokens.get(at + 1).is_none_or(|next| next.spaced),
            Kind::Sign(';' | '•' | '●' | '|' | '。') => true,
            _ => false,
        }
    }

    /// If the tokens before `at` say one of the phrases, the index of the first of them.
    pub fn before_is(&self, at: usize, phrases: &Phrases) -> Option<usize> {
        phrases.before(self.text, &self.tokens, at).and_then(|count| at.checked_sub(count))
    }

    /// If the tokens from `at` say one of the phrases, the index of the token after it.
    pub fn at_is(&self, at: usize, phrases: &Phrases) -> Option<usize> {
        phrases.at(self.text, &self.tokens, at).map(|count| at + count)
    }

    /// If the tokens from `at` say one of these words, each in one token, the index after them.
    pub fn says(&self, at: usize, words: &str) -> Option<usize> {
        let mut index = at;
        for part in words.split(' ') {
            let said = match self.tokens.get(index)? {
                Token { kind: Kind::Word(word), .. } => word == part,
                Token { kind: Kind::Sign(sign), .. } => part.chars().eq([*sign]),
                Token { kind: Kind::Number(_), .. } => false,
            };
            if !said {
                return None;
            }
            index += 1;
        }
        Some(index)
    }

    /// False if no amount of time begins at the token for sure, be it counted or vague.
    pub fn may_begin_amount(&self, at: usize) -> bool {
        match self.tokens.get(at) {
            Some(Token { kind: Kind::Word(word), .. }) => self.terms.may_begin_amount(word),
            _ => true,
        }
    }

    fn number_word(&self, word: &str) -> Option<u32> {
        self.terms.numbers.get(word).copied()
    }

    /// An amount that begins at the token: figures, a number word, or both ("two (2)").
    pub fn amount(&self, at: usize) -> Option<Amount> {
        let token = self.token(at)?;
        let (value, figure, mut next) = match &token.kind {
            Kind::Number(figure) => (figure.value?, Some(*figure), at + 1),
            Kind::Word(word) => {
                let value = self.number_word(word)?;
                // "twenty-one", "twenty one"
                let gap = usize::from(self.sign(at + 1).is_some_and(is_hyphen) && self.glued(at + 1));
                match self.number_word(self.word(at + 1 + gap)) {
                    Some(unit) if (20..100).contains(&value) && (1..10).contains(&unit) => {
                        (f64::from(value + unit), None, at + 2 + gap)
                    }
                    _ => (f64::from(value), None, at + 1),
                }
            }
            Kind::Sign(_) => return None,
        };
        // "two (2)": the figure repeats the word.
        if self.sign(next) == Some('(')
            && self.sign(next + 2) == Some(')')
            && figure.is_none()
            && self.figure(next + 1).is_some_and(|f| f.value.is_some_and(|v| (v - value).abs() < 0.01))
        {
            next += 3;
        }
        Some(Amount { value, range: self.span(at, next), next, figure })
    }

    /// What joins two amounts, if it stands at the token: the index after it.
    pub fn separator(&self, at: usize) -> Option<usize> {
        if let Some(sign) = self.sign(at) {
            if is_hyphen(sign) {
                // "two-to-three"
                if self.word(at + 1) == "to" && self.sign(at + 2).is_some_and(is_hyphen) {
                    return Some(at + 3);
                }
                return Some(at + 1);
            }
            return matches!(sign, '~' | '〜' | '～' | '…').then_some(at + 1);
        }
        self.terms.to.has(self.word(at)).then_some(at + 1)
    }

    /// One amount, or two with a separator, and a "+".
    pub fn stretch(&self, at: usize) -> Option<Stretch> {
        let low = self.amount(at)?;
        let (low_plus, after_low) = match self.plus(low.next) {
            Some(plus) => (Some(plus), low.next + 1),
            None => (None, low.next),
        };
        if let Some(second) = self.separator(after_low)
            && let Some(high) = self.amount(second)
        {
            let plus = self.plus(high.next);
            let next = high.next + usize::from(plus.is_some());
            let separator = Some(self.span(after_low, second));
            return Some(Stretch { low, high: Some(high), separator, plus, next });
        }
        Some(Stretch { low, high: None, separator: None, plus: low_plus, next: after_low })
    }

    /// A "+" at the token that belongs to the number before it.
    fn plus(&self, at: usize) -> Option<Range<usize>> {
        let token = self.token(at)?;
        let adds = self.figure(at + 1).is_some();
        (matches!(token.kind, Kind::Sign('+' | '＋')) && !token.spaced && !adds).then(|| token.range.clone())
    }

    /// Words for a lower bound that end before the token: index of the first, bytes, kind.
    pub fn floor_before(&self, at: usize) -> Option<(usize, Range<usize>, FloorKind)> {
        // "at least a 12 months", "at least (2) years"
        let at = match self.before(at)?.kind {
            Kind::Sign('(' | '~') => at.checked_sub(1)?,
            _ if matches!(self.word(at.saturating_sub(1)), "a" | "an" | "about" | "approximately") => {
                at.checked_sub(1)?
            }
            _ => at,
        };
        let find = |phrases: &Phrases, kind| {
            self.before_is(at, phrases).map(|start| (start, self.span(start, at), kind))
        };
        find(&self.terms.at_least, FloorKind::AtLeast)
            .or_else(|| find(&self.terms.minimum, FloorKind::Minimum))
            // "no more than" is a ceiling.
            .or_else(|| {
                let ceiling = self.ceiling_before(at).is_some();
                (!ceiling).then(|| find(&self.terms.more_than, FloorKind::MoreThan)).flatten()
            })
    }

    /// Words for an upper bound that end before the token: where they begin.
    pub fn ceiling_before(&self, at: usize) -> Option<usize> {
        self.before_is(at, &self.terms.at_most)
    }

    /// "or more", "or above", "and up" at the token: the index after it.
    pub fn or_more_at(&self, at: usize) -> Option<usize> {
        self.at_is(at, &self.terms.or_more)
    }

    /// "or less" at the token: the index after it.
    pub fn or_less_at(&self, at: usize) -> Option<usize> {
        self.at_is(at, &self.terms.or_less)
    }

    /// A unit of time at the token: the unit, its bytes, and the index after it.
    pub fn time_unit(&self, at: usize) -> Option<(TimeUnit, Range<usize>, usize)> {
        let token = self.token(at)?;
        let Kind::Word(word) = &token.kind else { return None };
        let unit = *self.terms.units.get(word.as_ref())?;
        let mut next = at + 1;
        let mut end = token.range.end;
        // "years'", "year's", "yrs."
        if let Some(mark) = self.sign(next) {
            let abbreviated = matches!(word.as_ref(), "yr" | "yrs" | "mo" | "mos");
            if crate::language::tokens::is_apostrophe(mark) && self.glued(next) {
                let possessive = self.word(next + 1) == "s" && self.glued(next + 1);
                next += 1 + usize::from(possessive);
                end = self.span(at, next).end;
            } else if mark == '.' && abbreviated && self.glued(next) {
                next += 1;
                end = self.span(at, next).end;
            }
        }
        // "year(s)"
        if self.says(next, "( s )").is_some() && self.glued(next) {
            next += 3;
            end = self.span(at, next).end;
        }
        Some((unit, token.range.start..end, next))
    }
}

/// The tokens of a text. With `terms`, what counts is split off the words of scripts without blanks:
/// "年以上の経験" behind a number is three words.
pub(super) fn tokens<'t>(text: &'t str, terms: Option<&Terms>) -> Vec<Token<'t>> {
    // A word and a blank have six letters or so.
    let mut tokens = Vec::with_capacity(text.len() / 6 + 4);
    let at_place = |at: usize| text.get(at..).and_then(|rest| rest.chars().next());
    let mut next = 0;
    let (mut spaced, mut line_start) = (false, true);
    let currencies = ["€", "EUR", "CHF", "SEK", "NOK", "PLN", "CZK", " kr", "zł"];
    let blanks_group =
        LazyCell::new(|| currencies.iter().any(|c| text.contains(c)) || text.starts_with("kr "));
    while let Some(c) = at_place(next) {
        let start = next;
        next += c.len_utf8();
        if c.is_whitespace() {
            spaced = true;
            line_start |= c == '\n';
            continue;
        }
        let kind = if is_digit(c) {
            while let Some(c) = at_place(next) {
                let at = next;
                let digit_after = |at: usize| text.get(at..).is_some_and(|rest| rest.starts_with(is_digit));
                let inner =
                    matches!(c, '.' | ',' | '\'' | '\u{2019}' | '\u{a0}' | '\u{202f}' | '\u{2009}' | ' ')
                        && digit_after(at + c.len_utf8());
                if !(is_digit(c) || inner) {
                    break;
                }
                // A blank groups figures only in threes ("60 000"), an ordinary one only beside a currency
                // that is written so: "2 100-page books" are two numbers.
                let grouped = group_of_three(text, at + c.len_utf8())
                    && text.get(start..at).is_some_and(|head| head.len() <= 3 || head.contains(c))
                    && (c != ' ' || *blanks_group);
                if inner && c.is_whitespace() && !grouped {
                    break;
                }
                next += c.len_utf8();
            }
            Kind::Number(figure(text.get(start..next).unwrap_or_default()))
        } else if c.is_alphabetic() {
            // Most letters are those of ASCII.
            let rest = text.as_bytes().get(next..).unwrap_or_default();
            next += rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
            while let Some(c) = at_place(next) {
                if !(c.is_alphabetic() || ('\u{300}'..='\u{36f}').contains(&c)) {
                    break;
                }
                next += c.len_utf8();
            }
            let word = text.get(start..next).unwrap_or_default();
            if let Some(terms) = terms.filter(|_| !word.is_ascii() && word.chars().any(is_wide)) {
                let counted = !spaced && matches!(tokens.last(), Some(Token { kind: Kind::Number(_), .. }));
                for (n, range) in wide_parts(word, counted, terms).into_iter().enumerate() {
                    let part = word.get(range.clone()).unwrap_or_default();
                    tokens.push(Token {
                        range: start + range.start..start + range.end,
                        kind: Kind::Word(Cow::Owned(part.to_lowercase())),
                        spaced: spaced && n == 0,
                        line_start: line_start && n == 0,
                    });
                }
                (spaced, line_start) = (false, false);
                continue;
            }
            Kind::Word(if word.bytes().all(|b| b.is_ascii_lowercase()) {
                Cow::Borrowed(word)
            } else {
                Cow::Owned(word.to_lowercase())
            })
        } else {
            Kind::Sign(c)
        };
        tokens.push(Token { range: start..next, kind, spaced, line_start });
        (spaced, line_start) = (false, false);
    }
    tokens
}

/// Figures of half and of full width.
fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// The pieces of a word of a script without blanks. Behind a number (`counted`), the unit and the bound
/// are words of their own; elsewhere a numeral and its unit are ("実務経験三年以上").
fn wide_parts(word: &str, counted: bool, terms: &Terms) -> Vec<Range<usize>> {
    let starts = |words: &[Word], at: usize| {
        let rest = word.get(at..)?;
        words.iter().find(|part| rest.starts_with(&***part)).map(|part| at + part.len())
    };
    let mut cuts = vec![0];
    if counted {
        let money = starts(&terms.wide_multiples, 0);
        cuts.extend(money);
        cuts.extend(starts(&terms.wide_currencies, money.unwrap_or(0)));
    }
    let unit = if counted {
        starts(&terms.wide_units, 0)
    } else {
        let amount = |at: usize| {
            let end = starts(&terms.wide_amounts, at)?;
            // "二十年" is not two years, and "第三年" is the third.
            let before = word.get(..at)?;
            let alone = !terms.wide_amounts.iter().any(|part| before.ends_with(&**part));
            let unit = starts(&terms.wide_units, end).filter(|_| alone && !before.ends_with('第'))?;
            Some((at, end, unit))
        };
        let found = word.char_indices().find_map(|(at, _)| amount(at));
        if let Some((start, end, _)) = found {
            cuts.extend([start, end]);
        }
        found.map(|(_, _, unit)| unit)
    };
    if let Some(unit) = unit {
        cuts.push(unit);
        cuts.extend(starts(&terms.wide_bounds, unit));
    }
    cuts.push(word.len());
    cuts.dedup();
    cuts.windows(2).filter_map(|cut| Some(*cut.first()?..*cut.last()?)).collect()
}

/// True when exactly three digits stand at the byte.
fn group_of_three(text: &str, at: usize) -> bool {
    let digit = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    digit(at) && digit(at + 1) && digit(at + 2) && !digit(at + 3)
}

/// Reads figures with grouping and decimal marks of either convention.
fn figure(raw: &str) -> Figure {
    let narrow: String;
    let raw = if raw.is_ascii() {
        raw
    } else {
        let half = |c: char| match u32::from(c) {
            code @ 0xFF10..=0xFF19 => char::from_u32(code - 0xFF10 + 0x30).unwrap_or(c),
            _ => c,
        };
        narrow = raw.chars().map(half).collect();
        &narrow
    };
    let digits = u32::try_from(raw.bytes().filter(u8::is_ascii_digit).count()).unwrap_or(u32::MAX);
    let leading_zero =
        raw.len() > 1 && raw.starts_with('0') && !raw.starts_with("0.") && !raw.starts_with("0,");
    let mut parts: Vec<&str> = Vec::new();
    let mut marks: Vec<char> = Vec::new();
    let mut from = 0;
    for (at, mark) in raw.char_indices().filter(|(_, c)| !c.is_ascii_digit()) {
        parts.push(raw.get(from..at).unwrap_or_default());
        marks.push(mark);
        from = at + mark.len_utf8();
    }
    let last = raw.get(from..).unwrap_or_default();
    let threes = |parts: &[&str]| {
        parts.first().is_some_and(|head| (1..=3).contains(&head.len()))
            && parts.iter().skip(1).all(|p| p.len() == 3)
    };
    let number = |text: String| text.parse::<f64>().ok();
    let bare = |value| Figure { value, digits, fraction: false, grouped: false, leading_zero };
    match marks.as_slice() {
        [] => bare(number(last.to_owned())),
        // "1.200" is grouped in half of the world, and three decimals are rare in prose.
        [_] if last.len() == 3 && parts.first().is_some_and(|head| head.len() <= 3 && *head != "0") => {
            Figure { grouped: true, ..bare(number(parts.concat() + last)) }
        }
        ['.' | ','] if last.len() <= 2 => {
            Figure { fraction: true, ..bare(number(format!("{}.{last}", parts.concat()))) }
        }
        [first, rest @ ..] => {
            let same = rest.iter().all(|mark| mark == first);
            let all_but_last =
                rest.split_last().is_some_and(|(_, head)| head.iter().all(|mark| mark == first));
            // "12,00,000": after the thousands India groups by two.
            let lakhs = parts.iter().skip(1).all(|part| part.len() == 2)
                && parts.first().is_some_and(|head| (1..=2).contains(&head.len()));
            let decimal = rest.last().is_some_and(|mark| mark != first && matches!(mark, '.' | ','));
            if same && last.len() == 3 && (threes(&parts) || *first == ',' && lakhs) {
                Figure { grouped: true, ..bare(number(parts.concat() + last)) }
            } else if all_but_last && decimal && threes(&parts) {
                Figure { grouped: true, fraction: true, ..bare(number(format!("{}.{last}", parts.concat()))) }
            } else {
                bare(None)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures() {
        let value = |raw| figure(raw).value;
        assert_eq!(value("12"), Some(12.0));
        assert_eq!(value("1.5"), Some(1.5));
        assert_eq!(value("1,5"), Some(1.5));
        assert_eq!(value("81,806.40"), Some(81806.40));
        assert_eq!(value("1.234.567"), Some(1_234_567.0));
        assert_eq!(value("70.000"), Some(70_000.0));
        assert_eq!(value("60\u{a0}000"), Some(60_000.0));
        assert_eq!(value("120'000"), Some(120_000.0));
        assert_eq!(value("12,00,000"), Some(1_200_000.0));
        assert_eq!(value("1,25,00,000"), Some(12_500_000.0));
        assert_eq!(value("1,2,000"), None);
        assert_eq!(value("1.2.3"), None);
        assert_eq!(value("192.168.0.1"), None);
    }

    #[test]
    fn amounts_in_words() {
        let lexicon = crate::language::lexicon::current();
        let amount = |text: &str| Scan::new(text, &lexicon.terms).amount(0).map(|a| (a.value, a.range));
        assert_eq!(amount("Two (2) years"), Some((2.0, 0..7)));
        assert_eq!(amount("twenty-one years"), Some((21.0, 0..10)));
        assert_eq!(amount("one to one"), Some((1.0, 0..3)));
    }
}

//! Formulas over counts of a file (`0.4 * (words / sentences)`), and the usual measures of how hard a
//! text is to read. A formula is arithmetic and comparisons: it cannot loop.

use crate::checks::sentences::sentences;
use crate::syntax::{Document, HeadingMark, Text, Visit};

/// The name of a formula's result in its condition.
pub(super) const RESULT: &str = "__result";

/// Longest formula, in bytes, and its deepest nesting.
const MAX_LENGTH: usize = 4_000;
const MAX_DEPTH: usize = 64;

/// What is counted in a file.
#[derive(Debug, Default)]
pub(super) struct Stats {
    words: usize,
    sentences: usize,
    paragraphs: usize,
    characters: usize,
    syllables: usize,
    complex_words: usize,
    long_words: usize,
    polysyllabic_words: usize,
    list: usize,
    table: usize,
    headings: [usize; 6],
}

/// A count as a number to calculate with; nobody counts so far that it matters.
#[allow(clippy::cast_precision_loss)]
pub(super) fn float(count: usize) -> f64 {
    count as f64
}

impl Stats {
    /// Counts the prose of a file, and its blocks.
    pub fn of(doc: &Document, prose: &[&Text]) -> Self {
        let mut stats = Stats::default();
        for text in prose {
            stats.paragraphs += 1;
            let words = stats.words;
            for word in text.plain.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’' | '-')) {
                stats.word(word.trim_matches(|c: char| !c.is_alphanumeric()));
            }
            if stats.words > words {
                stats.sentences += sentences(&text.plain).count().max(1);
            }
        }
        doc.visit(&mut |visit| match visit {
            Visit::Heading(heading)
                if !matches!(
                    heading.mark,
                    HeadingMark::Bold | HeadingMark::Unmarked | HeadingMark::Tab { .. }
                ) =>
            {
                if let Some(count) = stats.headings.get_mut(usize::from(heading.depth.max(1)) - 1) {
                    *count += 1;
                }
            }
            Visit::Item(_) => stats.list += 1,
            Visit::Table(_) => stats.table += 1,
            _ => {}
        });
        stats
    }

    fn word(&mut self, word: &str) {
        if word.is_empty() {
            return;
        }
        let letters = word.chars().filter(|c| c.is_alphanumeric()).count();
        let syllables = syllables(word);
        self.words += 1;
        self.characters += letters;
        self.syllables += syllables;
        self.long_words += usize::from(letters > 6);
        self.polysyllabic_words += usize::from(syllables > 2);
        // Endings that only inflect a word make it no harder.
        let inflected = ["es", "ed", "ing"].iter().any(|ending| word.ends_with(ending));
        self.complex_words += usize::from(syllables.saturating_sub(usize::from(inflected)) > 2);
    }

    pub fn is_empty(&self) -> bool {
        self.words == 0 || self.sentences == 0
    }

    /// A count by the name that formulas give it; what is not counted is 0, as in Vale.
    pub fn get(&self, name: &str) -> Option<f64> {
        let heading = name.strip_prefix("heading.h").or_else(|| name.strip_prefix("heading_h"));
        if let Some(depth) = heading.and_then(|depth| depth.parse::<usize>().ok()) {
            return Some(float(
                depth.checked_sub(1).and_then(|at| self.headings.get(at)).copied().unwrap_or(0),
            ));
        }
        Some(float(match name {
            "words" => self.words,
            "sentences" => self.sentences,
            "paragraphs" => self.paragraphs,
            "characters" => self.characters,
            "syllables" => self.syllables,
            "complex_words" => self.complex_words,
            "long_words" => self.long_words,
            "polysyllabic_words" => self.polysyllabic_words,
            "list" => self.list,
            "table" => self.table,
            "pre" | "blockquote" => 0,
            _ => return None,
        }))
    }
}

/// The grade that a measure gives a text. The factors are those that the measures were published with.
pub(super) fn grade(name: &str) -> Option<fn(&Stats) -> f64> {
    Some(match name {
        "Gunning Fog" => |s| 0.4 * (length(s) + 100.0 * float(s.complex_words) / float(s.words)),
        "Coleman-Liau" => |s| {
            let words = float(s.words);
            5.88 * float(s.characters) / words - 29.6 * float(s.sentences) / words - 15.8
        },
        "Flesch-Kincaid" => |s| 0.39 * length(s) + 11.8 * float(s.syllables) / float(s.words) - 15.59,
        "SMOG" => |s| 1.0430 * (float(s.polysyllabic_words) * 30.0 / float(s.sentences)).sqrt() + 3.1291,
        "Automated Readability" => |s| 4.71 * float(s.characters) / float(s.words) + 0.5 * length(s) - 21.43,
        _ => return None,
    })
}

/// Words in a sentence.
fn length(stats: &Stats) -> f64 {
    float(stats.words) / float(stats.sentences)
}

/// How many syllables an English word is likely to have: groups of vowels, without a silent e.
fn syllables(word: &str) -> usize {
    let word = word.to_lowercase();
    let mut count = 0;
    let mut after_vowel = false;
    for c in word.chars() {
        let vowel = matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'é' | 'è' | 'ê' | 'ä' | 'ö' | 'ü');
        count += usize::from(vowel && !after_vowel);
        after_vowel = vowel;
    }
    let before_last = word.chars().rev().nth(1);
    let closed = before_last.is_some_and(|c| !matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'l'));
    let silent = (word.ends_with('e') && closed)
        || (word.ends_with("ed") && !word.ends_with("ted") && !word.ends_with("ded"));
    count.saturating_sub(usize::from(silent && count > 1)).max(1)
}

/// A formula, ready to be calculated.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Formula {
    Number(f64),
    Name(String),
    Call(Function, Vec<Formula>),
    Not(Box<Formula>),
    Minus(Box<Formula>),
    Pair(Operator, Box<Formula>, Box<Formula>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    Sqrt,
    Pow,
    Abs,
    Floor,
    Ceil,
    Round,
    Log,
    Log10,
    Min,
    Max,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

/// Operators from those that bind weakest; of two that begin alike the longer first.
const OPERATORS: &[&[(&str, Operator)]] = &[
    &[("||", Operator::Or)],
    &[("&&", Operator::And)],
    &[
        ("==", Operator::Equal),
        ("!=", Operator::NotEqual),
        ("<=", Operator::LessEqual),
        (">=", Operator::GreaterEqual),
        ("<", Operator::Less),
        (">", Operator::Greater),
    ],
    &[("+", Operator::Add), ("-", Operator::Subtract)],
    &[("*", Operator::Multiply), ("/", Operator::Divide), ("%", Operator::Remainder)],
];

impl Formula {
    /// # Errors
    /// What cannot be understood, and what stands there.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.len() > MAX_LENGTH {
            return Err(format!("it is longer than {MAX_LENGTH} bytes"));
        }
        let mut parser = Parser { rest: text, depth: 0 };
        let formula = parser.pairs(0)?;
        parser.blanks();
        if parser.rest.is_empty() { Ok(formula) } else { Err(parser.unexpected()) }
    }

    /// The result, if all names have a value. Comparisons give 1 or 0.
    pub fn value(&self, get: &dyn Fn(&str) -> Option<f64>) -> Option<f64> {
        let truth = |holds: bool| if holds { 1.0 } else { 0.0 };
        Some(match self {
            Formula::Number(number) => *number,
            Formula::Name(name) => get(name)?,
            Formula::Not(inner) => truth(inner.value(get)? == 0.0),
            Formula::Minus(inner) => -inner.value(get)?,
            Formula::Call(function, arguments) => {
                let values: Option<Vec<f64>> = arguments.iter().map(|argument| argument.value(get)).collect();
                function.apply(&values?)?
            }
            Formula::Pair(operator, left, right) => {
                let (left, right) = (left.value(get)?, right.value(get)?);
                match operator {
                    Operator::Or => truth(left != 0.0 || right != 0.0),
                    Operator::And => truth(left != 0.0 && right != 0.0),
                    Operator::Equal => truth((left - right).abs() < f64::EPSILON),
                    Operator::NotEqual => truth((left - right).abs() >= f64::EPSILON),
                    Operator::Less => truth(left < right),
                    Operator::LessEqual => truth(left <= right),
                    Operator::Greater => truth(left > right),
                    Operator::GreaterEqual => truth(left >= right),
                    Operator::Add => left + right,
                    Operator::Subtract => left - right,
                    Operator::Multiply => left * right,
                    Operator::Divide => left / right,
                    Operator::Remainder => left % right,
                }
            }
        })
    }
}

impl Function {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "math.sqrt" => Function::Sqrt,
            "math.pow" => Function::Pow,
            "math.abs" => Function::Abs,
            "math.floor" => Function::Floor,
            "math.ceil" => Function::Ceil,
            "math.round" => Function::Round,
            "math.log" => Function::Log,
            "math.log10" => Function::Log10,
            "math.min" => Function::Min,
            "math.max" => Function::Max,
            _ => return None,
        })
    }

    fn apply(self, values: &[f64]) -> Option<f64> {
        let &first = values.first()?;
        let second = values.get(1).copied();
        Some(match self {
            Function::Sqrt => first.sqrt(),
            Function::Abs => first.abs(),
            Function::Floor => first.floor(),
            Function::Ceil => first.ceil(),
            Function::Round => first.round(),
            Function::Log => first.ln(),
            Function::Log10 => first.log10(),
            Function::Pow => first.powf(second?),
            Function::Min => first.min(second?),
            Function::Max => first.max(second?),
        })
    }
}

struct Parser<'t> {
    rest: &'t str,
    depth: usize,
}

impl Parser<'_> {
    fn blanks(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn take(&mut self, sign: &str) -> bool {
        self.blanks();
        match self.rest.strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn unexpected(&self) -> String {
        let near: String = self.rest.chars().take(20).collect();
        if near.is_empty() { "it ends too early".into() } else { format!("`{near}` cannot be understood") }
    }

    fn pairs(&mut self, strength: usize) -> Result<Formula, String> {
        let Some(operators) = OPERATORS.get(strength) else { return self.single() };
        let mut left = self.pairs(strength + 1)?;
        let mut count = 0;
        while let Some((_, operator)) = operators.iter().find(|(sign, _)| self.take(sign)) {
            let right = self.pairs(strength + 1)?;
            left = Formula::Pair(*operator, Box::new(left), Box::new(right));
            count += 1;
            // A long chain is a deep tree.
            if count > MAX_DEPTH {
                return Err("it is too long".into());
            }
        }
        Ok(left)
    }

    fn single(&mut self) -> Result<Formula, String> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err("its parentheses nest too deep".into());
        }
        let formula = self.inner();
        self.depth -= 1;
        formula
    }

    fn inner(&mut self) -> Result<Formula, String> {
        if self.take("(") {
            let inner = self.pairs(0)?;
            return if self.take(")") { Ok(inner) } else { Err(self.unexpected()) };
        }
        if self.take("-") {
            return Ok(Formula::Minus(Box::new(self.single()?)));
        }
        if self.take("!") {
            return Ok(Formula::Not(Box::new(self.single()?)));
        }
        let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
        let length = self.rest.find(|c: char| !word(c)).unwrap_or(self.rest.len());
        let (token, rest) = self.rest.split_at_checked(length).unwrap_or(("", self.rest));
        if token.is_empty() {
            return Err(self.unexpected());
        }
        if token.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
            let number = token.parse::<f64>().map_err(|_| self.unexpected())?;
            self.rest = rest;
            return Ok(Formula::Number(number));
        }
        let Some(function) = Function::named(token) else {
            if Stats::default().get(token).is_none() && token != RESULT {
                return Err(format!("nothing is counted as `{token}`"));
            }
            self.rest = rest;
            return Ok(Formula::Name(token.to_owned()));
        };
        self.rest = rest;
        if !self.take("(") {
            return Err(self.unexpected());
        }
        let mut arguments = vec![self.pairs(0)?];
        while self.take(",") {
            arguments.push(self.pairs(0)?);
        }
        if self.take(")") { Ok(Formula::Call(function, arguments)) } else { Err(self.unexpected()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> f64 {
        let get = |name: &str| match name {
            "words" => Some(100.0),
            "sentences" => Some(5.0),
            _ => None,
        };
        Formula::parse(text).unwrap().value(&get).unwrap()
    }

    #[test]
    fn formulas() {
        for (text, wanted) in [
            ("1 + 2 * 3 - 4 / 2", 5.0),
            ("(0.39 * (words / sentences)) + -1", 6.8),
            ("math.sqrt(16.0) + math.pow(2, 3)\n", 12.0),
            ("words > 8", 1.0),
            ("words > 8 && sentences < 5 || 10 % 4 == 2", 1.0),
            ("!(1 >= 2)", 1.0),
        ] {
            assert!((value(text) - wanted).abs() < 1e-9, "{text}");
        }
        for text in ["", "1 +", "(1", "wards / 2", "math.sqrt 4", "1 2", "import(\"os\")", "1..2"] {
            assert!(Formula::parse(text).is_err(), "{text}");
        }
        assert!(Formula::parse(&"(".repeat(2_000)).is_err());
        assert!(Formula::parse(&"1+".repeat(1_999)).is_err());
        assert!(Formula::parse(&"-".repeat(1_999)).is_err());
    }

    #[test]
    fn syllables_are_near() {
        let counts =
            ["cat", "table", "plan", "planned", "created", "responsibility", "employee", "team", "nth"];
        assert_eq!(counts.map(syllables), [1, 2, 1, 1, 2, 6, 2, 1, 1]);
    }
}

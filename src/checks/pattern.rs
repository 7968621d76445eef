//! A regular expression that must not match, for rule packs. Only patterns that can be matched in
//! linear time are taken.

use std::ops::Range;

use serde::Deserialize;
use serde::de::Error as _;

use super::blocks::{Piece, Selector, pieces};
use super::matcher::{Effort, Matcher, Options};
use crate::diag::{Applicability, Edit, Fix};
use crate::rule::{self, Check, Context, DocumentCheck, FixKind, Subject};

/// Longest stretch of a text that a message quotes, in characters.
const MAX_QUOTED: usize = 80;
/// Most findings in one file.
const MAX_FINDINGS: usize = 1_000;

/// One value or several.
#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    fn into_vec(self) -> Vec<String> {
        match self {
            OneOrMany::One(one) => vec![one],
            OneOrMany::Many(many) => many,
        }
    }
}

/// Parameters of the check; all but the pattern and the message may be left out.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Params {
    /// What must not stand there; of several patterns the first that matches wins.
    pattern: OneOrMany,
    /// Where it must not stand; `text` if this is left out.
    #[serde(default)]
    scope: Option<OneOrMany>,
    #[serde(default)]
    ignore_case: bool,
    /// Only whole words.
    #[serde(default)]
    word: bool,
    /// Matches that are fine.
    #[serde(default)]
    except: Vec<String>,
    /// What is said; `{0}` is the match, `{1}` and `{name}` are its groups.
    message: String,
    #[serde(default)]
    help: String,
    /// What to write instead, with `$1` and `${name}` for the groups.
    #[serde(default)]
    replacement: Option<String>,
}

struct Pattern {
    matcher: Matcher,
    /// The same patterns with their groups.
    groups: Vec<regex::Regex>,
    selector: Selector,
    except: Vec<String>,
    ignore_case: bool,
    message: String,
    help: String,
    replacement: Option<String>,
}

/// Makes the check from its parameters.
///
/// # Errors
/// When a parameter is missing, unknown or of the wrong type, or the pattern cannot be used.
pub fn build(params: &rule::Params) -> Result<Check, serde_json::Error> {
    Pattern::new(params.make::<Params>()?)
        .map(|pattern| Check::Document(Box::new(pattern)))
        .map_err(serde_json::Error::custom)
}

impl Pattern {
    fn new(params: Params) -> Result<Self, String> {
        let options = Options { ignore_case: params.ignore_case, word: params.word };
        let patterns = params.pattern.into_vec();
        if patterns.iter().all(|pattern| pattern.trim().is_empty()) {
            return Err("`pattern`: it is empty".into());
        }
        let matcher = Matcher::new(&patterns, options).map_err(|error| format!("`pattern`: {error}"))?;
        if !matcher.is_linear() {
            return Err(
                "`pattern`: look-around and references to groups are not taken, because they can take for ever; say \
                        what is fine under `except`"
                    .into(),
            );
        }
        let mut groups = vec![];
        for pattern in &patterns {
            let source = super::matcher::adapted(pattern, false);
            let built = regex::RegexBuilder::new(&source)
                .case_insensitive(params.ignore_case)
                .multi_line(true)
                .size_limit(1024 * 1024)
                .build();
            groups.push(built.map_err(|_| format!("`pattern`: the pattern `{pattern}` cannot be used"))?);
        }
        let scope = params.scope.map_or_else(|| vec!["text".to_owned()], OneOrMany::into_vec);
        if let Some(unknown) = Selector::unknown_name(&scope) {
            let near = crate::text::nearest(&unknown, Selector::names());
            let hint = near.map_or_else(
                || format!("; there are {}", Selector::names().collect::<Vec<_>>().join(", ")),
                |near| format!("; did you mean `{near}`?"),
            );
            return Err(format!("`scope`: no part of a page is named `{unknown}`{hint}"));
        }
        Ok(Pattern {
            matcher,
            groups,
            selector: Selector::new(&scope),
            except: params.except,
            ignore_case: params.ignore_case,
            message: params.message,
            help: params.help,
            replacement: params.replacement,
        })
    }

    fn is_fine(&self, matched: &str) -> bool {
        self.except.iter().any(|except| {
            except == matched || self.ignore_case && except.to_lowercase() == matched.to_lowercase()
        })
    }

    /// The groups of a match that is known to be at `range`.
    fn captures<'t>(&self, index: usize, text: &'t str, range: &Range<usize>) -> Option<regex::Captures<'t>> {
        self.groups
            .get(index)?
            .captures_at(text, range.start)
            .filter(|captures| captures.get(0).is_some_and(|whole| whole.start() == range.start))
    }

    fn report(&self, piece: &Piece<'_>, range: Range<usize>, index: usize, cx: &mut Context<'_>) {
        let matched = piece.text.get(range.clone()).unwrap_or("");
        let captures = self.captures(index, &piece.text, &range);
        let message = filled(&self.message, matched, captures.as_ref());
        let (span, exact) = piece.locate(range);
        let applicability = match cx.rule.meta.fix {
            FixKind::Safe => Applicability::Safe,
            FixKind::Unsafe => Applicability::Unsafe,
            FixKind::None => Applicability::Display,
        };
        let finding = cx.report(span, message);
        if !self.help.is_empty() {
            finding.help(filled(&self.help, matched, captures.as_ref()));
        }
        let Some(replacement) = self.replacement.as_ref().filter(|_| exact) else { return };
        let mut text = String::new();
        match &captures {
            Some(captures) => captures.expand(replacement, &mut text),
            None => text.clone_from(replacement),
        }
        if text != matched {
            let title =
                if text.is_empty() { "Delete it".into() } else { format!("Write “{}”", cut(&text)) };
            finding.fix(Fix::new(title, applicability, vec![Edit { span, text }]));
        }
    }
}

impl DocumentCheck for Pattern {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        let mut effort = Effort::default();
        let mut left = MAX_FINDINGS;
        pieces(subject, &self.selector, &mut |piece| {
            if left == 0 {
                return;
            }
            for hit in self.matcher.find_all(&piece.text, &mut effort).unwrap_or_default() {
                let fine = self.is_fine(piece.text.get(hit.range.clone()).unwrap_or(""));
                if !fine && left > 0 {
                    left -= 1;
                    self.report(piece, hit.range, hit.pattern, cx);
                }
            }
        });
    }
}

fn cut(text: &str) -> String {
    let line: Vec<&str> = text.split_whitespace().collect();
    let line = line.join(" ");
    if line.chars().count() <= MAX_QUOTED {
        return line;
    }
    line.chars().take(MAX_QUOTED).chain(['…']).collect()
}

/// The template with `{0}`, `{1}` and `{name}` filled in; other braces stay.
fn filled(template: &str, matched: &str, captures: Option<&regex::Captures<'_>>) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let value = after.split_once('}').and_then(|(name, tail)| {
            let group = |name: &str| match (name.parse::<usize>(), captures) {
                (Ok(0), _) => Some(matched),
                (Ok(index), Some(captures)) => captures.get(index).map(|group| group.as_str()),
                (Err(_), Some(captures)) => captures.name(name).map(|group| group.as_str()),
                (_, None) => None,
            };
            Some((cut(group(name)?), tail))
        });
        match value {
            Some((value, tail)) => {
                out.push_str(&value);
                rest = tail;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_quote_what_was_found() {
        let regex = regex::Regex::new(r"(?<code>L)(\d)").unwrap();
        let captures = regex.captures("L3");
        assert_eq!(filled("{0} is {code} and {2}, {x} {", "L3", captures.as_ref()), "L3 is L and 3, {x} {");
    }

    #[test]
    fn parameters_are_looked_at() {
        let made = |params: serde_json::Value| build(&params.as_object().cloned().unwrap().into());
        let error = |params: serde_json::Value| made(params).err().unwrap().to_string();
        let with = |pattern: &str, scope: &str| {
            error(serde_json::json!({ "pattern": pattern, "scope": scope, "message": "m" }))
        };
        assert!(with("(?=a)", "text").contains("look-around"));
        assert!(with("a", "headng").contains("did you mean `heading`?"));
        assert!(with("", "text").contains("empty"));
        assert!(error(serde_json::json!({ "pattern": "a" })).contains("message"));
    }
}

//! Messages with `%s` in them, and what is done about a finding.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::diag::{Applicability, Edit, Fix};
use crate::text::Span;

/// Longest message; a pack may quote a whole page with `%s`.
const MAX_MESSAGE: usize = 300;

/// `template` with `%s`, `%[1]s` and `%%` filled in, one value after the other. Where there are no
/// values left the sign stays as it is.
pub(super) fn formatted(template: &str, values: &[&str]) -> String {
    let mut out = String::with_capacity(template.len());
    let mut next = 0;
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        if let Some(tail) = after.strip_prefix('%') {
            out.push('%');
            rest = tail;
        } else if let Some(tail) = after.strip_prefix('s') {
            match values.get(next) {
                Some(value) => out.push_str(value),
                None => out.push_str("%s"),
            }
            next += 1;
            rest = tail;
        } else if let Some((value, tail)) = indexed(after, values) {
            out.push_str(value);
            rest = tail;
        } else {
            out.push('%');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// `[2]s` and what follows it.
fn indexed<'t>(after: &'t str, values: &[&'t str]) -> Option<(&'t str, &'t str)> {
    let (number, tail) = after.strip_prefix('[')?.split_once("]s")?;
    let index = number.parse::<usize>().ok()?.checked_sub(1)?;
    Some((values.get(index)?, tail))
}

/// The text without line breaks, cut to a length that a message may have.
pub(super) fn in_one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    if line.chars().count() <= MAX_MESSAGE {
        return line;
    }
    line.chars().take(MAX_MESSAGE).chain(['…']).collect()
}

/// What a rule offers to do.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Action {
    pub name: String,
    pub params: Vec<String>,
    /// The pattern of an `edit`, compiled when first needed.
    #[serde(skip)]
    pattern: OnceLock<Option<regex::Regex>>,
}

/// Most replacements that are offered for one finding.
const MAX_OPTIONS: usize = 5;

impl Action {
    /// The repairs of `observed` at `span`; `options` are the replacements that the rule itself names.
    pub fn fixes(&self, span: Span, observed: &str, options: Vec<String>) -> Vec<Fix> {
        let mut texts = match self.name.as_str() {
            "replace" if self.params.is_empty() => options,
            "replace" => self.params.clone(),
            "remove" => vec![String::new()],
            "edit" => self.edited(observed).into_iter().collect(),
            _ => return vec![],
        };
        texts.retain(|text| text != observed);
        texts.truncate(MAX_OPTIONS);
        // Who has a choice must make it.
        let applicability = if texts.len() == 1 { Applicability::Unsafe } else { Applicability::Display };
        texts
            .into_iter()
            .map(|text| {
                let title = if text.is_empty() {
                    "Delete it".into()
                } else {
                    format!("Write “{}”", in_one_line(&text))
                };
                Fix::new(title, applicability, vec![Edit { span, text }])
            })
            .collect()
    }

    fn edited(&self, observed: &str) -> Option<String> {
        let param = |index: usize| self.params.get(index).map(String::as_str);
        let signs = |index: usize| param(index).map(|signs| signs.chars().collect::<Vec<_>>());
        let edited = match param(0)? {
            "trim" => observed.trim_matches(signs(1)?.as_slice()).to_owned(),
            "trim_left" => observed.trim_start_matches(signs(1)?.as_slice()).to_owned(),
            "trim_right" => observed.trim_end_matches(signs(1)?.as_slice()).to_owned(),
            // The older way to say which signs are taken out.
            "remove" => {
                let signs = signs(1)?;
                observed.chars().filter(|c| !signs.contains(c)).collect()
            }
            "truncate" => observed.split(param(1)?).next()?.to_owned(),
            "split" => observed.split(param(1)?).nth(param(2)?.parse().ok()?)?.to_owned(),
            "regex" => {
                let pattern = crate::checks::matcher::adapted(param(1)?, false);
                let build = || regex::RegexBuilder::new(&pattern).size_limit(1024 * 1024).build().ok();
                self.pattern.get_or_init(build).as_ref()?.replace_all(observed, param(2)?).into_owned()
            }
            _ => return None,
        };
        let edited = edited.trim().to_owned();
        (!edited.is_empty() && edited != observed).then_some(edited)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_where_the_message_wants_them() {
        assert_eq!(formatted("Use '%s' instead of '%s'.", &["a", "b"]), "Use 'a' instead of 'b'.");
        assert_eq!(
            formatted("Not '%[2]s' but %[1]s: 100%%, %d, %s", &["a"]),
            "Not '%[2]s' but a: 100%, %d, a"
        );
        assert_eq!(formatted("%s", &[]), "%s");
    }

    #[test]
    fn edits() {
        let edit = |params: &[&str], text: &str| {
            let params = params.iter().map(|&param| param.to_owned()).collect();
            Action { name: "edit".into(), params, ..Action::default() }.edited(text)
        };
        assert_eq!(edit(&["trim_right", ".!"], "Plans!."), Some("Plans".into()));
        assert_eq!(edit(&["remove", ".?!"], "Plans."), Some("Plans".into()));
        assert_eq!(edit(&["regex", r"(\d+)(am|pm)", "$1 $2"], "9am"), Some("9 am".into()));
        assert_eq!(edit(&["split", " ", "1"], "a b"), Some("b".into()));
        assert_eq!(edit(&["unknown"], "a"), None);
        assert_eq!(edit(&["regex", "("], "a"), None);
    }
}

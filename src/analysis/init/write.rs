//! The draft as YAML with comments.

use super::{Guess, Part};

/// Longest line of comments.
const WIDTH: usize = 110;

impl Part {
    fn key(self) -> &'static str {
        match self {
            Part::Framework => "framework",
            Part::Vocabulary => "vocabulary",
            Part::Layouts => "layouts",
            Part::Profiles => "profiles",
            Part::Rules => "rules",
            Part::Overrides => "overrides",
            Part::Words => "words",
        }
    }

    fn about(self) -> &'static str {
        match self {
            Part::Framework => "What is known about the framework itself.",
            Part::Vocabulary => "Words by which documents are understood.",
            Part::Layouts => {
                "Where titles, levels and sections stand, for pages that are read wrong without it (docs/reading.md)."
            }
            Part::Profiles => "What the pages of single folders must have.",
            Part::Rules => {
                "How the pages are written. `rolelint explain RULE` says what a rule finds and why."
            }
            Part::Overrides => "Other rules for some files.",
            Part::Words => "Words that no dictionary has and that are right here.",
        }
    }
}

/// The configuration with these guesses, made from so many files and roles.
pub(super) fn text(guesses: &[Guess], (files, roles): (usize, usize)) -> String {
    let mut out = String::new();
    let plural = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
    remark(
        &mut out,
        "",
        &format!(
            "Configuration of rolelint: a first draft by `rolelint init`, learned from {} with {}. Behind each guess \
             stands on how much it rests. Correct what is wrong, and delete what you do not need. \
             `rolelint schema print config` describes all keys.",
            plural(files, "file"),
            plural(roles, "role")
        ),
    );
    for part in [
        Part::Framework,
        Part::Vocabulary,
        Part::Layouts,
        Part::Profiles,
        Part::Rules,
        Part::Overrides,
        Part::Words,
    ] {
        let own: Vec<&Guess> = guesses.iter().filter(|guess| guess.part == part).collect();
        if own.is_empty() {
            continue;
        }
        out.push('\n');
        remark(&mut out, "", part.about());
        // A key without anything below it would be empty: it is a comment as well.
        let hidden = own.iter().all(|guess| guess.asked);
        out.push_str(&format!("{}{}:\n", if hidden { "# " } else { "" }, part.key()));
        for guess in own {
            for sentence in &guess.comment {
                remark(&mut out, "  ", sentence);
            }
            for line in &guess.lines {
                out.push_str(if guess.asked { "  # " } else { "  " });
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    out
}

/// Adds a sentence as lines of comment.
fn remark(out: &mut String, indent: &str, sentence: &str) {
    let mut line = String::new();
    for word in sentence.split_whitespace() {
        if !line.is_empty() && indent.len() + 3 + line.chars().count() + word.chars().count() > WIDTH {
            out.push_str(&format!("{indent}# {line}\n"));
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    out.push_str(&format!("{indent}# {line}\n"));
}

/// A text as a YAML value; none if it holds characters that a configuration should not hold, such as
/// invisible ones: what is learned from a stranger's files must read as it is.
pub(super) fn value(text: &str) -> Option<String> {
    const LONGEST: usize = 120;
    const SIGNS: &str = " -_/&().,+'’‘“”\"–—:;#*%!?@=<>[]{}|·•°ºª©®™…€$£";
    let text = text.trim();
    let fine = |c: char| c.is_alphanumeric() || SIGNS.contains(c);
    if text.is_empty() || text.chars().count() > LONGEST || !text.chars().all(fine) {
        return None;
    }
    let plain = text.starts_with(|c: char| c.is_alphabetic())
        && text.chars().all(|c| c.is_alphanumeric() || " -_/&().+'’–".contains(c));
    // Words that YAML takes for something else than text.
    let special = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"];
    if plain && !special.contains(&text.to_lowercase().as_str()) {
        return Some(text.to_owned());
    }
    Some(format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")))
}

/// Values as a list in one line; none if it holds nothing.
pub(super) fn list<'t>(texts: impl Iterator<Item = &'t str>) -> Option<String> {
    // A comma ends an item in this form, and brackets end the list.
    let safe = |text: &str| {
        let written = value(text)?;
        let quoted = written.starts_with('"');
        Some(if quoted || !written.contains([',', '[', ']', '{', '}']) {
            written
        } else {
            format!("\"{written}\"")
        })
    };
    let all: Vec<String> = texts.filter_map(safe).collect();
    (!all.is_empty()).then(|| format!("[{}]", all.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_back_as_they_were() {
        for text in
            ["Impact", "Years (guideline)", "a: b", "#1", "No", "3 years", "R&D", "\"so\"", "l’équipe", "- x"]
        {
            let line = format!("key: {}", value(text).unwrap());
            let read: serde_json::Value = serde_yaml::from_str(&line).unwrap();
            assert_eq!(read["key"].as_str(), Some(text), "{line}");
        }
        assert_eq!(value("a\u{202e}b"), None);
        assert_eq!(value("a\nb"), None);
        assert_eq!(list(["a, b", "c"].into_iter()).unwrap(), "[\"a, b\", c]");
    }
}

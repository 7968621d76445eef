//! "A incident", "an leader": the article that does not go with the sound behind it.

use serde::Deserialize;

use super::slips::{begins, english_texts, is_said};
use super::wording::quoted;
use crate::diag::{Applicability, Edit, Fix};
use crate::language::{Dictionary, Lang, VerbForm, detect, is_surely};
use crate::rule::{Besides, Context, DocumentCheck, Subject};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArticleForm {
    /// Words that go with either form, or with another than their letters say, in small letters.
    either: Vec<String>,
}

/// Words that stand behind a letter, not an article: "option a is", "a and b".
const LETTER: &[&str] = &[
    "and", "or", "is", "are", "in", "of", "on", "at", "as", "if", "it", "to", "an", "i", "for", "by",
    "either",
];

/// What a word begins with when it is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sound {
    Vowel,
    Consonant,
    /// Speakers differ, or nobody can tell.
    Unknown,
}

impl DocumentCheck for ArticleForm {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        let texts = subject.words().with(|word| matches!(word.word(), "a" | "an"), Besides::None);
        for text in english_texts(subject, &texts) {
            let plain = text.plain.as_str();
            let mut english = None;
            for (at, word) in spaced_words(plain) {
                let article = matches!(word, "a" | "A" | "an" | "An");
                let end = at + word.len();
                if !article || !plain.get(end..).is_some_and(|rest| rest.starts_with(' ')) {
                    continue;
                }
                // "Series A", "Plan A engineers"
                let inside = word == "A" && !begins(plain, at);
                let next = plain.get(end + 1..).unwrap_or("");
                let Some(next) = next.split(char::is_whitespace).next() else { continue };
                let sound = self.sound(next, word.len() == 1);
                let good = match (word, sound) {
                    _ if inside => continue,
                    ("a", Sound::Vowel) => "an",
                    ("A", Sound::Vowel) => "An",
                    ("an", Sound::Consonant) => "a",
                    ("An", Sound::Consonant) => "A",
                    _ => continue,
                };
                if !is_said(text, &(at..end))
                    || !*english.get_or_insert_with(|| detect(plain) == Lang::English)
                {
                    continue;
                }
                let word_end = end + 1 + next.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
                let phrase = plain.get(at..word_end).unwrap_or("");
                let core = next.trim_matches(|c: char| !c.is_alphanumeric());
                let place = text.locate(at..end);
                let whole = text.locate(at..word_end);
                let fixed = format!("{good} {}", phrase.get(word.len() + 1..).unwrap_or(""));
                let message = format!("{} should be {}.", quoted(phrase), quoted(&fixed));
                let finding = cx.report(whole.span, message);
                // "an prioritize": a letter is missing, not too many; "will be a assigned a seat".
                let doubtful = word.eq_ignore_ascii_case("an") && is_surely(core, VerbForm::Imperative)
                    || is_surely(core, VerbForm::Past);
                let or_else = if doubtful { " Or it is another slip: see what was meant." } else { "" };
                finding.help(format!(
                    "Before the sound of a vowel the article is “an”, before other sounds “a”, whatever the letter: \
                     “an hour”, “a user”, “an MVP”.{or_else}"
                ));
                if place.exact {
                    let applicability = if doubtful { Applicability::Display } else { Applicability::Safe };
                    let edit = Edit { span: place.span, text: good.to_owned() };
                    finding.fix(Fix::new(format!("Write “{good}”"), applicability, vec![edit]));
                }
            }
        }
    }
}

/// Stretches of letters and where they begin.
fn spaced_words(plain: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    plain.split([' ', '\n']).map(move |piece| {
        let start = at;
        at += piece.len() + 1;
        let core = piece.trim_start_matches(['(', '[', '"', '“', '‘', '*', '_']);
        (start + piece.len() - core.len(), core)
    })
}

impl ArticleForm {
    /// The sound that `next`, the stretch behind an article, begins with. `after_a`: the article is "a".
    fn sound(&self, next: &str, after_a: bool) -> Sound {
        let next = next.trim_start_matches(['"', '“', '‘', '*', '_', '[']);
        let word: &str = next.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
        let rest = next.get(word.len()..).unwrap_or("");
        let Some(first) = word.chars().next() else { return Sound::Unknown };
        if !word.is_ascii() || rest.starts_with(['/', '@', '_', '\\', '.', ':']) && rest.len() > 1 {
            return Sound::Unknown;
        }
        let lower = word.to_ascii_lowercase();
        if self.either.contains(&lower) {
            return Sound::Unknown;
        }
        if first.is_ascii_digit() {
            return number(word);
        }
        if word.len() == 1 {
            // "an X-ray", "a T-shaped person", "an e-commerce team"
            let joined = rest.strip_prefix('-').is_some_and(|rest| rest.starts_with(char::is_alphabetic));
            return match lower.as_str() {
                _ if !joined => Sound::Unknown,
                "a" | "e" | "f" | "h" | "i" | "l" | "m" | "n" | "o" | "r" | "s" | "x" => Sound::Vowel,
                _ => Sound::Consonant,
            };
        }
        let capitals = word.trim_end_matches('s');
        if capitals.len() >= 2 && capitals.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()) {
            return initials(capitals, after_a);
        }
        // A slip in the word itself may change its first letter; names may be of any language.
        let known = Dictionary::english().entry(&lower).is_some();
        if word.chars().skip(1).any(|c| c.is_ascii_uppercase() || c.is_ascii_digit()) || !known {
            return Sound::Unknown;
        }
        // "npm", "ssh", "nth": nobody can say them but by their letters.
        if !lower.contains(['a', 'e', 'i', 'o', 'u', 'y']) {
            return initials(&lower.to_ascii_uppercase(), after_a);
        }
        if LETTER.contains(&lower.as_str()) { Sound::Unknown } else { spelled(&lower) }
    }
}

/// "an 8-hour day", "a 10% share"
fn number(word: &str) -> Sound {
    let digits: String = word.chars().take_while(char::is_ascii_digit).collect();
    match digits.as_str() {
        "11" | "18" => Sound::Vowel,
        _ if digits.starts_with('8') => Sound::Vowel,
        _ if digits.starts_with("11") || digits.starts_with("18") => Sound::Unknown,
        _ => Sound::Consonant,
    }
}

/// The sound of letters that are spelled out. Many initials with a vowel in them are read as a word:
/// nothing is said about "a FAQ" and "an SQL query".
fn initials(word: &str, after_a: bool) -> Sound {
    const SPELLED: &[&str] = &[
        "HR", "HTML", "HTTP", "LLM", "MBA", "MVP", "NDA", "NGO", "RFC", "RFP", "RPC", "SDK", "SLA", "SLO",
        "SSO", "MR", "XML", "SRE", "FTE", "ML", "NLP", "SMB", "SSH", "SSL", "SMTP", "FTP", "NFT", "NPS",
        "HSE", "XP",
    ];
    const READ: &[&str] = &["SAAS", "REST", "RAM", "LAN", "NASA", "SCRUM", "LEAN", "MAC", "SAFE", "ROM"];
    // "URL" and "EU" are read in two ways, or begin like "you".
    match word.chars().next() {
        _ if word == "URL" => Sound::Unknown,
        _ if word == "US" => Sound::Consonant,
        Some('U') => Sound::Consonant,
        Some('A' | 'I' | 'O') => Sound::Vowel,
        Some('E') if word.starts_with("EU") => Sound::Unknown,
        Some('E') => Sound::Vowel,
        Some('F' | 'H' | 'L' | 'M' | 'N' | 'R' | 'S' | 'X') => {
            if after_a && SPELLED.contains(&word) {
                Sound::Vowel
            } else if !after_a && READ.contains(&word) {
                Sound::Consonant
            } else {
                Sound::Unknown
            }
        }
        _ => Sound::Consonant,
    }
}

/// The sound of an English word in small letters, by its spelling.
fn spelled(word: &str) -> Sound {
    const LIKE_YOU: &[&str] = &[
        "eu", "ew", "unif", "unio", "uniq", "unis", "unit", "univ", "unic", "unil", "unip", "use", "usa",
        "usu", "uti", "utop", "ubi", "ura", "ure", "uro", "ufo", "uga", "uku",
    ];
    const SILENT_H: &[&str] = &["hour", "honest", "honor", "honour", "heir"];
    // Where the first syllable is not stressed, some say "an historic moment".
    const SOFT_H: &[&str] =
        &["hist", "hotel", "habit", "herb", "hyp", "hilar", "hered", "horiz", "horr", "hallu"];
    let begins = |list: &[&str]| list.iter().any(|start| word.starts_with(start));
    match word.chars().next() {
        Some('e' | 'u') if begins(LIKE_YOU) => Sound::Consonant,
        Some('o') if word == "once" || word == "one" || word == "ones" || word.starts_with("oneself") => {
            Sound::Consonant
        }
        Some('u') if word.starts_with("unid") => Sound::Unknown,
        Some('a' | 'e' | 'i' | 'o' | 'u') => Sound::Vowel,
        Some('h') if begins(SILENT_H) => Sound::Vowel,
        Some('h') if begins(SOFT_H) => Sound::Unknown,
        _ => Sound::Consonant,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sounds() {
        let check = ArticleForm { either: vec!["faq".to_owned()] };
        let vowels = [
            "incident",
            "hour",
            "honest",
            "umbrella",
            "unusual",
            "urgent",
            "MVP",
            "API",
            "8-hour",
            "HR",
            "OKRs",
            "understanding",
        ];
        for word in vowels {
            assert_eq!(check.sound(word, true), Sound::Vowel, "{word}");
        }
        for word in [
            "leader",
            "user",
            "unique",
            "European",
            "one-off",
            "university",
            "UX",
            "QA",
            "10%",
            "usual",
            "PRs",
        ] {
            assert_eq!(check.sound(word, false), Sound::Consonant, "{word}");
        }
        for word in ["historic", "FAQ", "SQL", "URL", "x", "GraphQL", "and", "élan", "unidirectional", "1100"]
        {
            assert_eq!(check.sound(word, true), Sound::Unknown, "{word}");
        }
    }
}

//! Words as they are compared: in small letters, with one blank between them. The build takes this file in as well, to
//! write down what need not be worked out at start-up.

/// Lower-cased words of letters and digits.
pub fn words_of(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The words of a text in small letters with one blank between them.
pub fn spaced(text: &str) -> String {
    let text = text.trim();
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte == b' ';
    if text.bytes().all(plain) && !text.contains("  ") { text.to_owned() } else { words_of(text).join(" ") }
}

/// A phrase as it is looked for: between blanks, unless its script sets none.
pub fn pattern(phrase: &str) -> String {
    let words = spaced(phrase);
    if words.chars().all(|c| is_wide(c) || c == ' ') && !words.is_empty() {
        words
    } else {
        [" ", &words, " "].concat()
    }
}

/// Letters of scripts that set no blanks between words, or write particles onto them.
pub fn is_wide(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

/// The titles of careers such as `lecturer < reader | associate professor < professor`, their words with one blank
/// between them, each with its career, counted from 0, and its step there, counted from 1.
pub fn careers(lists: &[&str]) -> Vec<(String, (usize, i32))> {
    let mut found = vec![];
    for (career, steps) in lists.iter().enumerate() {
        for (titles, step) in steps.split('<').zip(1..) {
            let titles = titles.split('|').map(spaced).filter(|title| !title.is_empty());
            found.extend(titles.map(|title| (title, (career, step))));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_careers_have_steps() {
        let found = careers(&["Lecturer < reader |  associate  professor", "one <"]);
        let right =
            [("lecturer", (0, 1)), ("reader", (0, 2)), ("associate professor", (0, 2)), ("one", (1, 1))];
        assert_eq!(found, right.map(|(title, place)| (title.to_owned(), place)));
    }
}

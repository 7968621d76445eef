//! Telling Markdown from plain text where the file name says `.txt`.

use super::super::front;

/// Whether a page of text is Markdown: it has front matter, several headings, a table, or other
/// things that nobody types in plain text. A pipe table alone does not make Markdown of a page whose
/// paragraphs are lines: they would all run together.
pub fn looks_like_markdown(text: &str) -> bool {
    if front::is_present(text) {
        return true;
    }
    let (mut headings, mut signs, mut tables, mut touching) = (0, 0, 0, 0);
    let mut previous = "";
    for line in text.lines().take(2000) {
        let trimmed = line.trim();
        if trimmed.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("<table")) {
            return true;
        }
        let hashes = trimmed.len() - trimmed.trim_start_matches('#').len();
        if (1..=6).contains(&hashes) && trimmed.get(hashes..).is_some_and(|rest| rest.starts_with(' ')) {
            headings += 1;
        }
        let is_rule = trimmed.contains('|')
            && trimmed.contains("--")
            && trimmed.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '));
        if is_rule && previous.contains('|') {
            tables += 1;
        }
        if trimmed.contains("](") || trimmed.matches("**").count() >= 2 || trimmed.starts_with("```") {
            signs += 1;
        }
        let is_text = |line: &str| line.starts_with(char::is_alphanumeric);
        touching += usize::from(is_text(previous) && is_text(trimmed));
        previous = trimmed;
    }
    headings >= 2 || signs >= 3 || (headings == 1 && signs > 0) || (tables > 0 && touching < 5)
}

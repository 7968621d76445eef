//! Pages that this program wrote: an audit that was saved into the folder that it is about tells of roles, and
//! would be taken for roles the next time.

/// By this an audit page is known; nothing else is written by us as HTML.
const PAGE: &[u8] = b"<meta name=\"generator\" content=\"rolelint\">";

/// Bytes at the beginning of a page in which [`PAGE`] stands.
const HEAD: usize = 1024;

/// First lines of what is written as Markdown.
const FIRST_LINES: [&str; 3] =
    ["<!-- rolelint audit -->", "<!-- rolelint diff -->", "<!-- rolelint report -->"];

/// What follows the version at the beginning of our JSON, without blanks.
const FIRST_KEYS: [&str; 3] = [r#""totals":{"files":"#, r#""frameworks":"#, r#""diagnostics":["#];

/// True for the file at `path` if `bytes` are a report, an audit or figures of an earlier run.
pub(super) fn is_own_output(path: &str, bytes: &[u8]) -> bool {
    let Some((_, extension)) = path.rsplit_once('.') else { return false };
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    match extension.to_ascii_lowercase().as_str() {
        "html" | "htm" => head.windows(PAGE.len()).any(|window| window == PAGE),
        "md" | "markdown" | "mdx" => FIRST_LINES.iter().any(|line| head.starts_with(line.as_bytes())),
        "json" => {
            let bare: Vec<u8> = head.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
            let Some(rest) = bare.strip_prefix(br#"{"version":"#) else { return false };
            let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let Some(rest) = rest.get(digits..).and_then(|rest| rest.strip_prefix(b",")) else {
                return false;
            };
            digits > 0 && FIRST_KEYS.iter().any(|key| rest.starts_with(key.as_bytes()))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_others_are_not_ours() {
        assert!(is_own_output("a.json", b"{\n  \"version\": 1,\n  \"diagnostics\": []\n}"));
        assert!(is_own_output("docs/Audit.HTML", b"<head><meta name=\"generator\" content=\"rolelint\">"));
        for (path, text) in [
            ("a.html", "<head><meta name=\"generator\" content=\"Hugo\">"),
            ("a.md", "# Engineer\n\n<!-- rolelint audit -->\n"),
            ("a.md", "<!-- rolelint-ignore-file hype: quoted -->\n"),
            ("a.json", "{\"version\": 1, \"roles\": []}"),
            ("a.json", "{\"version\": \"1\", \"diagnostics\": []}"),
            ("a.json", "{\"version\":"),
            ("rolelint", "<!-- rolelint audit -->"),
        ] {
            assert!(!is_own_output(path, text.as_bytes()), "{path}: {text}");
        }
    }
}

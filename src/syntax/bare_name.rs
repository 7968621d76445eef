//! Files whose name has no extension: some are pages of text all the same. Nobody is told about a
//! program or a license, so a file must look like a page in every respect.

use super::markdown;

/// Largest file without an extension that is looked into, in bytes.
pub const LARGEST: u64 = 512 * 1024;

/// Names of files that are for programs, or about the rights in a project, or lists of people.
const OTHERS: &[&str] = &[
    "license",
    "licence",
    "unlicense",
    "copying",
    "copyright",
    "notice",
    "patents",
    "legal",
    "version",
    "authors",
    "contributors",
    "maintainers",
    "owners",
    "codeowners",
    "credits",
    "thanks",
    "changelog",
    "changes",
    "history",
    "news",
    "todo",
    "install",
    "building",
    "hacking",
    "configure",
    "manifest",
    "workspace",
    "build",
    "owner",
    "cname",
    "description",
    "config",
    "head",
];

/// True for a path whose last name has no extension and is not that of a program's own file. What the
/// file holds is for `is_page` to say.
pub fn is_bare(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or("").to_lowercase();
    let stem = name.split(['-', '_', ' ']).next().unwrap_or("");
    !name.is_empty()
        && !name.contains('.')
        && !OTHERS.contains(&stem)
        && !OTHERS.contains(&name.as_str())
        // Makefile, Dockerfile, Gemfile, justfile and their like.
        && !name.ends_with("file")
        && !name.starts_with('~')
}

/// True for bytes that are a page of text with headings or lists; see [`is_bare`].
pub fn is_page_bytes(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(is_page)
}

/// True for a page of text: sentences, and headings or lists between them.
pub fn is_page(text: &str) -> bool {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    if start.starts_with("#!") || start.starts_with(['<', '{', '[', '%', '@']) || text.contains('\0') {
        return false;
    }
    let (mut lines, mut spoken, mut marked, mut code) = (0, 0, 0, 0);
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()).take(1000) {
        lines += 1;
        let content = line.trim_start_matches(['-', '*', '•', '+', '#', '>', ' ', '\t']);
        let lead = line.get(..line.len() - content.len()).unwrap_or("");
        let (mut words, mut others) = (0, 0);
        for word in content.split_whitespace() {
            if is_word(word) { words += 1 } else { others += 1 }
        }
        spoken += usize::from(words >= 4 && others * 3 <= words);
        // A line of `#` alone is a comment to nearly every program.
        marked += usize::from(lead.contains(['-', '*', '•', '+']) && words > 0);
        code += usize::from(
            line.ends_with(['{', '}', ';', '\\']) || line.contains(" = ") || line.contains("://"),
        );
    }
    let structured = marked >= 3 || markdown::looks_like_markdown(text);
    spoken >= 3 && spoken * 2 >= lines && code * 10 <= lines && structured
}

/// Letters, with what may stand around and between them in a sentence.
fn is_word(word: &str) -> bool {
    let inner = word.trim_matches(|c: char| !c.is_alphanumeric());
    !inner.is_empty()
        && inner.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-' | '–' | '/' | '&'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_pages_and_of_other_files() {
        for name in ["roles/L3-Engineer", "Leadership", "README"] {
            assert!(is_bare(name), "{name}");
        }
        for name in [
            "LICENSE",
            "LICENSE-MIT",
            "Makefile",
            "a/Dockerfile",
            "page.md",
            ".hidden",
            "CODEOWNERS",
            "v1.2/a.b",
        ] {
            assert!(!is_bare(name), "{name}");
        }
    }

    #[test]
    fn only_pages_of_text_are_pages() {
        let page = "**Support Engineer\n\nThis role helps people who are stuck.\n\n***Craft\n\
            - I answer questions with care and patience.\n- I write down what I learn for others.\n\
            - I ask for help when I need it.\n";
        assert!(is_page(page));
        assert!(is_page(
            "# Engineer\n\nWrites and reviews code with the team.\n\n## Scope\n\nOwns a part of the product.\n\nHelps others with their own work.\n"
        ));
        for other in [
            "",
            "#!/bin/sh\n# Runs all the tests of the project.\n# Then it packs the whole thing up.\n# And sends it to the server.\nmake",
            "# Settings of the build that nobody should change.\nname = one\nlist = two\n# More of the settings of the build.\n- a\n- b\n",
            "Permission is hereby granted to any person.\nThe software is provided as it is.\nNobody is liable for any claim at all.\n",
            "<html><body>Some words that are long enough</body></html>",
            "node_modules\ntarget\n*.log\n*.tmp\n- x\n",
            "one two three four\0",
        ] {
            assert!(!is_page(other), "{other}");
        }
    }
}

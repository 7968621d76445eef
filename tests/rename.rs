//! `rolelint rename`: the name changes wherever it stands, in all files or in none, and no other byte changes.

#![allow(clippy::disallowed_methods, clippy::print_stderr, clippy::unwrap_used)]

#[path = "support/folder.rs"]
mod folder;

use folder::Folder;

const PAGES: &[(&str, &str)] = &[
    (
        "roles/engineer.md",
        "---\ntitle: Engineer\n---\n\n# Engineer\n\nBuilds services with the team.\n\n## Next step\n\n- [Senior Engineer](senior.md#senior-engineer)\n",
    ),
    (
        "roles/senior.md",
        "\u{feff}---\r\ntitle: \"Senior Engineer\"\r\n---\r\n\r\n# Senior Engineer\r\n\r\nA Senior Engineer leads the work. Senior Engineers review it; a Principal Senior Engineer is nobody.\r\n\r\n## Next step\r\n\r\n- Staff Engineer\r\n",
    ),
    (
        "roles/staff.md",
        "# Staff Engineer\n\nWorks with each **Senior Engineer**, see [that page](./senior.md#senior-engineer).\n\n## Previous step\n\n- Senior Engineer\n",
    ),
    ("roles/pay.json", "{\"Senior Engineer\": {\"grade\": \"7\"}, \"next\": \"senior-engineer\"}\n"),
    ("rolelint.yaml", "framework:\n  tracks:\n    ic: [Engineer, \"Senior Engineer\", Staff Engineer]\n"),
];

/// The pages as they are to be, byte by byte.
fn renamed(name: &str, text: &str) -> String {
    let text = text
        .replace("Senior Engineer", "Lead Engineer")
        // What may be the name of somebody else is left alone.
        .replace("Principal Lead Engineer", "Principal Senior Engineer")
        .replace("#senior-engineer", "#lead-engineer");
    assert!(text.contains("Lead Engineer"), "{name}");
    text
}

#[test]
fn a_name_changes_wherever_it_stands_and_no_other_byte_does() {
    let folder = Folder::of(PAGES);
    let before: Vec<Vec<u8>> = PAGES.iter().map(|(name, _)| folder.read(name)).collect();
    let rename = ["rename", "Senior Engineer", "Lead Engineer"];
    let (code, patch, note) = folder.run(&[&rename[..], &["--diff"]].concat());
    assert_eq!(code, 1, "{patch}{note}");
    assert!(note.contains("places in 5 files would change"), "{note}");
    let same = PAGES.iter().zip(&before).all(|((name, _), text)| folder.read(name) == *text);
    assert!(same, "--diff writes nothing");

    let (code, _, note) = folder.run(&rename);
    assert_eq!(code, 0, "{note}");
    for (name, text) in PAGES {
        assert_eq!(String::from_utf8(folder.read(name)).unwrap(), renamed(name, text), "{name}");
    }
    for left in ["roles/senior.md:7: This says", "The id `senior-engineer` stays"] {
        assert!(note.contains(left), "{note}");
    }
    // What is written is what the patch said, and nothing is left to rename.
    let (code, _, note) = folder.run(&rename);
    assert_eq!(code, 2, "{note}");
    assert!(note.contains("No role or level is called `Senior Engineer`"), "{note}");
    // The tracks of the configuration know the new name.
    let (_, graph, _) = folder.run(&["graph"]);
    assert!(graph.contains("Lead Engineer") && !graph.contains("Senior Engineer"), "{graph}");
}

#[test]
fn levels_in_columns_and_keys_follow_and_words_of_texts_do_not() {
    let folder = Folder::of(&[
        (
            "roles/engineer.md",
            "# Engineer\n\n## Impact\n\n| | Junior | Senior |\n|---|---|---|\n| Reach | Tasks of the team | Advises senior people and every Senior |\n\n## Craft\n\n| | Junior | Senior |\n|---|---|---|\n| Code | Writes code with help | Writes code alone |\n",
        ),
        (
            "roles/designer.yaml",
            "title: Designer\nlevels:\n  Junior:\n    - Draws pages with help\n  Senior:\n    - Draws pages alone\n",
        ),
    ]);
    let (code, _, note) = folder.run(&["rename", "Senior", "Advanced"]);
    assert_eq!(code, 0, "{note}");
    let text = |name: &str| String::from_utf8(folder.read(name)).unwrap();
    let page = text("roles/engineer.md");
    assert_eq!(page.matches("| Advanced |").count(), 2, "{page}");
    assert!(page.contains("Advises senior people and every Senior |"), "{page}");
    assert!(text("roles/designer.yaml").contains("\n  Advanced:\n"), "{page}");
    assert!(note.contains("roles/engineer.md:7: This says `Senior`, perhaps of something else."), "{note}");
}

#[test]
fn what_cannot_be_done_everywhere_is_not_done_at_all() {
    let folder = Folder::of(PAGES);
    let untouched = || PAGES.iter().all(|(name, text)| folder.read(name) == text.as_bytes());
    for (new, said) in [
        ("Staff Engineer", "Another role or level is called `Staff Engineer` already, at roles/staff.md:1"),
        // Stars are mark-up on pages.
        ("Lead *Engineer*", "would not say the same with `Lead *Engineer*` in it"),
        ("Lead \"Engineer\"", "would not say the same"),
        ("", "A name is one line"),
        ("Senior Engineer", "differs from the old one"),
    ] {
        let (code, _, note) = folder.run(&["rename", "Senior Engineer", new]);
        assert_eq!(code, 2, "{new}: {note}");
        assert!(note.contains(said) && note.contains("Nothing was renamed."), "{new}: {note}");
        assert!(untouched(), "{new}");
    }
    let (code, _, note) = folder.run(&["rename", "Senior Enginer", "Lead Engineer"]);
    assert_eq!(code, 2);
    assert!(note.contains("Did you mean `Senior Engineer`?"), "{note}");
    // Mark-up inside of the name at a single place.
    folder.write("roles/other.md", "# Other\n\n## Next step\n\n- Senior *Engineer*\n");
    let (code, _, note) = folder.run(&["rename", "Senior Engineer", "Lead Engineer"]);
    assert_eq!(code, 2, "{note}");
    assert!(note.contains("roles/other.md:5: mark-up stands inside the name"), "{note}");
    assert!(untouched());
}

/// One file of several cannot be written: the others, written before it, are put back.
#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_written_keeps_all_others_as_they_were() {
    use std::fs::{Permissions, set_permissions};
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    use std::os::unix::process::CommandExt as _;

    let folder = Folder::of(&[
        ("a/engineer.md", "# Engineer\n\n## Next step\n\n- Senior Engineer\n"),
        ("b/senior.md", "# Senior Engineer\n\n## Responsibilities\n\n- Leads the work of the team.\n"),
        ("rolelint.yaml", "{}\n"),
    ]);
    let mode = |name: &str, mode: u32| {
        set_permissions(folder.path.join(name), Permissions::from_mode(mode)).unwrap();
    };
    let root = std::fs::metadata(&folder.path).unwrap().uid() == 0;
    for (name, bits) in
        [("", 0o755), ("a", 0o777), ("a/engineer.md", 0o666), ("b", 0o555), ("b/senior.md", 0o444)]
    {
        mode(name, bits);
    }
    let mut command = folder.command(&["rename", "Senior Engineer", "Lead Engineer"]);
    if root {
        // Root may write everywhere.
        command.uid(65534).gid(65534);
    }
    let Ok(output) = command.output() else {
        eprintln!("skipped: nobody else may start the program here");
        return;
    };
    mode("b", 0o755);
    let (code, _, note) = folder::said(&output);
    assert_eq!(code, 2, "{note}");
    assert!(note.contains("`b/senior.md` could not be repaired and is as it was"), "{note}");
    assert!(note.contains("`a/engineer.md` is as it was, too"), "{note}");
    assert!(folder.read("a/engineer.md").ends_with(b"- Senior Engineer\n"));
    assert!(folder.read("b/senior.md").starts_with(b"# Senior Engineer\n"));
    assert_eq!(std::fs::read_dir(folder.path.join("a")).unwrap().count(), 1, "nothing is left beside it");
}

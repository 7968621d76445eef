//! Packs: the example packs do what they say, pack rules are used like built-in ones, and every mistake
//! in a pack is shown with its place.

#![allow(clippy::disallowed_methods, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

#[path = "support/folder.rs"]
mod folder;

use std::fs;
use std::path::Path;

use folder::{Folder, findings};
use rolelint::checks::{CHECKS, FOR_PACKS};
use rolelint::engine::{load_packs, try_example};
use rolelint::rule::built_in_pages;
use rolelint::text::Files;

const NINJA: &str = "rules:\n  - id: no-gizmo\n    summary: Gizmos.\n    severity: warning\n    check: pattern\n    params: { pattern: gizmos?, word: true, \
    ignore-case: true, message: 'Do not write “{0}”.' }\n    examples:\n      - wrong: A gizmo.\n      - right: Nina.\n  - id: no-vibes\n    summary: Vibess.\n    severity: \
    info\n    enabled: false\n    check: pattern\n    params: { pattern: vibes, message: No vibess. }\n    examples:\n      - wrong: A vibes.\n      - right: Vib.\n";

#[test]
fn the_example_packs_do_what_they_say() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let (own, _) = built_in_pages();
    let mut files = Files::default();
    let packs = load_packs(&root, "examples", &[("packs".to_owned(), None)], &own, &mut files).unwrap();
    let mut called: Vec<&str> = vec![];
    for rule in &packs.rules {
        called.push(&rule.page.meta.check);
        assert!(rule.page.id.starts_with("packs/"), "{}", rule.page.id);
        for (wrong, example, place) in rule.examples() {
            if let Err(problem) = try_example(&rule.page, CHECKS, wrong, &example) {
                let file = files.get(place.file);
                panic!("{}:{} {}: {problem}", file.path, file.line_of(place.start), rule.page.id);
            }
        }
    }
    for check in FOR_PACKS {
        assert!(called.contains(check), "no example pack calls `{check}`");
    }
}

#[test]
fn pack_rules_are_used_like_built_in_ones() {
    let page = "# Gizmo\n\n- vibes\n\n<!-- rolelint-ignore house/no-gizmo: a name -->\nThe Gizmo.\n";
    let folder =
        Folder::of(&[("house.yml", NINJA), ("a.md", page), ("drafts/b.md", "# Gizmo\n\nVibes, gizmo.\n")]);
    let with = |config: &str, args: &[&str]| {
        folder.write("rolelint.yaml", format!("packs: [house.yml]\n{config}"));
        findings(&folder, args)
    };
    let everywhere = [
        "a.md:1:3 house/no-gizmo warning",
        "drafts/b.md:1:3 house/no-gizmo warning",
        "drafts/b.md:3:8 house/no-gizmo warning",
    ];
    assert_eq!(with("", &[]), everywhere);
    assert_eq!(with("", &["--select", "house"])[1], "a.md:3:3 house/no-vibes info");
    assert_eq!(with("select: [house/no-vibes]\n", &[]), ["a.md:3:3 house/no-vibes info"]);
    assert_eq!(with("ignore: [house]\n", &[]), [""; 0]);
    assert_eq!(with("", &["--ignore", "house/no-gizmo"]), [""; 0]);
    assert_eq!(
        with("rules:\n  house/no-gizmo: error\n  house/no-vibes: on\n", &[])[..2],
        ["a.md:1:3 house/no-gizmo error", "a.md:3:3 house/no-vibes info"]
    );
    assert_eq!(
        with("rules:\n  house/no-gizmo: { pattern: vibes }\n", &["a.md"])[..1],
        ["a.md:3:3 house/no-gizmo warning"]
    );
    assert_eq!(
        with("overrides:\n  - paths: [drafts/]\n    rules: { house/no-gizmo: off }\n", &[]),
        everywhere[..1]
    );
    assert_eq!(
        with("ignore:\n  - { path: drafts/b.md, rule: house/no-gizmo, reason: They are. }\n", &[]),
        everywhere[..1]
    );
    let (code, out, _) = folder.run(&["rules"]);
    assert!(code == 0 && out.contains("house/no-gizmo") && out.contains("Gizmos."), "{out}");
    let (code, out, _) = folder.run(&["explain", "house/no-vibes"]);
    assert!(code == 0 && out.contains("Pack: house") && out.contains("off unless"), "{out}");
    let (code, out, _) = folder.run(&["explain", "house"]);
    assert!(code == 0 && out.contains("house is a group of rules"), "{out}");
    folder.write("c.md", "<!-- rolelint-ignore house/no-gizmos: x -->\nText.\n");
    let (_, out, _) = folder.run(&["check", "c.md"]);
    assert!(out.contains("Did you mean `house/no-gizmo`?"), "{out}");
}

#[test]
fn vale_styles_are_configured_by_their_own_names_too() {
    let folder = Folder::of(&[
        (
            "styles/House/Terms.yml",
            "extends: substitution\nmessage: Use '%s'.\naction: { name: replace }\nswap: { utilize: use }\n",
        ),
        ("styles/House/Other.yml", "extends: sequence\nmessage: x\n"),
        ("styles/House/README.md", "# Utilize\n"),
        ("rolelint.yaml", "packs: [styles/House]\nrules:\n  House.Terms: error\n"),
        ("a.md", "# Role\n\nWe utilize it.\n"),
    ]);
    assert_eq!(findings(&folder, &[]), ["a.md:3:4 House/Terms error"]);
    let (_, _, err) = folder.run(&["check"]);
    assert_eq!(err.matches("`Other` is not run, because it is of the kind `sequence`").count(), 1, "{err}");
    let (_, _, _) = folder.run(&["check", "--fix"]);
    assert!(fs::read_to_string(folder.path.join("a.md")).unwrap().contains("utilize"), "not a safe fix");
    let (_, _, _) = folder.run(&["check", "--unsafe-fixes"]);
    assert!(fs::read_to_string(folder.path.join("a.md")).unwrap().contains("We use it."));
}

#[test]
fn the_examples_of_a_pack_are_run() {
    let folder = Folder::of(&[("house.yml", NINJA)]);
    let (code, out, _) = folder.run(&["test", "house.yml"]);
    assert_eq!(
        (code, out.as_str()),
        (
            0,
            "ok      house/no-gizmo\nok      house/no-vibes\n\n2 rules, 4 examples: all as they should be.\n"
        )
    );
    folder.write(
        "house.yml",
        NINJA
            .replace("wrong: A gizmo.", "wrong: { a.md: A gizmo. }\n        expect: a.md:1:1 warning Hm.")
            .replace("Vib.", "A vibes."),
    );
    let (code, out, _) = folder.run(&["test", "house.yml"]);
    assert_eq!(code, 1);
    for line in [
        "failed  house/no-gizmo",
        "house.yml:8:9 `expect` says",
        "            a.md:1:1 warning Hm.",
        "but the example gives",
        "            a.md:1:3 warning Do not write “gizmo”.",
        "house.yml:19:9 the right example must stay quiet",
        "2 rules, 4 examples: 2 failed.",
    ] {
        assert!(out.contains(line), "{line}\n{out}");
    }
    let (code, _, err) = folder.run(&["test", "hose.yml"]);
    assert!(code == 2 && err.contains("Did you mean"), "{err}");
    let (code, _, err) = folder.run(&["test"]);
    assert!(code == 2 && err.contains("There is no pack to test."), "{err}");
    folder.write("rolelint.yaml", "packs: [house.yml]\n");
    assert_eq!(folder.run(&["test"]).0, 1);
}

/// What is said about a pack `house.yml` or `house/page.md`.
fn said(name: &str, text: &str) -> String {
    let folder =
        Folder::of(&[(name, text), ("rolelint.yaml", &format!("packs: [{name}]\n")), ("a.md", "# A\n")]);
    let (code, _, err) = folder.run(&["check"]);
    assert_eq!(code, 2, "{err}");
    err
}

#[test]
fn mistakes_in_packs_have_their_place() {
    for (from, to, place, says) in [
        ("check: pattern", "check: patern", "house.yml:5:12", "No check is named `patern`."),
        ("check: pattern", "check: unused-suppression", "house.yml:5:12", "belongs to rolelint itself"),
        ("pattern: gizmos?", "pattern: '(gizmo'", "house.yml:6:24", "the pattern `(gizmo` cannot be used"),
        ("pattern: gizmos?", "pattern: '(?=x)gizmo'", "house.yml:6:24", "look-around"),
        ("word: true", "words: true", "house.yml:6:40", "there is no parameter `words`; there are"),
        ("severity: warning", "severity: bad", "house.yml:4:15", "error"),
        ("summary: Gizmos.", "sumary: Gizmos.", "house.yml:3:5", "summary"),
        ("id: no-gizmo", "id: no gizmo", "house.yml:2:9", "cannot be the name of a rule"),
        ("id: no-gizmo", "id: other/no-gizmo", "house.yml:2:9", "another pack"),
        ("id: no-gizmo", "id: no-vibes", "house.yml:10:9", "`house/no-vibes` is there twice"),
        ("- wrong: A gizmo.", "- right: Nobody.", "house.yml:2:9", "has no wrong example"),
        ("- right: Nina.", "- wrong: A gizmo.", "house.yml:2:9", "has no right example"),
        ("- right: Nina.", "- text: Nina.", "house.yml:9:9", "text"),
        ("rules:", "rule:", "house.yml:1:1", "This pack has no rules."),
        ("rules:", "version: 2\nrules:", "house.yml:1:1", "`version` means nothing here."),
        ("summary: Gizmos.", "summary: \"Gizmos.", "house.yml", ""),
    ] {
        assert!(NINJA.contains(from), "{from}");
        let err = said("house.yml", &NINJA.replacen(from, to, 1));
        assert!(err.contains(place) && err.contains(says), "{to}: {place} {says}\n{err}");
    }
}

const PAGE: &str = "---\nsummary: Gizmos.\nseverity: warning\ncheck: pattern\nparams:\n  pattern: gizmo\n  message: No.\n---\n\n# no-gizmo\n\nWhy.\n\n## Wrong\n\n\
    ```markdown\nA gizmo.\n```\n\n## Right\n\n```markdown\nNina.\n```\n";

#[test]
fn pages_need_metadata_heading_and_examples() {
    let folder = Folder::of(&[("house/no-gizmo.md", PAGE), ("house/README.md", "# Ours\n")]);
    let (code, out, err) = folder.run(&["test", "house"]);
    assert!(code == 0 && out.contains("ok      house/no-gizmo"), "{out}{err}");
    for (from, to, place, says) in [
        ("---\nsummary", "summary", "house/no-gizmo.md:1:1", "begins with its metadata"),
        ("# no-gizmo", "# gizmo", "house/no-gizmo.md:2:1", "write `# no-gizmo` as the page's heading"),
        ("## Right", "## Wright", "house/no-gizmo.md", "add an example under `## Right`"),
        ("## Wrong", "## Wring", "house/no-gizmo.md", "add an example under `## Wrong`"),
        ("  pattern: gizmo", "  pattern: [gizmo", "house/no-gizmo.md", ""),
        ("severity: warning", "severity: warning\nseverty: x", "house/no-gizmo.md:4:1", "severty"),
        ("  message: No.\n", "", "house/no-gizmo.md:4:8", "message"),
    ] {
        let err = said("house/no-gizmo.md", &PAGE.replacen(from, to, 1));
        assert!(
            err.to_lowercase().contains(&says.to_lowercase()) && err.contains(place),
            "{to}: {place} {says}\n{err}"
        );
    }
}

#[test]
fn packs_stay_inside_the_folder_of_the_configuration() {
    let folder = Folder::of(&[("house.yml", NINJA), ("in/a.md", "# A\n"), ("in/empty/x.txt", "")]);
    let with = |pack: &str| {
        folder.write("in/rolelint.yaml", format!("packs:\n  - {pack}\n"));
        let (code, _, err) = folder.run(&["check", "in", "--config", "in/rolelint.yaml"]);
        assert_eq!(code, 2, "{err}");
        err
    };
    assert!(
        with("../house.yml").contains("The pack `../house.yml` lies outside of the configuration's folder.")
    );
    assert!(with("/etc").contains("lies outside"));
    assert!(with("nothing.yml").contains("in/rolelint.yaml:2:5"));
    assert!(with("empty").contains("There are no rules in the folder `empty`."));
    folder.write("in/text.yml", NINJA);
    assert!(with("text.yml").contains("A pack cannot be named `text`."));
    fs::write(folder.path.join("in/big.yml"), "x".repeat(2_000_000)).unwrap();
    assert!(with("big.yml").contains("the limit is 1048576"));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(folder.path.join("house.yml"), folder.path.join("in/link.yml")).unwrap();
        assert!(with("link.yml").contains("lies outside"));
    }
}

#[test]
fn deep_and_long_packs_end_in_a_mistake() {
    let deep = format!("rules: {}", "[".repeat(20_000));
    said("house.yml", &deep);
    let entry = NINJA.strip_prefix("rules:\n").unwrap();
    let many: String = (0..600).map(|n| entry.replace("no-", &format!("n{n}-"))).collect();
    assert!(said("house.yml", &format!("rules:\n{many}")).contains("too many rules"));
}

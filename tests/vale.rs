//! Styles written for Vale run unmodified: every kind of rule on fixtures of its own, and the real
//! packages under `../shared/suites/vale-styles` where they are present.

#![allow(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::print_stderr,
    clippy::string_slice,
    clippy::unwrap_used
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use rolelint::checks::CHECKS;
use rolelint::config::Settings;
use rolelint::diag::Diagnostic;
use rolelint::engine::{Job, Packs, Roots, check, load_packs};
use rolelint::rule::{Registry, Selection};
use rolelint::schema::Schemas;
use rolelint::text::{Files, SourceFile};

/// Loads the styles of a folder.
fn load(root: &Path, path: &str) -> Result<Packs, String> {
    let mut files = Files::default();
    load_packs(root, "", &[(path.to_owned(), None)], &[], &mut files).map_err(|findings| {
        findings.iter().fold(String::new(), |list, finding| {
            let place = if (finding.span.file.0 as usize) < files.len() {
                let file = files.get(finding.span.file);
                format!("{}:{}: ", file.path, file.line_of(finding.span.start))
            } else {
                String::new()
            };
            list + &place + &finding.message + "\n"
        })
    })
}

/// What the rules of `packs` find in `files`.
fn findings(packs: &Packs, files: &Files) -> Vec<Diagnostic> {
    let settings = Settings::default();
    let registry = Registry::new(packs.pages.clone(), CHECKS, &settings, &Selection::default()).unwrap();
    let schemas = Schemas::new(&settings, None, None).unwrap();
    let roots = Roots::default();
    let job = Job {
        files,
        settings: &settings,
        rules: &registry.rules,
        roots: &roots,
        report: None,
        no_inline_ignores: false,
        lens: rolelint::engine::Lens::default(),
        schemas: &schemas,
    };
    check(&job).diagnostics
}

/// Writes the rule `House/Rule`, and runs it over a page: `line:column “text” severity message`, with the repairs.
fn run_in(folder: &[(&str, &str)], path: &str, page: &str) -> String {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in folder {
        let path = dir.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let packs = match load(dir.path(), "styles/House") {
        Ok(packs) => packs,
        Err(problems) => return problems,
    };
    if !packs.notes.is_empty() {
        return packs.notes.join("\n") + "\n";
    }
    let mut files = Files::default();
    files.add(|id| SourceFile::from_bytes(id, path, None, page.as_bytes()));
    let mut out = String::new();
    for finding in findings(&packs, &files) {
        let file = files.get(finding.span.file);
        let at = file.position(finding.span.start);
        let text = file.slice(finding.span);
        write!(out, "{}:{} “{text}” {} {}", at.line, at.column, finding.severity, finding.message).unwrap();
        for fix in &finding.fixes {
            let text: String = fix.edits.iter().map(|edit| edit.text.as_str()).collect();
            write!(out, " → {text}").unwrap();
        }
        out.push('\n');
    }
    out
}

fn run(rule: &str, page: &str) -> String {
    run_in(&[("styles/House/Rule.yml", rule)], "a.md", page)
}

#[test]
fn existence() {
    let rule = "extends: existence\nmessage: \"Avoid '%s'.\"\nlevel: error\nignorecase: true\ntokens:\n  - rock[ -]?stars?\n  - \
                obviously\nexceptions:\n  - Rockstar Games\n";
    let page = "# A Rockstar\n\nÉlan: **obviously** not; `rockstar` and [rock-star](rockstar.md) at Rockstar Games.\n\n\
                | x |\n|---|\n| ROCK STARS &amp; more |\n\nunobviously\n";
    insta::assert_snapshot!(run(rule, page), @r"
    1:5 “Rockstar” error Avoid 'Rockstar'.
    3:9 “obviously” error Avoid 'obviously'.
    3:42 “rock-star” error Avoid 'rock-star'.
    7:3 “ROCK STARS” error Avoid 'ROCK STARS'.
    ");
}

#[test]
fn existence_with_raw_nonword_and_look_around() {
    let rule = "extends: existence\nmessage: \"'%s'\"\nignorecase: true\nraw:\n  - \\b(?:is|are)\\b\\s*\ntokens:\n  - '[\\w]+ed'\n  - \
                built\n";
    insta::assert_snapshot!(run(rule, "Teams are *led* and things are built, IS planned.\n"), @r"
    1:7 “are *led” warning 'are led'
    1:28 “are built” warning 'are built'
    1:39 “IS planned” warning 'IS planned'
    ");
    let rule = "extends: existence\nmessage: \"'%s'\"\nnonword: true\ntokens:\n  - '\\d{1,2} ?[ap]m'\n  - '(?<!\\$)\\b\\d{4}\\b(?! people)'\n";
    insta::assert_snapshot!(run(rule, "At 9am, $1000, 2024 and 2000 people.\n"), @r"
    1:4 “9am” warning '9am'
    1:16 “2024” warning '2024'
    ");
}

#[test]
fn substitution_and_its_action() {
    let rule = "extends: substitution\nmessage: \"Use '%s' instead of '%s'.\"\nlevel: suggestion\nignorecase: true\naction:\n  name: \
                replace\nswap:\n  java[ -]?script: JavaScript\n  utilize: use\n  '(?:guys|lads)': folks|team\n  '(\\d+)yrs': $1 years\n";
    let page = "We utilize javascript and JavaScript; hi guys, 5yrs.\n";
    insta::assert_snapshot!(run(rule, page), @r"
    1:4 “utilize” info Use 'use' instead of 'utilize'. → use
    1:12 “javascript” info Use 'JavaScript' instead of 'javascript'. → JavaScript
    1:42 “guys” info Use 'folks or team' instead of 'guys'. → folks → team
    1:48 “5yrs” info Use '5 years' instead of '5yrs'. → 5 years
    ");
}

#[test]
fn occurrence() {
    let rule = "extends: occurrence\nmessage: \"More than 3 words.\"\nscope: sentence\nmax: 3\ntoken: '\\b(\\w+)\\b'\n";
    insta::assert_snapshot!(run(rule, "One two three. One *two* three four! One.\n\n- a b c d e\n"), @"1:16 “One *two* three four” warning More than 3 words.");
    let rule = "extends: occurrence\nmessage: \"%s of them.\"\nscope: heading\nmin: 1\ntoken: Role\n";
    insta::assert_snapshot!(run(rule, "# The Role\n\n## Duties\n"), @"3:4 “Duties” warning 0 of them.");
}

#[test]
fn repetition() {
    let rule = "extends: repetition\nmessage: \"'%s' is repeated!\"\nignorecase: true\nalpha: true\ntokens:\n  - '[^\\s]+'\n";
    insta::assert_snapshot!(run(rule, "The the team is **is** 3 3 good.\n\n| a |\n|---|\n| team |\n| team |\n"), @r"
    1:1 “The the” warning 'the' is repeated!
    1:14 “is **is” warning 'is' is repeated!
    ");
}

#[test]
fn consistency() {
    let rule = "extends: consistency\nmessage: \"Inconsistent spelling of '%s'.\"\nlevel: error\nignorecase: true\neither:\n  advisor: \
                adviser\n  centre: center\n";
    insta::assert_snapshot!(run(rule, "# Adviser\n\nAn adviser at the centre.\n\n- The Advisor.\n"), @"5:7 “Advisor” error Inconsistent spelling of 'Advisor'.");
}

#[test]
fn conditional() {
    let rule = "extends: conditional\nmessage: \"'%s' has no definition\"\nscope: text\nfirst: '\\b([A-Z]{3,5})\\b'\nsecond: '(?:\\b[A-Z][a-z]+ \
                )+\\(([A-Z]{3,5})\\)'\nexceptions:\n  - API\n";
    insta::assert_snapshot!(run(rule, "The API of the World Health Organization (WHO).\n\nWHO and NATO.\n"), @"3:9 “NATO” warning 'NATO' has no definition");
    let rule = "extends: conditional\nmessage: \"'%s' needs a link\"\nfirst: handbook\nsecond: 'see (?:the )?page'\n";
    insta::assert_snapshot!(run(rule, "The handbook, see page 3.\n\nThe handbook.\n"), @"3:5 “handbook” warning 'handbook' needs a link");
}

#[test]
fn capitalization() {
    let rule = "extends: capitalization\nmessage: \"'%s' should be in sentence case.\"\nscope: heading\nmatch: $sentence\nexceptions:\n  - \
                Kubernetes\n";
    let page = "# What We Expect\n\n## What we expect\n\n## Work with Kubernetes\n\nNot A Heading\n";
    insta::assert_snapshot!(run(rule, page), @"1:3 “What We Expect” warning 'What We Expect' should be in sentence case.");
}

#[test]
fn metric_and_readability() {
    let rule = "extends: metric\nmessage: \"There are %s headings.\"\nformula: |\n  heading.h2 + math.sqrt(list * 2)\ncondition: '> 3'\n";
    insta::assert_snapshot!(run(rule, "# Role\n\n## A\n\n- one\n- two\n\n## B\n"), @"1:3 “Role” warning There are 4.00 headings.");
    assert_eq!(run(rule, "# Role\n\n## A\n\n- one\n- two\n"), "");
    let rule = "extends: readability\nmessage: \"Grade %s.\"\ngrade: 8\nmetrics:\n  - Flesch-Kincaid\n";
    assert_eq!(run(rule, "The cat sat. The dog ran.\n"), "");
    let long = "Responsibility necessitates institutional accountability considerations regarding organizational communication.\n";
    assert!(run(rule, long).contains("“Responsibility” warning Grade"), "{}", run(rule, long));
}

#[test]
fn spelling_with_its_files() {
    let folder = [
        (
            "styles/House/Rule.yml",
            "extends: spelling\nmessage: \"Did you really mean '%s'?\"\nignore: words.txt\nfilters:\n  - wip\\w+\n",
        ),
        ("styles/words.txt", "flurbish\n"),
        ("styles/config/vocabularies/Ours/accept.txt", "[Gg]rumbly\n"),
    ];
    let page = "Grumbly flurbish wipfoo strategy blarghy Qwertz QWER `zzz` don’t\n";
    insta::assert_snapshot!(run_in(&folder, "a.md", page), @r"
    1:34 “blarghy” warning Did you really mean 'blarghy'?
    1:42 “Qwertz” warning Did you really mean 'Qwertz'?
    ");
    let other = "extends: spelling\nmessage: \"%s\"\ndictionaries:\n  - de_DE\n";
    insta::assert_snapshot!(run(other, "x\n"), @"Not everything in the pack `House` has an effect: `Rule` is not run, because it is spelling by the dictionary `de_DE`.");
}

#[test]
fn vocabulary_and_edits() {
    let folder = [
        (
            "styles/House/Rule.yml",
            "extends: existence\nmessage: \"No full stop: '%s'\"\nlink: https://example.org\nnonword: true\nscope: heading\naction:\n  name: edit\n  params:\n    - trim_right\n    - '.!'\ntokens:\n  - '\\w+[.!]$'\n",
        ),
        (
            "styles/House/Other.yml",
            "extends: existence\nmessage: \"Not '%s'\"\naction:\n  name: remove\ntokens:\n  - very\n  - Acme\n",
        ),
        ("styles/Vocab/Base/accept.txt", "Acme\n"),
    ];
    insta::assert_snapshot!(run_in(&folder, "a.md", "# Plans.\n\nAcme is very good.\n"), @r"
    1:3 “Plans.” warning No full stop: 'Plans.' → Plans
    3:9 “very” warning Not 'very' → 
    ");
}

#[test]
fn scopes_of_every_kind() {
    let rule = |scope: &str| format!("extends: existence\nmessage: '%s'\nscope: {scope}\ntokens: [xx]\n");
    let page = "---\ntitle: xx\n---\n\n# xx\n\nxx **xx** ![xx](a.png)\n\n> xx\n\n- xx `xx`\n\n| xx |\n|---|\n| xx |\n";
    let places = |scope: &str| -> Vec<String> {
        let found = run(&rule(scope), page);
        found.lines().map(|line| line.split(' ').next().unwrap().to_owned()).collect()
    };
    assert_eq!(places("heading.h1"), ["5:3"]);
    assert_eq!(places("list"), ["11:3"]);
    assert_eq!(places("table"), ["13:3", "15:3"]);
    assert_eq!(places("table.header"), ["13:3"]);
    assert_eq!(places("blockquote"), ["9:3"]);
    assert_eq!(places("paragraph"), ["7:1", "7:6", "7:13"]);
    assert_eq!(places("strong"), ["7:6"]);
    assert_eq!(places("alt"), ["7:13"]);
    assert_eq!(places("code"), ["11:7"]);
    assert_eq!(places("raw").len(), 10);
    assert_eq!(places("summary").len(), 5);
    assert_eq!(places("[heading, '~heading & list']"), ["5:3", "11:3"]);
    assert_eq!(places("comment"), [""; 0]);
}

#[test]
fn data_files_and_text_files_are_read_too() {
    let rule = "extends: existence\nmessage: '%s'\ntokens: [ninja]\n";
    let at = |path: &str, text: &str| run_in(&[("styles/House/Rule.yml", rule)], path, text);
    assert_eq!(
        at("a.yml", "id: ninja\ntitle: ninja\nduties:\n  - \"A \\u00e9 ninja\"\n"),
        "2:8 “ninja” warning ninja\n4:15 “ninja” warning ninja\n"
    );
    assert_eq!(at("a.txt", "Our ninja\n"), "1:5 “ninja” warning ninja\n");
    assert_eq!(at("a.csv", "Role,Text\na,a ninja\n"), "2:5 “ninja” warning ninja\n");
}

#[test]
fn what_cannot_be_run_is_named() {
    for (rule, says) in [
        ("extends: script\nmessage: x\nscript: a\n", "`Rule` is not run, because it is of the kind `script`"),
        ("extends: sequence\nmessage: x\n", "`Rule` is not run, because it is of the kind `sequence`"),
        (
            "extends: existence\nmessage: x\ntokens: ['(a']\n",
            "`Rule` is not run, because the pattern `(a` cannot be used",
        ),
        ("extends: existense\nmessage: x\n", "rules of the kind `existense` are not supported"),
        ("extends: existence\nmessage: x\ntoken: a\n", "needs `tokens`"),
        (
            "extends: existence\nmessage: x\ntokens: [a]\ntoknes: [b]\n",
            "`Rule` is run without the key `toknes`",
        ),
        ("extends: metric\nmessage: x\nformula: wards\ncondition: '> 1'\n", "nothing is counted as `wards`"),
        ("extends: existence\ntokens: [a]\n", "styles/House/Rule.yml:1: This rule has no `message`."),
        (
            "extends: existence\nmessage: x\nlevel: bad\ntokens: [a]\n",
            "styles/House/Rule.yml:3: This `level` is not known.",
        ),
        ("extends: existence\nmessage: \"a\n", "styles/House/Rule.yml:2: "),
    ] {
        let said = run(rule, "x\n");
        assert!(said.contains(says), "{rule}\n{said}");
    }
}

#[test]
fn a_pattern_that_explodes_is_said_and_left() {
    let rule = "extends: existence\nmessage: '%s'\nnonword: true\ntokens:\n  - '(?:a|b|ab)*(?>c)'\n";
    let page = format!("{}\n\n{}\n", "ab".repeat(60), "ab".repeat(60));
    let said = run(rule, &page);
    assert!(said.ends_with("warning The pattern of this rule takes too long on this text.\n"), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(150))]

    /// Whatever a stranger writes into a rule, it loads or says what is wrong, and it runs.
    #[test]
    fn no_rule_breaks_the_program(
        kind in "existence|substitution|occurrence|repetition|consistency|conditional|capitalization|metric|spelling",
        pattern in r"[a-c\\(\\)\\[\\]{}|*+?.^$\\\\b<=!:é&~ ,0-9-]{0,12}",
        other in "[a-z$1|{}% ]{0,8}",
        nonword in proptest::bool::ANY,
        page in "[a-cé*_`<>#|\n -]{0,80}",
    ) {
        let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
        let (p, o) = (quoted(&pattern), quoted(&other));
        let rule = format!(
            "extends: {kind}\nmessage: {o}\nnonword: {nonword}\ntokens: [{p}, {o}]\nswap: {{ {p}: {o} }}\neither: {{ {p}: {o} }}\n\
             token: {p}\nmax: 1\nfirst: {p}\nsecond: {o}\nmatch: {p}\nformula: {o}\ncondition: {p}\nexceptions: [{o}]\nscope: \
             [text, raw, summary]\naction: {{ name: edit, params: [regex, {p}, {o}] }}\n"
        );
        run(&rule, &page);
    }
}

fn shared(path: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(path);
    if !path.exists() {
        eprintln!("skipped: {} not present", path.display());
        return None;
    }
    Some(path)
}

#[test]
fn real_packages_load_and_point_at_what_they_quote() {
    let Some(styles) = shared("suites/vale-styles/testdata") else { return };
    let packs = load(&styles, "styles").unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(
        packs.notes,
        [
            "Not everything in the pack `Checks` has an effect: `ScriptRE` is not run, because it is of the kind `script`."
        ]
    );
    let mut written = 0;
    for folder in std::fs::read_dir(styles.join("styles")).unwrap() {
        written += std::fs::read_dir(folder.unwrap().path()).unwrap().count();
    }
    assert_eq!(packs.pages.len(), written - 1, "all rules but the script");
    let Some(seeds) = shared("corpus/seeds") else { return };
    let mut files = Files::default();
    for entry in std::fs::read_dir(seeds).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_file() {
            files.add(|id| SourceFile::from_bytes(id, name, None, &std::fs::read(&path).unwrap()));
        }
    }
    let found = findings(&packs, &files);
    assert!(found.len() > 50, "{}", found.len());
    for finding in &found {
        let text = files.slice(finding.span);
        // Where mark-up stands between the words, the message has only the words.
        let plain = !text.contains(['*', '_', '[', '<', '&', '\n', '\\']);
        if plain && finding.message.contains('\'') && !finding.rule.starts_with("Readability") {
            let lower = finding.message.to_lowercase();
            let same = lower.contains(&text.to_lowercase()) || finding.rule == "write-good/Illusions";
            assert!(
                same || !finding.message.contains("'%"),
                "{}: {} “{text}”",
                finding.rule,
                finding.message
            );
        }
    }
}

//! Whole pages of every layout, read as a person would.

use proptest::prelude::*;

use super::*;
use crate::model::{CellState, ExperienceKind, MoveKind, RoleKind, SectionKind, Strength};
use crate::syntax;
use crate::text::FileId;

pub(super) fn reading(path: &str, text: &str) -> (SourceFile, Reading) {
    let file = SourceFile::from_bytes(FileId(0), path, None, text.as_bytes());
    let doc = syntax::parse(&file).expect("a known format");
    let reading = lower(&file, &doc, None);
    (file, reading)
}

pub(super) fn role(path: &str, text: &str) -> (SourceFile, Role) {
    let (file, mut reading) = reading(path, text);
    assert_eq!(reading.roles.len(), 1, "one role in {path}, not {:?}", reading.not_roles);
    (file, reading.roles.remove(0))
}

pub(super) fn levels(role: &Role) -> Vec<String> {
    role.levels
        .iter()
        .map(|level| format!("{}{}", level.name(), if level.mirror { "*" } else { "" }))
        .collect()
}

/// "Section: level=count …"
pub(super) fn counts(role: &Role) -> Vec<String> {
    let section = |section: &crate::model::Section| {
        let mut counts: Vec<(String, usize)> = vec![];
        for item in &section.expectations {
            let level =
                item.level.and_then(|at| role.level(at)).map_or("-".to_owned(), super::super::Level::name);
            match counts.last_mut() {
                Some((last, count)) if *last == level => *count += 1,
                _ => counts.push((level, 1)),
            }
        }
        let label = section.label.as_ref().map_or("", |label| label.value.as_str());
        let counts: Vec<String> =
            counts.into_iter().map(|(level, count)| format!("{level}={count}")).collect();
        format!("{label}: {}", counts.join(" "))
    };
    role.sections.iter().map(section).collect()
}

#[test]
fn what_a_page_calls_itself_twice_counts_more_than_its_file() {
    let page = |title: &str| {
        format!("---\ntitle: {title}\n---\n\n# {title}\n\n## Duties\n\n- Writes the menu.\n- Hires cooks.\n")
    };
    let named = |title: &str| role("head_chef.md", &page(title)).1.title.map(|title| title.value);
    assert_eq!(named("Kitchen Chief").as_deref(), Some("Kitchen Chief"));
    assert_eq!(named("Kitchen Career Framework").as_deref(), Some("Head Chef"));
}

#[test]
fn neighbors_in_columns_and_in_stacked_rows() {
    let text = "---\ntitle: Team Lead\norder: 4\nicon: star\n---\n\n# Team Lead (People Path)\n\n### Years of experience\n\
                <table markdown=\"1\">\n<tr>\n<td>\n\nEngineer\n\n</td>\n<td style=\"font-weight:bold\">\n\nTeam Lead\n\n</td>\n\
                <td>\n\nTeam Lead\n\n</td>\n</tr>\n<tr>\n<td>\n\n3+\n\n</td>\n<td>\n\n5 to 8\n\n</td>\n<td>\n\nWIP\n\n</td>\n</tr>\n</table>\n\n\
                ### Scope\n<table markdown=\"1\">\n<tr><td>\n\nEngineer\n\n</td></tr>\n<tr><td>\n\n1 team\n\n</td></tr>\n<tr><td>\n\n\
                Team Lead\n\n</td></tr>\n<tr><td>\n\n2-3 teams / 6-8 directs\n\n</td></tr>\n</table>\n";
    let (file, role) = role("team_lead.md", text);
    assert_eq!(role.title.as_ref().map(|title| title.value.as_str()), Some("Team Lead"));
    assert_eq!(role.track.as_ref().map(|track| track.value.as_str()), Some("People Path"));
    assert_eq!(role.order.as_ref().map(|order| order.value.as_str()), Some("4"));
    assert_eq!(levels(&role), ["Engineer*", "Team Lead", "Team Lead#2"]);
    assert_eq!(
        counts(&role),
        ["Years of experience: Engineer=1 Team Lead=1 Team Lead#2=1", "Scope: Engineer=1 Team Lead=1"]
    );
    let years: Vec<_> =
        role.experience.iter().map(|e| (e.level, e.min_months, e.max_months, e.open)).collect();
    assert_eq!(years, [(Some(0), Some(36), None, true), (Some(1), Some(60), Some(96), false)]);
    let scope: Vec<_> = role.scope.iter().map(|s| (s.measure.as_str(), s.min, s.max)).collect();
    assert_eq!(
        scope,
        [
            ("teams", Some(1.0), Some(1.0)),
            ("teams", Some(2.0), Some(3.0)),
            ("direct-reports", Some(6.0), Some(8.0))
        ]
    );
    let moves: Vec<_> = role.moves.iter().map(|m| (m.kind, m.to.value.as_str())).collect();
    assert_eq!(moves, [(MoveKind::Previous, "Engineer"), (MoveKind::Next, "Team Lead")]);
    let third = &role.sections[0].shown[2];
    assert_eq!((third.state, third.words.as_str()), (CellState::Placeholder, "wip"));
    let cut: Vec<&str> = third.cut.iter().map(|span| file.slice(*span)).collect();
    assert_eq!(cut, ["<td>\n\nWIP\n\n</td>\n", "<td>\n\nTeam Lead\n\n</td>\n"]);
    let stacked: Vec<&str> = role.sections[1].shown[1].cut.iter().map(|span| file.slice(*span)).collect();
    assert_eq!(
        stacked,
        ["<tr><td>\n\nTeam Lead\n\n</td></tr>\n", "<tr><td>\n\n2-3 teams / 6-8 directs\n\n</td></tr>\n"]
    );
}

#[test]
fn matrices_by_column_and_by_row() {
    let text = "# Designers\n\n| Area | Designer (L1) | Senior Designer (L2) |\n|---|---|---|\n| **Craft** | | |\n\
                | Tools | Uses the tools well | Chooses the tools |\n| Reach | One team | N/A |\n";
    let (file, columns) = role("designers.md", text);
    assert_eq!(levels(&columns), ["Designer (L1)", "Senior Designer (L2)"]);
    assert_eq!(columns.levels[1].code.as_deref(), Some("L2"));
    assert_eq!(counts(&columns), ["Tools: Designer (L1)=1 Senior Designer (L2)=1", "Reach: Designer (L1)=1"]);
    assert_eq!(columns.sections[1].shown[1].state, CellState::NotApplicable);
    let mut kept = file.text.to_string();
    let mut cut: Vec<_> = columns
        .sections
        .iter()
        .flat_map(|s| &s.shown)
        .filter(|s| s.level == 1)
        .flat_map(|s| &s.cut)
        .collect();
    cut.sort();
    for span in cut.into_iter().rev() {
        kept.replace_range(span.range(), "");
    }
    assert_eq!(
        kept,
        "# Designers\n\n| Area | Designer (L1) |\n|---|---|\n| **Craft** | |\n| Tools | Uses the tools well |\n| Reach | One team |\n"
    );
    let text = "# Growth matrix\n\n| Level | Skill | Impact |\n|---|---|---|\n| 1) Exploring | Learns the tools of the team | Finishes small tasks alone |\n\
                | 2) Leading | Above, plus: teaches the tools | Finishes large projects with others |\n";
    let (_, rows) = role("growth.md", text);
    assert_eq!(levels(&rows), ["1) Exploring", "2) Leading"]);
    assert_eq!(counts(&rows), ["Skill: 1) Exploring=1 2) Leading=1", "Impact: 1) Exploring=1 2) Leading=1"]);
    assert!(rows.cumulative);
}

#[test]
fn a_section_below_a_level_is_no_title() {
    let text = "# Principal Product Manager (L6)\n\n## Scope\n\n- Owns three products.\n\n\
        # Group Product Manager (M6)\n\n## Scope\n\n- Leads a team of five.\n";
    let (_, reading) = reading("product.md", text);
    for role in &reading.roles {
        assert_ne!(role.name(), "Scope");
        assert!(role.sections.iter().all(|section| section.label.is_some()), "{:?}", role.sections);
    }
}

#[test]
fn levels_as_headings_bold_lines_and_items() {
    let headings = "# Analyst ladder\n\n## Junior Analyst\n\n### Craft\n\n- Learns\n- Asks\n\n### Reach\n\nWorks on one question.\n\n\
                    ## Senior Analyst\n\n### Craft\n\n- Teaches\n";
    let (_, ladder) = role("analysts.md", headings);
    assert_eq!(levels(&ladder), ["Junior Analyst", "Senior Analyst"]);
    assert_eq!(counts(&ladder), ["Craft: Junior Analyst=2 Senior Analyst=1", "Reach: Junior Analyst=1"]);
    let craft = &ladder.sections[0].shown;
    assert_eq!((craft.len(), craft[0].table), (2, craft[1].table));

    let bold = "# Tester\n\n**LVL 1 - Tester I**\n\n- Runs tests\n- Writes reports\n\n**LVL 2 - Tester II**\n\n- Plans tests\n";
    assert_eq!(levels(&role("tester.md", bold).1), ["LVL 1 - Tester I", "LVL 2 - Tester II"]);

    let labels = "# Support framework\n\n## IC1\n\n- Impact: Closes tickets.\n- Scope:\n  - One product.\n  - One team.\n\n## IC2\n\n\
                  - Impact: Prevents tickets.\n- Scope: All products.\n";
    let (_, labelled) = role("support_agents.md", labels);
    assert_eq!(counts(&labelled), ["Impact: IC1=1 IC2=1", "Scope: IC1=2 IC2=1"]);

    let items = "# Competencies\n\n## Delivery\n\n- **Beginner**\n  - Ships small things.\n  - Asks early.\n- **Expert**\n  - Ships large things.\n\n\
                 ## Leadership\n\n- **Beginner**\n  - Helps others.\n- **Expert**\n  - Leads others.\n";
    let (_, nested) = role("competencies.md", items);
    assert_eq!(levels(&nested), ["Beginner", "Expert"]);
    assert_eq!(counts(&nested), ["Delivery: Beginner=2 Expert=1", "Leadership: Beginner=1 Expert=1"]);
}

#[test]
fn one_level_per_file() {
    let text = "# L4: Lead Cook\n\n## Leadership\n\n- Leads the kitchen\n- Business Sense: Knows what dishes cost.\n\n## Reach\n\n\
                - Leadership Reach\n  - Department\n";
    let (_, role) = role("L4 - Lead Cook.md", text);
    assert_eq!(role.title.as_ref().map(|title| title.value.as_str()), Some("Lead Cook"));
    assert_eq!(levels(&role), ["L4"]);
    let labels: Vec<_> =
        role.sections[0].expectations.iter().map(|e| e.label.as_ref().map(|l| l.value.as_str())).collect();
    assert_eq!(labels, [None, Some("Business Sense")]);
    assert_eq!(
        (role.scope[0].measure.as_str(), role.scope[0].value.as_deref()),
        ("reach.leadership", Some("Department"))
    );
}

#[test]
fn a_page_copied_from_a_web_site() {
    let text = "Key Responsibilities and Required Skills for a Support Director\n💰 $90,000 - $120,000+\n🎯 Role Definition\nA Support Director, or \
                Director of Support, leads all support teams.\n📈 Career Progression\nEntry Point From:\n- Support Manager\n- Team Lead with strong \
                numbers\nAdvancement To:\n- VP of Support\nCore Responsibilities\nPrimary Functions\n- Lead the support teams.\n- Plan the budget.\n\
                Education & Experience\nMinimum Education:\n- Bachelor's Degree or equivalent experience.\nTypical Experience Range:\n- 8+ years of \
                experience in support, with at least 3-5 years in a management capacity.\n";
    let (_, role) = role("page.txt", text);
    assert_eq!(role.title.as_ref().map(|title| title.value.as_str()), Some("Support Director"));
    assert_eq!(role.also.iter().map(|also| also.value.as_str()).collect::<Vec<_>>(), ["Director of Support"]);
    let moves: Vec<_> =
        role.moves.iter().map(|m| (m.kind, m.to.value.as_str(), m.qualifier.as_deref())).collect();
    assert_eq!(
        moves,
        [
            (MoveKind::EntryFrom, "Support Manager", None),
            (MoveKind::EntryFrom, "Team Lead", Some("with strong numbers")),
            (MoveKind::Next, "VP of Support", None),
        ]
    );
    assert_eq!((role.compensation[0].min, role.compensation[0].open), (Some(90_000.0), true));
    assert_eq!((role.education[0].level, role.education[0].equivalent), ("bachelor", true));
    let kinds: Vec<_> = role.experience.iter().map(|e| (e.kind, e.min_months, e.max_months)).collect();
    assert_eq!(
        kinds,
        [(ExperienceKind::Total, Some(96), None), (ExperienceKind::Management, Some(36), Some(60))]
    );
    assert!(counts(&role).contains(&"Primary Functions: -=2".to_owned()));
}

#[test]
fn prose_tells_title_years_and_degree() {
    let text = "A Head of Design leads all designers. Candidates generally possess over a decade of experience in design, usually with a \
                bachelor's degree. They talk to everybody.\n";
    let (_, role) = role("text.txt", text);
    assert_eq!(role.title.as_ref().map(|title| title.value.as_str()), Some("Head of Design"));
    assert!(role.sections.is_empty());
    assert_eq!((role.experience[0].min_months, role.experience[0].vague), (Some(120), true));
    assert_eq!((role.education[0].strength, role.education[0].equivalent), (Strength::Typical, false));
}

#[test]
fn role_files() {
    let text = "id: head-of-design\ntitle: Head of Design\naliases: [Design Head]\ntrack: management\nlevel: { code: M3, rank: 3 }\nkind: posting\n\
                experience:\n  - { kind: total, years: \"8+\" }\n  - { kind: management, years: 5, strength: preferred }\nscope:\n  - { measure: teams, value: 4-6 }\n\
                compensation:\n  - { min: 90000, max: 120000, currency: EUR, period: year }\nmoves:\n  - { kind: next, to: chief-design-officer }\nsections:\n\
                \x20 - id: leadership\n    expectations:\n      - Leads all designers.\n      - { text: Plans the budget. }\nx-color: red\n";
    let (file, role) = role("roles/head.yaml", text);
    assert_eq!(role.kind, RoleKind::Posting);
    assert_eq!(levels(&role), ["M3"]);
    assert_eq!(counts(&role), ["leadership: -=2"]);
    assert_eq!(role.sections[0].kind, SectionKind::Leadership);
    let item = &role.sections[0].expectations[1];
    assert_eq!(file.slice(item.span), "Plans the budget.");
    let years: Vec<_> = role.experience.iter().map(|e| (e.kind, e.min_months, e.open, e.strength)).collect();
    assert_eq!(
        years,
        [
            (ExperienceKind::Total, Some(96), true, Strength::Required),
            (ExperienceKind::Management, Some(60), false, Strength::Preferred),
        ]
    );
    assert_eq!((role.scope[0].min, role.scope[0].max), (Some(4.0), Some(6.0)));
    assert_eq!(role.extra.iter().map(|key| key.value.as_str()).collect::<Vec<_>>(), ["x-color"]);

    let json = r#"{"role": "Baker", "levels": {"B-L1": {"level": "L1 - Baker", "yearsRange": {"min": 0, "max": 2}, "skills": ["Kneads the dough", "Keeps the oven clean"]},
        "B-L2": {"level": "L2 - Senior Baker", "yearsRange": {"min": 2, "max": null}, "skills": ["Plans the work of the week", "Teaches others", "Buys the flour"]}}}"#;
    let (_, baker) = self::role("baker.json", json);
    assert_eq!(counts(&baker), ["skills: L1 - Baker=2 L2 - Senior Baker=3"]);
    assert_eq!((baker.experience[1].min_months, baker.experience[1].open), (Some(24), true));
}

#[test]
fn other_pages_are_no_roles() {
    let pages = [
        (
            "README.md",
            "# Career framework\n\nThis is our framework.\n\n## Contributing\n\n- Open an issue.\n- Send a change.\n",
        ),
        ("CONTRIBUTING.md", "# Contributing\n\n## Style\n\n- Write short sentences.\n"),
        ("style-guide.md", "# Style guide\n\n## Words\n\n- Write \"people\", not \"resources\".\n"),
        ("docs/adr/0004-levels.md", "# 4. Keep five levels\n\n## Decision\n\n- We keep five levels.\n"),
        ("how-to-use.md", "# How to use the competencies\n\n## For managers\n\n- Read them.\n"),
        ("interview.md", "# Interview Scorecard: Team Lead\n\n## Leadership\n\n- Asks about conflicts\n"),
        ("notes.md", "# Meeting notes\n\n- We talked about levels.\n"),
        ("package.json", "{\"name\": \"site\", \"version\": \"1.0.0\"}"),
        ("data.yaml", "- 1\n- 2\n"),
    ];
    for (path, text) in pages {
        let (_, reading) = reading(path, text);
        assert!(reading.roles.is_empty(), "{path} is no role");
        assert!(reading.not_roles.is_some(), "{path}: the reason is missing");
    }
}

#[test]
fn several_jobs_on_one_page_are_several_roles() {
    let text = "# Our jobs\n\n## Gardener\n\n### Duties\n\n- Waters the plants\n\n## Accountant\n\n### Duties\n\n- Keeps the books\n";
    let (_, reading) = reading("jobs.md", text);
    let titles: Vec<_> = reading.roles.iter().map(Role::name).collect();
    assert_eq!(titles, ["Gardener", "Accountant"]);
}

fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("# Team Lead".to_owned()),
        Just("## L3 - Señior Engineer".to_owned()),
        Just("**Level 2**".to_owned()),
        Just("- Impact: Leads 2-3 teams".to_owned()),
        Just("  - 5+ years of experience 💰 $5".to_owned()),
        Just("| A | IC1 | IC2 |".to_owned()),
        Just("|---|---|---|".to_owned()),
        Just("| x | 1 |  |".to_owned()),
        Just("<table><tr><td>Team Lead</td><td colspan=9>Engineer</td></tr>".to_owned()),
        Just("<tr><td rowspan=3>- a".to_owned()),
        Just("</td></tr></table>".to_owned()),
        Just("Advancement To:".to_owned()),
        Just(String::new()),
        "[ -~éß]{0,20}",
    ]
}

proptest! {
    #[test]
    fn any_page_is_read_without_a_panic_and_all_places_are_inside(lines in prop::collection::vec(line(), 0..30)) {
        let text = lines.join("\n");
        for path in ["page.md", "page.txt"] {
            let (file, reading) = reading(path, &text);
            for role in &reading.roles {
                let labels = role.levels.iter().map(|level| level.label.span);
                let bodies = role.sections.iter().flat_map(|s| &s.shown).flat_map(|s| s.cut.iter().copied().chain([s.body]));
                let items = role.sections.iter().flat_map(|s| &s.expectations).map(|e| e.span);
                for span in labels.chain(bodies).chain(items) {
                    prop_assert!(file.text.get(span.range()).is_some(), "{span:?}");
                }
            }
        }
    }
}

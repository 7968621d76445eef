//! Plants one defect at a time into well-kept frameworks, through the places that the model knows, and
//! asks whether the rule reports exactly that place. The frameworks are made up here; those of
//! `../shared/corpus` are taken as well where they exist. `cargo test --test mutation -- --nocapture`
//! prints the table.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::string_slice,
    clippy::unwrap_used
)]

#[path = "support/plants.rs"]
mod plants;
mod support;

use std::collections::BTreeMap;

use regex::Regex;
use rolelint::checks::CHECKS;
use rolelint::config::Settings;
use rolelint::engine::{Roots, Run, read, settings_from_text};
use rolelint::model::{CellState, Framework, Graph, Listing, ListingKind, MoveKind, Role, Shown};
use rolelint::rule::{Registry, Rule, Selection, built_in_pages};
use rolelint::text::{Files, Span};

use support::{Case, corpus, run};

/// One planted defect.
struct Planted {
    rule: &'static str,
    edits: Vec<(Span, String)>,
    /// Where it must be reported: the file, and the bytes as they were before the edits.
    place: Span,
}

/// The rule alone, whatever its default.
fn only(rule: &str, settings: &Settings) -> Vec<Rule> {
    let (pages, _) = built_in_pages();
    let selection = Selection { select: vec![rule.to_owned()], ignore: vec![] };
    let registry =
        Registry::new(pages, CHECKS, settings, &selection).unwrap_or_else(|errors| panic!("{errors:?}"));
    registry.rules.into_iter().filter(|known| known.id == rule).collect()
}

fn page(name: &str, text: &str) -> (String, Vec<u8>) {
    (format!("{name}.md"), text.as_bytes().to_vec())
}

fn case(name: &str, config: &str, files: Vec<(String, Vec<u8>)>) -> Case {
    let settings = settings_from_text("rolelint.yaml", config).expect("the settings are right");
    Case { name: name.to_owned(), files, settings, roots: Roots(std::iter::once(String::new()).collect()) }
}

/// Pages that show their neighbors in columns.
fn columns() -> Case {
    const LADDER: &[[&str; 5]] = &[
        [
            "Baker Apprentice",
            "0-1",
            "Weighs what the recipe of the day asks for",
            "Learns how the ovens of one bakery work",
            "One recipe at a time",
        ],
        [
            "Baker",
            "2+",
            "Bakes all bread of one shift without help",
            "Knows which flour makes which bread and why",
            "Tells the shift early what is running out",
        ],
        [
            "Senior Baker",
            "5+",
            "Bakes whatever customers order, rare breads too",
            "Changes recipes when the weather or the flour changes",
            "Shows two apprentices how the work is done",
        ],
        [
            "Head Baker",
            "8+",
            "Plans what every shift bakes and who bakes it",
            "Chooses the ovens and the mills that we buy from",
            "Agrees the plan of the week with all shops",
        ],
        [
            "Bakery Director",
            "12+",
            "Decides which breads all of our bakeries bake",
            "Compares the costs of all bakeries each month",
            "Speaks for the bakeries before the owners",
        ],
    ];
    const SECTIONS: [&str; 4] = ["Years of experience", "Responsibilities", "Knowledge", "Communication"];
    let mut files = vec![];
    for (at, own) in LADDER.iter().enumerate() {
        let shown = &LADDER[at.saturating_sub(1)..(at + 2).min(LADDER.len())];
        let mut text = format!("# {}\n", own[0]);
        for (n, section) in SECTIONS.iter().enumerate() {
            let heads: Vec<String> = shown
                .iter()
                .map(
                    |level| {
                        if level[0] == own[0] { format!("**{}**", level[0]) } else { level[0].to_owned() }
                    },
                )
                .collect();
            let cells: Vec<&str> = shown.iter().map(|level| level[n + 1]).collect();
            let rule = "---|".repeat(shown.len());
            text.push_str(&format!(
                "\n## {section}\n\n| {} |\n|{rule}\n| {} |\n",
                heads.join(" | "),
                cells.join(" | ")
            ));
        }
        files.push(page(&own[0].to_lowercase().replace(' ', "_"), &text));
    }
    case("columns", "", files)
}

/// Pages of one level each, joined by moves, with an index and a diagram.
fn pages() -> Case {
    let role = |title: &str, id: &str, years: u32, reach: &str, pay: u32, previous: &str, next: &str| {
        let list = |label: &str, to: &str| {
            if to.is_empty() { String::new() } else { format!("\n### {label}\n\n- {to}\n") }
        };
        let (low, high) = (pay, pay + 15);
        format!(
            "---\nid: {id}\ntitle: {title}\nstatus: published\n---\n\n## Salary\n\n- €{low},000 – €{high},000 per year\n\n\
             ## Reach\n\n- Leadership Reach\n  - {reach}\n\n## Responsibilities and Tasks\n\n- Does the work of a {title} for everybody who asks.\n\n\
             ## Education\n\n- Bachelor's degree or equivalent experience\n\n\
             ## Experience\n\n- {years}+ years of experience in support\n\n## Career path\n{}{}",
            list("Previous roles", previous),
            list("Advancement to", next)
        )
    };
    let (a, b, c, d) =
        ("Support Agent", "Senior Support Agent", "Lead Support Agent", "Principal Support Agent");
    let mut files = vec![
        page("support_agent", &role(a, "support-agent", 1, "Self", 30, "", b)),
        page("senior_support_agent", &role(b, "senior-support-agent", 3, "Team", 40, a, c)),
        page("lead_support_agent", &role(c, "lead-support-agent", 5, "Department", 50, b, d)),
        page("principal_support_agent", &role(d, "principal-support-agent", 8, "Company", 60, c, "")),
    ];
    let nodes = [
        (a, "support_agent"),
        (b, "senior_support_agent"),
        (c, "lead_support_agent"),
        (d, "principal_support_agent"),
    ];
    let mut index = "# Careers in support\n\n".to_owned();
    for (title, file) in nodes {
        index.push_str(&format!("- [{title}]({file}.md)\n"));
    }
    index.push_str("\n```mermaid\nflowchart TD\n");
    for (n, (title, file)) in nodes.iter().enumerate() {
        index.push_str(&format!("    N{n}[\"{title}\"]\n    click N{n} \"./{file}\"\n"));
    }
    index.push_str("```\n");
    files.push(page("index", &index));
    let twin =
        role(c, "lead-support-agent", 5, "Department", 50, b, d).replace("id: lead-support-agent\n", "");
    files.push(page("lead_twin", &twin.replace(&format!("title: {c}"), "title: Support Group Lead")));
    case(
        "pages",
        "framework:\n  aliases:\n    Lead Support Agent: [Support Group Lead]\n  scales:\n    reach: [self, team, department, company]\n",
        files,
    )
}

/// A matrix of several levels, with values of a scale.
fn matrix() -> Case {
    let text = "# Data Analyst\n\n## Competencies\n\n\
        | Competency | Data Analyst (L1) | Senior Data Analyst (L2) | Lead Data Analyst (L3) | Principal Data Analyst (L4) |\n\
        |---|---|---|---|---|\n\
        | Years of experience | 1+ | 3+ | 6+ | 9+ |\n\
        | Modelling | Awareness | Working | Practitioner | Expert |\n\
        | Questions | Answers the questions that other people bring to the team | Finds the question that stands behind a question and answers it | Decides which questions the team works on this quarter | Decides which questions the whole company should ask itself |\n\
        | Reports | Writes reports that one team reads and understands | Writes reports on which several teams base their plans | Teaches the people of the team how reports are written | Sets the rules by which all reports are written |\n";
    let skills = |title: &str, words: &[&str]| {
        let items: Vec<String> =
            words.iter().map(|word| format!("- {word}: as a {} needs it", title.to_lowercase())).collect();
        format!("## {title}\n\n### Skills\n\n{}\n\n", items.join("\n"))
    };
    let ladder = format!(
        "# Librarian ladder\n\n{}{}{}{}",
        skills("L1 Librarian", &["Cataloging", "Advice", "Order"]),
        skills("L2 Senior Librarian", &["Cataloging", "Advice", "Order"]),
        skills("L3 Lead Librarian", &["Cataloging", "Advice", "Order"]),
        skills("L4 Principal Librarian", &["Cataloging", "Advice", "Order"]),
    );
    case("matrix", "", vec![page("matrix", text), page("ladder", &ladder)])
}

/// What level `rung` asks for, with the place of its numbers.
fn plant(all: &Run, framework: &Framework, files: &Files) -> Vec<Planted> {
    let mut found = vec![];
    let graph = Graph::new(framework);
    let slice = |span: Span| files.get(span.file).slice(span).to_owned();
    let mut add = |rule, edits: Vec<(Span, String)>, place| found.push(Planted { rule, edits, place });
    plants::plant(all, framework, files, &mut |rule, edits, place| add(rule, edits, place));
    for (at, role) in framework.roles.iter().enumerate() {
        let rung =
            |level: usize| graph.own(at).iter().copied().find(|&it| graph.rungs[it].level == Some(level));
        for section in &role.sections {
            for (n, shown) in section.shown.iter().enumerate() {
                let level = role.level(shown.level).expect("a level of the page");
                if shown.state != CellState::Content || level.occurrence > 1 {
                    continue;
                }
                let text = slice(shown.body);
                if level.mirror && graph.page(&level.label.value).is_some() && text.split(' ').count() > 3 {
                    add("copy-drift", vec![(shown.body, format!("{text} nowadays"))], shown.body);
                }
                let before = n.checked_sub(1).and_then(|n| section.shown.get(n)).filter(|before| {
                    let mirror = role.level(before.level).is_some_and(|level| level.mirror);
                    before.table == shown.table
                        && before.state == CellState::Content
                        && !mirror
                        && !level.mirror
                });
                // Steps of one ladder; and an item that holds the name of its level would rename the level.
                let before = before.filter(|before| {
                    let follows =
                        rung(before.level).zip(rung(shown.level)).is_some_and(|(a, b)| graph.follow(a, b));
                    let named = |it: &Shown| slice(it.body).contains(&it.label.value);
                    follows && section.kind.is_expectations() && !named(before) && !named(shown)
                });
                if let Some(before) = before.filter(|before| before.words.split(' ').count() > 7) {
                    let first = slice(before.body);
                    add("identical-levels", vec![(shown.body, first.clone())], shown.body);
                    if !first.contains('\n') {
                        add(
                            "near-identical-levels",
                            vec![(shown.body, format!("{} {first}", plants::decoration(all, role)))],
                            shown.body,
                        );
                    }
                }
            }
        }
        columns_of(role, &mut add);
        names_of(role, !framework.scales.is_empty(), &slice, &mut add);
    }
    let number = Regex::new("[0-9]+").expect("a pattern");
    for step in &graph.steps {
        let (lower, upper) = (&graph.rungs[step.lower], &graph.rungs[step.upper]);
        if lower.foreign || upper.foreign {
            continue;
        }
        let (below, above) = (&framework.roles[lower.role], &framework.roles[upper.role]);
        let own = |role: &Role, level: Option<usize>, of: Option<usize>| {
            level == of || (level.is_none() && role.levels.len() < 2)
        };
        let years = |role: &Role, of: Option<usize>| {
            let mut all =
                role.experience.iter().filter(|item| own(role, item.level, of) && item.min_months.is_some());
            all.next().map(|item| (item.min_months.unwrap(), item.text.span))
        };
        if let (Some((low, _)), Some((_, place))) = (years(below, lower.level), years(above, upper.level))
            && low >= 24
        {
            let text = slice(place);
            // All numbers fall, so that a range stays a range.
            let less = number.replace_all(&text, (low / 12 - 1).to_string()).into_owned();
            add("experience-regression", vec![(place, less)], place);
        }
        for (a, b) in below
            .scope
            .iter()
            .filter(|a| own(below, a.level, lower.level))
            .zip(above.scope.iter().filter(|b| own(above, b.level, upper.level)))
        {
            let steps = ["individual", "team", "cross-team", "department", "company", "industry"];
            let step = |value: &Option<String>| {
                value.as_ref().is_some_and(|value| steps.contains(&value.to_lowercase().as_str()))
            };
            if step(&a.value) && b.value.is_some() {
                add("scope-regression", vec![(b.text.span, "Self".into())], b.text.span);
            }
        }
        for (a, b) in below.compensation.iter().zip(&above.compensation) {
            if let (Some(low), Some(min)) = (a.min, b.min) {
                let text = slice(b.text.span);
                let less = text.replacen(
                    &format!("{},000", min / 1000.0),
                    &format!("{},000", low / 1000.0 - 2.0),
                    1,
                );
                if less != text {
                    add("pay-band-progression", vec![(b.text.span, less)], b.text.span);
                }
            }
        }
    }
    let stem = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or("");
        name.split('.').next().unwrap_or("").to_owned()
    };
    let is_page =
        |listing: &Listing, role: &Role| stem(&listing.target.value) == stem(&files.get(role.file).path);
    for (at, role) in framework.roles.iter().enumerate() {
        moves_of(framework, &graph, at, role, &slice, &mut add);
    }
    for listing in &framework.listings {
        if listing.kind == ListingKind::Diagram {
            let (label, target) = (&listing.label, &listing.target);
            add("registry-drift", vec![(label.span, format!("{} Hero", label.value))], label.span);
            add("registry-drift", vec![(target.span, format!("{}s", target.value))], target.span);
        } else if listing.kind == ListingKind::Entry
            && framework.roles.iter().any(|role| role.name() == listing.label.value && is_page(listing, role))
        {
            add("registry-drift", vec![(listing.label.span, "Sales Manager".into())], listing.label.span);
        }
    }
    found
}

/// A level is left out of one table, or stands in another place in it.
fn columns_of(role: &Role, add: &mut impl FnMut(&'static str, Vec<(Span, String)>, Span)) {
    let tables = role.tables();
    let separate = tables.values().filter(|entries| {
        let section = entries.first().map(|(section, _)| *section);
        entries.iter().all(|(other, _)| Some(*other) == section)
    });
    if tables.len() < 3 {
        return;
    }
    for entries in separate.filter(|entries| entries.len() > 2) {
        for (section, shown) in entries {
            let label = role.sections[*section].label.as_ref();
            if !shown.cut.is_empty()
                && let Some(label) = label
            {
                let edits = shown.cut.iter().map(|cut| (*cut, String::new())).collect();
                add("level-missing-from-section", edits, label.span);
            }
        }
    }
}

/// Names, numbers and values of one page.
fn names_of(
    role: &Role,
    has_scales: bool,
    slice: &impl Fn(Span) -> String,
    add: &mut impl FnMut(&'static str, Vec<(Span, String)>, Span),
) {
    for scope in role.scope.iter().filter(|scope| scope.value.is_some() && has_scales) {
        add("scale-vocabulary", vec![(scope.text.span, "Org".into())], scope.text.span);
    }
    if let (Some(status), Some(item)) = (
        role.status.as_ref().filter(|status| status.value == "published"),
        role.sections
            .iter()
            .filter(|section| section.kind.is_expectations())
            .flat_map(|section| &section.expectations)
            .next(),
    ) {
        add("draft-published", vec![(item.text.span, "TBD".into())], status.span);
    }
    for section in &role.sections {
        if let Some(label) =
            section.label.as_ref().filter(|label| label.value == "Responsibilities and Tasks")
        {
            add("section-drift", vec![(label.span, "Your Responsibilities".into())], label.span);
        }
        let levels = role.levels.len();
        let mut ladder = section
            .expectations
            .iter()
            .filter(|item| item.label.is_some() && section.shown.iter().all(|shown| shown.cut.is_empty()));
        if levels == 4 && role.name().contains("Librarian") {
            // The name at the second level is taken away; it stands at the first and at the third.
            let items: Vec<_> = ladder.by_ref().collect();
            for item in items.iter().filter(|item| item.level == Some(1)) {
                let name = &item.label.as_ref().unwrap().value;
                let above = items.iter().find(|other| {
                    other.level == Some(2) && other.label.as_ref().is_some_and(|label| label.value == *name)
                });
                let label = item.label.as_ref().unwrap();
                add("competency-gap", vec![(label.span, "Zoology".into())], above.unwrap().span);
            }
        }
        for shown in section.shown.iter().skip(2) {
            if section.label.as_ref().is_some_and(|label| label.value == "Modelling") {
                let first = slice(section.shown[0].body);
                add("proficiency-regression", vec![(shown.body, first)], shown.body);
            }
        }
    }
    // Two names of levels change places.
    if role.levels.len() == 4 && role.name().contains("Librarian") {
        let last = &role.levels[3].label;
        let first = &role.levels[0].label;
        add("level-order", vec![(last.span, "L0 Trainee Librarian".into())], last.span);
        add("level-order", vec![(first.span, "L9 Expert Librarian".into())], first.span);
    }
}

/// Steps to and from a page.
fn moves_of(
    framework: &Framework,
    graph: &Graph<'_>,
    at: usize,
    role: &Role,
    slice: &impl Fn(Span) -> String,
    add: &mut impl FnMut(&'static str, Vec<(Span, String)>, Span),
) {
    if role.levels.iter().any(|level| level.mirror) {
        return;
    }
    for step in &role.moves {
        let to = slice(step.to.span);
        // A letter twice is a slip only if the right word is known.
        let doubled =
            to.char_indices().rev().nth(1).map(|(at, letter)| format!("{}{letter}{}", &to[..at], &to[at..]));
        if let Some(doubled) = doubled.filter(|_| graph.page(&step.to.value).is_some()) {
            add("dangling-move", vec![(step.to.span, doubled)], step.to.span);
        }
        let Some(other) = graph.page(&step.to.value).filter(|other| *other != at) else { continue };
        let there = &framework.roles[other];
        let back = there.moves.iter().find(|back| graph.page(&back.to.value) == Some(at));
        if step.kind == MoveKind::Next {
            add("career-cycle", vec![(step.to.span, role.name().to_owned())], step.to.span);
            // The other page names a role that knows nothing of it.
            let stranger = (0..framework.roles.len())
                .find(|&n| n != at && n != other && framework.roles[n].moves.len() == 1);
            if let (Some(back), Some(stranger)) = (back, stranger) {
                add(
                    "one-way-move",
                    vec![(back.to.span, framework.roles[stranger].name().to_owned())],
                    step.to.span,
                );
            }
        }
    }
    let twins = framework.aliases.iter().any(|group| group.iter().any(|title| title == role.name()));
    if twins {
        for pay in &role.compensation {
            let text = slice(pay.text.span).replace("65", "66");
            add("pay-conflict", vec![(pay.text.span, text)], pay.text.span);
        }
        for education in &role.education {
            let text = format!("Preferred: {}", slice(education.text.span));
            add("requirement-conflict", vec![(education.text.span, text)], education.text.span);
        }
    }
}

/// The files with a defect in them, and the place of the defect then.
fn mutated(case: &Case, files: &Files, planted: &Planted) -> (Case, Span) {
    let mut texts: BTreeMap<u32, String> = BTreeMap::new();
    let mut edits = planted.edits.clone();
    edits.sort_by_key(|(span, _)| (span.file, span.start));
    let (mut start, mut end) = (i64::from(planted.place.start), i64::from(planted.place.end));
    for (span, new) in edits.iter().rev() {
        let text = texts.entry(span.file.0).or_insert_with(|| files.get(span.file).text.to_string());
        text.replace_range(span.range(), new);
        let grown = new.len() as i64 - span.len() as i64;
        if span.file == planted.place.file {
            start += if i64::from(span.end) <= i64::from(planted.place.start) { grown } else { 0 };
            end += if span.start < planted.place.end || *span == planted.place { grown } else { 0 };
        }
    }
    let mut all = case.files.clone();
    for (file, text) in texts {
        all[file as usize].1 = text.into_bytes();
    }
    let copy = Case {
        name: case.name.clone(),
        files: all,
        settings: case.settings.clone(),
        roots: case.roots.clone(),
    };
    let place = Span::new(planted.place.file, start.max(0) as usize..end.max(start).max(0) as usize);
    (copy, place)
}

/// Plants everything that can be planted into a framework, at most `most` defects for each rule, and
/// counts for each rule what was planted and what was found.
fn bench(
    case: &Case,
    most: usize,
    table: &mut BTreeMap<&'static str, (usize, usize)>,
    missed: &mut Vec<String>,
) {
    let files = case.files();
    let model = read(&files, &case.settings, &case.roots);
    for framework in &model.frameworks {
        let mut count: BTreeMap<&str, usize> = BTreeMap::new();
        for planted in plant(&model, framework, &files) {
            let planted_before = count.entry(planted.rule).or_default();
            *planted_before += 1;
            if *planted_before > most {
                continue;
            }
            let (copy, place) = mutated(case, &files, &planted);
            let changed = copy.files();
            let found = run(&copy, &changed, &only(planted.rule, &case.settings));
            let file = changed.get(place.file);
            let lines = |span: Span| file.line_of(span.start)..=file.line_of(span.end.max(span.start));
            let there =
                found.diagnostics.iter().filter(|finding| finding.rule == planted.rule).any(|finding| {
                    let related = finding.related.iter().map(|related| related.span);
                    std::iter::once(finding.span).chain(related).any(|span| {
                        span.file == place.file && lines(span).any(|line| lines(place).contains(&line))
                    })
                });
            let entry = table.entry(planted.rule).or_default();
            entry.0 += 1;
            entry.1 += usize::from(there);
            if !there {
                let text: String = file.slice(place).chars().take(60).collect();
                missed.push(format!("{} in {}, {}: {text}", planted.rule, case.name, file.path));
            }
        }
    }
}

fn report(title: &str, table: &BTreeMap<&'static str, (usize, usize)>, missed: &[String]) {
    eprintln!("{title}");
    for (rule, (all, found)) in table {
        eprintln!("  {rule:<28} {found:>4} of {all:>4}");
    }
    for line in missed.iter().take(40) {
        eprintln!("  missed: {line}");
    }
}

fn made_up() -> Vec<Case> {
    vec![columns(), pages(), matrix(), plants::gardens(), plants::curators(), plants::crafts()]
}

#[test]
fn planted_defects_are_found_where_they_are() {
    let (mut table, mut missed) = (BTreeMap::new(), vec![]);
    for case in made_up() {
        bench(&case, usize::MAX, &mut table, &mut missed);
    }
    report("made-up frameworks", &table, &missed);
    for (rule, (all, found)) in table {
        assert!(
            found * 10 >= all * 9,
            "{rule}: only {found} of {all} planted defects were found\n{missed:#?}"
        );
    }
}

#[test]
fn the_frameworks_themselves_are_quiet() {
    for case in made_up() {
        let files = case.files();
        let model = read(&files, &case.settings, &case.roots);
        let mut planted: Vec<&str> = model
            .frameworks
            .iter()
            .flat_map(|framework| plant(&model, framework, &files))
            .map(|planted| planted.rule)
            .collect();
        planted.sort_unstable();
        planted.dedup();
        for rule in planted {
            let found = run(&case, &files, &only(rule, &case.settings));
            let said: Vec<_> = found.diagnostics.iter().map(|finding| &finding.message).collect();
            assert!(said.is_empty(), "{}: {rule}: {said:?}", case.name);
        }
    }
}

#[test]
fn planted_defects_are_found_in_real_frameworks() {
    let (mut table, mut missed) = (BTreeMap::new(), vec![]);
    for case in corpus() {
        bench(&case, 4, &mut table, &mut missed);
    }
    report("frameworks of the corpus", &table, &missed);
    // Real pages are read less surely than made-up ones; a few plants say nothing.
    for (rule, (all, found)) in table.into_iter().filter(|(_, (all, _))| *all > 4) {
        assert!(
            found * 10 >= all * 9,
            "{rule}: only {found} of {all} were found in real frameworks\n{missed:#?}"
        );
    }
}

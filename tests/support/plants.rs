//! More made-up frameworks for `tests/mutation.rs`, and the defects that can be planted into them.

use std::collections::BTreeMap;

use regex::Regex;
use rolelint::engine::Run;
use rolelint::language::language_of;
use rolelint::model::{CellState, ClaimKind, Framework, Graph, MoveKind, Role, RoleKind};
use rolelint::syntax::Block;
use rolelint::text::{Files, Span};

use super::support::Case;
use super::{case, page};

/// Ten pages of three jobs and the role above them, with sections that the configuration asks for.
pub fn gardens() -> Case {
    const JOBS: [(&str, &str, &str); 3] = [
        (
            "Gardener",
            "beds",
            "Waters the beds before the sun is high and weeds them every week of the summer",
        ),
        ("Arborist", "trees", "Climbs into the crowns of old oaks and cuts what could fall on a path below"),
        ("Florist", "bunches", "Binds flowers of the season into bunches that last for a week in the vase"),
    ];
    let mut files = vec![];
    let mut leads = vec![];
    for (at, (job, what, first)) in JOBS.into_iter().enumerate() {
        let ranks = [job.to_owned(), format!("Senior {job}"), format!("Lead {job}")];
        let duties = [
            first.to_owned(),
            [
                "Decides which beds need care next month and orders the plants that are missing",
                "Judges from the bark whether a sick oak can be saved, and calls the office in time",
                "Arranges what stands on the tables of a wedding and talks with the couple before",
            ][at]
                .to_owned(),
            [
                "Shares out the beds among the people of the group and answers for all of them",
                "Plans who climbs when, keeps the ropes safe and writes the report to the town",
                "Buys at the market at four in the morning what three shops will sell that day",
            ][at]
                .to_owned(),
        ];
        for (n, title) in ranks.iter().enumerate() {
            let before = n.checked_sub(1).map(|n| ranks[n].clone());
            let after = ranks.get(n + 1).cloned().unwrap_or_else(|| "Director of Gardens".into());
            files.push(garden_page(title, &duties[n], what, before.as_slice(), &[after]));
        }
        leads.push(ranks[2].clone());
    }
    files.push(garden_page(
        "Director of Gardens",
        "Speaks with the town about which parks are planted anew and what that may cost",
        "parks",
        &leads,
        &[],
    ));
    case("gardens", "framework:\n  sections: [Impact, Knowledge, Communication]\n", files)
}

fn garden_page(
    title: &str,
    duty: &str,
    what: &str,
    before: &[String],
    after: &[String],
) -> (String, Vec<u8>) {
    let id = title.to_lowercase().replace(' ', "-");
    let list = |label: &str, titles: &[String]| {
        if titles.is_empty() {
            String::new()
        } else {
            format!("\n### {label}\n\n- {}\n", titles.join("\n- "))
        }
    };
    let text = format!(
        "---\nid: {id}\ntitle: {title}\n---\n\n# {title}\n\n## Impact\n\n- {duty}\n\n## Knowledge\n\n\
         - Knows the tree preservation orders (TPO)\n\n\
         A {title} looks at three areas:\n\n- Soil\n- Water\n- Light\n\n\
         ## Communication\n\n- Tells neighbors about {what} early\n\n## Career path\n{}{}",
        list("Previous roles", before),
        list("Advancement to", after)
    );
    page(&id.replace('-', "_"), &text)
}

/// Levels under headings with codes, five expectations each.
pub fn curators() -> Case {
    let levels = [
        ("L1 Curator", "one room of the museum", "the visitors of one morning"),
        ("L2 Senior Curator", "one floor and its stairs", "classes that come from schools"),
        ("L3 Lead Curator", "the old and the new house", "everybody who leads tours here"),
        ("L4 Principal Curator", "all houses of the town", "those who pay for the houses"),
    ];
    let mut text = "# Curator ladder\n".to_owned();
    for (label, place, people) in levels {
        text.push_str(&format!(
            "\n## {label}\n\n### Skills\n\n- Route: leads people through {place}\n- Stories: tells {people} how {place} came to be\n\
             - Safety: knows every door of {place}\n- Questions: answers what {people} ask\n\
             - Feedback: writes down what {people} liked about {place}\n"
        ));
    }
    case("curators", "", vec![page("museum_ladder", &text)])
}

/// Roles as data, with codes of their own for levels.
pub fn crafts() -> Case {
    let role = |name: &str, code: &str, verb: &str| {
        let level = |n: usize, title: &str, more: &str| {
            format!(
                "    \"{code}-L{n}\": {{ \"level\": \"L{n} - {title}\", \"coreCompetencies\": [\"{verb} {more}\", \"Cleans the tools {more}\"] }}"
            )
        };
        let text = format!(
            "{{ \"role\": \"{name}\",\n  \"levels\": {{\n{},\n{} }} }}\n",
            level(1, &format!("{name} Trainee"), "with help"),
            level(2, name, "alone")
        );
        (format!("{}.json", name.to_lowercase()), text.into_bytes())
    };
    let files = vec![
        role("Potter", "PO", "Turns cups"),
        role("Weaver", "WE", "Weaves cloth"),
        role("Smith", "SM", "Forges nails"),
        role("Cooper", "CO", "Bends staves"),
    ];
    case("crafts", "", files)
}

type Add<'a> = dyn FnMut(&'static str, Vec<(Span, String)>, Span) + 'a;

/// What can be planted into a framework beside what `tests/mutation.rs` plants.
pub fn plant(run: &Run, framework: &Framework, files: &Files, add: &mut Add<'_>) {
    let graph = Graph::new(framework);
    let slice = |span: Span| files.get(span.file).slice(span).to_owned();
    titles(run, framework, &slice, add);
    declared_sections(framework, add);
    acronyms(framework, files, add);
    counts(framework, files, add);
    ids(framework, add);
    let thins_out = thins_out(framework);
    for (at, role) in framework.roles.iter().enumerate() {
        if role.kind == RoleKind::Framework {
            left_out(framework, &graph, at, role, add);
            // What is cut out of data is no item less, but data that cannot be read.
            let is_page = matches!(files.get(role.file).path.rsplit('.').next(), Some("md" | "txt"));
            levels((&graph, is_page && !thins_out), at, role, &slice, add);
        }
    }
    twins(framework, &slice, add);
    expectations(framework, &graph, &slice, add);
}

fn titles(run: &Run, framework: &Framework, slice: &dyn Fn(Span) -> String, add: &mut Add<'_>) {
    for &file in &framework.files {
        let Some(doc) = run.documents[file.0 as usize].as_ref() else { continue };
        let title = doc.front.as_ref().and_then(|front| front.node.as_ref()?.get("title")?.as_str());
        let heading = doc.blocks().iter().find_map(|block| match block {
            Block::Heading(heading) if heading.depth == 1 => Some(heading),
            _ => None,
        });
        // Another title that the framework knows would be another defect.
        let is_role = framework.roles_of(file).len() == 1;
        if let (Some(title), Some(heading)) = (title, heading)
            && is_role
            && heading.text.plain == title
        {
            add("title-mismatch", vec![(heading.text.span, "Sales Manager".into())], heading.text.span);
        }
    }
    let named =
        || framework.roles.iter().filter_map(|role| role.title.as_ref()).filter(|it| !it.span.is_empty());
    let senior: Vec<_> = named().filter(|title| slice(title.span).starts_with("Senior ")).collect();
    if senior.len() > 2 && !named().any(|title| title.value.contains("Sr")) {
        for title in senior {
            add(
                "title-style",
                vec![(title.span, slice(title.span).replacen("Senior", "Sr.", 1))],
                title.span,
            );
        }
    }
    if named().any(|title| title.value == "Director of Gardens") {
        for title in named().filter(|title| title.value.starts_with("Lead ")) {
            add("title-alias", vec![(title.span, "Gardens Director".into())], title.span);
        }
    }
}

fn declared_sections(framework: &Framework, add: &mut Add<'_>) {
    if framework.sections.is_empty() {
        return;
    }
    for role in &framework.roles {
        let label = |name: &str| {
            let labels = role.sections.iter().filter_map(|section| section.label.as_ref());
            labels.filter(|label| label.value == name).map(|label| label.span).next()
        };
        let (Some(first), Some(second), Some(last)) =
            (label("Impact"), label("Knowledge"), label("Communication"))
        else {
            continue;
        };
        let title = role.title.as_ref().expect("a title").span;
        add("missing-section", vec![(second, "Hobbies".into())], title);
        add("section-order", vec![(first, "Communication".into()), (last, "Impact".into())], last);
    }
}

/// A second page gives an acronym other words.
fn acronyms(framework: &Framework, files: &Files, add: &mut Add<'_>) {
    let known = Regex::new(r"tree preservation orders \(TPO\)").expect("a pattern");
    for &file in framework.files.iter().skip(1) {
        for found in known.find_iter(&files.get(file).text) {
            let words = Span::new(file, found.start()..found.start() + "tree preservation orders".len());
            let place = Span::new(file, found.range());
            add("acronym-conflict", vec![(words, "town planting offices".into())], place);
        }
    }
}

fn counts(framework: &Framework, files: &Files, add: &mut Add<'_>) {
    for &file in &framework.files {
        if let Some(at) = files.get(file).text.find("three areas:") {
            let word = Span::new(file, at..at + "three".len());
            add(
                "count-mismatch",
                vec![(word, "four".into())],
                Span::new(file, at..at + "three areas:".len()),
            );
        }
    }
}

fn ids(framework: &Framework, add: &mut Add<'_>) {
    let ids: Vec<_> = framework.roles.iter().filter_map(|role| role.id.as_ref()).collect();
    if let Some((first, others)) = ids.split_first() {
        for id in others.iter().filter(|id| id.span.file != first.span.file && !id.span.is_empty()) {
            add("duplicate-id", vec![(id.span, first.value.clone())], id.span);
        }
    }
    let mut codes: BTreeMap<u32, Vec<_>> = BTreeMap::new();
    for claim in framework.claims.iter().filter(|claim| claim.kind == ClaimKind::LevelCode) {
        codes.entry(claim.value.span.file.0).or_default().push(&claim.value);
    }
    let all: Vec<_> = codes.into_values().collect();
    if let Some((first, others)) = all.split_first().filter(|(_, others)| others.len() > 2) {
        for own in others {
            let pairs = own.iter().zip(first).map(|(own, code)| (own.span, code.value.clone()));
            add("level-code-conflict", pairs.collect(), own[0].span);
        }
    }
}

/// Where a quarter of all steps has fewer expectations, a level with few of them is no defect.
fn thins_out(framework: &Framework) -> bool {
    let (mut steps, mut fewer) = (0, 0);
    for section in framework.roles.iter().flat_map(|role| &role.sections) {
        let items =
            |level: usize| section.expectations.iter().filter(|item| item.level == Some(level)).count();
        for pair in section.shown.windows(2).filter(|pair| pair[0].table == pair[1].table) {
            let (lower, upper) = (items(pair[0].level), items(pair[1].level));
            steps += usize::from(lower > 0 && upper > 0);
            fewer += usize::from(upper > 0 && upper < lower);
        }
    }
    steps >= 20 && fewer * 4 >= steps
}

/// The neighbors of a role no longer name it.
fn left_out(framework: &Framework, graph: &Graph<'_>, at: usize, role: &Role, add: &mut Add<'_>) {
    let target = |kind: MoveKind| {
        let mut steps = role.moves.iter().filter(|step| step.kind == kind);
        match (steps.next(), steps.next()) {
            (Some(step), None) => graph.page(&step.to.value).filter(|&other| other != at),
            _ => None,
        }
    };
    let (Some(below), Some(above)) = (target(MoveKind::Previous), target(MoveKind::Next)) else { return };
    let mut edits = vec![];
    for (n, other) in framework.roles.iter().enumerate().filter(|(n, _)| *n != at) {
        for step in other.moves.iter().filter(|step| graph.page(&step.to.value) == Some(at)) {
            let instead = if n == below { above } else { below };
            edits.push((step.to.span, framework.roles[instead].name().to_owned()));
        }
    }
    let title = role.title.as_ref().map(|title| title.span).filter(|span| !span.is_empty());
    if let (Some(title), true) = (title, framework.roles.len() > 9) {
        add("orphan-role", edits, title);
    }
}

fn levels(
    (graph, may_thin): (&Graph<'_>, bool),
    at: usize,
    role: &Role,
    slice: &dyn Fn(Span) -> String,
    add: &mut Add<'_>,
) {
    let own = |index: usize| role.level(index).filter(|level| !level.mirror && level.occurrence == 1);
    let rung = |level: usize| graph.own(at).iter().copied().find(|&it| graph.rungs[it].level == Some(level));
    for section in role.sections.iter().filter(|section| section.kind.is_expectations()) {
        let items = |level: usize| section.expectations.iter().filter(move |item| item.level == Some(level));
        for (n, upper) in section.shown.iter().enumerate() {
            if own(upper.level).is_none() || upper.state != CellState::Content {
                continue;
            }
            let below = section.shown[..n].iter().rev().find(|lower| {
                lower.table == upper.table && lower.state == CellState::Content && own(lower.level).is_some()
            });
            let follows = below.filter(|lower| {
                rung(lower.level).zip(rung(upper.level)).is_some_and(|(a, b)| graph.follow(a, b))
            });
            if let Some(lower) = follows {
                let (many, mine): (Vec<_>, Vec<_>) =
                    (items(lower.level).collect(), items(upper.level).collect());
                if many.len() > 4 && mine.len() > 4 && !role.cumulative && may_thin {
                    let rest = mine[2].span.cover(mine[mine.len() - 1].span);
                    add("thin-level", vec![(rest, String::new())], mine[0].span);
                }
            }
            // Two levels further down, so that the two do not follow each other.
            let far = section.shown[..n].iter().find(|lower| {
                lower.table == upper.table
                    && lower.state == CellState::Content
                    && own(lower.level).is_some()
                    && lower.words != upper.words
                    && rung(lower.level).zip(rung(upper.level)).is_some_and(|(a, b)| !graph.follow(a, b))
            });
            let whole = |words: &str| words.split(' ').count() > 20 && !words.contains('|');
            if let Some(lower) =
                far.filter(|lower| whole(&lower.words) && !slice(lower.body).contains(&lower.label.value))
            {
                let again = section.shown.iter().filter(|other| other.words == lower.words).count();
                if again == 1 {
                    add("misplaced-copy", vec![(upper.body, slice(lower.body))], upper.body);
                }
            }
        }
        if role.name().contains("Curator") {
            for item in &section.expectations {
                let code = |level: usize| role.levels.get(level).and_then(|level| level.code.clone());
                let other = item.level.and_then(|level| code(if level == 0 { 1 } else { level - 1 }));
                if let Some(code) = other {
                    add(
                        "level-name-mismatch",
                        vec![(item.text.span, format!("As an {code}, you lead tours"))],
                        item.text.span,
                    );
                }
                // Named at one level, and not at the next one.
                let next = item.level.map(|level| level + 1).filter(|&next| next < role.levels.len());
                let same = next.and_then(|next| {
                    items(next).find(|other| {
                        other.label.as_ref().map(|it| &it.value) == item.label.as_ref().map(|it| &it.value)
                    })
                });
                if let (Some(label), Some(there)) = (&item.label, same.and_then(|same| same.label.as_ref())) {
                    add("dropped-competency", vec![(there.span, "Zoology".into())], label.span);
                }
            }
        }
        // The column of the next level repeats the page's own.
        for pair in section.shown.windows(2) {
            if let [mine, next] = pair
                && mine.table == next.table
                && own(mine.level).is_some()
                && role.level(next.level).is_some_and(|level| level.mirror)
            {
                let label = (next.label.span, slice(mine.label.span));
                add("duplicate-level", vec![label, (next.body, slice(mine.body))], next.label.span);
            }
        }
    }
}

fn twins(framework: &Framework, slice: &dyn Fn(Span) -> String, add: &mut Add<'_>) {
    let number = Regex::new("[0-9]+").expect("a pattern");
    for role in &framework.roles {
        if !framework.aliases.iter().any(|group| group.iter().any(|title| title == role.name())) {
            continue;
        }
        for experience in role.experience.iter().filter(|item| item.min_months.is_some()) {
            let text = slice(experience.text.span);
            let more = number.replace(&text, "17").into_owned();
            add("experience-conflict", vec![(experience.text.span, more)], experience.text.span);
        }
    }
}

/// An expectation that is nearly that of another job.
fn expectations(framework: &Framework, graph: &Graph<'_>, slice: &dyn Fn(Span) -> String, add: &mut Add<'_>) {
    let pages: Vec<(usize, &Role)> = framework
        .roles
        .iter()
        .enumerate()
        .filter(|(_, role)| role.kind == RoleKind::Framework && role.levels.len() < 2)
        .collect();
    for (n, (at, role)) in pages.iter().enumerate().skip(3) {
        let (before, other) = pages[n - 3];
        let step = graph.own(*at).iter().any(|&a| graph.own(before).iter().any(|&b| graph.follow(a, b)));
        let first = |role: &Role| {
            let sections = role.sections.iter().filter(|section| section.kind.is_expectations());
            let mut items = sections.flat_map(|section| section.expectations.clone());
            items
                .find(|item| item.text.plain.split(' ').count() > 11 && !slice(item.text.span).contains('\n'))
        };
        if let (Some(mine), Some(theirs), false) = (first(role), first(other), step) {
            let text = format!("{} nowadays", slice(theirs.text.span));
            add("near-duplicate-expectation", vec![(mine.text.span, text)], mine.text.span);
        }
    }
}

/// A word of decoration in the language of the page.
pub fn decoration(run: &Run, role: &Role) -> &'static str {
    let doc = run.documents[role.file.0 as usize].as_ref();
    match doc.map(language_of) {
        Some(rolelint::language::Lang::Other("por")) => "Ativamente",
        Some(rolelint::language::Lang::Other("spa")) => "Activamente",
        _ => "Actively",
    }
}

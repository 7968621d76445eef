//! Levels by the many names that trades and companies give them, and what only sounds like them.

use super::tests::{counts, levels, reading, role};

/// A page with a heading for each level and one item below it.
fn page(title: &str, labels: &[&str]) -> String {
    let parts = labels.iter().map(|label| format!("\n## {label}\n\n- Does what this step asks for.\n"));
    format!("# {title}\n{}", parts.collect::<String>())
}

#[test]
fn names_of_levels_in_headings() {
    for labels in [
        &["Level One", "Level Two", "Level Three"][..],
        &["First level", "Second level", "Third level"],
        &["Stage 1", "Stage 2", "Stage 3"],
        &["Band A", "Band B", "Band C"],
        &["l1", "l2", "l3"],
        &["Novice", "Advanced Beginner", "Competent", "Proficient", "Expert"],
        &["Junior", "Semi Senior", "Senior"],
        &["Jr", "Ssr", "Sr"],
        &["Junior", "Junior+", "Middle"],
        &["Commis Chef", "Chef de Partie", "Sous Chef", "Head Chef", "Executive Chef"],
        &["Foundation Doctor", "Specialty Registrar", "Consultant"],
        &["Teaching Assistant", "Lecturer", "Senior Lecturer", "Reader", "Professor"],
        &["Apprentice", "Journeyman", "Master"],
        &["Apprentice Welder", "Journeyman Welder", "Master Welder"],
        &["Nivel uno", "Nivel dos"],
        &["Primer nivel", "Segundo nivel"],
        &["Erste Stufe", "Zweite Stufe"],
        &["Azubi", "Geselle", "Meister"],
        &["主任", "係長", "課長", "部長"],
        &["사원", "대리", "과장"],
        &["Software Engineer I (L3)", "Software Engineer II (L4)"],
        &["Junior (Grade 2)", "Senior (Grade 3)"],
        &["Junior — learning", "Middle — doing", "Senior — leading others"],
        &["Junior level expectations", "Senior level expectations"],
        &["Intermedia", "Senior"],
        &["Sales Development Representative", "Account Executive", "Sales Manager", "Head of Sales"],
    ] {
        let (_, role) = role("steps.md", &page("House ladder", labels));
        assert_eq!(levels(&role), labels);
        let ranks: Vec<_> = role.levels.iter().map(|level| level.rank).collect();
        assert!(ranks.iter().all(Option::is_some), "{labels:?} {ranks:?}");
        assert!(ranks.windows(2).all(|pair| pair.first() <= pair.last()), "{labels:?} {ranks:?}");
        assert_eq!(counts(&role).len(), 1, "{labels:?}");
    }
}

#[test]
fn what_sounds_like_levels() {
    let bold = |labels: [&str; 3]| {
        let lines = labels.iter().map(|label| format!("**{label}:** Does a part of the work.\n\n"));
        format!("# How we work\n\n{}", lines.collect::<String>())
    };
    let pages = [
        page("Delivery maturity model", &["Level 1: By hand", "Level 2: By script", "Level 3: By itself"]),
        page("How we hire a baker", &["Stage 1: A call", "Stage 2: A test", "Stage 3: A visit"]),
        page("Moving house", &["Phase 1", "Phase 2", "Phase 3"]),
        page("Applying", &["Step 1: Apply", "Step 2: Wait", "Step 3: Visit"]),
        page("Library hours", &["Reader", "Visitor", "Guest"]),
        bold(["Product Manager", "Designer", "Engineer"]),
        bold(["Engineering Manager", "Engineer", "Product Manager"]),
    ];
    for page in pages {
        let found = reading("page.md", &page).1.roles;
        assert!(found.iter().all(|role| role.levels.is_empty()), "{page}");
    }
}

#[test]
fn titles_in_bold_at_the_beginning() {
    let text = [
        ("Junior Engineer", "Writes code with help."),
        ("Engineer", "Ships features alone."),
        ("Senior Engineer", "Leads projects of two teams."),
    ];
    let all = |line: fn(&str, &str) -> String, between: &str| {
        let lines: Vec<String> = text.iter().map(|(label, text)| line(label, text)).collect();
        format!("# Engineering ladder\n\n{}\n", lines.join(between))
    };
    let pages = [
        all(|label, text| format!("**{label}:** {text}"), "\n\n"),
        all(|label, text| format!("**{label}:** {text}"), "\n"),
        all(|label, text| format!("**{label}** - {text}"), "\n\n"),
        all(|label, text| format!("- **{label}:** {text}"), "\n"),
        all(|label, text| format!("* **{label}** – {text}"), "\n"),
    ];
    for page in pages {
        let (file, role) = role("engineering.md", &page);
        assert_eq!(counts(&role), [": Junior Engineer=1 Engineer=1 Senior Engineer=1"], "{page}");
        for item in &role.sections[0].expectations {
            assert_eq!(file.slice(item.text.span), item.text.plain);
        }
    }
}

#[test]
fn two_levels_with_one_item_each() {
    let (_, own) = role("programmer.md", &page("Programmer", &["Junior", "Senior"]));
    assert_eq!(levels(&own), ["Junior", "Senior"]);
    let terms = "# Tester ladder\n\n<dl>\n<dt>Level 1</dt><dd>Runs the tests of others.</dd>\n\
        <dt>Level 2</dt><dd>Writes tests.</dd>\n</dl>\n";
    assert_eq!(counts(&role("tester.md", terms).1), [": Level 1=1 Level 2=1"]);
}

#[test]
fn several_ladders_in_lists() {
    let text = "# Careers\n\nHow we grow.\n\n## 1. Baking careers\n\n### Own work\n\n1. **Baker Jr**\n   - Kneads dough.\n   - Heats ovens.\n\
        2. **Baker Sr**\n   - Writes recipes.\n\n### Leading\n\n3. **Head of Baking**\n   - Hires bakers.\n\
        4. **VP of Baking**\n   - Opens bakeries.\n\n## 2. Brewing careers\n\n### Own work\n\n1. **Brewer Jr**\n   - Mashes malt.\n\
        2. **Brewer Sr**\n   - Writes recipes.\n   - Tastes.\n\n### Leading\n\n3. **Head of Brewing**\n   - Hires brewers.\n\
        4. **VP of Brewing**\n   - Opens breweries.\n";
    let (_, reading) = reading("careers.md", text);
    let found: Vec<_> = reading.roles.iter().map(|role| (role.name().to_owned(), levels(role))).collect();
    let of = |job: &str, craft: &str| {
        [format!("{job} Jr"), format!("{job} Sr"), format!("Head of {craft}"), format!("VP of {craft}")]
            .to_vec()
    };
    assert_eq!(
        found,
        [
            ("Baking careers".to_owned(), of("Baker", "Baking")),
            ("Brewing careers".to_owned(), of("Brewer", "Brewing"))
        ]
    );
    // Levels of the same names in several parts are those of one ladder.
    let sections = "# Baker levels\n\n## Dough of bakers\n\n- Junior Baker\n  - Kneads.\n- Senior Baker\n  - Mixes.\n\n\
        ## Ovens of bakers\n\n- Junior Baker\n  - Heats.\n- Senior Baker\n  - Mends.\n";
    let (_, role) = role("baker.md", sections);
    assert_eq!(levels(&role), ["Junior Baker", "Senior Baker"]);
}

#[test]
fn several_ladders_in_headings() {
    let text = "# Career ladders\n\n## Bakery\n\n### Junior Baker\n\n- Kneads.\n\n### Baker\n\n- Bakes.\n\n\
        ## Brewery\n\n### Junior Brewer\n\n- Mashes.\n\n### Brewer\n\n- Brews.\n";
    let (_, reading) = reading("careers.md", text);
    let found: Vec<_> = reading.roles.iter().map(|role| (role.name(), levels(role).join(", "))).collect();
    assert_eq!(
        found,
        [("Bakery", "Junior Baker, Baker".to_owned()), ("Brewery", "Junior Brewer, Brewer".to_owned())]
    );
    let tracks = "# Baker ladder\n\n## Individual baker track\n\n### B1 Baker\n\n- Kneads.\n\n### B2 Senior Baker\n\n\
        - Bakes.\n\n## Baker management track\n\n### M1 Baker Manager\n\n- Hires.\n\n### M2 Head Baker\n\n- Plans.\n";
    assert_eq!(levels(&role("baker.md", tracks).1).len(), 4);
}

#[test]
fn facts_of_levels_in_lists_below_a_matrix() {
    let text = "# Desk levels\n\n| Area | Receptionist | Senior Receptionist |\n|---|---|---|\n\
        | Guests | Checks guests in | Solves complaints |\n| Team | Works alone | Trains newcomers |\n\n\
        ## Experience\n\n- Receptionist: 0-1 years\n- Senior Receptionist: 2+ years\n\n\
        ## Pay\n\n- Receptionist: €24,000 - €28,000\n- Senior Receptionist: €28,000 - €34,000\n";
    let (_, role) = role("desk.md", text);
    assert_eq!(role.experience.iter().map(|fact| fact.level).collect::<Vec<_>>(), [Some(0), Some(1)]);
    assert_eq!(role.compensation.iter().map(|fact| fact.level).collect::<Vec<_>>(), [Some(0), Some(1)]);
}

#[test]
fn the_level_of_a_page_in_lines_and_in_a_section() {
    let lines = "# Senior Engineer\n\nOwner: People Team\nLevel: L4\nTrack: IC\n\n## Responsibilities\n\n- Shows the town.\n";
    let (_, own) = role("engineer.md", lines);
    let track = own.track.as_ref().map(|track| track.value.as_str());
    assert_eq!((levels(&own), track), (vec!["L4".to_owned()], Some("IC")));
    let section = "# Senior Engineer\n\n## Level\n\nL4\n\n## Responsibilities\n\n- Shows the town.\n";
    let (_, own) = role("engineer.md", section);
    assert_eq!(
        (levels(&own), counts(&own)),
        (vec!["L4".to_owned()], vec!["Responsibilities: -=1".to_owned()])
    );
}

#[test]
fn plain_lines_that_name_steps_of_a_job_nobody_knows() {
    let text = "WAREHOUSE CAREER PATH\n\nPicker\n  • Picks orders by list\n  • Keeps the aisle clean\n\n\
        Senior Picker\n  • Picks fragile goods\n  • Trains new pickers\n\nShift Lead\n  • Plans the shift\n  • Reports numbers\n";
    let (_, role) = role("warehouse.txt", text);
    assert_eq!(role.name(), "WAREHOUSE CAREER PATH");
    assert_eq!(levels(&role), ["Picker", "Senior Picker", "Shift Lead"]);
}

#[test]
fn stages_of_hiring_on_the_page_of_a_role() {
    let text = "# Baker\n\n## Responsibilities\n\n- Bakes bread.\n- Sells it.\n\n## Interviews\n\n### Stage 1: A call\n\n\
        - We call you.\n\n### Stage 2: A test\n\n- You bake.\n";
    assert!(role("baker.md", text).1.levels.is_empty());
    let ja = "# 技術者の等級\n\n## 等級1（ジュニアエンジニア）\n\n- 指示を受けて書く\n\n## 等級2（シニアエンジニア）\n\n- 方針を決める\n";
    assert_eq!(levels(&role("tokyu.md", ja).1).len(), 2);
}

#[test]
fn codes_in_bold_before_a_sentence() {
    let text = "# Engineering ladder\n\n### Scope\n\n**L1** works on tasks.  \n**L2** works on features.\n\n\
        ### Craft\n\n**L1** writes clean code.  \n**L2** designs modules.\n";
    assert_eq!(counts(&role("engineering.md", text).1), ["Scope: L1=1 L2=1", "Craft: L1=1 L2=1"]);
}

#[test]
fn letters_that_say_who_does_what() {
    let text = "# Release process\n\n| Task | Engineer | Engineering Manager | Director of Engineering |\n|---|---|---|---|\n\
        | Write notes | R | A | I |\n| Approve | I | R | A |\n";
    assert!(reading("release.md", text).1.roles.is_empty());
}

#[test]
fn what_a_level_takes_over_from_another() {
    let page = |words: &str| {
        format!("# Cook levels\n\n## L1\n\n- Cuts.\n- Cleans.\n\n## L2\n\n{words}\n\n- Cooks.\n")
    };
    for words in [
        "Everything in L1, plus:",
        "Includes all of L1.",
        "All of the above, and:",
        "In addition to level one:",
    ] {
        let (_, role) = role("cook.md", &page(words));
        assert!(role.cumulative, "{words}");
        assert_eq!(counts(&role), [": L1=2 L2=1"], "{words}");
    }
    for words in ["All of senior management agrees:", "In addition to cooking:", "Everything in line:"] {
        assert!(!role("cook.md", &page(words)).1.cumulative, "{words}");
    }
}

#[test]
fn pages_about_moves_are_about_no_role() {
    for title in ["IC1 to IC2", "From Senior to Staff", "Moving from Senior Engineer to Engineering Manager"]
    {
        let text = format!(
            "# {title}\n\n## Responsibilities\n\n- Leads others.\n\n## Skills\n\n- Writes plans.\n- 5+ years of experience\n"
        );
        let (_, reading) = reading("guide/move.md", &text);
        assert!(reading.roles.is_empty(), "{title}");
        assert_eq!(reading.transitions.len(), 1, "{title}");
    }
}

#[test]
fn titles_of_pages_about_what_one_job_does() {
    let list = "- Sets the direction\n- Hires people\n- Keeps the till full\n";
    for (heading, title) in [
        ("Roles of the CEO", Some("CEO")),
        ("Duties of a Head Baker", Some("Head Baker")),
        ("Roles of the team in our Bakery", None),
    ] {
        let (_, reading) = reading("page.md", &format!("# {heading}\n\n## Responsibilities\n\n{list}"));
        assert_eq!(reading.roles.first().map(crate::model::Role::name), title, "{heading}");
    }
    let page = format!(
        "---\ntitle: Bakery Framework\nsidebar_label: Head Baker\n---\n\n## Responsibilities\n\n{list}"
    );
    assert_eq!(role("bakery-people-01.md", &page).1.name(), "Head Baker");
}

#[test]
fn what_is_said_by_the_way_makes_nothing_optional() {
    use crate::model::Strength::{Preferred, Required};
    for (text, strength) in [
        ("Minimum 2 years of experience as a baker, preferably in a large bakery", Required),
        ("Mindestens 3 Jahre Berufserfahrung, idealerweise in einer Backstube", Required),
        ("3 years of experience preferred", Preferred),
        ("Preferably 3 years of experience", Preferred),
    ] {
        let (_, role) =
            role("baker.md", &format!("# Baker\n\n## Requirements\n\n- Kneads dough\n- {text}\n"));
        assert_eq!(role.experience.first().map(|found| found.strength), Some(strength), "{text}");
    }
}

#[test]
fn main_headings_that_are_titles_of_one_job_are_its_levels() {
    let text = "# Junior Baker\n\n- Kneads the dough\n\n# Baker\n\n- Bakes the bread\n\n# Senior Baker\n\n- Teaches others\n";
    let all = ["Junior Baker", "Baker", "Senior Baker"];
    let (_, bakers) = role("bakery.md", text);
    assert_eq!((bakers.name(), levels(&bakers)), ("Bakery", all.map(str::to_owned).to_vec()));
    assert_eq!(counts(&bakers), [": Junior Baker=1 Baker=1 Senior Baker=1"]);
    let (_, bakers) = role("page.md", &format!("---\ntitle: Baker levels\n---\n\n{text}"));
    assert_eq!((bakers.name(), levels(&bakers)), ("Baker levels", all.map(str::to_owned).to_vec()));
    // A section of the first level is no title either.
    let (_, bakers) = role("bakery.md", &text.replace("- Kneads", "## Craft\n\n- Kneads"));
    assert_eq!((bakers.name(), levels(&bakers)), ("Bakery", all.map(str::to_owned).to_vec()));
    let other = text.replace("# Baker", "# Duties").replace("# Senior Baker", "# Skills");
    assert_eq!(role("bakery.md", &other).1.name(), "Junior Baker");
}

#[test]
fn years_beside_several_degrees_are_those_of_the_lowest() {
    let read = |says: &str| {
        let (_, role) =
            role("chemist.md", &format!("# Chemist\n\n## Education\n\n- {says}\n- Reads tests\n"));
        let years: Vec<_> = role.experience.iter().map(|found| found.min_months.unwrap_or(0) / 12).collect();
        (years, role.education.first().map(|found| found.level))
    };
    assert_eq!(read("BS + 5 yrs, MS + 3 yrs, PhD"), (vec![5], Some("bachelor")));
    assert_eq!(read("MSc and 3 years / PhD and 1 year"), (vec![3], Some("master")));
    assert_eq!(read("BS with 5 years of experience or MS with 3 years of experience").0, [5]);
    assert_eq!(read("B.A. or M.A."), (vec![], Some("bachelor")));
    assert_eq!(
        read("5 years of experience, MS preferred, 3 years of management experience").0,
        [5, 3],
        "a wish between two requirements"
    );
    let (_, role) = role("clerk.md", "# Clerk\n\n## Duties\n\n- Drives to Boston, MA\n- Reads letters\n");
    assert!(role.education.is_empty());
}

#[test]
fn a_file_tells_jobs_apart_that_one_sentence_calls_the_same() {
    let text = "Our shop sells bread.\n\nThe Bread Buyer will buy flour for all of our shops.\n\n## Requirements\n\n- Knows flour\n";
    for (path, name) in
        [("shop-bread-buyer.md", "Bread Buyer"), ("shop senior bread buyer.md", "Senior Bread Buyer")]
    {
        assert_eq!(role(path, text).1.name(), name, "{path}");
    }
}

#[test]
fn requirements_that_begin_with_years() {
    let read = |item: &str| {
        let (_, role) =
            role("baker.md", &format!("# Baker\n\n## Requirements\n\n- Kneads dough\n- {item}\n"));
        role.experience.iter().map(|found| found.min_months.unwrap_or(0) / 12).collect::<Vec<_>>()
    };
    assert_eq!(read("4+ years of production, shop-facing-oven support, involving ovens of all kinds"), [4]);
    assert!(read("Keeps what others wrote of the last 2 years in the shelf of the shop").is_empty());
    assert!(read("2 years after the start of the shop there must be a second one").is_empty());
}

#[test]
fn names_of_unknown_jobs_and_their_grades() {
    for (heading, title, level) in [
        ("Clerk (Grade 4)", "Clerk", Some("Grade 4")),
        ("Staff Nurse [Band 5]", "Staff Nurse", Some("Band 5")),
        ("Clerk (Temporary)", "Clerk (Temporary)", None),
    ] {
        let text = format!("# {heading}\n\n## Responsibilities\n\n- Keeps the files of the ward in order\n");
        let (_, role) = role("page.md", &text);
        assert_eq!(role.name(), title);
        assert_eq!(levels(&role), level.into_iter().map(str::to_owned).collect::<Vec<_>>(), "{heading}");
    }
    // The text knows better than the name of the file.
    let text = "# Bakery Chief\n\n## Responsibilities\n\n- Plans the shifts\n\n## Skills\n\n- Ovens\n";
    assert_eq!(role("manager.md", text).1.name(), "Bakery Chief");
    let text =
        "# Bakery Chief\n\nThe manager plans the shifts.\n\n## Responsibilities\n\n- Plans the shifts\n";
    assert_eq!(role("manager.md", text).1.name(), "Manager");
    // Short pages of jobs that nobody knows.
    let text = "# Dyers\n\n## Junior\n\n- Mixes colors\n\n## Senior\n\n- Chooses colors\n";
    assert_eq!(levels(&role("dyers.md", text).1), ["Junior", "Senior"]);
    let text = "# Pool\n\n## Beginner\n\n- Stay in the shallow water\n\n## Expert\n\n- Swim anywhere\n";
    assert!(reading("pool.md", text).1.roles.is_empty());
}

#[test]
fn names_of_levels_over_two_lines_and_two_tracks() {
    let text = "# Career ladder\n\n## Individual contributors\n\n### Junior<br>0-2 years\n\n- Learns.\n\n### Senior<br>5+ years\n\n- Leads.\n\n\
        ## Managers\n\n### Team Lead\n\n- Leads a team.\n\n### Head of Department\n\n- Leads three teams.\n";
    let (_, ladder) = role("ladder.md", text);
    assert_eq!(levels(&ladder), ["Junior", "Senior", "Team Lead", "Head of Department"]);
    let years: Vec<_> = ladder.experience.iter().map(|one| (one.level, one.min_months)).collect();
    assert_eq!(years, [(Some(0), Some(0)), (Some(1), Some(60))]);
    let text = "# Levels\n\n* **L1 – Apprentice:** learns the craft.\n* **L2 – Journeyman:** works alone.\n* **L3 – Master:** teaches others.\n";
    assert_eq!(levels(&role("levels.md", text).1).len(), 3);
    let text = "# Levels\n\n* **L1:** Apprentice\n* **L2:** Journeyman\n* **L3:** Master\n";
    assert!(reading("levels.md", text).1.roles.is_empty());
}

#[test]
fn what_follows_a_list_of_terms_is_not_about_the_last_one() {
    let text = "<h1>Product Manager</h1>\n<dl>\n<dt>Associate</dt><dd>Learns from others.</dd>\n<dt>Senior</dt><dd>Owns a product.</dd>\n</dl>\n\
        <table>\n<tr><th></th><th>Associate</th><th>Senior</th></tr>\n<tr><th>Discovery</th><td>Joins interviews</td><td>Plans research</td></tr>\n\
        <tr><th>Delivery</th><td>Writes stories</td><td>Leads a plan</td></tr>\n</table>\n";
    let sections =
        [": Associate=1 Senior=1", "Discovery: Associate=1 Senior=1", "Delivery: Associate=1 Senior=1"];
    for name in ["pm.html", "pm.md"] {
        assert_eq!(counts(&role(name, text).1), sections, "{name}");
    }
}

#[test]
fn components_of_mdx_name_levels() {
    let text = "# Frontend Engineer\n\n<Level code=\"F1\" title=\"Junior Frontend Engineer\">\n\n- Builds components.\n\n</Level>\n\n\
        <Accordion title=\"Senior Frontend Engineer\">\n\n- Builds pages.\n\n</Accordion>\n";
    assert_eq!(levels(&role("front.mdx", text).1), ["Junior Frontend Engineer", "Senior Frontend Engineer"]);
}

#[test]
fn ranks_follow_the_page_where_words_mean_less() {
    let ranks = |title: &str, labels: &[&str]| -> Vec<Option<i32>> {
        role("steps.md", &page(title, labels)).1.levels.iter().map(|level| level.rank).collect()
    };
    let rising = |title: &str, labels: &[&str]| {
        let ranks = ranks(title, labels);
        assert_eq!(ranks.len(), labels.len(), "{labels:?}");
        assert!(
            ranks.iter().all(Option::is_some) && ranks.is_sorted_by(|a, b| a < b),
            "{labels:?} {ranks:?}"
        );
    };
    rising(
        "Banking career path",
        &["Analyst", "Associate", "Vice President", "Director", "Managing Director"],
    );
    rising("SWE levels", &["SWE I", "SWE II", "Senior SWE", "Staff SWE", "Principal SWE"]);
    rising("Recruiter", &["Recruiter", "Senior Recruiter", "Staff Recruiter", "Principal Recruiter"]);
    rising("Consultant", &["Junior Consultant", "Consultant", "Senior Consultant", "Principal Consultant"]);
    // A staff nurse stands below a senior nurse, and a slip in the order of one job stays one.
    rising("Nurse", &["Nursing Assistant", "Staff Nurse", "Senior Nurse", "Nurse Manager"]);
    let slip =
        ranks("Engineer levels", &["Senior Engineer", "Engineer", "Junior Engineer", "Staff Engineer"]);
    assert!(slip.first() > slip.get(1) && slip.get(1) > slip.get(2), "{slip:?}");
    // Two tracks on one page.
    let tracks = ranks(
        "Ladder",
        &[
            "Engineer",
            "Senior Engineer",
            "Principal Engineer",
            "Engineering Manager",
            "Director of Engineering",
        ],
    );
    assert!(tracks.get(3) < tracks.get(2), "{tracks:?}");
}

#[test]
fn levels_between_and_behind_those_that_are_known() {
    for labels in [
        &["Débutant", "Confirmé", "Expert", "Responsable d’équipe"][..],
        &["Becario", "Técnico", "Técnico superior", "Jefe de equipo", "Director"],
        &["Analyst", "Consultant", "Manager", "Director"],
        &["Levels 1–2", "Levels 3–4", "Level 5+"],
    ] {
        assert_eq!(levels(&role("steps.md", &page("House ladder", labels)).1), labels);
    }
    let (_, role) = role("steps.md", &page("House ladder", &["Junior", "Senior", "How to apply"]));
    assert_eq!(levels(&role), ["Junior", "Senior"]);
}

#[test]
fn levels_of_other_things_are_no_careers() {
    for (title, labels) in [
        ("Python course", &["Beginner", "Intermediate", "Advanced"][..]),
        ("Support tiers", &["Tier 1", "Tier 2", "Tier 3"]),
        ("Access levels", &["Viewer", "Editor", "Owner"]),
        ("Onboarding plan: Senior Engineer", &["Week 1", "Month 1"]),
    ] {
        assert!(reading("page.md", &page(title, labels)).1.roles.is_empty(), "{title}");
    }
}

#[test]
fn advertisements_are_known_by_their_titles() {
    use crate::model::RoleKind;
    let page = |title: &str, text: &str| {
        format!("# {title}\n\n## Aufgaben\n\n- {text}\n\n## Profil\n\n- Berufserfahrung von zwei Jahren\n")
    };
    for title in ["Stellenangebot: Pflegehelfer", "Pflegehelfer (m/w/d)"] {
        let (_, role) = role("stelle.md", &page(title, "Pflegt die Menschen im Haus"));
        assert_eq!((role.name(), role.kind), ("Pflegehelfer", RoleKind::Posting), "{title}");
    }
    // Who writes advertisements need not be sought by one.
    let (_, role) = role("recruiter.md", &page("Recruiter", "Schreibt jede Stellenausschreibung selbst"));
    assert_eq!(role.kind, RoleKind::Framework);
}

#[test]
fn levels_in_lists_that_were_toggles() {
    let open = "# Analyst Path\n\n- **Junior Analyst**\n\n    Writes simple reports with help.\n\n    **Scope**\n\n\
        \x20   - Own tasks only\n- **Senior Analyst**\n\n    Designs models.\n\n    **Scope**\n\n    - The whole team\n";
    let (_, own) = role("analyst.md", open);
    assert_eq!(
        counts(&own),
        [": Junior Analyst=1 Senior Analyst=1", "Scope: Junior Analyst=1 Senior Analyst=1"]
    );
    let flat = "# Nurse Ladder\n\n- **L1 – Nurse**\n- Follows the plan of care\n- Asks for help in time\n\
        - **L2 – Senior Nurse**\n- Writes the plan of care\n";
    assert_eq!(counts(&role("nurse.md", flat).1), [": L1 – Nurse=2 L2 – Senior Nurse=1"]);
    let tier = "# Escalera de cocina\n\n- **Cocinero Junior**\n- Corta las verduras\n- Limpia su puesto\n\
        - **Cocinero Senior**\n- Escribe el menú\n- Enseña a otros\n";
    assert_eq!(levels(&role("cocina.md", tier).1), ["Cocinero Junior", "Cocinero Senior"]);
    // Bold labels that name no levels are sections.
    let labels =
        "# Baker\n\n## Duties\n\n- **Dough**\n- Kneads what was weighed\n- **Oven**\n- Heats it at four\n";
    assert_eq!(counts(&role("baker.md", labels).1), ["Dough: -=1", "Oven: -=1"]);
}

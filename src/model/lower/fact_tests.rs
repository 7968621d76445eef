//! Facts in sentences: which years are asked for, and which are only welcome.

use super::tests::role;
use crate::model::{ExperienceKind, Strength};

/// Months, strength, and whether they are of managing, of the years that a requirement names.
fn years(requirement: &str) -> Vec<(Option<u32>, Strength, bool)> {
    let page = format!("# Head Baker\n\n## Requirements\n\n- {requirement}\n- Works with others every day\n");
    let (_, role) = role("head-baker.md", &page);
    let years = role.experience.iter();
    years.map(|one| (one.min_months, one.strength, one.kind != ExperienceKind::Total)).collect()
}

#[test]
fn of_several_amounts_each_is_judged_by_its_own_words() {
    let (asked, welcome) = (Strength::Required, Strength::Preferred);
    let both =
        |years: u32, more: u32| vec![(Some(years * 12), asked, false), (Some(more * 12), welcome, false)];
    assert_eq!(years("5 years in bakeries, 8+ preferred"), both(5, 8));
    assert_eq!(years("Minimum 5 years of experience with ovens, 3+ years preferred with steam"), both(5, 3));
    assert_eq!(years("Two years of experience are required, five years preferred"), both(2, 5));
    let lead = "Preferred: 5 years of experience with ovens, 3 years of experience with steam";
    assert_eq!(years(lead), [(Some(60), welcome, false), (Some(36), welcome, false)]);
    let part = [(Some(60), asked, false), (Some(24), asked, true)];
    assert_eq!(years("5 years, of which 2 in management"), part);
    assert_eq!(years("5 years of experience, of which 2 in management"), part);
}

#[test]
fn who_has_less_schooling_is_asked_for_the_most() {
    let asked = Strength::Required;
    assert_eq!(years("PhD + 0 yrs, MS + 3 yrs or BS + 5 yrs"), [(Some(60), asked, false)]);
    assert_eq!(years("BS + 5 yrs, MS + 3 yrs, PhD + 0 yrs"), [(Some(60), asked, false)]);
    assert_eq!(years("PhD + 0 yrs"), [(Some(0), asked, false)]);
}

#[test]
fn names_of_levels_tell_years_and_pay() {
    let told = |text: &str| -> Vec<(Option<String>, Option<u32>)> {
        let (_, role) = role("buyer.md", text);
        let level = |at: Option<usize>| at.and_then(|at| role.level(at)).map(crate::model::Level::name);
        let pay: Vec<_> = role.compensation.iter().map(|pay| (level(pay.level), pay.min)).collect();
        assert!(pay.iter().all(|(level, min)| level.is_some() && *min == Some(25000.0)), "{pay:?}");
        role.experience.iter().map(|one| (level(one.level), one.min_months)).collect()
    };
    let page = "# Buyer\n\n## Junior (0-2 years, £25,000–£30,000)\n\n- Places orders\n\n## Senior: 5+ years\n\n- Chooses suppliers\n";
    let junior = Some("Junior (0-2 years, £25,000–£30,000)".to_owned());
    assert_eq!(told(page), [(junior, Some(0)), (Some("Senior: 5+ years".into()), Some(60))]);
    let table = "# Buyer\n\n| Craft | Junior (1-2 years) | Senior (5+ years) |\n|---|---|---|\n| Orders | Places them | Signs them |\n| Stock | Counts it | Plans it |\n";
    let both =
        [(Some("Junior (1-2 years)".to_owned()), Some(12)), (Some("Senior (5+ years)".into()), Some(60))];
    assert_eq!(told(table), both);
}

#[test]
fn labels_of_years_tell_what_stands_behind_them() {
    let text = "# Support Agent\n\n## Level 1\n\nYears: 0-1\n\n- Answers tickets\n\n## Level 2\n\nYears: 2+\n\n- Solves hard tickets\n";
    let months: Vec<_> = role("agent.md", text).1.experience.iter().map(|one| one.min_months).collect();
    assert_eq!(months, [Some(0), Some(24)]);
}

#[test]
fn numbers_of_levels_may_fall_as_people_rise() {
    let page = |rows: &[&str]| {
        let rows: Vec<String> = rows.iter().map(|row| format!("| {row} |\n")).collect();
        format!("# Cuoco\n\n| Livello | Esperienza | Mansioni |\n|---|---|---|\n{}", rows.concat())
    };
    let ranks = |rows: &[&str]| -> Vec<Option<i32>> {
        role("cuoco.md", &page(rows)).1.levels.iter().map(|level| level.rank).collect()
    };
    let falling = ranks(&[
        "6 | 1 anno | Lava le verdure della cucina",
        "5 | 3 anni | Cucina da solo tutti i piatti",
        "4 | 5 anni | Guida la brigata in cucina",
    ]);
    assert!(falling.is_sorted_by(|a, b| a < b), "{falling:?}");
    let rising = ranks(&[
        "4 | 1 anno | Lava le verdure della cucina",
        "5 | 3 anni | Cucina da solo tutti i piatti",
        "6 | 5 anni | Guida la brigata in cucina",
    ]);
    assert!(rising.is_sorted_by(|a, b| a < b), "{rising:?}");
    // One amount that falls is a slip.
    let slip = ranks(&[
        "1 | 1 anno | Lava le verdure della cucina",
        "2 | 5 anni | Cucina da solo tutti i piatti",
        "3 | 3 anni | Guida la brigata in cucina",
    ]);
    assert!(slip.is_sorted_by(|a, b| a < b), "{slip:?}");
}

#[test]
fn each_labeled_line_is_a_fact() {
    let facts = |lines: &str| -> Vec<(Option<u32>, Option<u32>, ExperienceKind)> {
        let page = format!("# Fire Inspector\n\n{lines}\n\n## Duties\n\n- Inspects houses\n");
        let (_, role) = role("inspector.md", &page);
        role.experience.iter().map(|one| (one.min_months, one.max_months, one.kind)).collect()
    };
    let total = |min, max| vec![(Some(min), max, ExperienceKind::Total)];
    for lines in [
        "**Grade:** 5\n**Years of experience:** 3\n**Reports to:** Station Manager",
        "Grade: 5\\\nYears of experience: 3\\\nReports to: Station Manager",
        "**Besoldung:** A 9  \n**Berufserfahrung:** 3 Jahre  \n**Vorgesetzt:** Station Manager",
    ] {
        assert_eq!(facts(lines), total(36, None), "{lines}");
    }
    assert_eq!(facts("**Salary:** £30,000 - £36,000\n**Experience:** 2-4 years"), total(24, Some(48)));
    // A sentence that goes on over lines stays whole.
    assert_eq!(facts("Asks for: at least\nfive years of experience in houses."), total(60, None));
}

#[test]
fn scores_are_no_years() {
    for (heading, rows) in [
        ("Skills", "| Python | 2 | 3 | 4 |\n| Operations | 3 | 2 | 1 |\n"),
        ("Requirements", "| Certificates | 1 | 2 | 3 |\n| Projects led | 0 | 2 | 5+ |\n"),
        ("Anforderungen", "| Zertifikate | 1 | 2 | 3 |\n| Projekte | 0 | 2 | 5 |\n"),
    ] {
        let page = format!(
            "# Data Engineer\n\n## {heading}\n\n| Skill | Junior | Mid | Senior |\n|---|---|---|---|\n{rows}"
        );
        let (_, role) = role("data.md", &page);
        assert!(role.experience.is_empty(), "{heading}: {:?}", role.experience);
        assert_eq!(role.levels.len(), 3);
    }
    let page = "# Baker\n\n## Requirements\n\n| | Junior | Senior |\n|---|---|---|\n| Years of experience | 1 | 5+ |\n| Years | 1-2 years | 5 years |\n";
    let (_, role) = role("baker.md", page);
    assert_eq!(role.experience.len(), 4);
}

#[test]
fn what_is_asked_for_the_next_level_is_no_move() {
    let moves = |said: &str| -> Vec<String> {
        let page = format!("# Cook\n\n## Duties\n\n- Cooks meals for guests\n\n## Next level\n\n- {said}\n");
        let (_, role) = role("cook.md", &page);
        role.moves.iter().map(|one| one.to.value.clone()).collect()
    };
    assert_eq!(moves("Plans a menu"), [""; 0]);
    assert_eq!(moves("Leads the kitchen when the head cook is away"), [""; 0]);
    assert_eq!(moves("Head Cook"), ["Head Cook"]);
    assert_eq!(moves("Sous chef"), ["Sous chef"]);
}

#[test]
fn names_of_levels_in_lists_tell_years() {
    let years = |list: &str| -> Vec<Option<u32>> {
        let (_, role) = role("success.md", &format!("# Customer Success Manager\n\n{list}"));
        assert_eq!(role.levels.len(), 3, "{list}");
        role.experience.iter().map(|one| one.max_months).collect()
    };
    let right = [Some(12), Some(36), Some(72)];
    let items = "- Level 1 (0–1 years)\n  - Trains small customers\n- Level 2 (1–3 years)\n  - Owns customers\n\
         - Level 3 (3–6 years)\n  - Owns the largest customers\n";
    assert_eq!(years(items), right);
    let labels = "- Level 1 (0–1 years): Trains small customers\n- Level 2 (1–3 years): Owns customers\n\
         - Level 3 (3–6 years): Owns the largest customers\n";
    assert_eq!(years(labels), right);
}

#[test]
fn parts_of_years_are_not_all_of_them() {
    let asked = Strength::Required;
    let part = |years: u32, part: u32| vec![(Some(years * 12), asked, false), (Some(part * 12), asked, true)];
    for text in [
        "5+ Jahre, davon 2 Jahre in Führung",
        "5 Jahre, davon 2 Jahre in Führung",
        "5+ Jahre, davon mindestens 2 Jahre in Führung",
        "5+ Jahre Berufserfahrung, davon 2 Jahre in Führung",
        "Mindestens 5 Jahre Erfahrung, davon zwei in leitender Position",
        "5+ Jahre Berufserfahrung, davon 2 Jahre Führungserfahrung",
        "5+ years, including 2 years in management",
    ] {
        assert_eq!(years(text), part(5, 2), "{text}");
    }
    // A part that is of something else than leading people is none of its own.
    for text in [
        "5+ Jahre Berufserfahrung, davon 2 Jahre in Führung von Projekten",
        "5+ Jahre Berufserfahrung, davon 2 Jahre in der Backstube",
        "5+ Jahre, davon 2 Jahre in der Beratung",
    ] {
        assert_eq!(years(text), [(Some(60), asked, false)], "{text}");
    }
    // What lasts so long is no experience.
    let page = "# Baker\n\n## Duties\n\n- Bakes bread\n- Laufzeit: 5 Jahre, davon 2 Jahre fest\n";
    assert!(role("baker.md", page).1.experience.is_empty());
}

#[test]
fn experience_in_front_of_its_least_years() {
    let asked = Strength::Required;
    for (text, months) in [
        ("Experiência mínima de 6 meses", 6),
        ("Experiencia mínima de 2 años", 24),
        ("Experiencia mínima: 2 años", 24),
        ("Esperienza minima di 2 anni", 24),
        ("Mínimo 6 meses de experiencia", 6),
    ] {
        assert_eq!(years(text), [(Some(months), asked, false)], "{text}");
    }
    assert!(years("Estadía mínima de 2 años en el país de la sede central").is_empty());
}

#[test]
fn degrees_that_only_their_field_names() {
    let degrees = |requirement: &str| -> Vec<(&'static str, bool)> {
        let page =
            format!("# Paralegal\n\n## Requirements\n\n- {requirement}\n- Works with others every day\n");
        let (_, role) = role("paralegal.md", &page);
        role.education.iter().map(|one| (one.level, one.equivalent)).collect()
    };
    for text in
        ["Law degree or equivalent experience", "A relevant degree (or equivalent)", "Degree or equivalent"]
    {
        assert_eq!(degrees(text), [("bachelor", true)], "{text}");
    }
    assert_eq!(degrees("Master's degree or equivalent"), [("master", true)]);
    for text in [
        "MS degree or equivalent",
        "Associate degree or equivalent",
        "Two-year degree or equivalent",
        "A high degree of care",
        "Certificate or equivalent",
    ] {
        assert!(degrees(text).iter().all(|(level, _)| *level != "bachelor"), "{text}: {:?}", degrees(text));
    }
}

/// Level, measure, least and most of what pages say of how much somebody is in charge of.
fn charges(text: &str) -> Vec<(Option<usize>, String, Option<f64>, Option<f64>)> {
    let (_, role) = role("page.md", text);
    role.scope.iter().map(|one| (one.level, one.measure.clone(), one.min, one.max)).collect()
}

#[test]
fn labels_of_how_much_somebody_is_in_charge_of() {
    let one = |measure: &str, min, max| vec![(None, measure.to_owned(), min, max)];
    let budget = |min, max| one("budget", min, max);
    for (line, found) in [
        ("Budget: €4m", budget(Some(4e6), Some(4e6))),
        ("Annual budget: $2M–$5M", budget(Some(2e6), Some(5e6))),
        ("Budget: up to £200k a year", budget(None, Some(2e5))),
        ("Budgetverantwortung: 500.000 €", budget(Some(5e5), Some(5e5))),
        ("Direct reports: 4", one("direct-reports", Some(4.0), Some(4.0))),
        ("Direct reports: 5+", one("direct-reports", Some(5.0), None)),
        ("Team size: 3-6", one("team-size", Some(3.0), Some(6.0))),
        ("Team size: 3 to 6 people", one("team-size", Some(3.0), Some(6.0))),
        ("Headcount: at least 20", one("people-total", Some(20.0), None)),
        ("Tamaño del equipo: 3-6 personas", one("team-size", Some(3.0), Some(6.0))),
    ] {
        for page in [
            format!("# Operations Manager\n\n## Scope\n\n- {line}\n\n## Duties\n\n- Plans the shifts\n"),
            format!("# Operations Manager\n\n## Duties\n\n- Plans the shifts\n- {line}\n"),
        ] {
            assert_eq!(charges(&page), found, "{page}");
        }
    }
    // A company, a course and a project have budgets and people as well.
    for heading in ["About us", "Learning", "Perks", "The project"] {
        let duties = "# Operations Manager\n\n## Duties\n\n- Plans the shifts\n";
        let page = format!("{duties}\n## {heading}\n\n- Budget: €4m\n- Team size: 300\n");
        assert_eq!(charges(&page), [], "{heading}");
    }
    for line in [
        "Budget: 4",
        "Budget: see section 4",
        "Training budget: €500",
        "Team size: 3 squads in 2 cities",
        "Direct reports: 4 of them in Leeds",
        "Team size: $4",
        "Team size: 2.5",
        "Team: 3-6",
    ] {
        let page = format!("# Operations Manager\n\n{line}\n\n## Duties\n\n- Plans the shifts\n");
        assert_eq!(charges(&page), [], "{line}");
        assert!(role("page.md", &page).1.compensation.is_empty(), "{line}");
    }
}

#[test]
fn rows_of_how_much_each_level_is_in_charge_of() {
    let page = "# Operations Manager\n\n| | Junior | Senior |\n|---|---|---|\n| Craft | Plans the shifts of one team | Plans the year of all teams |\n\
                | Team size | 3–6 | 10–20 |\n| Budget | €200k | €2m |\n| Direct reports | 0 | 5+ |\n";
    let told = |measure: &str, min, max| (measure.to_owned(), min, max);
    let of = |level| -> Vec<_> {
        let own = charges(page).into_iter().filter(|one| one.0 == Some(level));
        own.map(|(_, measure, min, max)| (measure, min, max)).collect()
    };
    let junior = [
        told("team-size", Some(3.0), Some(6.0)),
        told("budget", Some(2e5), Some(2e5)),
        told("direct-reports", Some(0.0), Some(0.0)),
    ];
    assert_eq!(of(0), junior);
    let senior = [
        told("team-size", Some(10.0), Some(20.0)),
        told("budget", Some(2e6), Some(2e6)),
        told("direct-reports", Some(5.0), None),
    ];
    assert_eq!(of(1), senior);
    assert!(role("page.md", page).1.compensation.is_empty());
}

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

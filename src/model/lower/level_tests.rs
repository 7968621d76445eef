//! The level of a page about one job, in lines, lists, quotes, headings and settings.

use super::tests::{counts, levels, reading, role};

fn page(fact: &str) -> String {
    format!(
        "# Ward Nurse\n\n{fact}\n\n## Responsibilities\n\n- Takes the pulse of patients\n- Plans the shifts\n"
    )
}

fn level(fact: &str) -> Vec<(String, Option<i32>)> {
    let (_, role) = role("nurse.md", &page(fact));
    role.levels.iter().map(|level| (level.label.value.clone(), level.rank)).collect()
}

#[test]
fn one_line_tells_the_level() {
    for (fact, label, rank) in [
        ("- **Team:** Ward\n- **Level:** L4", "L4", Some(40)),
        ("> Level: L4", "L4", Some(40)),
        ("### Level: L4", "L4", Some(40)),
        ("## Level: 3", "3", Some(30)),
        ("**Level: L4**", "L4", Some(40)),
        ("**Level:** 4", "4", Some(40)),
        ("Grade: 5", "5", Some(50)),
        ("Band: 6", "6", Some(60)),
        ("Seniority: Senior", "Senior", Some(30)),
        ("Livello: 4", "4", Some(40)),
        ("Échelon : 3", "3", Some(30)),
        ("Salarisschaal: 9\nLocatie: Utrecht", "9", Some(90)),
        ("| | |\n|---|---|\n| Grade | 5 |\n| Team | Ward |", "5", Some(50)),
    ] {
        let found = level(fact);
        assert_eq!(found.iter().map(|(label, _)| label.as_str()).collect::<Vec<_>>(), [label], "{fact}");
        if rank != Some(30) || label != "Senior" {
            assert_eq!(found[0].1, rank, "{fact}");
        }
    }
    let (_, lettered) = role("nurse.md", &page("Grade: B"));
    assert_eq!(levels(&lettered), ["B"]);
    let (_, civil) = role("nurse.md", &format!("---\ntitle: Ward Nurse\ngrade: SEO\n---\n\n{}", page("")));
    assert_eq!(levels(&civil), ["SEO"]);
}

#[test]
fn several_facts_of_one_line() {
    for fact in [
        "**Track:** IC · **Level:** L4",
        "Track: IC | Level: L4",
        "Track: IC, Level: L4",
        "Level: L4 • Track: IC",
    ] {
        let (_, role) = role("nurse.md", &page(fact));
        let track = role.track.as_ref().map(|track| track.value.as_str());
        assert_eq!((levels(&role), track), (vec!["L4".to_owned()], Some("IC")), "{fact}");
    }
    let (_, role) = role("nurse.md", &page("Track: Nursing, wards and homes"));
    assert_eq!(role.track.as_ref().map(|track| track.value.as_str()), Some("Nursing, wards and homes"));
}

#[test]
fn what_else_has_a_number_is_no_level() {
    for fact in [
        "Floor: 4",
        "Level of detail: 3",
        "Grade: 95%",
        "Grade: passed",
        "Level: all levels",
        "- Beds: 4\n- Band: a loud one",
        "Grades: 3 to 5",
        "Level: 2024",
    ] {
        assert_eq!(level(fact), [], "{fact}");
    }
}

#[test]
fn grades_of_pay_yield_to_the_level_of_the_page() {
    for page in [
        "---\nlevel: L3\n---\n\n# Data Engineer\n\nGrade: 5\n\n## Duties\n\n- Builds pipelines for others\n",
        "# Data Engineer (L3)\n\nBand: 7\n\n## Duties\n\n- Builds pipelines for others\n",
    ] {
        let (_, role) = role("data.md", page);
        assert_eq!(levels(&role), ["L3"], "{page}");
    }
    let page = "# Senior Data Engineer\n\nSalary grade: 5\n\n## Duties\n\n- Builds pipelines for others\n";
    assert_eq!(levels(&role("data.md", page).1), [""; 0]);
}

#[test]
fn columns_that_explain_rows_are_no_levels() {
    for header in ["Question", "KPI", "Guiding question", "Principle", "Frage", "Type", "Frequency"] {
        let page = format!(
            "# Tester\n\n| Area | {header} | Junior | Senior |\n|---|---|---|---|\n\
             | Tests | How much is tested here | Writes tests for parts | Plans tests for all |\n\
             | Talks | Who is told of slips | Tells the team of slips | Tells the house of slips |\n"
        );
        assert_eq!(levels(&role("tester.md", &page).1), ["Junior", "Senior"], "{header}");
    }
}

#[test]
fn two_words_say_what_somebody_does() {
    let table = |name: &str, low: &str, high: &str| {
        format!(
            "## {name}\n\n| Level | What we expect |\n|---|---|\n| Junior | {low} |\n| Senior | {high} |\n\n"
        )
    };
    let two = table("Pipetting", "Pipettes with help", "Trains others")
        + &table("Quality", "Follows checklists", "Writes checklists");
    let (_, page) = role("lab.md", &format!("# Lab technician\n\n{two}"));
    assert_eq!(counts(&page), ["Pipetting: Junior=1 Senior=1", "Quality: Junior=1 Senior=1"]);
    let sheet = "Nursing ladder,,\nCompetency,Junior Nurse,Senior Nurse\nWashing,Washes patients,Teaches washing\nFeeding,Feeds \
                 patients,Plans diets\n";
    let (_, sheet) = role("nursing.csv", sheet);
    assert_eq!(
        counts(&sheet),
        ["Washing: Junior Nurse=1 Senior Nurse=1", "Feeding: Junior Nurse=1 Senior Nurse=1"]
    );
    // Names of two words are no expectations.
    let named = table("Rooms", "Blue room", "Green room") + &table("Badges", "Paper badge", "Metal badge");
    assert!(reading("lab.md", &format!("# Lab technician\n\n{named}")).1.roles.is_empty());
}

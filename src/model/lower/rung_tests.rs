//! Levels that are known by what stands beside them, on pages with and without a title.

use super::tests::{counts, levels, reading, role};

/// A page whose headings hold two items each.
fn page(head: &str, labels: &[&str]) -> String {
    let below = |label: &&str| format!("## {label}\n\n- Cuts the wood\n- Cleans the shop\n\n");
    format!("{head}{}", labels.iter().map(below).collect::<String>())
}

fn title(role: &crate::model::Role) -> Option<&str> {
    role.title.as_ref().map(|title| title.value.as_str())
}

#[test]
fn a_page_without_a_main_heading_keeps_its_first_level() {
    let labels = ["Junior Joiner", "Joiner", "Senior Joiner"];
    for (head, said) in [
        ("---\ntitle: Titles of the workshop\n---\n\n", "Titles of the workshop"),
        (
            "---\ntitle: Titles of the workshop\n---\n\nThis is how we call one another.\n\n",
            "Titles of the workshop",
        ),
        ("", "Workshop"),
        ("Titles of the workshop\n\n", "Titles of the workshop"),
    ] {
        let (_, role) = role("workshop.md", &page(head, &labels));
        assert_eq!(levels(&role), labels, "{head}");
        assert_eq!(counts(&role), [": Junior Joiner=2 Joiner=2 Senior Joiner=2"], "{head}");
        assert_eq!(title(&role), Some(said));
    }
    let below = page("", &labels[..2]).replace("- Cuts", "### Skills\n\n- Cuts");
    assert_eq!(counts(&role("workshop.md", &below).1), ["Skills: Junior Joiner=2 Joiner=2"]);
    let bold =
        page("", &labels).replace("## Junior Joiner", "**Junior Joiner**").replace("## Joiner", "**Joiner**");
    let (_, role) = role("workshop.md", &bold.replace("## Senior Joiner", "**Senior Joiner**"));
    assert_eq!(levels(&role), labels);
}

#[test]
fn remarks_beside_levels_without_a_main_heading() {
    let labels = ["Junior Joiner", "Joiner", "Senior Joiner", "How we use this page"];
    let (_, role) = role("workshop.md", &page("---\ntitle: Titles\n---\n\n", &labels));
    assert_eq!((levels(&role).len(), title(&role)), (3, Some("Titles")));
}

#[test]
fn a_sentence_below_a_level_is_no_title_of_the_page() {
    let text = "## Junior Joiner\n\nA Junior Joiner is new to the shop.\n\n## Joiner\n\nA Joiner works alone all day.\n\n\
        ## Senior Joiner\n\nA Senior Joiner leads the shop.\n";
    let (_, role) = role("titles.md", text);
    assert_eq!((levels(&role).len(), title(&role)), (3, Some("Titles")));
}

#[test]
fn a_page_about_one_job_without_a_main_heading() {
    let text = "## Senior Joiner\n\n- Leads the shop\n\n## Responsibilities\n\n- Builds stairs\n\n## Skills\n\n- Reads plans\n";
    let (_, role) = role("shop.md", text);
    assert_eq!((levels(&role).len(), title(&role)), (0, Some("Senior Joiner")));
}

#[test]
fn jobs_that_nobody_knows_are_levels_beside_one_another() {
    let labels =
        ["Junior Yard Reeve", "Yard Reeve", "Senior Yard Reeve", "Lead Yard Reeve", "Principal Yard Reeve"];
    for head in ["# Titles of the yard\n\n", "---\ntitle: Titles of the yard\n---\n\n"] {
        let (_, role) = role("yard.md", &page(head, &labels));
        assert_eq!(
            (levels(&role), title(&role)),
            (labels.map(str::to_owned).to_vec(), Some("Titles of the yard"))
        );
        let ranks: Vec<Option<i32>> = role.levels.iter().map(|level| level.rank).collect();
        assert!(ranks.iter().all(Option::is_some) && ranks.is_sorted(), "{ranks:?}");
    }
    let others = ["Staff Meetings", "Meetings", "Lead Time", "Cycle Time"];
    let (_, reading) = reading("yard.md", &page("# How the yard works\n\n", &others));
    assert!(reading.roles.is_empty());
}

#[test]
fn codes_in_brackets_that_nobody_knows() {
    let text = "# Care path\n\n**Associate (KC1)**\n\n- Answers letters every day\n\n**Manager (KC2)**\n\n- Owns the accounts\n";
    let (_, role) = role("path.md", text);
    let codes: Vec<Option<&str>> = role.levels.iter().map(|level| level.code.as_deref()).collect();
    assert_eq!(codes, [Some("KC1"), Some("KC2")]);
}

#[test]
fn what_stands_around_levels_without_a_main_heading_is_no_title() {
    for (labels, said) in [
        (&["Junior Joiner", "Joiner", "Senior Joiner", "Appendix"][..], "Workshop"),
        (&["Overview", "Joiner 1", "Joiner 2", "Senior Joiner"], "Workshop"),
        (&["Careers of the workshop", "Joiner 1", "Joiner 2", "Senior Joiner"], "Careers of the workshop"),
        (
            &["Joiner", "Senior Joiner", "Principal Joiner", "Joinery Manager", "Director of Joinery"],
            "Workshop",
        ),
    ] {
        let (_, role) = role("workshop.md", &page("", labels));
        assert_eq!((levels(&role).len() > 2, title(&role)), (true, Some(said)), "{labels:?}");
    }
    let text = "Junior Joiner\n-------------\n\n- Saws\n\nSenior Joiner\n-------------\n\n- Leads\n";
    assert_eq!(levels(&role("workshop.md", text).1), ["Junior Joiner", "Senior Joiner"]);
    let bold = "**Junior Joiner**\n\n**Skills**\n\n- Saws\n\n**Senior Joiner**\n\n**Skills**\n\n- Leads\n";
    assert_eq!(levels(&role("workshop.md", bold).1), ["Junior Joiner", "Senior Joiner"]);
}

#[test]
fn levels_in_lists_of_jobs_that_nobody_knows() {
    let text = "# Ladder\n\n- **Junior Reeve**: Counts the sheep with the help of others\n- **Reeve**: Counts the sheep alone\n\
        - **Senior Reeve**: Leads those who count the sheep\n";
    assert_eq!(levels(&role("ladder.md", text).1), ["Junior Reeve", "Reeve", "Senior Reeve"]);
    let text = page("# Sales\n\n", &["SDR", "Senior SDR", "AE", "Senior AE", "Sales Lead"]);
    assert_eq!(levels(&role("sales.md", &text).1).len(), 5);
}

#[test]
fn what_a_level_asks_for_may_stand_behind_its_name() {
    for labels in [
        ["Junior (0-2 years)", "Mid-level (2–5 yrs)", "Senior: 5+ years"],
        ["Junior ($50k – $60k)", "Middle ($60k – $80k)", "Senior ($80k+)"],
        ["Junior (0 à 2 ans)", "Confirmé (2 à 5 ans)", "Senior - 5 ans"],
        ["Junior Joiner (0-2 years)", "Joiner (2-5 years)", "Senior Joiner (5+ years)"],
    ] {
        let (_, role) = role("joiner.md", &page("# Joiner\n\n", &labels));
        assert_eq!(levels(&role), labels);
        let ranks: Vec<i32> = role.levels.iter().filter_map(|level| level.rank).collect();
        assert_eq!(ranks.len(), 3, "{labels:?}: {ranks:?}");
        assert!(ranks.is_sorted() && ranks.first() != ranks.last(), "{labels:?}: {ranks:?}");
    }
    // Headings of a posting are none.
    let (_, role) =
        role("joiner.md", &page("# Joiner\n\n", &["Duties", "Requirements: 5+ years", "Pay ($50k)"]));
    assert_eq!(levels(&role), [""; 0]);
}

#[test]
fn one_job_through_codes_of_several_tracks() {
    let table = |pay: [u32; 4]| {
        let [a, b, c, d] = pay;
        format!(
            "# Grades\n\n| Track | Grade | Min Salary | Max Salary |\n|---|---|---|---|\n\
             | Cook | S1 | {a} | {b} |\n| Cook | S2 | {b} | {c} |\n| Cook | M1 | {c} | {d} |\n\
             | Waiter | S1 | 28000 | 33000 |\n| Waiter | S2 | 33000 | 39000 |\n"
        )
    };
    let ranks = |page: &str| -> Vec<Vec<Option<i32>>> {
        let roles = reading("grades.md", page).1.roles;
        roles.iter().map(|role| role.levels.iter().map(|level| level.rank).collect()).collect()
    };
    let plain = vec![Some(10), Some(20)];
    assert_eq!(
        ranks(&table([30000, 36000, 42000, 50000])),
        [vec![Some(10), Some(20), Some(30)], plain.clone()]
    );
    // Where pay does not say so, the tracks stand beside each other.
    assert_eq!(ranks(&table([36000, 40000, 36000, 50000])), [vec![Some(10), Some(20), Some(10)], plain]);
}

/// A page with bold lines above a sentence each.
fn bold_page(head: &str, labels: &[&str]) -> String {
    let below = |label: &&str| format!("**{label}**\n\nCuts the wood that the shop needs.\n\n");
    format!("# {head}\n\n{}", labels.iter().map(below).collect::<String>())
}

#[test]
fn a_bold_line_between_levels_is_the_level_that_they_are_beside() {
    let labels = ["Junior Physiotherapist", "Physiotherapist", "Senior Physiotherapist"];
    for head in ["Physiotherapist", "Careers in the practice"] {
        let (_, role) = role("practice.md", &bold_page(head, &labels));
        assert_eq!(levels(&role), labels, "{head}");
        let all = [": Junior Physiotherapist=1 Physiotherapist=1 Senior Physiotherapist=1"];
        assert_eq!(counts(&role), all, "{head}");
    }
    // With a list below each sentence as well.
    let listed = bold_page("Physiotherapist", &labels).replace("needs.\n", "needs.\n\n- Cleans the shop\n");
    let (_, role) = role("practice.md", &listed);
    assert_eq!(levels(&role), labels);
    assert!(role.sections.iter().all(|section| section.label.is_none()));
}

#[test]
fn bold_lines_that_head_sections_of_levels_are_none() {
    let text = "# Practice\n\n**Junior Physiotherapist**\n\n**Physiotherapy**\n\n- Cuts the wood\n\n**Skills**\n\n\
        - Cleans the shop\n\n**Senior Physiotherapist**\n\n**Physiotherapy**\n\n- Leads the shop\n\n**Skills**\n\n\
        - Plans the shop\n";
    let (_, role) = role("practice.md", text);
    assert_eq!(levels(&role), ["Junior Physiotherapist", "Senior Physiotherapist"]);
    assert_eq!(
        counts(&role),
        [
            "Physiotherapy: Junior Physiotherapist=1 Senior Physiotherapist=1",
            "Skills: Junior Physiotherapist=1 Senior Physiotherapist=1"
        ]
    );
}

#[test]
fn plain_lines_of_one_series_are_levels_however_each_looks() {
    let short = "Picks orders with a scanner.";
    let long = "Packs the orders of all customers and weighs each parcel before it leaves the house.";
    for head in
        ["WAREHOUSE CAREER LADDER\n\n", "Warehouse ladder\n", "Warehouse ladder\n\nHow people grow.\n\n"]
    {
        for texts in [[short, short, short], [short, long, short], [long, short, long], [long, short, short]]
        {
            for labels in
                [["Level 1 - Picker", "Level 2 - Packer", "Level 3 - Team Leader"], ["L1", "L2", "L3"]]
            {
                let below = labels.iter().zip(texts).map(|(label, text)| format!("{label}\n{text}\n\n"));
                let page = format!("{head}{}", below.collect::<String>());
                assert_eq!(reading("warehouse.txt", &page).1.roles.len(), 1, "{page}");
                let (_, role) = role("warehouse.txt", &page);
                assert_eq!(levels(&role), labels, "{page}");
                let [a, b, c] = labels;
                assert_eq!(counts(&role), [format!(": {a}=1 {b}=1 {c}=1")], "{page}");
            }
        }
    }
}

#[test]
fn plain_headings_beside_lines_of_another_series_stay_sections() {
    let sentence = "Picks the orders of all customers and weighs each parcel before it leaves the house.";
    let page = format!(
        "Warehouse ladder\n\nBand 9\n{sentence}\n\nLevel 1 - Picker\nPicks.\n\nLevel 2 - Packer\nPacks.\n\n"
    );
    assert!(!levels(&role("warehouse.txt", &page).1).contains(&"Band 9".to_owned()));
    // A title that counts, and one line of its series.
    let text = format!("Level 2 Technician\n\n{sentence}\n\nLevel 3\nHelps when asked.\n");
    let (_, found) = reading("it.txt", &text);
    assert!(found.roles.iter().all(|role| role.levels.is_empty()));
}

//! Pay in tables whose columns are the ends of bands, and its periods.

use super::tests::role;

fn pay(text: &str) -> Vec<(Option<f64>, Option<f64>, Option<&'static str>)> {
    let (_, role) = role("page.md", text);
    role.compensation.iter().map(|pay| (pay.min, pay.max, pay.period)).collect()
}

fn page(rest: &str) -> String {
    format!("# Plumber\n\n## Duties\n\n- Fits pipes in homes\n- Tests what was fitted\n\n{rest}\n")
}

#[test]
fn bands_of_regions_are_one_each() {
    let ranges = [(Some(28e3), Some(33e3), None), (Some(31e3), Some(37e3), None)];
    for table in [
        "| Region | Min | Max |\n|---|---|---|\n| North | £28,000 | £33,000 |\n| South | £31,000 | £37,000 |",
        "| City | Lowest | Mid | Highest |\n|---|---|---|---|\n| Leeds | £28,000 | £30,000 | £33,000 |\n| York | £31,000 | £34,000 | £37,000 |",
    ] {
        assert_eq!(pay(&page(&format!("## Salary\n\n{table}"))), ranges, "{table}");
    }
    // Amounts without ends stay what they are.
    let steps = "## Salary\n\n| Region | Amount |\n|---|---|\n| North | £28,000 |\n| South | £31,000 |";
    assert_eq!(pay(&page(steps)).len(), 2);
}

#[test]
fn the_middle_of_a_band_is_no_pay_of_its_own() {
    let text = "# Pay bands\n\n| Level | Band | Min | Mid | Max |\n|---|---|---|---|---|\n| L1 | A | £28,000 | £31,000 | £34,000 |\n\
                | L2 | B | £34,000 | £38,500 | £43,000 |\n| L3 | C | £43,000 | £50,000 | £57,000 |\n";
    assert_eq!(
        pay(text),
        [(Some(28e3), Some(34e3), None), (Some(34e3), Some(43e3), None), (Some(43e3), Some(57e3), None)]
    );
}

#[test]
fn periods_behind_a_stroke() {
    let zh = |pay: &str| format!("# 保安\n\n## 职责\n\n- 负责园区的安全巡逻\n\n## 薪资\n\n{pay}\n");
    assert_eq!(pay(&zh("20k-30k/月")), [(Some(20e3), Some(30e3), Some("month"))]);
    assert_eq!(pay(&zh("20k-30k")), [(Some(20e3), Some(30e3), None)]);
}

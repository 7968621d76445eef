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

#[test]
fn an_upper_end_alone_is_no_lower_end() {
    let salary = |text: &str| pay(&page(&format!("## Salary\n\n{text}")));
    for text in ["bis zu 100.000 €", "up to €100,000", "hasta 100.000 €"] {
        assert_eq!(salary(text), [(None, Some(1e5), None)], "{text}");
    }
    for text in ["90.000 € bis 100.000 €", "von 90.000 € bis 100.000 €", "90.000 bis 100.000 €"] {
        assert_eq!(salary(text), [(Some(9e4), Some(1e5), None)], "{text}");
    }
}

#[test]
fn small_amounts_with_cents_and_amounts_that_name_their_currency_once() {
    let salary = |text: &str| pay(&page(&format!("## Salary\n\n{text}")));
    assert_eq!(salary("Hiring Range: $29.51 – $34.96."), [(Some(29.51), Some(34.96), None)]);
    assert_eq!(salary("$29.51 – $34.96"), [(Some(29.51), Some(34.96), None)]);
    for text in
        ["Parking: $5.00 – $8.00", "Lunch for $12.50 – $15.00", "Bonus of 3–5%", "$3 – $5", "1.5 – 2.5"]
    {
        assert_eq!(salary(text), [], "{text}");
    }
    assert_eq!(pay(&page("## 年収\n\n300万〜400万円")), [(Some(3e6), Some(4e6), Some("year"))]);
    assert_eq!(salary("$300m – $400m"), []);
    let rows =
        "| Item | Amount |\n|---|---|\n| Parking | $12.50 – $15.00 |\n| Hourly pay | $29.51 – $34.96 |";
    assert_eq!(salary(rows), [(Some(29.51), Some(34.96), Some("hour"))]);
}

#[test]
fn words_for_pay_tell_its_period() {
    let year = [(Some(65e3), Some(75e3), Some("year"))];
    for text in [
        "65.000–75.000 € Jahresgehalt",
        "Jahresgehalt: 65.000–75.000 €",
        "Bruttojahresgehalt von 65.000 bis 75.000 €",
        "65.000–75.000 € im Jahr",
    ] {
        assert_eq!(pay(&page(&format!("## Gehalt\n\n{text}"))), year, "{text}");
    }
    assert_eq!(
        pay(&page("## Gehalt\n\n3.500 € Monatsgehalt")),
        [(Some(3500.0), Some(3500.0), Some("month"))]
    );
    assert_eq!(pay(&page("## Gehalt\n\n65.000–75.000 €")), [(Some(65e3), Some(75e3), None)]);
}

#[test]
fn currencies_in_a_column_of_their_own() {
    let told = |table: &str| -> Vec<(Option<f64>, Option<String>)> {
        let (_, role) = role("page.md", &page(&format!("## Pay\n\n{table}")));
        role.compensation.iter().map(|pay| (pay.min, pay.currency.clone())).collect()
    };
    let (gbp, eur) = (Some("GBP".to_owned()), Some("EUR".to_owned()));
    let levels = "| Level | Min Salary | Max Salary | Currency |\n|---|---|---|---|\n\
                  | Junior | 28,000 | 32,000 | GBP |\n| Senior | 33,000 | 39,000 | EUR |";
    assert_eq!(told(levels), [(Some(28e3), gbp.clone()), (Some(33e3), eur.clone())]);
    let regions = levels.replace("Level", "Region").replace("Junior", "North").replace("Senior", "South");
    assert_eq!(told(&regions), [(Some(28e3), gbp.clone()), (Some(33e3), eur)]);
    // What the cell says itself stays, and a column of other words tells none.
    let own = levels.replace("28,000", "$28,000").replace("32,000", "$32,000").replace("EUR", "local");
    assert_eq!(told(&own), [(Some(28e3), Some("$".to_owned())), (Some(33e3), None)]);
    assert_eq!(told(&levels.replace("Currency", "Office"))[0], (Some(28e3), None));
}

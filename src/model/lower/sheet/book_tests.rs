//! Workbooks of several sheets, and the titles of sheets.

use std::io::Write as _;

use super::tests::shape;
use super::*;
use crate::text::FileId;

type Rows<'r> = &'r [&'r [&'r str]];

/// The parts of a workbook with these sheets.
fn workbook(sheets: &[(&str, Rows<'_>)]) -> Vec<u8> {
    let (mut names, mut links) = (String::new(), String::new());
    let mut parts = vec![];
    for (n, (name, rows)) in sheets.iter().enumerate() {
        names += &format!(r#"<sheet name="{name}" r:id="r{n}"/>"#);
        links += &format!(r#"<Relationship Id="r{n}" Type="t/worksheet" Target="s{n}.xml"/>"#);
        let mut xml = String::new();
        for (row, cells) in rows.iter().enumerate() {
            let cell = |(column, text): (usize, &&str)| {
                let letter = char::from(b'A' + u8::try_from(column).unwrap());
                (!text.is_empty()).then(|| format!(r#"<c r="{letter}{}" t="str"><v>{text}</v></c>"#, row + 1))
            };
            let cells: String = cells.iter().enumerate().filter_map(cell).collect();
            xml += &format!(r#"<row r="{}">{cells}</row>"#, row + 1);
        }
        parts.push((format!("xl/s{n}.xml"), format!("<worksheet><sheetData>{xml}</sheetData></worksheet>")));
    }
    let book = format!(r#"<workbook xmlns:r="r"><sheets>{names}</sheets></workbook>"#);
    parts.push(("xl/workbook.xml".to_owned(), book));
    parts.push(("xl/_rels/workbook.xml.rels".to_owned(), format!("<Relationships>{links}</Relationships>")));
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(vec![]));
    for (name, content) in parts {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn read(name: &str, sheets: &[(&str, Rows<'_>)]) -> Vec<Role> {
    let file = crate::syntax::read_source(FileId(0), name, None, &workbook(sheets));
    let document = crate::syntax::parse(&file).unwrap();
    super::super::lower(&file, &document, None).roles
}

const OVEN: Rows<'_> = &[
    &["Competency", "Junior", "Senior"],
    &["Bread", "Bakes what others have planned", "Plans the bread of a whole week"],
    &["Heat", "Watches the ovens of one shift", "Knows every oven that we have"],
];
const SHOP: Rows<'_> = &[
    &["Competency", "Junior", "Senior"],
    &["Guests", "Greets everybody who comes in", "Settles what guests complain about"],
    &["Till", "Counts the till each evening", "Finds out why a till is wrong"],
];

#[test]
fn sheets_of_fields_or_of_ladders_apart_are_roles() {
    let oven = "[Junior, Senior] Bread 2, Heat 2";
    let shop = "[Junior, Senior] Guests 2, Till 2";
    let note: Rows<'_> =
        &[&["How to read this workbook"], &["Find the sheet of your team and talk about it"]];
    let fields = read("all.xlsx", &[("Read me", note), ("Operations", OVEN), ("Sales", SHOP)]);
    assert_eq!(shape(&fields), [format!("Operations {oven}"), format!("Sales {shop}")]);
    // What any job is about has no ladder of its own.
    let topics = read("baker.xlsx", &[("Craft", OVEN), ("Communication", SHOP)]);
    assert_eq!(shape(&topics), ["Baker [Junior, Senior] Bread 2, Heat 2, Guests 2, Till 2"]);
    let heads: Rows<'_> = &[
        &["Competency", "M1", "M2"],
        &["People", "Talks with each of them weekly", "Teaches others how to lead"],
        &["Plans", "Plans the shifts of a week", "Plans the shops of a town"],
    ];
    let tracks = read("bakery.xlsx", &[("Bakers", OVEN), ("Heads", heads)]);
    assert_eq!(shape(&tracks), [format!("Bakers {oven}"), "Heads [M1, M2] People 2, Plans 2".to_owned()]);
}

#[test]
fn sheets_may_be_levels_and_unnamed_ones_have_titles() {
    let level = |bread: &'static str, heat: &'static str| -> Vec<Vec<&'static str>> {
        vec![vec!["Area", "Expectation"], vec!["Bread", bread], vec!["Heat", heat]]
    };
    let (low, high) = (
        level("Bakes what others have planned", "Watches the ovens of one shift"),
        level("Plans the bread of a whole week", "Knows every oven that we have"),
    );
    let low: Vec<&[&str]> = low.iter().map(Vec::as_slice).collect();
    let high: Vec<&[&str]> = high.iter().map(Vec::as_slice).collect();
    let levels = read("ladder.xlsx", &[("Junior Baker", &low), ("Senior Baker", &high)]);
    assert_eq!(shape(&levels), ["Ladder [Junior Baker, Senior Baker] Bread 2, Heat 2"]);

    let under = |title: &'static str, rows: Rows<'static>| -> Vec<&'static [&'static str]> {
        let title: &'static [&'static str] = Box::leak(Box::new(["", title]));
        [title].into_iter().chain(rows.iter().copied()).collect()
    };
    let (first, second) = (under("Head Baker", OVEN), under("Shop Manager", SHOP));
    let named = read("book.xlsx", &[("Sheet1", &first), ("Sheet2", &second)]);
    let titles: Vec<&str> = named.iter().map(Role::name).collect();
    assert_eq!(titles, ["Head Baker", "Shop Manager"]);
}

#[test]
fn sheets_of_pay_are_levels_with_their_pay() {
    let pay = |rows: Rows<'_>| -> Vec<(Option<f64>, Option<f64>)> {
        read("pay.xlsx", &[("Bands", rows)])
            .iter()
            .flat_map(|role| &role.compensation)
            .map(|pay| (pay.min, pay.max))
            .collect()
    };
    let bands = [(Some(4e4), Some(5e4)), (Some(5e4), Some(65e3))];
    assert_eq!(pay(&[&["Level", "Min", "Max"], &["L1", "40000", "50000"], &["L2", "50000", "65000"]]), bands);
    assert_eq!(pay(&[&["", "L1", "L2"], &["Min", "40000", "50000"], &["Max", "50000", "65000"]]), bands);
    // Marks at a school.
    assert_eq!(pay(&[&["Grade", "Min", "Max"], &["A", "90", "100"], &["B", "80", "90"]]), []);
    let survey: Rows<'_> = &[
        &["Level", "Years", "People"],
        &["Junior", "0-2", "12"],
        &["Senior", "5-9", "8"],
        &["Junior", "1-2", "4"],
        &["Senior", "6-9", "2"],
    ];
    assert_eq!(shape(&read("survey.xlsx", &[("Answers", survey)])), [""; 0]);
}

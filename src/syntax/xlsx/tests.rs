//! What workbooks say, where it stands, and what is kept out.

use std::io::Write;

use proptest::prelude::*;
use zip::write::SimpleFileOptions;

use super::*;
use crate::syntax::{Visit, read_source, soundness};
use crate::text::FileId;

/// A workbook of these parts.
fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(vec![]));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const LINKS: &str = r#"<Relationships>
  <Relationship Id="r1" Type="x/worksheet" Target="worksheets/one.xml"/>
  <Relationship Id="r2" Type="x/worksheet" Target="/xl/worksheets/two.xml"/>
  <Relationship Id="r3" Type="x/sharedStrings" Target="sharedStrings.xml"/>
  <Relationship Id="r4" Type="x/styles" Target="./styles.xml"/></Relationships>"#;
const BOOK: &str = r#"<workbook xmlns:r="r"><sheets><sheet name="Skills &amp; pay" r:id="r1"/><sheet name="Old" state="hidden" r:id="r2"/></sheets></workbook>"#;
const STRINGS: &str = r#"<sst><si><t>Level</t></si><si><r><t xml:space="preserve">Owns </t></r><r><t>a team_x000D_
- and its é plan</t></r><rPh><t>no</t></rPh></si><si><t> </t></si></sst>"#;
const STYLES: &str = r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="&quot;$&quot;#,##0"/></numFmts>
  <fonts><font/><font><b/></font></fonts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>
  <cellXfs><xf numFmtId="0" fontId="0"/><xf numFmtId="164" fontId="1"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;

fn workbook(sheet: &str) -> Vec<u8> {
    package(&[
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", LINKS),
        ("xl/sharedStrings.xml", STRINGS),
        ("xl/styles.xml", STYLES),
        ("xl/worksheets/one.xml", sheet),
        ("xl/worksheets/two.xml", "<worksheet/>"),
    ])
}

fn open(bytes: &[u8]) -> (SourceFile, Document) {
    let file = read_source(FileId(0), "a.XLSX", None, bytes);
    let document = crate::syntax::parse(&file).expect("a document");
    soundness::check(&file, &document);
    (file, document)
}

/// Cells that say something: name, text, columns and rows.
fn cells(file: &SourceFile, document: &Document) -> Vec<(String, String, u16, u16)> {
    let mut found = vec![];
    document.visit(&mut |visit| {
        if let Visit::Cell(cell) = visit
            && !cell.inner.is_empty()
        {
            let name = file.cell_at(cell.inner.start).unwrap();
            found.push((name, file.slice(cell.inner).to_owned(), cell.columns, cell.rows));
        }
    });
    found
}

fn limit_of(bytes: &[u8]) -> String {
    let (_, document) = open(bytes);
    assert!(document.blocks().is_empty());
    let [problem] = document.problems.as_slice() else { panic!("{:?}", document.problems) };
    assert_eq!(problem.kind, ProblemKind::Limit);
    problem.message.clone()
}

#[test]
fn cells_say_what_the_sheet_shows() {
    let (file, document) = open(&workbook(
        r#"<x:worksheet xmlns:x="m"><x:dimension ref="A1:XFD99999"/><x:sheetData>
        <x:row r="2"><x:c r="B2" s="1" t="s"><x:v>0</x:v></x:c><x:c r="D2" t="inlineStr"><x:is><x:t>P &#x26; L</x:t></x:is></x:c></x:row>
        <x:row r="5"><x:c r="B5" t="s"><x:v>1</x:v></x:c><x:c><x:f>1+1</x:f><x:v>2</x:v></x:c><x:c r="D5" s="1"><x:v>95000</x:v></x:c></x:row>
        <x:row><x:c r="B6" t="s"><x:v>2</x:v></x:c><x:c r="C6" t="e"><x:v>#REF!</x:v></x:c><x:c s="2"><x:v>46143</x:v></x:c><x:c r="F6" t="s"><x:v>99</x:v></x:c></x:row>
        </x:sheetData></x:worksheet>"#,
    ));
    let cell = |name: &str, text: &str| (format!("'Skills & pay'!{name}"), text.to_owned(), 1, 1);
    assert_eq!(
        cells(&file, &document),
        [
            cell("B2", "Level"),
            cell("D2", "P & L"),
            cell("B5", "Owns a team\n- and its é plan"),
            cell("C5", "2"),
            cell("D5", "$95,000"),
            cell("C6", "#REF!"),
            cell("D6", "2026-05-01"),
        ]
    );
    let [Block::Heading(heading), Block::Table(table)] = document.blocks() else { panic!() };
    assert_eq!((heading.text.plain.as_str(), heading.mark), ("Skills & pay", HeadingMark::Sheet));
    assert_eq!(
        table.rows.iter().map(|row| (row.header, row.cells.len())).collect::<Vec<_>>(),
        [(true, 3), (false, 3), (false, 3)]
    );
    assert!(table.rows[0].cells[0].emphasized && !table.rows[0].cells[1].emphasized);
    assert_eq!(file.cell_at(table.rows[0].cells[1].inner.start).unwrap(), "'Skills & pay'!C2");
    assert!(!file.is_writable_text());
    let [hidden] = document.problems.as_slice() else { panic!("{:?}", document.problems) };
    assert_eq!(hidden.kind, ProblemKind::Skipped);
    assert!(hidden.message.contains("“Old”"), "{}", hidden.message);
}

#[test]
fn merged_cells_cover_their_range() {
    let cell = |place: &str| format!(r#"<c r="{place}" t="str"><v>{place}</v></c>"#);
    let row = |places: &[&str]| {
        format!("<row>{}</row>", places.iter().map(|place| cell(place)).collect::<String>())
    };
    let sheet = format!(
        r#"<worksheet><sheetData>{}{}{}</sheetData><mergeCells><mergeCell ref="A1:XFD1"/><mergeCell ref="A2:A900"/>
        <mergeCell ref="B3:C3"/><mergeCell ref="Z1:AB1"/><mergeCell ref="C2:A1"/><mergeCell ref="junk"/></mergeCells></worksheet>"#,
        row(&["A1"]),
        row(&["A2", "B2", "C2"]),
        row(&["B3", "C4", "D7"]),
    );
    let (file, document) = open(&workbook(&sheet));
    let found: Vec<_> = cells(&file, &document)
        .into_iter()
        .map(|(name, _, columns, rows)| (name.rsplit_once('!').unwrap().1.to_owned(), columns, rows))
        .collect();
    let expected =
        [("A1", 4, 1), ("A2", 1, 4), ("B2", 1, 1), ("C2", 1, 1), ("B3", 2, 1), ("C4", 1, 1), ("D7", 1, 1)];
    assert_eq!(found, expected.map(|(name, columns, rows)| (name.to_owned(), columns, rows)));
    let Some(Block::Table(table)) = document.blocks().get(1) else { panic!() };
    let shape: Vec<_> = table.rows.iter().map(|row| (row.header, row.cells.len())).collect();
    assert_eq!(shape, [(true, 1), (true, 4), (false, 2), (false, 3), (false, 3)]);
}

#[test]
fn what_is_too_much_is_refused() {
    let sheet = |inner: &str| workbook(&format!("<worksheet><sheetData>{inner}</sheetData></worksheet>"));
    let far = r#"<row><c r="XFE1"><v>1</v></c></row>"#;
    assert!(limit_of(&sheet(far)).contains("beyond"));
    assert!(limit_of(&sheet(r#"<row r="1048577"/>"#)).contains("beyond"));
    let corner = |row: usize| {
        format!(r#"<row r="{row}"><c r="A{row}"><v>1</v></c><c r="XFD{row}"><v>1</v></c></row>"#)
    };
    assert!(limit_of(&sheet(&(1..200).map(corner).collect::<String>())).contains("cells"));
    let bomb = "<worksheet>".to_owned() + &" ".repeat(65 * 1024 * 1024);
    let bytes = workbook(&bomb);
    assert!(bytes.len() < 100_000);
    assert!(limit_of(&bytes).contains("unpacks"));
    // A text that many cells share.
    let shared = format!("<sst><si><t>{}</t></si></sst>", "long ".repeat(200_000));
    let cells = r#"<row><c t="s"><v>0</v></c></row>"#.repeat(100);
    let bytes = package(&[
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", LINKS),
        ("xl/sharedStrings.xml", &shared),
        ("xl/worksheets/one.xml", &format!("<worksheet><sheetData>{cells}</sheetData></worksheet>")),
    ]);
    assert!(limit_of(&bytes).contains("text"));
}

#[test]
fn broken_workbooks_are_told_of() {
    for bytes in [
        b"PK\x03\x04 and nothing else".to_vec(),
        package(&[("a.txt", "x")]),
        workbook("<worksheet><sheetData><row></c></row>"),
        package(&[("xl/workbook.xml", "\u{0}")]),
        workbook("x").split_at(300).0.to_vec(),
    ] {
        let (_, document) = open(&bytes);
        let kinds: Vec<_> = document.problems.iter().map(|problem| problem.kind).collect();
        assert_eq!(kinds, [ProblemKind::Syntax], "{:?}", document.problems);
    }
    let file = read_source(FileId(0), "a.xlsx", None, b"Level,Pay\n");
    let document = crate::syntax::parse(&file).unwrap();
    assert!(document.problems.iter().any(|problem| problem.message.contains("plain text")));
}

proptest! {
    #[test]
    fn mangled_sheets_are_read_without_harm(
        at in 0usize..700, more in "[<>/&;\"a-c1-9 =]{0,8}", cut in 0usize..900
    ) {
        let mut sheet = r#"<worksheet><sheetData><row r="2"><c r="B2" s="1" t="s"><v>1</v></c><c r="D2" t="inlineStr"><is><t>P &#x26; L</t></is></c></row>
            <row r="5"><c r="B5"><f>1+1</f><v>2</v></c><c t="b"><v>1</v></c></row></sheetData>
            <mergeCells><mergeCell ref="B2:C5"/></mergeCells></worksheet>"#.to_owned();
        sheet.insert_str(at.min(sheet.len()), &more);
        sheet.truncate(cut.min(sheet.len()));
        open(&workbook(&sheet));
    }

    #[test]
    fn mangled_archives_are_read_without_harm(at in 0usize..2000, byte: u8, cut in 0usize..4000) {
        let mut bytes = workbook("<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>");
        if let Some(place) = bytes.get_mut(at) {
            *place = byte;
        }
        bytes.truncate(cut.max(4));
        let file = read_source(FileId(0), "a.xlsx", None, &bytes);
        if let Some(document) = crate::syntax::parse(&file) {
            soundness::check(&file, &document);
        }
    }

    #[test]
    fn what_cells_say_is_what_they_hold(said in proptest::collection::vec("[a-zé•–\n 0-9-]{0,12}", 1..12)) {
        let row = |text: &String| format!(r#"<row><c r="A1" t="str"><v>§</v></c><c t="inlineStr"><is><t>{text}</t></is></c></row>"#);
        let rows: String = said
            .iter()
            .enumerate()
            .map(|(index, text)| row(text).replace("A1", &format!("A{}", index + 1)))
            .collect();
        let (file, document) = open(&workbook(&format!("<worksheet><sheetData>{rows}</sheetData></worksheet>")));
        let held: Vec<_> = cells(&file, &document).into_iter().map(|(_, text, ..)| text).filter(|text| text != "§").collect();
        let expected: Vec<_> = said.iter().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()).collect();
        prop_assert_eq!(held, expected);
    }
}

#[test]
fn the_corpus_is_read_without_complaint() {
    let Some(folder) = soundness::optional_folder("corpus") else { return };
    for path in soundness::files_below(&folder, "xlsx") {
        let (file, document) = open(&std::fs::read(&path).unwrap());
        assert!(document.problems.is_empty(), "{:?}", document.problems);
        let sheets = file.cells.as_ref().map_or(0, |map| map.sheets.len());
        eprintln!("{}: {sheets} sheets, {} cells with text", path.display(), cells(&file, &document).len());
        assert!(!document.blocks().is_empty());
    }
}

//! How files are cut into cells, where those stand, and what people are told about mistakes.

use proptest::prelude::*;

use super::*;
use crate::syntax::soundness;
use crate::text::{FileId, Span};

fn source(name: &str, text: &str) -> SourceFile {
    SourceFile::from_bytes(FileId(0), name, None, text.as_bytes())
}

fn read(text: &str) -> (SourceFile, Document) {
    let file = source("a.csv", text);
    let document = parse(&file);
    soundness::check(&file, &document);
    (file, document)
}

fn rows(document: &Document) -> &[Row] {
    match document.blocks() {
        [Block::Table(table)] => &table.rows,
        [] => &[],
        other => panic!("{other:?}"),
    }
}

/// The paragraphs and items of a cell.
fn said(cell: &Cell) -> Vec<String> {
    let mut said = vec![];
    for block in &cell.blocks {
        match block {
            Block::Paragraph(paragraph) => said.push(paragraph.text.plain.clone()),
            Block::List(list) => said.extend(list.items.iter().map(|item| format!("* {}", item.text.plain))),
            other => panic!("{other:?}"),
        }
    }
    said
}

fn table(text: &str) -> Vec<Vec<String>> {
    let (_, document) = read(text);
    rows(&document).iter().map(|row| row.cells.iter().map(|cell| said(cell).join("/")).collect()).collect()
}

/// The value of a cell as programs see it.
fn value(text: &str, field: &Field) -> String {
    let piece = |(range, doubled): (Range<usize>, bool)| {
        let said = &text[range];
        if doubled { said.replace("\"\"", "\"") } else { said.to_owned() }
    };
    pieces(text, field).into_iter().map(piece).collect()
}

fn values(text: &str, delimiter: u8) -> (Vec<Vec<String>>, Vec<Slip>) {
    let mut fields = Fields::new(text, delimiter, 0);
    let mut records = vec![];
    while let Some(record) = fields.record(usize::MAX) {
        records.push(record.iter().map(|field| value(text, field)).collect());
    }
    (records, fields.slips)
}

#[test]
fn cells_stand_where_they_say() {
    let (file, document) = read("id,titlé\r\n1,\" two \"\"b\"\"\r\n- x\r\n- y\"\r\n\r\n3,\r\n");
    let rows = rows(&document);
    assert_eq!(
        rows.iter().map(|row| (row.header, row.cells.len())).collect::<Vec<_>>(),
        [(true, 2), (false, 2), (false, 2)]
    );
    let cell = &rows[1].cells[1];
    assert_eq!(said(cell), ["two \"b\"", "* x", "* y"]);
    assert_eq!(file.slice(cell.inner), "two \"\"b\"\"\r\n- x\r\n- y");
    let mut places = vec![];
    cell.blocks.iter().for_each(|block| {
        block.each_text(&mut |text| places.push(file.slice(text.span).to_owned()));
    });
    assert_eq!(places, ["two \"\"b\"\"", "x", "y"]);
    assert!(said(&rows[2].cells[1]).is_empty());
    let opaque: Vec<_> = document.opaque.iter().map(|&span| file.slice(span)).collect();
    assert_eq!(opaque, [",", ",\" ", "\"", ","]);
}

#[test]
fn a_column_can_be_cut_out() {
    let text = "a,b,c\n1,\"x,y\",3\n4,,6\n";
    let (file, document) = read(text);
    for (column, expected) in
        [(0, "b,c\n\"x,y\",3\n,6\n"), (1, "a,c\n1,3\n4,6\n"), (2, "a,b\n1,\"x,y\"\n4,\n")]
    {
        let mut spans: Vec<Span> = rows(&document).iter().map(|row| row.cells[column].span).collect();
        spans.reverse();
        let mut cut = text.to_owned();
        spans.iter().for_each(|span| cut.replace_range(span.range(), ""));
        assert_eq!(cut, expected);
    }
    assert_eq!(file.slice(rows(&document)[1].span), "1,\"x,y\",3");
}

#[test]
fn the_separator_is_found() {
    for (text, delimiter) in [
        ("a,b\n1,2\n", b','),
        ("a;b;c\n1,5;2,5;x, y, z\n", b';'),
        ("a\tb\n1, 2\t3, 4\n", b'\t'),
        ("Level | Scope\nL1 | one, two\n", b'|'),
        ("name\n\"a, b\"\n\"c, d\"\n", b','),
        ("a;\"b, c\"\n1;2\n", b';'),
        ("just one column\nof text; here\n", b','),
        ("role,list\nx,\"a;b;c\"\ny,\"d;e;f\"\n", b','),
        ("", b','),
    ] {
        assert_eq!(sniff::delimiter(text, false), (delimiter, 0), "{text:?}");
    }
    assert_eq!(sniff::delimiter("sep=;\r\na,b;c\r\n", false), (b';', 5));
    assert_eq!(sniff::delimiter("a, b\tc\n", true), (b'\t', 0));
    assert_eq!(table("sep=;\r\na,b;c\r\n"), [["a,b", "c"]]);
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_first_cell() {
    let file = SourceFile::from_bytes(FileId(0), "a.csv", None, b"\xEF\xBB\xBF\"a\",b\n");
    let document = parse(&file);
    assert_eq!(said(&rows(&document)[0].cells[0]), ["a"]);
    assert!(document.problems.is_empty());
}

#[test]
fn mistakes_are_told_at_their_place() {
    for (text, kind, place) in [
        ("a,b\n1,\"two\n3,4\n", ProblemKind::Syntax, "\"two"),
        ("a,b\n\"say \"hi\" now\",2\n", ProblemKind::Syntax, "\"hi\""),
        ("a,b\n1, \"x\"\n2, \"y\"\n", ProblemKind::Surprise, "\"x\""),
        ("a,b\n1,2\n3,x, y\n", ProblemKind::Surprise, " y"),
    ] {
        let (_, document) = read(text);
        let [problem] = document.problems.as_slice() else { panic!("{text:?}: {:?}", document.problems) };
        assert_eq!(problem.kind, kind);
        let start = text.find(place).unwrap() + (place.len() - place.trim_start().len());
        assert_eq!(problem.span.start as usize, start, "{text:?}");
    }
    assert_eq!(table("a,b\n1,\"two\n3,4\n"), [["a", "b"], ["1", "\"two"], ["3", "4"]]);
    for text in ["Overview\na,b\n1,2\n", "a,b\n1\n2,3,,\n", "a,b\n\"\",\"\"\n"] {
        assert!(read(text).1.problems.is_empty(), "{text:?}");
    }
}

#[test]
fn limits_hold() {
    for text in [",".repeat(100), "a\n".repeat(100), "\"a\",b\n".repeat(50)] {
        let file = source("a.csv", &text);
        let document = super::read(&file, 90);
        soundness::check(&file, &document);
        let cells: usize = rows(&document).iter().map(|row| row.cells.len()).sum();
        assert!((90..=92).contains(&cells), "{cells}");
        let [problem] = document.problems.as_slice() else { panic!("{:?}", document.problems) };
        assert_eq!(problem.kind, ProblemKind::Limit);
    }
}

/// What `csv-core` makes of a text.
fn by_csv_core(text: &str, delimiter: u8) -> Vec<Vec<String>> {
    let mut reader = csv_core::ReaderBuilder::new().delimiter(delimiter).build();
    let mut output = vec![0; text.len() + 16];
    let (mut records, mut record, mut said) = (vec![], vec![], vec![]);
    let mut input = text.as_bytes();
    loop {
        let (result, read, wrote) = reader.read_field(input, &mut output);
        input = &input[read..];
        said.extend_from_slice(&output[..wrote]);
        match result {
            csv_core::ReadFieldResult::Field { record_end } => {
                record.push(String::from_utf8(std::mem::take(&mut said)).unwrap());
                if record_end {
                    records.push(std::mem::take(&mut record));
                }
            }
            csv_core::ReadFieldResult::InputEmpty | csv_core::ReadFieldResult::OutputFull => {}
            csv_core::ReadFieldResult::End => return records,
        }
    }
}

proptest! {
    #[test]
    fn any_text_is_read_without_harm(text in "[a,;|\t\"\n\r é•-]{0,60}") {
        let (file, document) = read(&text);
        prop_assert!(document.problems.len() <= 60);
        for delimiter in *b",;\t|" {
            let (found, slips) = values(&file.text, delimiter);
            if !slips.iter().any(|slip| matches!(slip, Slip::Open(_))) {
                prop_assert_eq!(found, by_csv_core(&file.text, delimiter));
            }
        }
    }

    #[test]
    fn what_is_written_is_read(
        written in proptest::collection::vec(proptest::collection::vec("\\PC{0,8}|[a\"\n,;]{0,6}", 2..5), 1..6)
    ) {
        let quote = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
        let line = |row: &Vec<String>| row.iter().map(quote).collect::<Vec<_>>().join(";") + "\r\n";
        let text: String = written.iter().map(line).collect();
        let (found, slips) = values(&text, b';');
        prop_assert_eq!(found, written);
        prop_assert!(slips.is_empty());
        read(&text);
    }
}

/// Files of csv-spectrum where another outcome than the suite's is right.
const DEVIATIONS: &[(&str, &str)] = &[
    ("location_coordinates", "the suite's own two files name different telephone numbers"),
    ("newlines_crlf", "the suite's file has lost its CR LF; ours are kept as they are in the file"),
];

#[test]
fn the_csv_spectrum_suite() {
    let Some(folder) = soundness::optional_folder("suites/csv") else { return };
    let (mut passed, mut total) = (0, 0);
    let mut wrong = vec![];
    for path in soundness::files_below(&folder.join("csvs"), "csv") {
        total += 1;
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let file = SourceFile::from_bytes(FileId(0), "a.csv", None, &std::fs::read(&path).unwrap());
        let expected = std::fs::read(folder.join("json").join(&name).with_extension("json")).unwrap();
        let expected: serde_json::Value = serde_json::from_slice(&expected).unwrap();
        let (mut records, slips) = values(&file.text, sniff::delimiter(&file.text, false).0);
        let header = records.remove(0);
        let object = |record: Vec<String>| -> serde_json::Value {
            header.iter().cloned().zip(record.into_iter().map(serde_json::Value::from)).collect()
        };
        let found: serde_json::Value = records.into_iter().map(object).collect();
        let document = parse(&file);
        soundness::check(&file, &document);
        if found == expected && slips.is_empty() && document.problems.is_empty() {
            passed += 1;
        } else if let Some((name, reason)) = DEVIATIONS.iter().find(|(known, _)| *known == name) {
            eprintln!("csv-spectrum: {name} differs: {reason}");
        } else {
            wrong.push(format!("{name}: {found} is not {expected}; {:?}", document.problems));
        }
    }
    eprintln!("csv-spectrum: {passed} of {total} as expected");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_corpus_is_read_without_complaint() {
    let Some(folder) = soundness::optional_folder("corpus") else { return };
    for path in soundness::files_below(&folder, "csv") {
        let file = SourceFile::from_bytes(FileId(0), "a.csv", None, &std::fs::read(&path).unwrap());
        let document = parse(&file);
        soundness::check(&file, &document);
        let rows = rows(&document);
        let columns = rows[0].cells.len();
        eprintln!("{}: {} rows of {columns} cells", path.display(), rows.len());
        assert!(rows.iter().all(|row| row.cells.len() == columns));
        assert!(document.problems.is_empty(), "{:?}", document.problems);
    }
}

#[test]
fn a_sentence_over_several_lines_is_one() {
    let cell = |text: &str| {
        let (_, document) = read(&format!("Level,Text\nL1,\"{text}\"\n"));
        said(&rows(&document)[1].cells[1])
    };
    assert_eq!(
        cell("Bakes bread for the shop\nbefore the sun is up"),
        ["Bakes bread for the shop before the sun is up"]
    );
    assert_eq!(
        cell("- Plans the week\n- Speaks for\n  all bakers\n- Buys flour"),
        ["* Plans the week", "* Speaks for all bakers", "* Buys flour"]
    );
    // Items, sentences and short words stay apart.
    for (text, count) in [
        ("Bakes bread for the shop\nBuys all of the flour", 2),
        ("Bakes bread for the shop.\nthen sells what was baked", 2),
        ("bakes bread for the shop\nbuys all of the flour", 2),
        ("Python\npandas\nnumpy", 3),
        ("Runs the oven; knows it:\nheat and time", 2),
    ] {
        assert_eq!(cell(text).len(), count, "{text}");
    }
}

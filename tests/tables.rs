//! Separated values and workbooks from end to end: what is repaired stays a table, and what has no
//! bytes is only shown.

#![allow(clippy::expect_used, clippy::panic)]

use std::io::{Cursor, Write as _};

use rolelint::checks::CHECKS;
use rolelint::diag::Applicability;
use rolelint::engine::{Fixed, Job, Roots, fix, settings_from_text};
use rolelint::rule::{Registry, Selection, built_in_pages};
use rolelint::schema::Schemas;
use rolelint::syntax::read_source;
use rolelint::text::{FileId, Files};

fn repaired(name: &str, bytes: &[u8]) -> Fixed {
    let comma = "rules:\n  latin-abbreviation: { comma: always }\n";
    let Ok(settings) = settings_from_text("rolelint.yaml", comma) else { panic!("settings") };
    let (pages, errors) = built_in_pages();
    assert!(errors.is_empty(), "{errors:?}");
    let select = ["latin-abbreviation", "repeated-space"].map(str::to_owned).to_vec();
    let selection = Selection { select, ignore: vec![] };
    let Ok(registry) = Registry::new(pages, CHECKS, &settings, &selection) else { panic!("rules") };
    let mut files = Files::default();
    files.add(|id| read_source(id, name, None, bytes));
    let job = Job {
        files: &files,
        settings: &settings,
        rules: &registry.rules,
        schemas: &Schemas::default(),
        roots: &Roots::default(),
        report: None,
        no_inline_ignores: false,
        lens: rolelint::engine::Lens::default(),
    };
    fix(&job, Applicability::Unsafe)
}

#[test]
fn a_repair_never_splits_a_cell() {
    let text = "Role,Duties\nClerk,Sorts  mail (eg parcels)\nGuard,\"Opens  doors (eg gates)\"\n";
    let fixed = repaired("roles.csv", text.as_bytes());
    assert_eq!(
        &*fixed.files.get(FileId(0)).text,
        "Role,Duties\nClerk,Sorts mail (eg parcels)\nGuard,\"Opens doors (e.g., gates)\"\n"
    );
    // With another separator a comma is harmless.
    let fixed = repaired("roles.csv", text.replace(',', ";").as_bytes());
    assert!(fixed.files.get(FileId(0)).text.contains("Sorts mail (e.g., parcels)"));
}

#[test]
fn repairs_of_workbooks_are_advice() {
    let parts = [
        (
            "xl/workbook.xml",
            r#"<workbook xmlns:r="r"><sheets><sheet name="Roles" r:id="r1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships><Relationship Id="r1" Type="t/worksheet" Target="sheet.xml"/></Relationships>"#,
        ),
        (
            "xl/sheet.xml",
            r#"<worksheet><sheetData><row r="7"><c r="B7" t="str"><v>Sorts  mail</v></c></row></sheetData></worksheet>"#,
        ),
    ];
    let mut writer = zip::ZipWriter::new(Cursor::new(vec![]));
    for (name, content) in parts {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).expect("in memory");
        writer.write_all(content.as_bytes()).expect("in memory");
    }
    let fixed = repaired("roles.xlsx", &writer.finish().expect("in memory").into_inner());
    assert!(fixed.changed.is_empty());
    let [finding] = fixed.run.diagnostics.as_slice() else { panic!("{:?}", fixed.run.diagnostics) };
    let file = fixed.files.get(FileId(0));
    assert_eq!(file.cell_at(finding.span.start).as_deref(), Some("Roles!B7"));
    assert_eq!((file.position(finding.span.start).line, file.position(finding.span.start).column), (1, 6));
    assert!(finding.fixes.iter().all(|fix| fix.applicability == Applicability::Display));
}

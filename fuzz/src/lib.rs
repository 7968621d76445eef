//! What the fuzz targets do with their bytes, and what must hold. `tests/inputs.rs` of the package runs the
//! same functions on inputs that once broke something, so this file needs nothing but the library.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Write as _};
use std::sync::LazyLock;

use rolelint::checks::CHECKS;
use rolelint::config::Settings;
use rolelint::diag::{Applicability, Edit};
use rolelint::engine::{
    INTERNAL_ERROR, Job, Lens, Roots, Run, check, disk_bytes, fix as apply_fixes, settings_from_text,
};
use rolelint::report::{REPORTERS, Report, Style, Summary, visible_lines};
use rolelint::rule::{Page, Registry, Rule, Selection, built_in_pages, read_page, read_yaml};
use rolelint::schema::{Schema, Schemas};
use rolelint::syntax::{Document, parse, parse_yaml, read_source};
use rolelint::text::{FileId, Files, SourceFile, Span, decode as decoded, mojibake};

/// The targets by name, for `tests/inputs.rs`.
pub const TARGETS: &[(&str, fn(&[u8]))] = &[
    ("decode", decode),
    ("markdown", markdown),
    ("front_matter", front_matter),
    ("yaml", yaml),
    ("toml", toml),
    ("json", json),
    ("csv", csv),
    ("html", html),
    ("xlsx", xlsx),
    ("config", config),
    ("pack", pack),
    ("schema", schema),
    ("span_map", span_map),
    ("pipeline", pipeline),
    ("fix", fix),
];

static PAGES: LazyLock<Vec<Page>> = LazyLock::new(|| built_in_pages().0);

/// All rules, those that are off by default too.
static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let all = Selection { select: PAGES.iter().map(|page| page.id.clone()).collect(), ignore: vec![] };
    rules(PAGES.clone(), &Settings::default(), &all).expect("the built-in rules are sound")
});

static SETTINGS: LazyLock<Settings> = LazyLock::new(Settings::default);
static SCHEMAS: LazyLock<Schemas> = LazyLock::new(Schemas::default);
static ROOTS: LazyLock<Roots> = LazyLock::new(|| Roots(BTreeSet::from([String::new()])));

fn rules(pages: Vec<Page>, settings: &Settings, selection: &Selection) -> Option<Vec<Rule>> {
    Registry::new(pages, CHECKS, settings, selection).ok().map(|registry| registry.rules)
}

// --- Decoding ------------------------------------------------------------------------------------

/// Bytes become text; every place of the text is a place of the bytes; repairs of mojibake fit the text.
pub fn decode(bytes: &[u8]) {
    let file = SourceFile::from_bytes(FileId(0), "a.md", None, bytes);
    let text = file.text.as_str();
    for damage in &file.damage {
        assert!(text.get(damage.at.clone()).is_some(), "damage off the text");
    }
    check_positions(&file, bytes);
    if file.is_writable_text() {
        assert_eq!(disk_bytes(&file), bytes, "a file that may be written is not written as it was");
        assert_eq!(decoded(&disk_bytes(&file)).text, text);
    }
    let codecs: Vec<_> = ["windows-1252", "iso-8859-1", "macintosh", "cp437"]
        .into_iter()
        .filter_map(mojibake::SingleByte::named)
        .collect();
    let mut end = 0;
    for repair in mojibake::repairs(text, &codecs, 3) {
        assert!(text.get(repair.range.clone()).is_some(), "a repair off the text");
        assert!(repair.range.start >= end, "repairs overlap");
        end = repair.range.end;
    }
}

/// Lines, columns and offsets grow with the place, and the last is the end of the file.
fn check_positions(file: &SourceFile, bytes: &[u8]) {
    if file.cells.is_some() {
        return;
    }
    let mut last = (1, 0, 0);
    for (at, _) in file.text.char_indices() {
        let position = file.position(offset(at));
        let now = (position.line, position.column, position.offset);
        assert!((now.0, now.1) > (last.0, last.1), "{now:?} after {last:?}");
        assert!(now.2 >= last.2 && now.2 as usize <= bytes.len(), "{now:?} after {last:?}");
        let line = file.line_range(now.0);
        assert!(line.start <= at, "line {} begins after {at}", now.0);
        last = now;
    }
    if file.trouble.is_none() {
        assert_eq!(file.disk_offset(offset(file.text.len())) as usize, bytes.len(), "the end is elsewhere");
    }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

// --- Readers -------------------------------------------------------------------------------------

/// Reads a file of this name and checks its document.
fn read(name: &str, bytes: &[u8]) -> Option<(SourceFile, Document)> {
    let file = read_source(FileId(0), name, None, bytes);
    let doc = parse(&file)?;
    check_document(&file, &doc);
    Some((file, doc))
}

/// Every place fits the file, and what a text calls its own stands there.
fn check_document(file: &SourceFile, doc: &Document) {
    let fits = |span: Span| {
        assert_eq!(span.file, file.id);
        assert!(span.start <= span.end && file.text.get(span.range()).is_some(), "{span:?} does not fit");
    };
    for problem in &doc.problems {
        fits(problem.span);
        problem.related.iter().for_each(|(span, _)| fits(*span));
    }
    doc.comments.iter().for_each(|comment| fits(comment.span));
    doc.each_text(&mut |text| {
        fits(text.span);
        let mut end = 0;
        for (plain, source) in text.verbatim_segments() {
            let said = text.plain.get(plain.clone()).expect("segments fit the text");
            assert_eq!(file.text.get(source..source + plain.len()), Some(said));
            assert!(source >= end, "segments out of order");
            end = source + plain.len();
        }
    });
}

pub fn markdown(bytes: &[u8]) {
    read("a.md", bytes);
    read("a.txt", bytes);
}

pub fn front_matter(bytes: &[u8]) {
    for fence in ["---", "+++"] {
        let page = [fence.as_bytes(), b"\n", bytes, b"\n", fence.as_bytes(), b"\n# Engineer\n"].concat();
        read("a.md", &page);
    }
}

pub fn yaml(bytes: &[u8]) {
    read("a.yaml", bytes);
}

pub fn toml(bytes: &[u8]) {
    read("a.toml", bytes);
}

pub fn json(bytes: &[u8]) {
    read("a.json", bytes);
    read("a.jsonc", bytes);
}

pub fn csv(bytes: &[u8]) {
    read("a.csv", bytes);
    read("a.tsv", bytes);
}

pub fn html(bytes: &[u8]) {
    read("a.html", bytes);
    let table = [b"# Engineer\n\n<table><tr><td>", bytes, b"</td></tr></table>\n"].concat();
    read("a.md", &table);
}

/// Files of a workbook, with something a reader has to look at; `{}` is what the fuzzer makes up.
const PARTS: [(&str, &str); 4] = [
    ("xl/worksheets/sheet1.xml", "<worksheet><sheetData>{}</sheetData></worksheet>"),
    ("xl/sharedStrings.xml", "<sst>{}</sst>"),
    ("xl/workbook.xml", "<workbook><sheets><sheet name=\"A\" r:id=\"rId1\"/></sheets>{}</workbook>"),
    ("xl/styles.xml", "<styleSheet>{}</styleSheet>"),
];

/// A package as it comes, and one whose parts are made of the bytes between zeros.
pub fn xlsx(bytes: &[u8]) {
    if bytes.starts_with(b"PK") {
        read("a.xlsx", bytes);
        return;
    }
    let mut zip = zip::ZipWriter::new(Cursor::new(vec![]));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut part = |name: &str, bytes: &[u8]| {
        zip.start_file(name, options).expect("a name");
        zip.write_all(bytes).expect("memory");
    };
    part(
        "xl/_rels/workbook.xml.rels",
        b"<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
    );
    let mut pieces = bytes.split(|&byte| byte == 0);
    for (name, frame) in PARTS {
        let (before, after) = frame.split_once("{}").unwrap_or((frame, ""));
        let piece = pieces.next().unwrap_or_default();
        part(name, &[before.as_bytes(), piece, after.as_bytes()].concat());
    }
    if let Ok(made) = zip.finish() {
        read("a.xlsx", &made.into_inner());
    }
}

// --- What people write for rolelint ---------------------------------------------------------------

/// A configuration is understood or refused; what is understood can be used.
pub fn config(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(settings) = settings_from_text("rolelint.yaml", text) else { return };
    let _ = settings.patterns(&settings.exclude);
    let Some(rules) = rules(PAGES.clone(), &settings, &Selection::default()) else { return };
    let mut files = Files::default();
    files.add(|id| read_source(id, "roles/engineer.md", None, PAGE));
    check(&Job { settings: &settings, ..job(&files, &rules) });
}

const PAGE: &[u8] = b"---\ntitle: Senior Engineer\nlevel: Senior\n---\n\n# Senior Engineer\n\n## Impact\n\n\
    - Recieves teh mail , at least 5-7 years e.g. TBD\n- Ships features that people use.\n";

/// A pack of rules, as a page or as YAML, is understood or refused; its rules run.
pub fn pack(bytes: &[u8]) {
    let page = SourceFile::from_bytes(FileId(0), "house/rule.md", None, bytes);
    let mut found: Vec<Page> = read_page("house", "rule", &page).map(|rule| rule.page).into_iter().collect();
    let list = SourceFile::from_bytes(FileId(0), "house.yaml", None, bytes);
    if let Ok(rules) = read_yaml("house", &list, &parse_yaml(&list)) {
        found.extend(rules.into_iter().map(|rule| rule.page));
    }
    if found.is_empty() {
        return;
    }
    let select = Selection { select: found.iter().map(|page| page.id.clone()).collect(), ignore: vec![] };
    let Some(rules) = rules(found, &SETTINGS, &select) else { return };
    let mut files = Files::default();
    files.add(|id| read_source(id, "roles/engineer.md", None, PAGE));
    check(&job(&files, &rules));
}

/// A schema before the first zero, a document after it.
pub fn schema(bytes: &[u8]) {
    let at = bytes.iter().position(|&byte| byte == 0).unwrap_or(bytes.len());
    let (schema, document) = bytes.split_at(at);
    let source = SourceFile::from_bytes(FileId(0), "schema.yaml", None, schema);
    let Ok(schema) = Schema::from_source(&source, None) else { return };
    let Some((file, doc)) = read("a.yaml", document.get(1..).unwrap_or_default()) else { return };
    for node in doc.data().iter().take(4) {
        for violation in schema.validate(node) {
            assert!(file.text.get(violation.span.range()).is_some(), "{:?}", violation.span);
        }
    }
}

// --- Places --------------------------------------------------------------------------------------

const NAMES: [&str; 8] = ["a.md", "a.yaml", "a.json", "a.toml", "a.csv", "a.html", "a.txt", "LADDER"];

/// The first byte chooses the format; the rest is the file.
fn named(bytes: &[u8]) -> (&'static str, &[u8]) {
    let (first, rest) = bytes.split_first().unwrap_or((&0, &[]));
    let name = NAMES.get(usize::from(*first) % NAMES.len()).copied().unwrap_or("a.md");
    (name, rest)
}

/// Every piece of every text has a place inside the text's own, and what is exact is the same bytes.
pub fn span_map(bytes: &[u8]) {
    let (name, rest) = named(bytes);
    let Some((file, doc)) = read(name, rest) else { return };
    doc.each_text(&mut |text| {
        let ends: Vec<usize> =
            text.plain.char_indices().map(|(at, _)| at).chain([text.plain.len()]).take(64).collect();
        for (number, &start) in ends.iter().enumerate() {
            for &end in ends.iter().skip(number).step_by(1 + number % 3).take(8) {
                let place = text.locate(start..end);
                let source = file.text.get(place.span.range()).expect("a place cuts no character");
                // A whole escape is exact too, and says it otherwise.
                let mut verbatim = text.verbatim_segments();
                if place.exact && start < end && verbatim.any(|(own, _)| own.start <= start && end <= own.end)
                {
                    assert_eq!(text.plain.get(start..end), Some(source), "{place:?} is not exact");
                }
            }
            let part = text.part(start..text.plain.len());
            assert_eq!(Some(part.plain.as_str()), text.plain.get(start..));
        }
        let trimmed = text.trimmed();
        assert_eq!(trimmed.plain, text.plain.trim());
    });
}

// --- The whole -----------------------------------------------------------------------------------

fn job<'a>(files: &'a Files, rules: &'a [Rule]) -> Job<'a> {
    Job {
        files,
        settings: &SETTINGS,
        rules,
        roots: &ROOTS,
        report: None,
        no_inline_ignores: false,
        schemas: &SCHEMAS,
        lens: Lens::default(),
    }
}

/// One to three files; a file ends at a zero byte, and its first byte chooses its format.
fn files_of(bytes: &[u8]) -> Files {
    let mut files = Files::default();
    for (number, piece) in bytes.splitn(3, |&byte| byte == 0).enumerate() {
        let (name, rest) = named(piece);
        files.add(|id| read_source(id, &format!("roles/{number}/{name}"), None, rest));
    }
    files
}

/// All rules run without fault, point into their files, and every report of them is well-formed and inert.
pub fn pipeline(bytes: &[u8]) {
    let files = files_of(bytes);
    let run = check(&job(&files, &RULES));
    check_findings(&files, &run);
    let which = bytes.iter().fold(0_usize, |sum, &byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    let Some(reporter) = REPORTERS.get(which % REPORTERS.len()) else { return };
    let report = Report {
        files: &files,
        findings: &run.diagnostics,
        checked: files.iter().map(|file| file.id).collect(),
        rules: &[],
        summary: Summary { files: files.len(), ..Summary::default() },
        within: String::new(),
    };
    let mut out = vec![];
    (reporter.write)(&report, &Style::default(), &mut out).expect("memory");
    let text = String::from_utf8(out).expect("reports are UTF-8");
    assert_eq!(visible_lines(&text), text, "{} lets something through", reporter.name);
    if ["json", "sarif", "gitlab", "rdjson"].contains(&reporter.name) {
        serde_json::from_str::<serde_json::Value>(&text).expect("JSON");
    }
}

fn check_findings(files: &Files, run: &Run) {
    for finding in &run.diagnostics {
        assert_ne!(finding.rule, INTERNAL_ERROR, "{}", finding.message);
        let related = finding.related.iter().map(|related| related.span);
        let edits = finding.fixes.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
        for span in std::iter::once(finding.span).chain(related).chain(edits) {
            let fits = span.start <= span.end && files.get(span.file).text.get(span.range()).is_some();
            assert!(fits, "{} points at {span:?}", finding.rule);
        }
        for fix in &finding.fixes {
            let nothing = |edit: &Edit| files.slice(edit.span) == edit.text;
            assert!(
                fix.edits.is_empty() || !fix.edits.iter().all(nothing),
                "{} changes nothing",
                finding.rule
            );
        }
    }
}

/// What was fixed once is fixed for good, and no rule finds more than before.
pub fn fix(bytes: &[u8]) {
    let (first, rest) = bytes.split_first().unwrap_or((&0, &[]));
    let allow = if first % 2 == 0 { Applicability::Safe } else { Applicability::Unsafe };
    let files = files_of(rest);
    let before = counts(&check(&job(&files, &RULES)));
    let once = apply_fixes(&job(&files, &RULES), allow);
    for (place, number) in counts(&once.run) {
        let earlier = before.get(&place).copied().unwrap_or(0);
        assert!(number <= earlier, "{place:?}: {earlier} findings, {number} after a fix");
    }
    let mut again = files.clone();
    for &id in &once.changed {
        again.replace(id, &disk_bytes(once.files.get(id)));
    }
    let twice = apply_fixes(&job(&again, &RULES), allow);
    for &id in &twice.changed {
        let (old, new) = (&again.get(id).text, &twice.files.get(id).text);
        assert_eq!(old, new, "a second fix changes more: {:?}", twice.applied);
    }
}

fn counts(run: &Run) -> BTreeMap<(String, FileId), usize> {
    let mut counts = BTreeMap::new();
    for finding in &run.diagnostics {
        *counts.entry((finding.rule.clone(), finding.span.file)).or_default() += 1;
    }
    counts
}

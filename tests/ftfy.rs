//! Other people's cases of damaged text, where they are at hand: what is sound is never touched, and
//! nine of ten damaged texts are repaired exactly.

#![allow(clippy::disallowed_methods, clippy::expect_used, clippy::print_stdout, clippy::string_slice)]

use rolelint::text::mojibake::{SingleByte, repairs};

fn cases(name: &str) -> Option<Vec<serde_json::Value>> {
    let path = format!("{}/../shared/suites/ftfy/tests/test-cases/{name}", env!("CARGO_MANIFEST_DIR"));
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: {path} not present");
        return None;
    };
    Some(serde_json::from_str(&text).expect("the suite is JSON"))
}

fn repaired(text: &str) -> String {
    let labels = [
        "windows-1252",
        "iso-8859-1",
        "windows-1250",
        "iso-8859-2",
        "windows-1251",
        "windows-1257",
        "macintosh",
        "cp437",
    ];
    let codecs: Vec<SingleByte> = labels.iter().filter_map(|label| SingleByte::named(label)).collect();
    let mut out = String::new();
    let mut at = 0;
    for repair in repairs(text, &codecs, 3) {
        let Some(good) = repair.text else { continue };
        out += &text[at..repair.range.start];
        out += &good;
        at = repair.range.end;
    }
    out + &text[at..]
}

#[test]
fn sound_text_is_never_touched_and_damaged_text_is_repaired() {
    let files = ["in-the-wild.json", "synthetic.json", "language-names.json", "negative.json"];
    let (mut good, mut total) = (0, 0);
    let (mut failures, mut touched) = (String::new(), String::new());
    for case in files.iter().filter_map(|file| cases(file)).flatten() {
        let text = |key: &str| case.get(key).and_then(serde_json::Value::as_str);
        let (Some(original), Some(fixed)) = (text("original"), text("fixed")) else { continue };
        let expected = text("fixed-encoding").unwrap_or(fixed);
        let ours = repaired(original);
        if expected == original {
            if ours != original {
                touched += &format!("{}\n  {original}\n  {ours}\n", text("label").unwrap_or(""));
            }
            continue;
        }
        // Where letters were lost for good, there is nothing exact to compare with.
        if expected.contains('\u{FFFD}') {
            continue;
        }
        total += 1;
        if ours == expected {
            good += 1;
        } else {
            failures += &format!("{}\n  {original}\n  {ours}\n  {expected}\n", text("label").unwrap_or(""));
        }
    }
    println!("{failures}{good} of {total} damaged texts repaired exactly");
    assert!(good * 10 >= total * 9, "only {good} of {total} damaged texts are repaired");
    assert!(touched.is_empty(), "sound text was touched:\n{touched}");
}

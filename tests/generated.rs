//! The schemas that are made from types and rule pages are current, and are schemas.
//! `UPDATE=1 cargo test --test generated` writes them; then read the diff.

#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use std::path::PathBuf;

use rolelint::analysis::{audit_schema, compare_schema, diff_schema, stats_schema};
use rolelint::engine::config_schema;
use rolelint::report::report_schema;
use rolelint::rule::{built_in_pages, rule_schema};
use rolelint::schema::Schema;

#[test]
fn schemas_are_current() {
    let (pages, errors) = built_in_pages();
    assert!(errors.is_empty(), "{errors:?}");
    let mut stale = vec![];
    let schemas = [
        ("config", config_schema(&pages)),
        ("report", report_schema()),
        ("rule", rule_schema()),
        ("diff", diff_schema()),
        ("compare", compare_schema()),
        ("audit", audit_schema()),
        ("stats", stats_schema()),
    ];
    for (name, schema) in schemas {
        if let Err(error) = Schema::from_value(&schema, name, None) {
            panic!("{name}: {error}");
        }
        let text = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        let path: PathBuf =
            [env!("CARGO_MANIFEST_DIR"), "schemas", &format!("{name}.schema.json")].iter().collect();
        if std::fs::read_to_string(&path).is_ok_and(|old| old == text) {
            continue;
        }
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, text).unwrap();
        } else {
            stale.push(path.display().to_string());
        }
    }
    let hint = "run UPDATE=1 cargo test --test generated, then read the diff";
    assert!(stale.is_empty(), "not current: {}; {hint}", stale.join(", "));
}

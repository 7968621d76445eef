//! `rolelint audit --format markdown`: the audit for wikis and pull requests.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::counted;
use super::escape::{markdown, markdown_code};
use super::graph::mermaid;
use super::html::words;
use super::neutral::without_commands;
use crate::analysis::{Audit, Cell, Filling, FrameworkAudit, Issue, Line, Piece, RoleAudit};

/// Steps after which a diagram is too large to be drawn by code hosts.
const MOST_STEPS: usize = 280;

/// By this line the next run knows that this is no page of a role.
const MARK: &str = "<!-- rolelint audit -->";

/// Writes the audit.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_audit_markdown(audit: &Audit, title: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut text = format!("{MARK}\n# {}\n\n", markdown(title));
    let totals = &audit.totals;
    let _ = writeln!(
        text,
        "{}, {}, {}, {}, {} in {}: {}, {}, {}.",
        counted(totals.roles, "role"),
        counted(totals.levels, "level"),
        counted(totals.expectations, "expectation"),
        counted(totals.words, "word"),
        counted(totals.errors + totals.warnings + totals.infos, "finding"),
        counted(totals.files, "file"),
        counted(totals.errors, "error"),
        counted(totals.warnings, "warning"),
        counted(totals.infos, "note"),
    );
    tasks(audit, &mut text);
    part("Coverage", audit, &mut text, coverage);
    part("Progression", audit, &mut text, |framework, text| {
        framework.lines.iter().for_each(|one| line(one, text));
    });
    part("Careers", audit, &mut text, careers);
    readings(audit, &mut text);
    out.write_all(without_commands(text.into()).as_bytes())
}

fn part(name: &str, audit: &Audit, text: &mut String, write: impl Fn(&FrameworkAudit, &mut String)) {
    let _ = writeln!(text, "\n## {name}");
    for framework in &audit.frameworks {
        if audit.frameworks.len() > 1 {
            let root = if framework.root.is_empty() { "." } else { &framework.root };
            let _ = writeln!(text, "\n### {}", markdown_code(root));
        }
        write(framework, text);
    }
}

fn tasks(audit: &Audit, text: &mut String) {
    text.push_str("\n## Fix first\n");
    if audit.first.is_empty() {
        text.push_str("\nNothing was found that needs mending.\n");
    }
    for (at, task) in audit.first.iter().enumerate() {
        let message = task.examples.first().map_or("", |issue| issue.message.as_str());
        let _ = write!(
            text,
            "\n{}. **{}** {}, {} ({})",
            at + 1,
            markdown(message),
            markdown_code(&task.rule),
            task.severity,
            counted(task.places, "place"),
        );
        if task.mended.safe > 0 {
            let _ = write!(text, "; {} mended by `--fix`", task.mended.safe);
        }
        text.push('\n');
        for issue in &task.examples {
            let _ = writeln!(text, "   - {}{}", markdown_code(&place(issue)), change(issue));
        }
    }
}

fn place(issue: &Issue) -> String {
    match &issue.cell {
        Some(cell) => format!("{} {cell}", issue.file),
        None => format!("{}:{}", issue.file, issue.line),
    }
}

fn change(issue: &Issue) -> String {
    if issue.after.is_empty() {
        return String::new();
    }
    let line = |pieces: &[Piece]| {
        let text: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
        markdown_code(text.trim().replace('\n', "↵").as_str())
    };
    format!(": {} → {}", line(&issue.before), line(&issue.after))
}

fn coverage(framework: &FrameworkAudit, text: &mut String) {
    let coverage = &framework.coverage;
    if let [only] = framework.roles.as_slice() {
        return one_role(only, text);
    }
    let others = coverage.groups.iter().flat_map(|group| &group.rows).any(|row| row.others > 0);
    text.push_str("\n| Role | Level |");
    coverage.columns.iter().for_each(|column| _ = write!(text, " {} |", markdown(&column.label)));
    text.push_str(if others { " Other sections |\n|---|---|" } else { "\n|---|---|" });
    text.push_str(&"---:|".repeat(coverage.columns.len() + usize::from(others)));
    text.push('\n');
    for group in &coverage.groups {
        let name =
            framework.roles.iter().find(|role| role.number == group.role).map_or("", |role| &role.name);
        for row in &group.rows {
            let _ = write!(text, "| {} | {} |", markdown(name), markdown(row.level.as_deref().unwrap_or("")));
            row.cells.iter().for_each(|one| _ = write!(text, " {} |", cell(one)));
            if others {
                let _ = write!(text, " {} |", row.others);
            }
            text.push('\n');
        }
    }
}

fn one_role(role: &RoleAudit, text: &mut String) {
    let _ = write!(text, "\n| {} |", markdown(&role.name));
    for level in &role.coverage.levels {
        let _ = write!(text, " {} |", markdown(level.as_deref().unwrap_or("Expectations")));
    }
    let _ = writeln!(text, "\n|---|{}", "---:|".repeat(role.coverage.levels.len()));
    for section in &role.coverage.sections {
        let _ = write!(text, "| {} |", markdown(&section.label));
        section.cells.iter().for_each(|one| _ = write!(text, " {} |", cell(one)));
        text.push('\n');
    }
}

fn cell(cell: &Cell) -> String {
    let same = if cell.same_as.is_some() { " =" } else { "" };
    match cell.state {
        Filling::NoSection => "·".into(),
        Filling::Empty | Filling::LevelMissing => "**gap**".into(),
        Filling::NotApplicable => "n/a".into(),
        Filling::Placeholder => "**TBD**".into(),
        Filling::Shared => format!("{} all", cell.count),
        Filling::Filled if cell.count == 0 => format!("✓{same}"),
        Filling::Filled => format!("{}{same}", cell.count),
    }
}

fn line(line: &Line, text: &mut String) {
    let _ = write!(text, "\n**{}**\n\n| Level |", markdown(&line.name));
    line.charts.iter().for_each(|chart| _ = write!(text, " {} |", markdown(&chart.measure)));
    let _ = writeln!(text, "\n|---|{}", "---:|".repeat(line.charts.len()));
    for (at, point) in line.points.iter().enumerate() {
        let _ = write!(text, "| {} |", markdown(&point.label));
        for chart in &line.charts {
            let value = chart.values.get(at).and_then(Option::as_ref);
            let said = value.map_or_else(|| "–".to_owned(), |value| words(value, chart.unit));
            let falls = if value.is_some_and(|value| value.falls) { " ▼" } else { "" };
            let _ = write!(text, " {}{falls} |", markdown(&said));
        }
        text.push('\n');
    }
}

fn careers(framework: &FrameworkAudit, text: &mut String) {
    let careers = &framework.careers;
    if careers.edges.is_empty() {
        text.push_str("\nNo steps between levels or roles were found.\n");
    } else if careers.edges.len() > MOST_STEPS {
        let _ = writeln!(
            text,
            "\n{}, too many for a diagram here; `rolelint graph --format svg` draws them.",
            counted(careers.edges.len(), "step")
        );
    } else {
        let _ = write!(text, "\n```mermaid\n{}```\n", mermaid(&[(&framework.root, careers)]));
    }
}

fn readings(audit: &Audit, text: &mut String) {
    text.push_str("\n## How it was read\n");
    let name =
        |number: usize| audit.roles().nth(number.saturating_sub(1)).map_or("", |role| role.name.as_str());
    let mut sure = true;
    for file in &audit.readings {
        if let Some(trouble) = &file.trouble {
            sure = false;
            let _ = write!(text, "\n- {}: {}", markdown_code(&file.path), markdown(trouble));
        }
        for role in file.roles.iter().filter(|role| !role.doubts.is_empty()) {
            sure = false;
            let doubts = markdown(&role.doubts.join(" "));
            let _ =
                write!(text, "\n- {} ({}): {doubts}", markdown(name(role.role)), markdown_code(&file.path));
        }
    }
    text.push_str(if sure { "\nNothing was unsure.\n" } else { "\n" });
}

//! Settings blocks and data files that do not say what their author meant.

use serde::Deserialize;

use crate::diag::Severity;
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::ProblemKind;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrontMatterSyntax {
    /// How bad a value is that other programs read as something else.
    surprises: Severity,
}

impl DocumentCheck for FrontMatterSyntax {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        for problem in &subject.doc.problems {
            if problem.kind == ProblemKind::Skipped {
                continue;
            }
            let broken = matches!(problem.kind, ProblemKind::Syntax | ProblemKind::Limit);
            if cx.rule.essential && !broken {
                continue;
            }
            let finding = cx.report(problem.span, &problem.message);
            match problem.kind {
                ProblemKind::Surprise => finding.at_most(self.surprises),
                _ => finding,
            };
            if let Some(help) = &problem.help {
                finding.help(help.as_str());
            }
            for (span, message) in &problem.related {
                finding.related(*span, message);
            }
        }
    }
}

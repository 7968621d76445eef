//! Names of competencies that no file describes.

use serde::Deserialize;

use crate::model::Framework;
use crate::rule::{Context, FrameworkCheck};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DanglingReference {
    /// In shorter lists nobody can tell a reference from a remark.
    min_names: usize,
    /// Where a smaller share of a role's names is described, the rest need no description.
    known: f64,
}

impl FrameworkCheck for DanglingReference {
    fn check(&self, framework: &Framework, cx: &mut Context<'_>) {
        for role in &framework.roles {
            let known = role.references.iter().filter(|reference| reference.known).count();
            #[allow(clippy::cast_precision_loss)]
            let usual = known as f64 >= role.references.len() as f64 * self.known;
            if role.references.len() < self.min_names || !usual {
                continue;
            }
            for reference in role.references.iter().filter(|reference| !reference.known) {
                let name = reference.name.value.as_str();
                let advice = match &reference.meant {
                    Some(meant) => {
                        format!("Perhaps “{meant}” is meant: write its name or its id as it stands there.")
                    }
                    None => "Describe it where the others are described, or take it out here.".to_owned(),
                };
                cx.report(
                    reference.name.span,
                    format!("“{name}” is described nowhere, while the other names in this list are."),
                )
                .help(format!("Who reads this role cannot find out what is asked for here. {advice}"));
            }
        }
    }
}

//! Pay ranges so wide that they hide the level.

use serde::Deserialize;

use super::wording::quoted;
use crate::model::Role;
use crate::rule::{Context, RoleCheck};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct WidePayRange {
    /// Largest difference between the ends, in percent of the lower end.
    max_width: f64,
}

impl RoleCheck for WidePayRange {
    fn check(&self, role: &Role, cx: &mut Context<'_>) {
        for pay in &role.compensation {
            let (Some(min), Some(max)) = (pay.min, pay.max) else { continue };
            let width = (max - min) / min * 100.0;
            // Ten times as much is paid for another time.
            if min > 0.0 && width > self.max_width && width < 1000.0 {
                let shown = quoted(pay.text.value.trim());
                cx.report(pay.text.span, format!("{shown} is a wide range: its upper end is {width:.0} % above the lower."))
                    .help(
                        "Nobody can tell from it which level is meant or what to ask for. Name a range for each level, or \
                         for each place.",
                    );
            }
        }
    }
}

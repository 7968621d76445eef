//! Pages for candidates that do not say what is paid.

use serde::Deserialize;

use crate::model::{Role, RoleKind};
use crate::rule::{Context, RoleCheck};
use crate::text::Span;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayRequired {
    /// Which pages have to say it.
    pages: Pages,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Pages {
    /// Those for candidates.
    Postings,
    /// All pages about roles.
    All,
}

impl RoleCheck for PayRequired {
    fn check(&self, role: &Role, cx: &mut Context<'_>) {
        if !role.compensation.is_empty() || (self.pages == Pages::Postings && role.kind != RoleKind::Posting)
        {
            return;
        }
        let place =
            role.title.as_ref().map_or(Span::at(role.file, role.span.start as usize), |title| title.span);
        cx.report(place, "This page does not say what the role is paid.").help(
            "In several places the law asks for the lowest and the highest pay in what candidates read. Name them, with \
             the currency and the time they are for; ask counsel which law applies.",
        );
    }
}

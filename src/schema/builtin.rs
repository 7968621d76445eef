//! The schemas that come with rolelint.

/// Name and text of every schema that can be named in a configuration.
pub const BUILT_IN: &[(&str, &str)] = &[
    ("rolelint:role", include_str!("../../schemas/role.schema.json")),
    ("rolelint:config", include_str!("../../schemas/config.schema.json")),
    ("rolelint:rule", include_str!("../../schemas/rule.schema.json")),
    ("rolelint:report", include_str!("../../schemas/report.schema.json")),
    ("rolelint:front-matter/jekyll-page", include_str!("../../schemas/front-matter/jekyll-page.schema.json")),
    (
        "rolelint:front-matter/jekyll-ladder",
        include_str!("../../schemas/front-matter/jekyll-ladder.schema.json"),
    ),
    (
        "rolelint:front-matter/gitlab-job-family",
        include_str!("../../schemas/front-matter/gitlab-job-family.schema.json"),
    ),
];

/// The text of a schema by its name, such as `rolelint:role`, or by its identifier, such as
/// `urn:rolelint:schema:role:1`.
pub fn built_in(name: &str) -> Option<&'static str> {
    BUILT_IN.iter().find(|(known, _)| *known == name).map(|(_, text)| *text).or_else(|| by_id(name))
}

/// The text of a schema by its `$id`: `urn:rolelint:schema:` and its name, and `:` and its version.
pub(super) fn by_id(id: &str) -> Option<&'static str> {
    let id = id.trim_end_matches('#');
    let name = id.strip_prefix("urn:rolelint:schema:")?.strip_suffix(":1")?;
    BUILT_IN.iter().find(|(known, _)| known.strip_prefix("rolelint:") == Some(name)).map(|(_, text)| *text)
}

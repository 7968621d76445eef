//! Data as JSON:API hands it out: `{"data": [{"type": "jobs", "id": "7", "attributes": {"title": …}}]}`.

use crate::syntax::{Entry, Node, Value};

/// The trees with what their resources say in place of the resources; nothing if one holds anything else.
pub(super) fn plain(nodes: &[Node]) -> Option<Vec<Node>> {
    nodes.iter().map(tree).collect::<Option<Vec<Node>>>().filter(|trees| !trees.is_empty())
}

fn tree(root: &Node) -> Option<Node> {
    let data = root.get("data").unwrap_or(root);
    if data.items().is_empty() {
        return resource(data);
    }
    let items = data.items().iter().map(resource).collect::<Option<Vec<Node>>>()?;
    Some(Node { value: Value::List(items), ..data.clone() })
}

/// What a resource says of itself, with its id.
fn resource(node: &Node) -> Option<Node> {
    let attributes = node.get("attributes").filter(|attributes| !attributes.entries().is_empty())?;
    node.get("type")?.as_text()?;
    let known = |entry: &&Entry| attributes.get(&entry.key.value).is_none();
    let id = node.entry("id").filter(known).into_iter();
    let entries = id.chain(attributes.entries()).cloned().collect();
    Some(Node { value: Value::Map(entries), ..node.clone() })
}

#[cfg(test)]
mod tests {
    use super::super::super::super::Role;
    use crate::text::{FileId, SourceFile};

    fn read(text: &str) -> Vec<Role> {
        let file = SourceFile::from_bytes(FileId(0), "bakery.json", None, text.as_bytes());
        let document = crate::syntax::parse(&file).unwrap();
        super::super::super::lower(&file, &document, None).roles
    }

    fn titles(text: &str) -> Vec<String> {
        read(text).iter().map(|role| role.name().to_owned()).collect()
    }

    const BAKER: &str = r#"{"type": "jobs", "id": "baker", "attributes": {"title": "Baker",
        "summary": "Bakes bread for the town", "responsibilities": ["Prepares dough", "Watches the ovens"]}}"#;
    const MILLER: &str = r#"{"type": "jobs", "id": "7", "relationships": {}, "attributes": {"title": "Miller",
        "responsibilities": ["Grinds grain to flour", "Keeps the stones sharp"]}, "links": {"self": "/jobs/7"}}"#;

    #[test]
    fn resources_are_roles() {
        let several = format!(r#"{{"jsonapi": {{"version": "1.1"}}, "data": [{BAKER}, {MILLER}]}}"#);
        assert_eq!(titles(&several), ["Baker", "Miller"]);
        let roles = read(&several);
        assert_eq!(roles[0].id.as_ref().map(|id| id.value.as_str()), Some("baker"));
        assert_eq!(roles[1].sections[0].expectations.len(), 2);
        assert_eq!(titles(&format!("[{BAKER}, {MILLER}]")), ["Baker", "Miller"]);
        assert_eq!(titles(&format!(r#"{{"data": {BAKER}, "included": []}}"#)), ["Baker"]);
    }

    #[test]
    fn a_resource_may_hold_levels() {
        let ladder = r#"{"data": {"type": "ladder", "id": "1", "attributes": {"title": "Baker", "levels": [
            {"name": "Junior", "expectations": ["Prepares dough"]},
            {"name": "Senior", "expectations": ["Teaches others"]}]}}}"#;
        assert_eq!(read(ladder)[0].levels.len(), 2);
    }

    #[test]
    fn other_resources_are_no_roles() {
        let none: [&str; 0] = [];
        for text in [
            r#"{"data": [{"type": "articles", "id": "1", "attributes": {"title": "How to bake", "body": "Mix flour and water."}}]}"#,
            r#"{"data": [{"type": "people", "id": "1", "attributes": {"name": "Ada", "email": "ada@example.org"}}]}"#,
            r#"{"data": []}"#,
        ] {
            assert_eq!(titles(text), none, "{text}");
        }
    }
}

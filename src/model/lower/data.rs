//! Roles in data files.

use crate::syntax::Node;
use crate::text::SourceFile;

use super::Reading;

pub(super) fn read(_file: &SourceFile, _nodes: &[Node]) -> Reading {
    Reading { roles: vec![], not_roles: Some("data without roles".into()) }
}

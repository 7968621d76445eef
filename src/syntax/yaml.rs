//! Stub.
use super::{Body, Document};
use crate::text::SourceFile;

pub fn parse(file: &SourceFile) -> Document {
    Document {
        file: file.id,
        format: "yaml",
        front: None,
        body: Body::Prose(vec![]),
        comments: vec![],
        problems: vec![],
        opaque: vec![],
    }
}

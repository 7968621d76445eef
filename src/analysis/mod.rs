//! What is learned from a whole framework, beside findings: questions of maintainers, answered from the
//! documents and roles that the engine read.

mod infer;

pub use infer::{Inferred, Oddity, infer_schema};

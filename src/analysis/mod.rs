//! What is learned from a whole framework, beside findings: questions of maintainers, answered from the
//! documents and roles that the engine read.

mod audit;
mod careers;
mod compare;
mod coverage;
mod diff;
mod doubts;
mod infer;
mod init;
mod passages;
mod progression;
mod repairs;
mod stats;
mod strength;
mod verdict;
mod wording;

pub use audit::{Audit, Fact, FrameworkAudit, RoleAudit, SectionText, Step, Totals, audit_schema};
pub use careers::{CAREER_RULES, Careers, Edge, EdgeKind, Node, NodeKind, careers};
pub use compare::{ComparedRow, Comparison, Relation, Side, Unknown, compare, compare_schema};
pub use coverage::{Cell, Column, Coverage, Figures, Filling, Group, RoleCoverage, Row, SectionRow};
pub use diff::{
    Change, ChangeKind, Class, Differences, LinkChange, Of, PageChange, PageKind, PageName, PageState, Spot,
    State, Summary, diff_schema, differences,
};
pub use doubts::{FileReading, RoleReading};
pub use infer::{Inferred, Oddity, infer_schema};
pub use init::{Draft, Findings, Guess, Sources, draft};
pub use progression::{Chart, EXPECTATIONS, Line, Point, Unit, Value};
pub use repairs::{Issue, Mended, Piece, Task};
pub use stats::{
    Development, Revision, RuleCount, Share, Statistics, WORDS_PER_MINUTE, day, spread, stats_schema,
};
pub use wording::{Part, word_diff};

//! `rolelint lsp`: findings, explanations and repairs while somebody types, for every editor that speaks
//! the language server protocol. One loop answers messages; reading folders and checking everything
//! anew happens beside it, so that a keystroke never waits for that.

mod actions;
mod complete;
mod convert;
mod hover;
mod lens;
mod place;
mod server;
mod space;
mod symbols;
mod wire;

pub use place::{Buffer, Encoding};
pub use server::{Options, serve};

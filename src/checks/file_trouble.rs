//! Files that could not be checked, so that none is passed over in silence.

use serde::Deserialize;

use crate::rule::{Context, SourceCheck};
use crate::syntax::FORMATS;
use crate::text::{LoadError, SourceFile, Trouble};

/// The system refused to open or read it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnreadableFile {}

impl SourceCheck for UnreadableFile {
    fn check(&self, file: &SourceFile, cx: &mut Context<'_>) {
        let Some(Trouble::Unreadable(reason)) = &file.trouble else { return };
        let (what, help) = match file.path.strip_suffix('/') {
            Some(folder) => (
                "This folder cannot be read, so nothing in it was checked",
                format!(
                    "Allow yourself to read it (on Unix: `chmod u+rx {folder}`), or leave it out under `exclude` in rolelint.yaml."
                ),
            ),
            None if is_ignore_file(&file.path) => (
                "This ignore file was not obeyed",
                "Replace it with a regular file of moderate size, or delete it.".into(),
            ),
            None if *reason == LoadError::NotRegular.to_string() => (
                "This file cannot be read, so it was not checked",
                "It is a pipe, a socket or a device, of which nothing is read: put a regular file in its place, or \
                 check its text with `--stdin-filename`."
                    .into(),
            ),
            None => (
                "This file cannot be read, so it was not checked",
                "Allow yourself to read it, or leave it out under `exclude` in rolelint.yaml.".into(),
            ),
        };
        cx.report(file.span(), format!("{what}: {reason}.")).help(help);
    }
}

fn is_ignore_file(path: &str) -> bool {
    path.ends_with("ignore") || path.ends_with(".git/info/exclude")
}

/// Larger than the limit.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TooLarge {}

impl SourceCheck for TooLarge {
    fn check(&self, file: &SourceFile, cx: &mut Context<'_>) {
        let Some(Trouble::TooLarge { size, limit }) = file.trouble else { return };
        let message = format!(
            "This file is too large to be checked: it has {}, the limit is {}.",
            readable(size),
            readable(limit)
        );
        cx.report(file.span(), message)
            .help("Split it, raise `max-file-size` in rolelint.yaml, or leave it out under `exclude` there.");
    }
}

/// A number of bytes as people say it.
fn readable(bytes: u64) -> String {
    const KIB: u64 = 1024;
    const MIB: u64 = 1024 * 1024;
    match bytes {
        0..KIB => format!("{bytes} bytes"),
        KIB..MIB => format!("{} KiB", bytes.div_ceil(KIB)),
        _ => format!("{}.{} MiB", bytes / MIB, bytes % MIB * 10 / MIB),
    }
}

/// Named like a text, but none.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BinaryFile {}

impl SourceCheck for BinaryFile {
    fn check(&self, file: &SourceFile, cx: &mut Context<'_>) {
        let extension = file.path.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
        let named_like_text = extension.is_some_and(|extension| {
            FORMATS.iter().any(|format| format.extensions.contains(&extension.as_str()))
        });
        if file.trouble == Some(Trouble::Binary) && named_like_text {
            cx.report(
                file.span(),
                "This file is named like a text but holds other data, so it was not checked.",
            )
            .help(
                "If it is a document of another program, give it its proper name; if it was damaged, \
                     restore it from its history.",
            );
        }
    }
}

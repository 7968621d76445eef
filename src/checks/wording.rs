//! Words that several checks use in their messages.

use std::fmt::Write as _;

/// `text` between quotation marks, with a name in place of what cannot be seen, cut to a length that
/// fits a message.
pub fn quoted(text: &str) -> String {
    const MOST: usize = 60;
    let mut out = String::from("“");
    for (count, c) in text.chars().enumerate() {
        if count == MOST {
            out.push('…');
            break;
        }
        if is_unseen(c) {
            // Writing to a string cannot fail.
            let _ = write!(out, "[U+{:04X}]", u32::from(c));
        } else {
            out.push(if c.is_whitespace() { ' ' } else { c });
        }
    }
    out.push('”');
    out
}

/// Characters that leave no ink, apart from ordinary blanks.
pub fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{A0}' | '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}'
    ) || (c.is_control() && !c.is_whitespace())
}

/// "one place", "3 places".
pub fn places(count: usize) -> String {
    if count == 1 { "one place".into() } else { format!("{count} places") }
}

//! The ways of writing the phrases of a list. The build takes this file in as well, so that nothing has to be spelled
//! out at start-up that was known before.

/// Ways of writing one term that are told apart; more come from a slip in the list.
const MOST_VARIANTS: usize = 512;

/// All ways of writing a phrase with `(a|b)` and `(s)`.
///
/// # Errors
/// When it cannot be read, stands for too many or for nothing.
pub fn variants(phrase: &str) -> Result<Vec<String>, String> {
    // Letters and single blanks between them: most phrases are written so.
    let mut before = b' ';
    let is_plain = phrase.bytes().all(|byte| {
        let fits = byte.is_ascii_alphanumeric() || byte == b' ' && before != b' ';
        before = byte;
        fits
    });
    if is_plain && before != b' ' {
        return Ok(vec![phrase.to_owned()]);
    }
    let mut made = vec![String::new()];
    let mut rest = phrase;
    while let Some((before, after)) = rest.split_once('(') {
        let (group, after) =
            after.split_once(')').ok_or_else(|| format!("`{phrase}` has a `(` without its `)`"))?;
        let mut choices: Vec<&str> = group.split('|').collect();
        if choices.len() == 1 {
            choices.push("");
        }
        if made.len() * choices.len() > MOST_VARIANTS {
            return Err(format!("`{phrase}` stands for more than {MOST_VARIANTS} phrases"));
        }
        made = made
            .iter()
            .flat_map(|start| choices.iter().map(move |choice| format!("{start}{before}{choice}")))
            .collect();
        rest = after;
    }
    let made: Vec<String> = made
        .into_iter()
        .map(|start| format!("{start}{rest}").split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    if made.iter().any(|phrase| phrase.chars().all(is_blank)) {
        return Err(format!("`{phrase}` stands for nothing that could be found"));
    }
    Ok(made)
}

/// True for what stands between words and is none: white space and hyphens.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '‑' | '–')
}

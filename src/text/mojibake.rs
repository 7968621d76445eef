//! Text that was decoded with the wrong encoding and saved again ("â€™" for "’").
//!
//! UTF-8 read as a single-byte encoding leaves a trace that hardly anything else leaves: encoded
//! back, the characters are a well-formed UTF-8 sequence. Hardly is not never ("NESTLÉ®" is one,
//! too), so each sequence is weighed: if real text could hold these characters side by side, it
//! counts only in a file where other sequences leave no doubt.

use std::cmp::Reverse;
use std::ops::Range;

use encoding_rs::Encoding as Codec;

/// A stretch of damaged text and what it was before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// Byte range of the damaged characters.
    pub range: Range<usize>,
    /// What they stood for; empty if for something that cannot be seen. `None`: too much is lost to
    /// undo it.
    pub text: Option<String>,
}

/// A single-byte encoding, backwards: which byte a character came from.
pub struct SingleByte {
    /// The characters of the bytes 0x80 to 0xFF, sorted, each with its byte.
    bytes: Vec<(char, u8)>,
}

/// The upper half of the code page of DOS and of Windows consoles, which the web does not know.
const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}";

impl SingleByte {
    /// The encoding of this name (a WHATWG name, `iso-8859-1` or `cp437`); `None` if there is none or
    /// it is not single-byte.
    pub fn named(label: &str) -> Option<Self> {
        // Programs write bytes that the encoding leaves undefined as the control of that number.
        let filled = |(c, byte): (char, u8)| match c {
            '\u{FFFD}' => (byte < 0xA0).then_some((char::from(byte), byte)),
            c => Some((c, byte)),
        };
        let upper = 0x80..=0xFF_u8;
        let mut bytes: Vec<(char, u8)> = match label {
            "cp437" => CP437.chars().zip(upper).collect(),
            // On the web this name means Windows-1252.
            "iso-8859-1" => upper.map(|byte| (char::from(byte), byte)).collect(),
            _ => {
                let all: Vec<u8> = upper.clone().collect();
                let (text, _) = codec(label)?.decode_without_bom_handling(&all);
                text.chars().zip(upper).filter_map(filled).collect()
            }
        };
        bytes.sort_unstable();
        Some(SingleByte { bytes })
    }

    /// True for the names that [`SingleByte::named`] knows.
    pub fn is_known(label: &str) -> bool {
        matches!(label, "cp437" | "iso-8859-1") || codec(label).is_some()
    }

    fn byte(&self, c: char) -> Option<u8> {
        let at = self.bytes.binary_search_by_key(&c, |&(known, _)| known).ok()?;
        self.bytes.get(at).map(|&(_, byte)| byte)
    }
}

/// The single-byte encoding of the web that has this name.
fn codec(label: &str) -> Option<&'static Codec> {
    Codec::for_label_no_replacement(label.as_bytes()).filter(|codec| codec.is_single_byte())
}

/// Finds damaged stretches and undoes up to `rounds` misreadings of each.
pub fn repairs(text: &str, codecs: &[SingleByte], rounds: usize) -> Vec<Repair> {
    let runs: Vec<Range<usize>> = runs(text).collect();
    if runs.is_empty() {
        return vec![];
    }
    let mut proof: Vec<(usize, usize)> = (0..codecs.len()).map(|index| (0, index)).collect();
    for run in &runs {
        let (pieces, around) = (pieces(text, run), around(text, run));
        for ((count, _), codec) in proof.iter_mut().zip(codecs) {
            *count += proofs(&pieces, around, codec);
        }
    }
    proof.sort_by_key(|&(count, _)| Reverse(count));
    // In the order of their probability here, each with whether the file proves it.
    let order: Vec<(&SingleByte, bool)> = proof
        .iter()
        .filter_map(|&(count, index)| codecs.get(index).map(|codec| (codec, count > 0)))
        .collect();
    let proven = order.iter().any(|&(_, proven)| proven);
    let mut repairs: Vec<Repair> = vec![];
    for run in runs {
        let quote = lost_quote(text, &run, &order);
        let lost = quote.clone().or_else(|| lost_space(text, &run, proven));
        let whole = quote.map_or(run.end, |quote| quote.range.start);
        let found = repair_run(text, run.start..whole, &order, rounds);
        // Behind damage that nobody can undo, what was lost is anybody's guess.
        let readable = whole == run.start
            || whole == run.end
            || found.last().is_some_and(|last| last.range.end == whole && last.text.is_some());
        let lost = lost.filter(|_| readable);
        let free = |repair: &Repair| found.last().is_none_or(|last| last.range.end <= repair.range.start);
        let lost = lost.filter(free);
        repairs.extend(found);
        repairs.extend(lost);
    }
    repairs
}

/// The last byte of a closing quotation mark is a control character, which many programs throw away:
/// "â€œyesâ€ is". Told only in a file that was misread in this very way.
fn lost_quote(text: &str, run: &Range<usize>, codecs: &[(&SingleByte, bool)]) -> Option<Repair> {
    const LOST: &str = "â€";
    let start = run.end.checked_sub(LOST.len()).filter(|&start| start >= run.start)?;
    let misread = codecs
        .iter()
        .any(|(codec, proven)| *proven && codec.byte('â') == Some(0xE2) && codec.byte('€') == Some(0x80));
    let before = text.get(..start)?.chars().next_back()?;
    let after = text.get(run.end..)?.chars().next();
    let closes = !before.is_whitespace() && !after.is_some_and(char::is_alphanumeric);
    (misread && closes && text.get(start..run.end) == Some(LOST))
        .then(|| Repair { range: start..run.end, text: Some("”".to_owned()) })
}

/// The second half of "à" and of the no-break space is a no-break space, which many programs turn
/// into a plain one: "voilÃ  le", "namedÂ then".
fn lost_space(text: &str, run: &Range<usize>, proven: bool) -> Option<Repair> {
    let last = text.get(run.clone())?.chars().next_back()?;
    let start = run.end - last.len_utf8();
    let before = text.get(..start)?.chars().next_back();
    let inner_capital = before.is_some_and(char::is_lowercase);
    let sure = inner_capital || (proven && !before.is_some_and(char::is_alphanumeric));
    let after = text.get(run.end..)?.strip_prefix(' ').filter(|_| sure)?;
    let word = after.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    let repair = |end: usize, text: &str| Some(Repair { range: start..end, text: Some(text.to_owned()) });
    match last {
        'Â' if proven => repair(run.end + 1, "\u{A0}"),
        'Ã' if after.starts_with(' ') => repair(run.end + 1, "à"),
        // Portuguese writes these as one word.
        'Ã' if (word == "s" && !after.starts_with("s'") && !after.starts_with("s’"))
            || word.starts_with("quel") =>
        {
            repair(run.end + 1, "à")
        }
        'Ã' if word.starts_with(char::is_lowercase) => repair(run.end, "à"),
        _ => None,
    }
}

/// Runs of characters outside ASCII, single ones only where they can mean something here.
fn runs(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = text.as_bytes().get(at..)?;
            let start = at + rest.iter().position(|byte| !byte.is_ascii())?;
            let rest = text.as_bytes().get(start..)?;
            let end = start + rest.iter().position(u8::is_ascii).unwrap_or(rest.len());
            at = end;
            let run = text.get(start..end)?;
            if run.chars().nth(1).is_some() || run.chars().any(|c| is_c1(c) || matches!(c, 'Ã' | 'Â')) {
                return Some(start..end);
            }
        }
    })
}

fn is_c1(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9F}')
}

/// A character and the bytes of the file that it stands for.
#[derive(Clone)]
struct Piece {
    c: Option<char>,
    source: Range<usize>,
    repaired: bool,
}

fn pieces(text: &str, run: &Range<usize>) -> Vec<Piece> {
    let chars = text.get(run.clone()).unwrap_or("").char_indices();
    chars
        .map(|(at, c)| {
            let start = run.start + at;
            Piece { c: Some(c), source: start..start + c.len_utf8(), repaired: false }
        })
        .collect()
}

/// What stands around a run.
#[derive(Clone, Copy)]
struct Around {
    before: Option<char>,
    after: Option<char>,
}

fn around(text: &str, run: &Range<usize>) -> Around {
    Around {
        before: text.get(..run.start).and_then(|head| head.chars().next_back()),
        after: text.get(run.end..).and_then(|tail| tail.chars().next()),
    }
}

/// The number of sequences that can be nothing but UTF-8 misread as `codec`.
fn proofs(pieces: &[Piece], around: Around, codec: &SingleByte) -> usize {
    let (mut at, mut found) = (0, 0);
    while at < pieces.len() {
        let decoded = decode_at(pieces, at, around, codec, false);
        found += usize::from(decoded.is_some());
        at += decoded.map_or(1, |decoded| decoded.taken);
    }
    found
}

fn repair_run(text: &str, run: Range<usize>, codecs: &[(&SingleByte, bool)], rounds: usize) -> Vec<Repair> {
    let around = around(text, &run);
    let mut pieces = pieces(text, &run);
    for _ in 0..rounds {
        let (next, changed) = one_round(&pieces, around, codecs);
        pieces = next;
        if !changed {
            break;
        }
    }
    undo_controls(&mut pieces, around);
    let debris = |piece: &Piece| !piece.repaired && piece.c.is_some_and(is_debris);
    if pieces.iter().any(|piece| piece.repaired) && pieces.iter().any(debris) {
        return vec![Repair { range: run, text: None }];
    }
    let mut repairs: Vec<Repair> = vec![];
    for piece in pieces.into_iter().filter(|piece| piece.repaired) {
        match repairs.last_mut() {
            Some(last) if last.range.end == piece.source.start => {
                last.range.end = piece.source.end;
                if let Some(text) = &mut last.text {
                    text.extend(piece.c);
                }
            }
            _ => repairs.push(Repair { range: piece.source, text: Some(piece.c.into_iter().collect()) }),
        }
    }
    repairs
}

/// Signs that no text puts beside letters, and that misread UTF-8 is full of.
fn is_debris(c: char) -> bool {
    is_c1(c) || matches!(c, '†' | '‡' | 'ƒ' | '‚' | '„' | '‰' | 'ˆ' | '˜' | '€' | '¢' | '¬' | '\u{FFFD}')
}

fn one_round(pieces: &[Piece], around: Around, codecs: &[(&SingleByte, bool)]) -> (Vec<Piece>, bool) {
    let mut next = Vec::with_capacity(pieces.len());
    let mut changed = false;
    let mut at = 0;
    while let Some(piece) = pieces.get(at) {
        let decoded = codecs.iter().find_map(|&(codec, proven)| decode_at(pieces, at, around, codec, proven));
        if let Some(decoded) = decoded {
            at += decoded.taken;
            next.extend(decoded.pieces);
            changed = true;
        } else {
            next.push(piece.clone());
            at += 1;
        }
    }
    (next, changed)
}

/// What [`decode_at`] found.
struct Decoded {
    taken: usize,
    pieces: Vec<Piece>,
}

/// The UTF-8 sequence that begins at `at`, if it is one and not more likely real text. Letters of
/// other scripts must come in numbers: a lone one is a coincidence.
fn decode_at(
    pieces: &[Piece],
    at: usize,
    around: Around,
    codec: &SingleByte,
    proven: bool,
) -> Option<Decoded> {
    let mut found: Vec<Piece> = vec![];
    let mut taken = 0;
    let mut script = None;
    let mut odd = false;
    let mut block = None;
    let lone_greek = pieces.get(at).and_then(|piece| piece.c).is_some_and(|c| matches!(c, 'Î' | 'Ï'));
    while let Some((c, length)) = sequence(pieces, at + taken, codec) {
        let Some(meaning) = meaning(c) else { break };
        if let Meaning::Script(number) = meaning {
            if !found.is_empty() && script.is_none() {
                break;
            }
            if *block.get_or_insert(number) != number && !pairs_with(block, number) {
                break;
            }
            script = Some(number);
        } else if !found.is_empty() {
            break;
        }
        let window = Window::new(pieces, at + taken, length, around)?;
        odd |= !window.could_be_text(c);
        // No text alternates like this.
        odd |= script.is_some() && found.len() >= 2;
        let source = window.source.clone();
        let c = (meaning != Meaning::Nothing).then_some(c);
        found.push(Piece { c, source, repaired: true });
        taken += length;
        if script.is_none() {
            break;
        }
    }
    let sure = match found.len() {
        0 => false,
        // A lone Greek letter is a symbol of mathematics.
        1 if script.is_some() => odd && (proven || lone_greek),
        _ => proven || odd,
    };
    sure.then_some(Decoded { taken, pieces: found })
}

/// Chinese and Japanese characters stand beside kana.
fn pairs_with(block: Option<u32>, number: u32) -> bool {
    block.is_some_and(|block| (0x30..=0x9F).contains(&block) && (0x30..=0x9F).contains(&number))
}

/// The character whose UTF-8 bytes the characters from `at` on are, and how many they are.
fn sequence(pieces: &[Piece], at: usize, codec: &SingleByte) -> Option<(char, usize)> {
    let byte = |index: usize| pieces.get(at + index).and_then(|piece| piece.c).and_then(|c| codec.byte(c));
    let length = match byte(0)? {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    let mut bytes = [0_u8; 6];
    for (index, slot) in bytes.iter_mut().enumerate().take(length) {
        *slot = byte(index)?;
    }
    let sequence = bytes.get(..length)?;
    if let Ok(text) = std::str::from_utf8(sequence) {
        return text.chars().next().map(|c| (c, length));
    }
    // Some programs write characters beyond U+FFFF as two surrogates of three bytes each.
    let &[0xED, high @ 0xA0..=0xAF, high_low @ 0x80..=0xBF] = sequence else { return None };
    let (0xED, low @ 0xB0..=0xBF, low_low @ 0x80..=0xBF) = (byte(3)?, byte(4)?, byte(5)?) else {
        return None;
    };
    let unit = |a: u8, b: u8| 0xD000 | (u16::from(a & 0x3F) << 6) | u16::from(b & 0x3F);
    let c = char::decode_utf16([unit(high, high_low), unit(low, low_low)]).next()?.ok()?;
    Some((c, 6))
}

/// What a decoded character can be in a document.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Meaning {
    /// A letter of a Latin script, a sign, an emoji: may stand alone.
    Usual,
    /// A letter of another script; the number tells its block.
    Script(u32),
    /// A character that cannot be seen and need not come back.
    Nothing,
}

fn meaning(c: char) -> Option<Meaning> {
    let code = u32::from(c);
    Some(match code {
        // The next round, or the last step, makes something of it.
        0x80..=0x9F => Meaning::Usual,
        0xAD | 0x200B | 0x2060 | 0xFEFF => Meaning::Nothing,
        // Latin with marks (also Romanian and Vietnamese), signs.
        0xA0..=0x17F | 0x1A0 | 0x1A1 | 0x1AF | 0x1B0 | 0x218..=0x21B | 0x1E00..=0x1EFF => Meaning::Usual,
        0x2C6..=0x2DD | 0x336 | 0x2002..=0x200A | 0x200D | 0x2010..=0x2027 | 0x202F..=0x205E => {
            Meaning::Usual
        }
        // Currencies, letter-like signs, arrows, mathematics, boxes, shapes, dingbats.
        0x20A0..=0x20BF | 0x20E3 | 0x2100..=0x27BF | 0x2900..=0x297F | 0x2B00..=0x2BFF => Meaning::Usual,
        0xFB00..=0xFB06 | 0xFE0F | 0xFF01..=0xFF5E | 0x1F000..=0x1FAFF => Meaning::Usual,
        0x370..=0x3FF | 0x400..=0x52F | 0x591..=0x5F4 | 0x600..=0x6FF => Meaning::Script(code >> 8),
        0x900..=0xEFF => Meaning::Script(code >> 7),
        0x3001..=0x30FF | 0x4E00..=0x9FFF => Meaning::Script(0x30),
        0xAC00..=0xD7A3 => Meaning::Script(0xAC),
        _ => return None,
    })
}

/// Some neighbouring characters and what stands around them.
struct Window {
    before: Option<char>,
    first: char,
    rest: Vec<char>,
    after: Option<char>,
    source: Range<usize>,
    /// Some of it was misread once more.
    repaired: bool,
}

impl Window {
    fn new(pieces: &[Piece], at: usize, length: usize, around: Around) -> Option<Self> {
        let inside = |index: usize| pieces.get(index).and_then(|piece| piece.c);
        let taken = pieces.get(at..at + length)?;
        Some(Window {
            before: if at == 0 { around.before } else { inside(at - 1) },
            first: inside(at)?,
            rest: taken.iter().skip(1).filter_map(|piece| piece.c).collect(),
            after: if at + length == pieces.len() { around.after } else { inside(at + length) },
            source: taken.first()?.source.start..taken.last()?.source.end,
            repaired: taken.iter().any(|piece| piece.repaired),
        })
    }

    /// Whether somebody may have meant these characters as they stand.
    fn could_be_text(&self, decoded: char) -> bool {
        if self.repaired || is_c1(self.first) || self.rest.iter().any(|&c| is_c1(c) || c == '\u{AD}') {
            return false;
        }
        match self.rest.as_slice() {
            [second] => self.pair_could_be_text(*second),
            // Letters with a circumflex are never followed by these letters in any language.
            [second, _] if self.first == 'â' && second.is_alphabetic() => false,
            [second, third] if second.is_alphabetic() => {
                let alike = !second.is_uppercase() || self.first.is_uppercase();
                alike
                    && is_greek(self.first) == is_greek(*second)
                    && (third.is_alphabetic() || follows_words(*third))
            }
            [second, third] => follows_words(*second) && follows_words(*third),
            _ => u32::from(decoded) < 0x1F000,
        }
    }

    fn pair_could_be_text(&self, second: char) -> bool {
        let lower_before = self.before.is_some_and(char::is_lowercase);
        let letter_before = self.before.is_some_and(char::is_alphabetic);
        let letter_after = self.after.is_some_and(char::is_alphabetic);
        let lower_after = self.after.is_some_and(char::is_lowercase);
        // 0xC3 in each encoding: the mark of é, ü, ñ, which is nearly always what was damaged.
        let usual = matches!(self.first, 'Ã' | 'Ă' | 'Г' | '√');
        let inner_capital = self.first.is_uppercase() && lower_before;
        match self.first {
            '×' | '÷' => return true,
            '√' => return !letter_before && !matches!(second, '©' | '®' | '†' | '¢' | '£' | '™'),
            '¬' => return !matches!(second, '†' | '£' | '©' | '®' | '•' | '§'),
            first if !first.is_alphabetic() => {
                return !(letter_before && letter_after && second.is_alphabetic());
            }
            _ => {}
        }
        match second {
            '¥' => true,
            '£' | '¢' | '€' => !(inner_capital && lower_after),
            '©' => !usual,
            // A no-break space after a capital letter: fine in a word of capitals.
            '\u{A0}' => !(inner_capital || (!letter_before && matches!(self.first, 'Ã' | 'Â'))),
            '’' | '…' | '–' | '—' => !(inner_capital && lower_after),
            '¹' | '²' | '³' => !inner_capital && !self.after.is_some_and(char::is_alphanumeric),
            '°' => !inner_capital && !lower_after,
            '‘' | '“' | '”' | '»' | '«' | '›' | '™' | '®' | '´' | '¨' | '¡' | '¿' => {
                !inner_capital && !letter_after
            }
            c if c.is_alphabetic() => {
                let matching =
                    c.is_uppercase() || !letter_before || self.before.is_some_and(char::is_uppercase);
                !matches!(self.first, 'Ã' | 'Â') && !inner_capital && matching
            }
            _ => false,
        }
    }
}

fn is_greek(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{3FF}')
}

/// Signs that often stand right behind a word.
fn follows_words(c: char) -> bool {
    matches!(c, '’' | '”' | '“' | '»' | '›' | '…' | '™' | '®' | '–' | '—' | '\u{A0}' | '´' | '°' | '©')
}

/// C1 controls mean nothing in documents: they are bytes of Windows-1252 that were read as Latin-1.
fn undo_controls(pieces: &mut [Piece], around: Around) {
    let chars: Vec<Option<char>> = pieces.iter().map(|piece| piece.c).collect();
    for (at, piece) in pieces.iter_mut().enumerate() {
        let Some(c) = piece.c.filter(|&c| is_c1(c)) else { continue };
        let before = if at == 0 { around.before } else { chars.get(at - 1).copied().flatten() };
        let after = chars.get(at + 1).copied().flatten().or(around.after);
        // Beside such a letter it is the rest of a sequence that cannot be undone any more.
        let broken = |c: char| matches!(c, 'â' | 'Ã' | 'Â' | 'ð' | 'ï' | 'Р' | 'С' | 'Ð' | 'Ñ' | 'í');
        let repaired = u8::try_from(u32::from(c)).ok().and_then(windows_1252);
        if let Some(repaired) = repaired
            && !before.is_some_and(|c| broken(c) || (is_c1(c) && windows_1252_undefined(c)))
            && !after.is_some_and(|c| is_c1(c) && windows_1252_undefined(c))
        {
            piece.c = Some(repaired);
            piece.repaired = true;
        }
    }
}

fn windows_1252(byte: u8) -> Option<char> {
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(std::slice::from_ref(&byte));
    text.chars().next().filter(|&c| c != '\u{FFFD}' && !is_c1(c))
}

fn windows_1252_undefined(c: char) -> bool {
    matches!(c, '\u{81}' | '\u{8D}' | '\u{8F}' | '\u{90}' | '\u{9D}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repaired(text: &str) -> String {
        let codecs: Vec<_> =
            ["windows-1252", "iso-8859-1", "macintosh"].iter().filter_map(|l| SingleByte::named(l)).collect();
        let mut out = text.to_owned();
        for repair in repairs(text, &codecs, 3).into_iter().rev() {
            out.replace_range(repair.range, &repair.text.unwrap());
        }
        out
    }

    #[test]
    fn one_and_more_rounds_are_undone() {
        assert_eq!(repaired("the companyâ€™s values"), "the company’s values");
        assert_eq!(repaired("the companyÃ¢â‚¬â„¢s values"), "the company’s values");
        assert_eq!(repaired("ready âœ… or â‰\u{A0}"), "ready ✅ or ≠");
        assert_eq!(repaired("It\u{92}s r√©sum√©"), "It’s résumé");
    }

    #[test]
    fn closing_quotes_without_their_last_byte() {
        assert_eq!(repaired("â€œyesâ€ and â€œno.â€"), "“yes” and “no.”");
        assert_eq!(repaired("Itâ€™s a â€ and b"), "It’s a â€ and b");
        assert_eq!(repaired("only â€œ, saidâ€ here â€¦â€"), "only “, said” here …”");
        assert_eq!(repaired("a lone saidâ€ stays"), "a lone saidâ€ stays");
    }

    #[test]
    fn sound_text_stays() {
        for text in
            ["São Paulo, ações", "ROMÃ… e IRMÃ®", "Žižek’s “café”…", "5×£3 — ½ day", "naïve Ångström °C"]
        {
            assert_eq!(repaired(text), text);
        }
    }

    #[test]
    fn what_could_be_real_counts_only_beside_proof() {
        assert_eq!(repaired("CAFÃ™ only"), "CAFÃ™ only");
        assert_eq!(repaired("CAFÃ™ and itâ€™s"), "CAFÙ and it’s");
    }
}

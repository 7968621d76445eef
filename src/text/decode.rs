//! Bytes to text: byte order marks, UTF-8, UTF-16, legacy encodings. Nothing is converted silently:
//! whatever is not plain UTF-8 is kept in `damage` or `encoding` and reported by a rule.

use std::ops::Range;

use encoding_rs::{CoderResult, Encoding as Codec};

/// What the bytes of a file turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16, little- or big-endian; `marked` when a byte order mark says so.
    Utf16 { big_endian: bool, marked: bool },
    /// A legacy encoding, guessed from the bytes; holds its WHATWG name, e.g. `windows-1252`.
    Legacy(&'static str),
}

impl Encoding {
    /// The name to show to people.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf16 { .. } => "UTF-16",
            Encoding::Legacy(name) => name,
        }
    }
}

/// Bytes that are not valid in the file's encoding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// Where in the decoded text the replacement character stands.
    pub at: Range<usize>,
    /// The bytes that stood there, at most four.
    pub bytes: Vec<u8>,
}

/// The outcome of [`decode`].
#[derive(Debug, Clone)]
pub struct Decoded {
    pub text: String,
    pub encoding: Encoding,
    pub bom_len: u32,
    pub damage: Vec<Damage>,
    pub binary: bool,
    pub(super) offsets: Vec<(u32, u32)>,
}

/// Signatures of files that are often named like documents but are not text.
const BINARY_SIGNATURES: &[&[u8]] =
    &[b"PK\x03\x04", b"%PDF-", b"\x89PNG", b"\xFF\xD8\xFF", b"GIF8", b"\x1F\x8B", b"\xD0\xCF\x11\xE0"];

/// How many bytes are looked at to tell UTF-16 without a mark and binary data from text.
const SNIFF: usize = 8 * 1024;

/// Decodes the bytes of a file. A byte order mark decides; else valid UTF-8; else UTF-16 by its
/// zero bytes; else UTF-8 with damage, if some multi-byte sequences are right; else a guess among
/// the legacy encodings.
pub fn decode(bytes: &[u8]) -> Decoded {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        let mut decoded = utf8(rest);
        decoded.bom_len = 3;
        for (_, disk) in &mut decoded.offsets {
            *disk += 3;
        }
        return decoded;
    }
    for (mark, big_endian) in [(b"\xFF\xFE", false), (b"\xFE\xFF", true)] {
        if let Some(rest) = bytes.strip_prefix(mark) {
            return utf16(rest, big_endian, true);
        }
    }
    if BINARY_SIGNATURES.iter().any(|signature| bytes.starts_with(signature)) {
        return binary();
    }
    let head = bytes.get(..SNIFF.min(bytes.len())).unwrap_or(bytes);
    if memchr::memchr(0, head).is_some() {
        return match utf16_by_zeros(head) {
            Some(big_endian) => utf16(bytes, big_endian, false),
            None => binary(),
        };
    }
    utf8(bytes)
}

fn plain(text: String) -> Decoded {
    Decoded { text, encoding: Encoding::Utf8, bom_len: 0, damage: vec![], binary: false, offsets: vec![] }
}

fn binary() -> Decoded {
    Decoded { binary: true, ..plain(String::new()) }
}

/// Text in a Latin script has a zero in every other byte; anything less regular is binary.
fn utf16_by_zeros(head: &[u8]) -> Option<bool> {
    let zeros = |first: usize| head.iter().skip(first).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), head.len() / 2);
    if half >= 2 && even == 0 && odd * 10 >= half * 7 {
        Some(false)
    } else if half >= 2 && odd == 0 && even * 10 >= half * 7 {
        Some(true)
    } else {
        None
    }
}

fn utf8(bytes: &[u8]) -> Decoded {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return plain(text.to_owned());
    }
    let sound_sequences = bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii());
    if sound_sequences { damaged_utf8(bytes) } else { legacy(bytes) }
}

/// UTF-8 in which some bytes are wrong: each invalid sequence becomes one U+FFFD.
fn damaged_utf8(bytes: &[u8]) -> Decoded {
    let mut decoded = plain(String::with_capacity(bytes.len()));
    let mut disk = 0usize;
    for chunk in bytes.utf8_chunks() {
        decoded.text.push_str(chunk.valid());
        disk += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            let start = decoded.text.len();
            decoded.text.push('\u{FFFD}');
            disk += chunk.invalid().len();
            decoded.damage.push(Damage { at: start..decoded.text.len(), bytes: chunk.invalid().to_vec() });
            decoded.offsets.push((narrow(decoded.text.len()), narrow(disk)));
        }
    }
    decoded
}

fn utf16(bytes: &[u8], big_endian: bool, marked: bool) -> Decoded {
    let bom_len = if marked { 2 } else { 0 };
    let mut decoded = plain(String::with_capacity(bytes.len()));
    decoded.encoding = Encoding::Utf16 { big_endian, marked };
    decoded.bom_len = bom_len;
    let pairs = bytes.chunks_exact(2);
    let odd_byte = pairs.remainder().to_vec();
    let units = pairs.map(|pair| match pair {
        [a, b] if big_endian => u16::from_be_bytes([*a, *b]),
        [a, b] => u16::from_le_bytes([*a, *b]),
        _ => 0,
    });
    let mut disk = bom_len;
    for unit in char::decode_utf16(units) {
        let start = decoded.text.len();
        let wide = match unit {
            Ok(c) => {
                decoded.text.push(c);
                c.len_utf16()
            }
            Err(error) => {
                decoded.text.push('\u{FFFD}');
                let bytes = error.unpaired_surrogate().to_be_bytes().to_vec();
                decoded.damage.push(Damage { at: start..decoded.text.len(), bytes });
                1
            }
        };
        disk += narrow(wide * 2);
        decoded.offsets.push((narrow(decoded.text.len()), disk));
    }
    if !odd_byte.is_empty() {
        let start = decoded.text.len();
        decoded.text.push('\u{FFFD}');
        decoded.damage.push(Damage { at: start..decoded.text.len(), bytes: odd_byte });
        decoded.offsets.push((narrow(decoded.text.len()), disk + 1));
    }
    decoded
}

/// No valid multi-byte UTF-8 at all: ask the detector, and decode character by character so that
/// each keeps its place on disk.
fn legacy(bytes: &[u8]) -> Decoded {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let codec: &'static Codec = detector.guess(None, chardetng::Utf8Detection::Deny);
    let mut decoded = plain(String::with_capacity(bytes.len() * 2));
    decoded.encoding = Encoding::Legacy(codec.name());
    let mut decoder = codec.new_decoder_without_bom_handling();
    let mut fed = 0usize; // bytes handed over
    let mut settled = 0usize; // bytes whose characters have come out
    let mut out = [0u8; 16];
    while fed < bytes.len() {
        let next = bytes.get(fed..=fed).unwrap_or_default();
        let last = fed + 1 == bytes.len();
        fed += 1;
        let (result, _, written, replaced) = decoder.decode_to_utf8(next, &mut out, last);
        if written > 0 {
            let piece = std::str::from_utf8(out.get(..written).unwrap_or_default()).unwrap_or("\u{FFFD}");
            push_legacy(&mut decoded, piece, bytes.get(settled..fed).unwrap_or_default(), settled, replaced);
            settled = fed;
        }
        if result == CoderResult::OutputFull {
            break; // cannot happen: one byte never yields more than 16
        }
    }
    decoded
}

/// Adds what came out for `bytes`, which begin at `from` on disk. It may be several characters: a lead byte
/// that nothing follows, and then the letter that stood there instead; each keeps a place of its own.
fn push_legacy(decoded: &mut Decoded, piece: &str, bytes: &[u8], from: usize, replaced: bool) {
    let count = piece.chars().count();
    let mut taken = 0;
    for (number, c) in piece.chars().enumerate() {
        let start = decoded.text.len();
        decoded.text.push(c);
        let last = number + 1 == count;
        // The others leave a byte for each character that is still to come.
        let left = count - number - 1;
        let upto =
            if last { bytes.len() } else { bytes.len().saturating_sub(left).min(taken + 1).max(taken) };
        let own = bytes.get(taken..upto).unwrap_or_default();
        if replaced && c == '\u{FFFD}' {
            decoded.damage.push(Damage { at: start..decoded.text.len(), bytes: own.to_vec() });
        }
        if own.len() != c.len_utf8() {
            decoded.offsets.push((narrow(decoded.text.len()), narrow(from + upto)));
        }
        taken = upto;
    }
}

fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::{FileId, SourceFile};
    use super::*;

    #[test]
    fn marks_are_cut_off_and_counted() {
        let file = SourceFile::from_bytes(FileId(0), "a.md", None, b"\xEF\xBB\xBFab");
        assert_eq!((file.text.as_str(), file.bom_len, file.disk_offset(1)), ("ab", 3, 4));
        let file = SourceFile::from_bytes(FileId(0), "a.md", None, b"\xFF\xFEa\0\xE9\0b\0");
        assert_eq!(&*file.text, "aéb");
        assert_eq!(file.disk_offset(3), 2 + 4);
    }

    /// Bytes that no encoding has, lead bytes that nothing follows, and all the rest.
    #[test]
    fn places_on_disk_grow_with_the_text() {
        let mut seed = 7_u32;
        let mut next = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 16) as usize
        };
        let alphabet = b"ab |\x82\x90\xA4\xE9\xFF\x80\x8E\n\xC3\xA9\xF0\x9F";
        for _ in 0..4000 {
            let bytes: Vec<u8> = (0..next() % 40).map(|_| alphabet[next() % alphabet.len()]).collect();
            let file = SourceFile::from_bytes(FileId(0), "a.md", None, &bytes);
            if file.trouble.is_some() {
                continue;
            }
            let ends = file.text.char_indices().map(|(at, _)| at).chain([file.text.len()]);
            let places: Vec<u32> = ends.map(|at| file.disk_offset(narrow(at))).collect();
            assert!(places.is_sorted(), "{bytes:x?} as {:?}: {places:?}", file.encoding);
            assert_eq!(
                places.last().copied(),
                Some(narrow(bytes.len())),
                "{bytes:x?} as {:?}",
                file.encoding
            );
            for damage in &file.damage {
                assert_eq!(file.text.get(damage.at.clone()), Some("\u{FFFD}"), "{bytes:x?}");
            }
        }
    }

    #[test]
    fn utf16_without_mark_is_recognised() {
        let bytes: Vec<u8> = "Senior role".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let decoded = decode(&bytes);
        assert_eq!(decoded.encoding, Encoding::Utf16 { big_endian: true, marked: false });
        assert_eq!(decoded.text, "Senior role");
    }

    #[test]
    fn one_bad_byte_among_good_ones_stays_utf8() {
        let file = SourceFile::from_bytes(FileId(0), "a.md", None, b"na\xC3\xAFve r\xE9sum\xE9!");
        assert_eq!(file.encoding, Encoding::Utf8);
        assert_eq!(&*file.text, "naïve r\u{FFFD}sum\u{FFFD}!");
        assert_eq!(file.damage.len(), 2);
        let bang = u32::try_from(file.text.find('!').unwrap()).unwrap();
        assert_eq!(file.disk_offset(bang), 13);
    }

    #[test]
    fn legacy_text_keeps_places() {
        let (bytes, _, _) =
            encoding_rs::WINDOWS_1252.encode("Le développeur confirmé gère l’équipe où il travaille");
        let file = SourceFile::from_bytes(FileId(0), "a.md", None, &bytes);
        assert_eq!(file.encoding, Encoding::Legacy("windows-1252"));
        for (offset, _) in file.text.char_indices() {
            let chars = file.text[..offset].chars().count();
            assert_eq!(file.disk_offset(u32::try_from(offset).unwrap()) as usize, chars);
        }
    }

    #[test]
    fn binary_is_told_from_text() {
        assert!(decode(b"PK\x03\x04rest").binary);
        assert!(decode(b"ab\0\0\0cd\x01\0").binary);
        assert!(!decode(b"").binary);
    }
}

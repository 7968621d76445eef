//! Feeds a target with inputs of the corpus that are cut, joined and changed by chance: no coverage, no compiler options, and
//! many more executions in the same time. `cargo run --release --example havoc -- TARGET SECONDS SIZE SEED`.
//!
//! An input that breaks the target is written to `artifacts/<target>/`.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use rolelint_fuzz::TARGETS;

/// Pieces that mean something to one of the readers.
const WORDS: &[&str] = &[
    "\n",
    "\r\n",
    "\n\n",
    "\t",
    "  ",
    "# ",
    "## ",
    "- ",
    "1. ",
    "> ",
    "| ",
    " |",
    "|---|---|\n",
    "**",
    "__",
    "`",
    "```\n",
    "~~~",
    "[a](b.md#c)",
    "![",
    "](",
    "[^1]",
    "<!-- ",
    " -->",
    "<td>",
    "</td>",
    "<table>",
    "<tr>",
    "&amp;",
    "&#x41;",
    "---\n",
    "+++\n",
    "title: ",
    ": ",
    "\"",
    "'",
    "\\",
    "{",
    "}",
    "[",
    "]",
    "&a ",
    "*a",
    "<<: ",
    "!!str ",
    "|-\n",
    ">\n",
    "= ",
    "\"\"\"",
    "\u{feff}",
    "â€™",
    "Ã©",
    "\u{200b}",
    "\u{202e}",
    "é",
    "日本",
    "🎉",
    "L3",
    "Senior Engineer",
    "at least 5-7 years",
    "e.g.",
    "teh",
    "TBD",
    ",",
    "•",
    "PK\x03\x04",
];

/// A generator of numbers by chance: xorshift, good enough to choose with.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap_or(0) % most.max(1)
    }
}

/// One input made of the corpus.
fn made(corpus: &[Vec<u8>], size: usize, chance: &mut Chance) -> Vec<u8> {
    let piece = |chance: &mut Chance| {
        let input = corpus.get(chance.below(corpus.len())).map_or(&[][..], Vec::as_slice);
        let from = if chance.below(3) == 0 { chance.below(input.len() + 1) } else { 0 };
        let to = (from + 1 + chance.below(size)).min(input.len());
        input.get(from..to).unwrap_or_default().to_vec()
    };
    let mut bytes = piece(chance);
    for _ in 0..chance.below(6) {
        let at = chance.below(bytes.len() + 1);
        match chance.below(7) {
            0 => {
                let other = piece(chance);
                bytes.splice(at..at, other);
            }
            1 | 2 => {
                let word = WORDS.get(chance.below(WORDS.len())).copied().unwrap_or("");
                bytes.splice(at..at, word.bytes());
            }
            3 => {
                let end = (at + chance.below(16)).min(bytes.len());
                bytes.drain(at..end);
            }
            4 => {
                let end = (at + chance.below(24)).min(bytes.len());
                let again = bytes.get(at..end).unwrap_or_default().repeat(1 + chance.below(4));
                bytes.splice(at..at, again);
            }
            5 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << chance.below(8);
                }
            }
            _ => bytes.insert(at, u8::try_from(chance.below(256)).unwrap_or(0)),
        }
    }
    bytes.truncate(size);
    bytes
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, default: u64| args.get(at).and_then(|arg| arg.parse().ok()).unwrap_or(default);
    let name = args.first().map_or("pipeline", String::as_str);
    let Some((_, run)) = TARGETS.iter().find(|(target, _)| *target == name) else {
        println!("there is no target {name}");
        return;
    };
    let (seconds, size) = (number(1, 60), usize::try_from(number(2, 512)).unwrap_or(512));
    let root = std::env::var("FUZZ_ROOT").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
    let folder = Path::new(&root).join("corpus").join(name);
    let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
    let corpus: Vec<Vec<u8>> = entries.filter_map(|entry| fs::read(entry.path()).ok()).collect();
    let mut chance = Chance(number(3, 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let (start, mut done, mut broken, mut slowest) = (Instant::now(), 0_u64, 0, Duration::ZERO);
    // Checks run on threads of a pool; one that is this thread needs no waiting.
    let _ = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global();
    while start.elapsed() < Duration::from_secs(seconds) {
        for _ in 0..16 {
            let bytes = made(&corpus, size, &mut chance);
            let begin = Instant::now();
            if catch_unwind(AssertUnwindSafe(|| run(&bytes))).is_err()
                || begin.elapsed() > Duration::from_secs(10)
            {
                let place = Path::new(&root).join("artifacts").join(name);
                let _ = fs::create_dir_all(&place);
                let _ = fs::write(place.join(format!("havoc-{done}-{broken}")), &bytes);
                broken += 1;
            }
            slowest = slowest.max(begin.elapsed());
            done += 1;
        }
    }
    let seconds = start.elapsed().as_secs().max(1);
    println!(
        "{name}: {done} executions, {} a second, slowest {slowest:.0?}, {broken} broken",
        done / seconds
    );
}

#!/usr/bin/env python3
"""Makes typos-en.txt from the generated table of the crate `typos-dict`.

usage: make-typos.py .../typos-dict-0.14.4/src/word_codegen.rs > typos-en.txt

One known slip a line, then what is meant. Kept are slips with one correction that the dictionary here has
and that is no rarity; left out are words that are right here, and most slips that the near-word search
finds by itself. Of slips of three and four letters only those of small words with letters swapped are
kept, and none that is a word of another European language.
"""

import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
SMALL = set(
    "the this that then than they them their there these those with have has had from when what which while where "
    "will would could should also just make makes work works into over more most other your you and for are not "
    "can how who was were been being help team time need does only some such each like well".split()
)
FOREIGN = {"aer", "alos", "cna", "ened", "hda", "hsa", "inot", "nto", "ofr", "oru", "tema"}


def distance(a, b):
    above, row = None, list(range(len(b) + 1))
    for i, x in enumerate(a):
        new = [i + 1]
        for j, y in enumerate(b):
            best = min(row[j] + (x != y), new[j] + 1, row[j + 1] + 1)
            if i and j and x == b[j - 1] and a[i - 1] == y:
                best = min(best, above[j - 1] + 1)
            new.append(best)
        above, row = row, new
    return row[-1]


def is_kept(slip, meant, band):
    edits = distance(slip, meant)
    swapped = sorted(slip) == sorted(meant)
    if len(slip) < 5:
        return len(slip) > 2 and swapped and meant in SMALL and slip not in FOREIGN
    if len(slip) == 5:
        return edits == 1 and band <= 2 and (swapped or len(slip) < len(meant))
    if len(slip) >= 8:
        return edits == 2 or edits == 3 and len(slip) > 8
    return edits <= 2


def main(table):
    bands = {}
    for line in (HERE / "words-en.txt").read_text().splitlines():
        word, code = line.split()
        bands[word] = 9 if set("na") & set(code[1:]) else int(code[0])
    field = {
        word.lower()
        for line in (HERE / "field-en.txt").read_text().splitlines()
        if not line.startswith("#")
        for word in line.split()
    }
    entry = re.compile(r'InsensitiveStr::Ascii\(\s*"([a-z]+)",?\s*\)\s*,\s*&\[\s*"([a-z]+)",?\s*\]')
    kept = {}
    for slip, meant in entry.findall(Path(table).read_text()):
        band = min(bands.get(meant, 9), 4 if meant in field else 9)
        if slip not in bands and slip not in field and band <= 4 and is_kept(slip, meant, band):
            kept[slip] = meant
    for slip in sorted(kept):
        print(slip, kept[slip])


main(sys.argv[1])

#!/usr/bin/env python3
"""Makes typos-en.txt from the generated table of the crate `typos-dict`.

usage: make-typos.py .../typos-dict-0.14.4/src/word_codegen.rs > typos-en.txt

One known slip a line, then what is meant, or a hyphen where that may be several words: then the near-word
search decides. Kept are slips of words that the dictionary here has and that are no rarities; left out are
words that are right here, and what looks like a word of another European language. Of slips of three and
four letters only those of small words with letters swapped are kept. `OWN` adds slips that the table lacks
or leaves open: small words that were joined, and what is nearly always meant.
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
# Right, or a matter of other rules.
RIGHT = set(
    "concent departer departers leiter nevers overturing parises pollenate precent produktion projet projets provine "
    "recrated reding reflecters relace retore straighted supermarkt tittled trigged airborn airscape biddings catastrophize conveyer conveyers despatcher despatchers exorcizer exorcizers gamifications "
    "informations metabolics microwavers misformed overlayed overmapping philosophics psychiatrics refocussed "
    "revaluated texturers thumbnailers uncoding undercling underlaying".split()
)
FOREIGN_ENDINGS = "o a os as ivo iva cional cionales ciones miento mente idad aire eur eux isch".split()
OWN = {
    "alittle": "a little", "allof": "all of", "andthe": "and the", "aslong": "as long", "aswell": "as well",
    "atleast": "at least", "atmost": "at most", "atthe": "at the", "bythe": "by the", "completet": "complete",
    "eventhough": "even though", "forthe": "for the", "fromthe": "from the", "incase": "in case",
    "infact": "in fact", "infront": "in front", "inorder": "in order", "inspite": "in spite", "inthe": "in the",
    "isthe": "is the", "mightbe": "might be", "noone": "no one", "ofa": "of a", "ofcourse": "of course",
    "ofthe": "of the", "ofthis": "of this", "onthe": "on the", "outof": "out of", "shouldbe": "should be",
    "thatthe": "that the", "ths": "the", "tobe": "to be", "tothe": "to the", "upto": "up to", "wether": "whether",
    "wich": "which", "willbe": "will be", "withthe": "with the", "wouldbe": "would be",
}


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


def is_foreign(slip, meant):
    if sorted(slip) == sorted(meant) or meant.endswith("ous"):
        return False
    other = any(slip.endswith(end) and not meant.endswith(end) for end in FOREIGN_ENDINGS)
    return other or slip == meant + "e" or slip.endswith("es") and meant == slip[:-2] + "s"


def is_kept(slip, meant, band):
    edits = distance(slip, meant)
    swapped = sorted(slip) == sorted(meant)
    if len(slip) < 5:
        return len(slip) > 2 and swapped and meant in SMALL and slip not in FOREIGN
    if len(slip) == 5:
        return edits == 1 and band <= 2 and (swapped or len(slip) < len(meant))
    if len(slip) >= 8 and edits == 1 and is_foreign(slip, meant):
        return False
    return edits <= 2 or edits == 3 and len(slip) > 8


def is_open(slip, meant, bands, field):
    """Several words may be meant, and one of them is usual."""
    near = [word for word in meant if bands.get(word, 9) <= 2 or word in field]
    return len(slip) >= 6 and bool(near) and not any(is_foreign(slip, word) for word in meant)


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
    entry = re.compile(r'InsensitiveStr::Ascii\(\s*"([a-z]+)",?\s*\)\s*,\s*&\[([^\]]*)\]')
    kept = {}
    for slip, corrections in entry.findall(Path(table).read_text()):
        corrections = re.findall(r'"([^"]+)"', corrections)
        if slip in bands or slip in field or slip in RIGHT:
            continue
        meant = corrections[0]
        band = min(bands.get(meant, 9), 4 if meant in field else 9)
        if len(corrections) > 1:
            if is_open(slip, corrections, bands, field):
                kept[slip] = "-"
        elif band <= 4 and is_kept(slip, meant, band):
            kept[slip] = meant
    kept |= {slip: meant for slip, meant in OWN.items() if slip not in bands and slip not in field}
    for slip in sorted(kept):
        print(slip, kept[slip])


main(sys.argv[1])

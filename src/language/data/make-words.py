#!/usr/bin/env python3
"""Makes words-en.txt from SCOWL (Spell Checker Oriented Word Lists).

usage: make-words.py /usr/share/dict/scowl > words-en.txt

One word a line, lower case, sorted, then a code: the size band in SCOWL (0 to 7 for 10, 20, 35, 40, 50,
55, 60, 70; a small band is a common word), and letters: u American only, g British only, n only ever
capitalized (a name), a an abbreviation as written in small letters.
"""

import sys
import unicodedata
from pathlib import Path

BANDS = [10, 20, 35, 40, 50, 55, 60, 70]
NAME_LIMIT = 60  # rarer names only hide slips at the start of sentences
VARIANT_LIMIT = 60
COMMON = 35  # a rare word one slip from one of these is likelier the slip
RARE = 60
# Listed as variants, but corrected wherever they are found.
SLIPS = {"programed", "programing", "programer", "programers"}


def read(path):
    if not path.exists():
        return []
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    words = text.split("\n")
    words += [plain(w) for w in words if not w.isascii()]
    return [w for w in words if w and not w.endswith("'s") and " " not in w]


def plain(word):
    """The word without accents: "cafe" for "café"."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def neighbours(word):
    """All texts one insertion, deletion, replacement or swap away that share the first letter."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    for i in range(1, len(word) + 1):
        head, tail = word[:i], word[i:]
        for c in letters:
            yield head + c + tail
            if tail:
                yield head + c + tail[1:]
        if tail:
            yield head + tail[1:]
        if i > 1 or len(tail) > 1:
            if len(tail) > 1:
                yield head + tail[1] + tail[0] + tail[2:]


def inflected_from(word, known):
    """True if the word is a regular form of a word that is not rare itself."""
    ends = ["s", "es", "d", "ed", "ing", "er", "ers", "ly", "ness", "able", "less", "like", "y", "ist", "ists"]
    for end in ends:
        if word.endswith(end):
            stem = word[: -len(end)]
            for base in (stem, stem + "e", stem[:-1] if len(stem) > 2 and stem[-1:] == stem[-2:-1] else stem):
                if len(base) > 3 and known.get(base, RARE + 1) < RARE:
                    return True
    for prefix in ("un", "re", "non", "pre", "over", "out", "mis", "dis", "under", "inter", "sub", "co", "de"):
        if word.startswith(prefix) and known.get(word[len(prefix):], RARE + 1) < RARE:
            return True
    return False


def main(folder):
    band, us, gb, names, abbreviations = {}, set(), set(), {}, {}

    def add(words, size, places):
        for word in words:
            key = word.lower()
            if word[:1].isupper():
                if size <= NAME_LIMIT and len(key) > 2:
                    names[key] = min(size, names.get(key, 99))
                continue
            if key in SLIPS or len(key) < 2 or (len(key) == 2 and size > 35) or (size > RARE and len(key) < 5):
                continue
            band[key] = min(size, band.get(key, 99))
            for place in places:
                place.add(key)

    for size in BANDS:
        for category, places in (
            ("english", [us, gb]), ("american", [us]), ("british", [gb]), ("british_z", [gb]),
            ("variant_1", [us]), ("british_variant_1", [gb]),
        ):
            if "variant" in category and size > VARIANT_LIMIT:
                continue
            for kind in ("words", "upper", "proper-names", "contractions"):
                if kind == "contractions" and size > 50:
                    continue
                add(read(folder / f"{category}-{kind}.{size}"), size, places)
            if size <= 50:
                for word in read(folder / f"{category}-abbreviations.{size}"):
                    if len(word) > 1 and word.isascii():
                        abbreviations.setdefault(word.lower(), size)

    common = {w for w, size in band.items() if size <= COMMON and len(w) >= 5}
    dropped = set()
    for word, size in band.items():
        if size > RARE and len(word) >= 5 and not inflected_from(word, band):
            if any(n in common for n in neighbours(word)):
                dropped.add(word)
    for word in dropped:
        del band[word]

    for word in sorted(set(band) | set(names) | set(abbreviations)):
        if word in band:
            code = str(BANDS.index(band[word]))
            if not (word in us and word in gb):
                code += "u" if word in us else "g"
        elif word in names:
            code = f"{BANDS.index(names[word])}n"
        else:
            code = f"{BANDS.index(abbreviations[word])}a"
        print(word, code)
    print(f"{len(dropped)} rare words left out: they look like slips of common ones", file=sys.stderr)
    if len(sys.argv) > 2:
        Path(sys.argv[2]).write_text("\n".join(sorted(dropped)))


main(Path(sys.argv[1]))

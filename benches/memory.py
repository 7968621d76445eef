#!/usr/bin/env python3
"""Measures the peak memory of a check of one file, for each format and several sizes.

    python3 benches/memory.py [--rolelint target/release/rolelint] [--megabytes 1 5 20] [format ...]

A file may take 64 MB and 24 bytes for each byte of input; where it takes more, that is a fault. Only systems that tell
the memory of a finished process (`wait4`) can run this.
"""

import argparse
import os
import pathlib
import random
import subprocess
import sys
import tempfile

import frameworks

BASE = 64 * 1024 * 1024
FOR_BYTE = 24
SHAPES = {
    "headings": "md", "pipe": "md", "html": "md", "posting": "md", "guide": "md",
    "yaml": "yaml", "json": "json", "csv": "csv", "plain": "txt",
}


def page(shape, size):
    maker = frameworks.Maker(1, 0.025)
    if shape == "guide":
        return maker.guide([("Engineer", "engineer.md")], size)
    return getattr(maker, shape)("Software Engineer", 1, size)


# Runs what it is given and prints the kilobytes that were held at most, and the seconds of processor time.
MEASURED = """
import os, subprocess, sys
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, _, usage = os.wait4(child.pid, 0)
child.returncode = 0
print(usage.ru_maxrss, usage.ru_utime + usage.ru_stime)
"""


def peak(rolelint, folder):
    """Kilobytes that were held at most, and seconds of processor time."""
    # A new process counts the memory of the one that starts it as its own, so that one must be small.
    command = [sys.executable, "-c", MEASURED, rolelint, "check", "--no-cache", "--format", "json", "."]
    kilobytes, seconds = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout.split()
    return int(kilobytes), float(seconds)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rolelint", default="target/release/rolelint")
    parser.add_argument("--megabytes", type=float, nargs="+", default=[1, 5, 20])
    parser.add_argument("formats", nargs="*", help=", ".join(SHAPES))
    options = parser.parse_args()
    rolelint = str(pathlib.Path(options.rolelint).resolve())
    wrong = []
    print(f"{'format':<10} {'bytes':>12} {'peak MB':>8} {'of':>6} {'bytes a byte':>12} {'seconds':>8}")
    for shape in options.formats or SHAPES:
        for megabytes in options.megabytes:
            random.seed(1)
            text = page(shape, int(megabytes * 1e6)).encode()
            with tempfile.TemporaryDirectory() as folder:
                pathlib.Path(folder, f"engineer.{SHAPES[shape]}").write_bytes(text)
                # A page of this size is over the usual limit.
                pathlib.Path(folder, "rolelint.yaml").write_text("max-file-size: 100000000\n")
                kilobytes, seconds = peak(rolelint, folder)
            held, allowed = kilobytes * 1024, BASE + FOR_BYTE * len(text)
            mark = "  too much" if held > allowed else ""
            share = max(held - BASE, 0) / len(text)
            print(f"{shape:<10} {len(text):>12,} {held / 2**20:>8.0f} {allowed / 2**20:>6.0f} {share:>12.1f} {seconds:>8.1f}{mark}",
                  flush=True)
            if mark:
                wrong.append(f"{shape} of {megabytes} MB")
    if wrong:
        sys.exit(f"too much memory: {', '.join(wrong)}")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Writes the table of what each rule costs into docs/performance.md, from a run over generated frameworks.

    python3 benches/rule_costs.py [--rolelint target/release/rolelint] [--megabytes 4] [--print]

One thread, the fastest of three runs for each rule. The shares are of the time that all rules take together; reading
and understanding the files comes on top. --print shows the table and leaves the page alone.
"""

import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

PAGE = pathlib.Path(__file__).parent.parent / "docs" / "performance.md"
HEADING = "## What each rule costs"
ROW = re.compile(r"^ *([0-9.]+) ms +[0-9.]+ % +([a-z0-9-]+)$")


def costs(rolelint, folder):
    said = subprocess.run([rolelint, "check", "--no-config", "--no-cache", "--jobs", "1", "--timing", "--format", "jsonl"],
                          cwd=folder, capture_output=True, text=True).stderr
    return {row.group(2): float(row.group(1)) for line in said.splitlines() if (row := ROW.match(line))}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rolelint", default="target/release/rolelint")
    parser.add_argument("--megabytes", type=float, default=4.0)
    parser.add_argument("--print", action="store_true")
    options = parser.parse_args()
    rolelint = str(pathlib.Path(options.rolelint).resolve())
    with tempfile.TemporaryDirectory() as folder:
        maker = pathlib.Path(__file__).with_name("frameworks.py")
        subprocess.run([sys.executable, maker, folder, "--megabytes", str(options.megabytes)], check=True,
                       stderr=subprocess.DEVNULL)
        runs = [costs(rolelint, folder) for _ in range(3)]
    best = {rule: min(run[rule] for run in runs) for rule in runs[0]}
    whole = sum(best.values())
    if not whole:
        sys.exit("no rule took any time: is that program a release build?")
    lines = ["| rule | share | ms for each MB |", "|---|--:|--:|"]
    rest = 0.0
    for rule, cost in sorted(best.items(), key=lambda pair: (-pair[1], pair[0])):
        if cost < whole / 500:
            rest += cost
            continue
        lines.append(f"| `{rule}` | {100 * cost / whole:.1f} % | {cost / options.megabytes:.2f} |")
    lines.append(f"| all others | {100 * rest / whole:.1f} % | {rest / options.megabytes:.2f} |")
    table = "\n".join(lines)
    if options.print:
        print(table)
        return
    # What stands above the table, with the reasons of dear rules, is written by hand.
    above, _, below = PAGE.read_text().partition(HEADING)
    about = below.split("\n| rule |")[0].rstrip("\n")
    PAGE.write_text(f"{above}{HEADING}{about}\n\n{table}\n")


if __name__ == "__main__":
    main()

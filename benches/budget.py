#!/usr/bin/env python3
"""Counts the instructions of fixed runs with callgrind and compares them with benches/budget.json.

    python3 benches/budget.py [--rolelint target/release/rolelint]      # fails where a run costs over 5 % more
    python3 benches/budget.py --update                                  # writes what was counted

Instructions do not depend on how busy the machine is, so a build pipeline can compare them. They do depend on the
compiler: after an update of the toolchain, --update is fair. A run that became cheaper by more than 5 % is named, so
that the budget is lowered and the gain is kept.
"""

import argparse
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

BUDGET = pathlib.Path(__file__).with_name("budget.json")
MAKER = pathlib.Path(__file__).with_name("frameworks.py")
SLACK = 0.05

# Name, options for the maker of pages (none: no pages), arguments.
RUNS = [
    ("version", None, ["--version"]),
    ("help", None, ["check", "--help"]),
    ("one-page-10k", ["--files", "1", "--page", "10000"], ["check"]),
    ("one-rule-10k", ["--files", "1", "--page", "10000"], ["check", "--select", "trailing-whitespace"]),
    ("markdown-200k", ["--megabytes", "0.2"], ["check"]),
    ("all-formats-200k", ["--megabytes", "0.2", "--formats", "all"], ["check"]),
    ("one-framework-200k", ["--megabytes", "0.2", "--one"], ["check"]),
    ("many-findings-200k", ["--megabytes", "0.2", "--slips", "0.6"], ["check"]),
]


def instructions(rolelint, maker, arguments):
    with tempfile.TemporaryDirectory() as folder:
        if maker is not None:
            subprocess.run([sys.executable, MAKER, folder, *maker], check=True, stderr=subprocess.DEVNULL)
        own = ["--no-config", "--no-cache", "--jobs", "1", "--format", "json"] if arguments == ["check"] or "--select" in arguments else []
        run = subprocess.run(
            ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", rolelint, *arguments, *own],
            cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    found = re.search(r"Collected : (\d+)", run.stderr)
    return int(found.group(1)) if found else None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rolelint", default="target/release/rolelint")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("only", nargs="*", help="names of runs")
    options = parser.parse_args()
    if not shutil.which("valgrind"):
        print("skipped: budget (valgrind is not present)")
        return
    rolelint = str(pathlib.Path(options.rolelint).resolve())
    budget = json.loads(BUDGET.read_text()) if BUDGET.exists() else {}
    wrong = []
    print(f"{'run':<22} {'budget':>15} {'now':>15} {'':>8}")
    for name, maker, arguments in RUNS:
        if options.only and name not in options.only:
            continue
        now = instructions(rolelint, maker, arguments)
        if now is None:
            wrong.append(name)
            print(f"{name:<22} could not be counted")
            continue
        allowed = budget.get(name)
        change = (now / allowed - 1) if allowed else 0.0
        mark = "  costs more" if change > SLACK else "  costs less: lower the budget" if change < -SLACK else ""
        print(f"{name:<22} {allowed or 0:>15,} {now:>15,} {100 * change:>+7.1f}%{mark}")
        if change > SLACK or allowed is None:
            wrong.append(name)
        budget[name] = now if options.update else budget.get(name)
    if options.update:
        BUDGET.write_text(json.dumps(budget, indent=2) + "\n")
    elif wrong:
        sys.exit(f"over the budget or without one: {', '.join(wrong)}")


if __name__ == "__main__":
    main()

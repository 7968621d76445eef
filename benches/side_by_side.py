#!/usr/bin/env python3
"""Runs rolelint and its peers on the same files, in turns, and prints MB per CPU-second, wall time and peak memory.

    python3 benches/frameworks.py /tmp/pages --megabytes 20
    python3 benches/side_by_side.py /tmp/pages --install /tmp/peers --rounds 3

--install FOLDER puts each peer there from its registry package (pip and npm) where it is not there yet; without
it, peers are taken from PATH. What cannot be found or installed is named and left out. CPU seconds are those of
the process and its children, user and system; of several rounds the fastest counts, and all tools are run
once in each round, so that a busy machine hurts them alike. Peers marked "sample" are too slow for all files:
they get --sample of them, and the seconds that they need for one empty page are taken off.

rolelint is run cold (--no-cache), and warm where it has a cache; rumdl likewise. Every tool has its default rules.
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

PYTHON_PACKAGES = ["typos", "rumdl", "codespell"]
NODE_PACKAGES = ["markdownlint-cli2@0.22.1", "cspell@9.8.0"]


class Tool:
    def __init__(self, name, command, sample=False, warm=False, environment=None):
        self.name, self.command, self.sample, self.warm = name, command, sample, warm
        self.environment = environment or {}
        self.best = None


def install(folder):
    """Installs what is missing; returns the folders in which programs are."""
    venv, node = folder / "venv", folder / "npm"
    folder.mkdir(parents=True, exist_ok=True)
    if not (venv / "bin").is_dir():
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    missing = [name for name in PYTHON_PACKAGES if not (venv / "bin" / name).exists()]
    if missing:
        subprocess.run([venv / "bin" / "pip", "install", "--quiet", *missing], check=False)
    if shutil.which("npm"):
        names = [name for name in NODE_PACKAGES if not (node / "node_modules" / ".bin" / name.split("@")[0]).exists()]
        if names:
            node.mkdir(exist_ok=True)
            (node / "package.json").write_text("{}\n") if not (node / "package.json").exists() else None
            subprocess.run(["npm", "install", "--silent", *names], cwd=node, check=False)
    return [venv / "bin", node / "node_modules" / ".bin"]


def measured(command, folder, environment):
    """(CPU seconds, wall seconds, peak memory in MB) of a run whose output is thrown away."""
    start = time.monotonic()
    process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL, env={**os.environ, **environment})
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - start
    if process.returncode < 0 or process.returncode > 100:
        return None
    return used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024


def tools(options):
    ours = str(pathlib.Path(options.rolelint).resolve())
    cache = tempfile.mkdtemp(prefix="side-by-side-")
    folders = install(options.install.resolve()) if options.install else []
    path = os.pathsep.join([*map(str, folders), os.environ.get("PATH", "")])
    has_cache = "--no-cache" in subprocess.run([ours, "check", "--help"], capture_output=True, text=True).stdout
    cold = ["--no-cache"] if has_cache else []
    found = [Tool("rolelint", [ours, "check", "--no-config", *cold, "."])]
    if has_cache:
        own = {"XDG_CACHE_HOME": cache, "CI": ""}
        found.append(Tool("rolelint, warm", [ours, "check", "--no-config", "."], warm=True, environment=own))
    peers = [
        Tool("typos", ["typos", "--isolated", "."]),
        Tool("rumdl", ["rumdl", "check", "--no-cache", "--isolated", "."]),
        Tool("rumdl, warm", ["rumdl", "check", "--isolated", "--cache-dir", cache + "/rumdl", "."], warm=True),
        Tool("codespell", ["codespell", "."]),
        Tool("markdownlint-cli2", ["markdownlint-cli2", "**/*.md"], sample=True),
        Tool("cspell", ["cspell", "--no-progress", "--no-config-search", "--no-cache", "**/*"], sample=True),
    ]
    wanted = options.only.split(",") if options.only else []
    for tool in peers:
        program = shutil.which(tool.command[0], path=path)
        if wanted and tool.command[0] not in wanted:
            continue
        if program is None:
            print(f"left out: {tool.name} (not installed; see --install)", file=sys.stderr)
            continue
        tool.command[0] = program
        found.append(tool)
    return found


def copy_sample(folder, count):
    """The first pages in a folder of their own, and a folder with one empty page."""
    sample, empty = (pathlib.Path(tempfile.mkdtemp(prefix="side-by-side-")) for _ in range(2))
    pages = sorted(path for path in folder.rglob("*.md"))[:count]
    for number, page in enumerate(pages):
        shutil.copy(page, sample / f"{number:05}-{page.name}")
    (empty / "empty.md").write_text("# Page\n")
    return sample, empty


def size_of(folder):
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path, help="the files; benches/frameworks.py makes some")
    parser.add_argument("--rolelint", default="target/release/rolelint")
    parser.add_argument("--install", type=pathlib.Path, metavar="FOLDER", help="install the peers there")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sample", type=int, default=36, help="files for the slow ones (default: 36)")
    parser.add_argument("--only", default="", help="only these peers: typos,rumdl")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE", help="write the figures there, too")
    options = parser.parse_args()
    sample, empty = copy_sample(options.folder, options.sample)
    whole, part = size_of(options.folder), size_of(sample)
    row = tools(options)
    for tool in row:
        if tool.warm:
            measured(tool.command, options.folder, tool.environment)
    for _ in range(options.rounds):
        for tool in row:
            figures = measured(tool.command, sample if tool.sample else options.folder, tool.environment)
            if figures is None:
                continue
            if tool.sample:
                start = measured(tool.command, empty, tool.environment)
                figures = (max(figures[0] - start[0], 0.001), figures[1], figures[2])
            if tool.best is None or figures[0] < tool.best[0]:
                tool.best = figures
    print(f"{whole / 1e6:.1f} MB in {sum(1 for path in options.folder.rglob('*') if path.is_file())} files; "
          f"{options.rounds} rounds, fastest of each")
    print(f"{'tool':<20} {'MB/CPU-s':>9} {'CPU s':>8} {'wall s':>8} {'peak MB':>8}")
    for tool in row:
        if tool.best is None:
            print(f"{tool.name:<20} failed")
            continue
        size = part if tool.sample else whole
        cpu, wall, memory = tool.best
        note = f"  sample of {options.sample} files" if tool.sample else ""
        print(f"{tool.name:<20} {size / 1e6 / cpu:>9.2f} {cpu:>8.2f} {wall:>8.2f} {memory:>8.0f}{note}")
    if options.json:
        options.json.write_text(json.dumps({tool.name: tool.best for tool in row}, indent=1) + "\n")
    for folder in (sample, empty):
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()

#!/usr/bin/env bash
# Builds the wheel and the npm packages for this system, installs them into empty environments without a
# network and without a compiler, and does the main job with each.
#
#     packaging/test.sh [PROGRAM]
#
# PROGRAM is a rolelint that is built already; it is put into the packages as it is. Without it, maturin builds
# the wheel from the sources (some minutes). Needs python3 with venv, and node with npm for the npm part.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/dist"
program=${1:-}
maturin=${MATURIN:-maturin}

say() { printf '\n== %s\n' "$*"; }
fail() { echo "packaging/test.sh: $*" >&2; exit 1; }

say "Build"
if [ -z "$program" ]; then
    command -v "$maturin" >/dev/null || fail "maturin is missing: pip install maturin, or give a program that is built"
    (cd packaging/python && "$maturin" build --release --locked --out "$work/dist")
    program=${CARGO_TARGET_DIR:-$root/target}/release/rolelint
else
    program=$(realpath "$program")
    python3 packaging/wrap.py "$program" "$work/dist"
fi
ls -l "$work/dist"

# A PATH with the tools that running needs and nothing that compiles.
tools=$work/tools
mkdir "$tools"
for tool in bash cat cp env ls mkdir node npm python3 sh uname; do
    if path=$(command -v "$tool"); then ln -s "$(realpath "$path")" "$tools/$tool"; fi
done
for compiler in cargo rustc cc gcc clang c++; do
    ! PATH=$tools command -v "$compiler" >/dev/null || fail "$compiler is in the PATH of the test"
done

# Cut off: a network of its own without any connection, where the system lets us.
cut=()
if unshare --net true 2>/dev/null; then
    cut=(unshare --net)
elif unshare --net --map-root-user true 2>/dev/null; then
    cut=(unshare --net --map-root-user)
else
    echo "unshare is not allowed here; packages are kept from the network by their options only"
fi
alone() { "${cut[@]}" env -i PATH="$1:$tools" HOME="$work/home" LC_ALL=C.UTF-8 "${@:2}"; }
mkdir "$work/home"

# main_job PATH: finds what examples/ladder holds, repairs it, and explains a rule.
main_job() {
    local ladder=$work/ladder status=0
    rm -rf "$ladder"
    cp -r examples/ladder "$ladder"
    alone "$1" rolelint --version
    alone "$1" rolelint check --format json "$ladder" >"$work/report.json" || status=$?
    [ "$status" = 1 ] || fail "check ended with $status; the example holds errors"
    python3 - "$work/report.json" <<'PYTHON'
import json, sys
rules = {finding["rule"] for finding in json.load(open(sys.argv[1]))["diagnostics"]}
assert {"duplicate-level", "mojibake", "repeated-space"} <= rules, rules
PYTHON
    alone "$1" rolelint check --fix --fail-on never --quiet "$ladder" >/dev/null
    ! grep -rq 'â€™' "$ladder" || fail "the repairs were not made"
    alone "$1" rolelint explain duplicate-level >/dev/null
    # An editor that hangs up at once.
    status=0
    alone "$1" rolelint lsp </dev/null || status=$?
    [ "$status" = 1 ] || fail "lsp ended with $status when its input was closed"
}

say "The wheel, installed without a network"
python3 -m venv "$work/venv"
alone "$work/venv/bin" python -m pip install --quiet --no-index --no-deps "$work"/dist/*.whl
main_job "$work/venv/bin"
echo "The wheel does its work."

say "The npm packages, installed without a network"
if command -v node >/dev/null && command -v npm >/dev/null; then
    target=$(uname -m)-unknown-linux-gnu
    if [ "$(uname -s)" = Darwin ]; then target=$(uname -m | sed s/arm64/aarch64/)-apple-darwin; fi
    node packaging/npm/build.mjs "$work/npm" "$target=$program"
    ls -l "$work/npm"
    mkdir "$work/project"
    # The registry has the packages of other systems; here the two that fit are given as files.
    (cd "$work/project" && echo '{ "private": true }' >package.json &&
        alone "" npm install --offline --no-audit --no-fund --loglevel=error --omit=optional "$work"/npm/rolelint-[0-9]*.tgz &&
        alone "" npm install --offline --no-audit --no-fund --loglevel=error --omit=optional "$work"/npm/rolelint-*-*.tgz)
    main_job "$work/project/node_modules/.bin"
    # Without the package for this system it says what to do.
    rm -r "$work/project/node_modules/@rolelint"
    status=0
    alone "$work/project/node_modules/.bin" rolelint --version 2>"$work/said" || status=$?
    if [ "$status" != 2 ] || ! grep -q 'optional dependencies' "$work/said"; then fail "a missing package is not explained"; fi
    echo "The npm packages do their work."
else
    echo "skipped: node or npm is not installed"
fi

#!/usr/bin/env bash
# Runs the hooks of .pre-commit-hooks.yaml with the real pre-commit on a throw-away repository: staged files, all
# files, from a sub-folder, with blanks in names. The program comes from a wheel, as it does for users.
#
#     packaging/test-pre-commit.sh PROGRAM
#
# PROGRAM is a rolelint that is built already. Needs git and pre-commit (PRE_COMMIT names it), and a registry for
# setuptools, with which pre-commit installs every hook written for Python. With SOURCES=1 it also tries the hook
# that is built with cargo, which takes some minutes.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
program=$(realpath "${1:?name a program that is built}")
precommit=${PRE_COMMIT:-pre-commit}
if ! command -v "$precommit" >/dev/null; then
    echo "skipped: pre-commit is not installed"
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
say() { printf '\n== %s\n' "$*"; }
fail() { echo "packaging/test-pre-commit.sh: $*" >&2; exit 1; }

python3 packaging/wrap.py "$program" "$work/wheels"
export PIP_FIND_LINKS=$work/wheels PIP_DISABLE_PIP_VERSION_CHECK=1 PRE_COMMIT_HOME=$work/cache
export GIT_AUTHOR_NAME=Test GIT_AUTHOR_EMAIL=test@example.org GIT_COMMITTER_NAME=Test GIT_COMMITTER_EMAIL=test@example.org
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null LC_ALL=C.UTF-8

say "The hooks as a repository of their own"
hooks=$work/hooks
mkdir "$hooks"
cp .pre-commit-hooks.yaml pyproject.toml "$hooks"
git -C "$hooks" init -q
git -C "$hooks" add -A
git -C "$hooks" commit -qm "Hooks"

# config HOOK...: the configuration of a user with these hooks.
config() {
    printf 'repos:\n  - repo: file://%s\n    rev: %s\n    hooks:\n' "$hooks" "$(git -C "$hooks" rev-parse HEAD)"
    printf '      - id: %s\n' "$@"
}

say "A repository with a framework"
repository="$work/a framework"
mkdir -p "$repository/roles/team b"
cd "$repository"
git init -q
config rolelint-fix rolelint >.pre-commit-config.yaml
printf '# Engineer\n\n## Impact\n\n- Ships features that customers use.\n\n## Craft\n\n- Reviews designs.\n' >roles/engineer.md
printf '# Designer\n\n## Impact\n\n- Draws screens that customers like.\n\n## Craft\n\n- Tests designs.\n' >"roles/team b/lead designer.md"
git add -A
git commit -qm "A framework"
"$precommit" install >/dev/null

# expect CODE COMMAND...: what it prints goes to $work/said.
expect() {
    local want=$1 got=0
    shift
    "$@" >"$work/said" 2>&1 || got=$?
    cat "$work/said"
    [ "$got" = "$want" ] || fail "'$*' ended with $got, not with $want"
}
said() { grep -qF -- "$1" "$work/said" || fail "it did not say: $1"; }
silent() { ! grep -qF -- "$1" "$work/said" || fail "it said: $1"; }

say "All files of a clean framework pass"
expect 0 "$precommit" run --all-files

say "A commit with a slip is stopped, and what is safe is repaired"
printf -- '- Helps  two teams (e.g, with releases).\n- Handles recieved parcels every day.\n' >>"roles/team b/lead designer.md"
printf -- '- Handles recieved parcels every day.\n' >>roles/engineer.md
git add "roles/team b/lead designer.md"
expect 1 git commit -qm "Slips"
said "recieved"
said "lead designer.md"
silent "roles/engineer.md:"
grep -q 'Helps two teams' "roles/team b/lead designer.md" || fail "the repair was not made"

say "The second try, with the slip mended by hand, passes"
sed -i.old 's/recieved/received/' "roles/team b/lead designer.md" roles/engineer.md
rm -f -- roles/*.old roles/*/*.old
git add -A
expect 0 git commit -qm "No slips"

say "The name of a file is no option"
printf -- '- Handles recieved parcels every day.\n' >>roles/engineer.md
printf 'ignore: [misspelling]\n' >lax.yaml
touch -- --config=lax.yaml -dash.md
git add -A
expect 1 "$precommit" run rolelint --all-files
said "roles/engineer.md"
git rm -qf -- --config=lax.yaml -dash.md lax.yaml
git checkout -q HEAD -- roles/engineer.md

say "From a sub-folder, with all files"
printf -- '- Handles recieved parcels every day.\n' >>roles/engineer.md
git add -A
cd "roles/team b"
expect 1 "$precommit" run rolelint --all-files
said "roles/engineer.md"
cd ../..

say "A hook with --staged hears only of what the commit changes"
config rolelint | sed '$a\        args: [--staged, --]' >.pre-commit-config.yaml
git commit -qnam "An old slip stays"
printf -- '\nA line that is right.\n' >>roles/engineer.md
git add -A
expect 0 git commit -qm "Beside an old slip"

say "The hook for an installed program"
config rolelint-system >.pre-commit-config.yaml
git add -A
mkdir "$work/bin"
ln -s "$program" "$work/bin/rolelint"
PATH=$work/bin:$PATH expect 1 "$precommit" run --all-files
said "recieved"

if [ -n "${SOURCES:-}" ]; then
    say "The hook that is built from its sources"
    expect 1 "$precommit" try-repo "$root" rolelint-src --all-files
    said "recieved"
else
    echo "skipped: the hook that is built from its sources (SOURCES=1 tries it)"
fi
cd "$root"
echo
echo "The hooks do their work."

# Shortcuts; every recipe is one command that can be typed without just.

# List the recipes.
default:
    @just --list

# Everything that must hold before a change lands (what CI runs).
ready:
    .ci/run

# All tests.
test *args:
    cargo test --locked {{ args }}

# The tests of the rule pages; with UPDATE=1 they write the `expect` and `fixed` blocks.
rules:
    cargo test --locked --test rules

# Rewrite everything that tests compare with a stored result, then show what changed.
update:
    UPDATE=1 cargo test --locked
    git diff --stat

# Check a framework.
check *args:
    cargo run --locked --quiet -- check {{ args }}

# Format the code.
fmt:
    cargo fmt

# Lints, warnings denied.
lint:
    cargo clippy --locked --all-targets -- -D warnings

# Benchmarks.
bench *args:
    cargo bench --locked {{ args }}

# Begin a rule: just new-rule text/doubled-comma
new-rule name:
    .ci/new-rule {{ name }}

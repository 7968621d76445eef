#!/usr/bin/env node
// Starts the program, which is in the package for this system. Nothing is downloaded, now or at installation.
"use strict";

const { spawn } = require("node:child_process");
const { constants } = require("node:os");

/** The C library that programs of this Linux are linked with. */
function library() {
  return process.report?.getReport?.().header?.glibcVersionRuntime ? "gnu" : "musl";
}

/** Packages that may hold the program, the best first. */
function packages() {
  const system = `@rolelint/${process.platform}-${process.arch}`;
  if (process.platform !== "linux") {
    return [system];
  }
  // What is linked with musl runs everywhere.
  return library() === "gnu" ? [`${system}-gnu`, `${system}-musl`] : [`${system}-musl`];
}

function program() {
  const name = process.platform === "win32" ? "rolelint.exe" : "rolelint";
  for (const candidate of packages()) {
    try {
      return require.resolve(`${candidate}/${name}`);
    } catch {
      // It is an optional dependency: there is one for each system.
    }
  }
  return undefined;
}

const file = program();
if (!file) {
  console.error(
    `rolelint: none of the packages for this system is installed (${packages().join(", ")}).\n` +
      "They are optional dependencies: install again without `--omit=optional`, on the system on which it is to run.",
  );
  process.exit(2);
}
const child = spawn(file, process.argv.slice(2), { stdio: "inherit" });
// Who stops this means the program: alone it would go on, and hold its files.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => child.kill(signal));
}
child.on("error", (error) => {
  console.error(`rolelint: \`${file}\` cannot be started: ${error.message}.`);
  process.exit(2);
});
// A program that a signal ended is told as shells tell it.
child.on("exit", (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));

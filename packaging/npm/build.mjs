// Makes the npm packages from programs that are built already:
//
//     node packaging/npm/build.mjs OUT TARGET=PROGRAM...
//
// OUT gets `rolelint-VERSION.tgz` and a package for each target. All targets are optional dependencies of the
// first, so `npm install` takes the one that fits. The version is that of Cargo.toml.
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");

/** What each target of the compiler is to npm. */
const TARGETS = {
  "x86_64-unknown-linux-gnu": { os: "linux", cpu: "x64", libc: "glibc", suffix: "-gnu" },
  "x86_64-unknown-linux-musl": { os: "linux", cpu: "x64", suffix: "-musl" },
  "aarch64-unknown-linux-gnu": { os: "linux", cpu: "arm64", libc: "glibc", suffix: "-gnu" },
  "aarch64-unknown-linux-musl": { os: "linux", cpu: "arm64", suffix: "-musl" },
  "x86_64-apple-darwin": { os: "darwin", cpu: "x64", suffix: "" },
  "aarch64-apple-darwin": { os: "darwin", cpu: "arm64", suffix: "" },
  "x86_64-pc-windows-msvc": { os: "win32", cpu: "x64", suffix: "" },
};

const [out, ...programs] = process.argv.slice(2);
if (!out || programs.length === 0) {
  console.error("node packaging/npm/build.mjs OUT TARGET=PROGRAM...");
  process.exit(2);
}
const LICENSES = ["LICENSE-APACHE", "LICENSE-MIT"];
const cargo = readFileSync(join(root, "Cargo.toml"), "utf8");
const version = cargo.match(/^version = "(.+)"$/m)[1];
// Said as soon as Cargo.toml says it.
const address = cargo.match(/^repository = "(.+)"$/m)?.[1];
const repository = address ? { repository: { type: "git", url: `git+${address}.git` } } : {};
const main = JSON.parse(readFileSync(join(here, "rolelint/package.json"), "utf8"));
const work = mkdtempSync(join(tmpdir(), "rolelint-npm-"));
mkdirSync(out, { recursive: true });

function name(target) {
  const { os, cpu, suffix } = TARGETS[target] ?? {};
  if (!os) {
    console.error(`No npm package is known for the target ${target}.`);
    process.exit(2);
  }
  return `@rolelint/${os}-${cpu}${suffix}`;
}

function pack(folder, manifest) {
  writeFileSync(join(folder, "package.json"), `${JSON.stringify({ ...manifest, ...repository }, null, 2)}\n`);
  for (const license of LICENSES) {
    copyFileSync(join(root, license), join(folder, license));
  }
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  execFileSync(npm, ["pack", "--silent", "--pack-destination", resolve(out)], { cwd: folder, stdio: "inherit" });
}

for (const entry of programs) {
  const [target, program] = entry.split(/=(.*)/s);
  const { os, cpu, libc } = TARGETS[target] ?? {};
  const folder = join(work, target);
  mkdirSync(folder);
  const file = os === "win32" ? "rolelint.exe" : "rolelint";
  const manifest = {
    name: name(target),
    version,
    description: `The program of rolelint for ${target}`,
    license: main.license,
    files: [file, ...LICENSES],
    os: [os],
    cpu: [cpu],
    ...(libc ? { libc: [libc] } : {}),
  };
  copyFileSync(program, join(folder, file));
  chmodSync(join(folder, file), 0o755);
  pack(folder, manifest);
}

const folder = join(work, "rolelint");
cpSync(join(here, "rolelint"), folder, { recursive: true });
const targets = Object.keys(TARGETS).map((target) => [name(target), version]);
pack(folder, { ...main, version, optionalDependencies: Object.fromEntries(targets) });
rmSync(work, { recursive: true });

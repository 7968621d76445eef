// Runs without an editor and without a display: the editor's module is a stand-in, and the program is driven
// by the protocol library that the editor itself uses. `npm ci && npm test`; ROLELINT names the program, else
// the one built in this repository is taken.
"use strict";

const assert = require("node:assert");
const { spawn } = require("node:child_process");
const fs = require("node:fs");
const Module = require("node:module");
const os = require("node:os");
const path = require("node:path");
const test = require("node:test");
const { pathToFileURL } = require("node:url");

const here = path.join(__dirname, "..");
const manifest = JSON.parse(fs.readFileSync(path.join(here, "package.json"), "utf8"));

/** What the extension did with the stand-ins. */
const seen = { commands: {}, clients: [], errors: [], settings: {} };

class LanguageClient {
  constructor(id, name, server, options) {
    Object.assign(this, { id, name, server, options, running: false });
    seen.clients.push(this);
  }
  async start() {
    this.running = true;
  }
  async stop() {
    this.running = false;
  }
}

const standIns = {
  vscode: {
    workspace: { getConfiguration: (section) => ({ get: (key) => seen.settings[`${section}.${key}`] }) },
    window: { showErrorMessage: (message) => seen.errors.push(message) },
    commands: {
      registerCommand: (name, run) => {
        seen.commands[name] = run;
        return { dispose() {} };
      },
    },
  },
  "vscode-languageclient/node": { LanguageClient, TransportKind: { stdio: 0 } },
};
const load = Module._load;
Module._load = (name, ...rest) => standIns[name] ?? load(name, ...rest);
const extension = require("../extension.js");

function built() {
  const name = process.platform === "win32" ? "rolelint.exe" : "rolelint";
  const places = ["release", "debug"].map((kind) => path.join(here, "../../target", kind, name));
  return process.env.ROLELINT ?? places.find((file) => fs.existsSync(file));
}

test("settings and commands are declared", () => {
  const source = fs.readFileSync(path.join(here, "extension.js"), "utf8");
  const declared = Object.keys(manifest.contributes.configuration.properties);
  for (const [, key] of source.matchAll(/settings\.get\("([^"]+)"\)/g)) {
    assert.ok(declared.includes(`rolelint.${key}`), key);
  }
  const commands = manifest.contributes.commands.map((command) => command.command);
  for (const [, name] of source.matchAll(/registerCommand\("([^"]+)"/g)) {
    assert.ok(commands.includes(name), name);
  }
  assert.equal(manifest.contributes.configuration.properties["rolelint.path"].scope, "machine");
  const version = fs.readFileSync(path.join(here, "../../Cargo.toml"), "utf8").match(/^version = "(.+)"$/m)[1];
  assert.equal(manifest.version, version);
});

test("the program is found, but never in a folder named without its root", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "rolelint-"));
  const file = path.join(folder, "rolelint");
  fs.writeFileSync(file, "");
  assert.equal(extension.program("/opt/mine", folder, {}, "linux"), "/opt/mine");
  assert.equal(extension.program("", folder, { PATH: `.${path.delimiter}${folder}` }, "linux"), file);
  process.chdir(folder);
  assert.equal(extension.program("", "/nowhere", { PATH: "." }, "linux"), undefined);
  process.chdir(here);
  fs.rmSync(folder, { recursive: true });
});

test("on Windows the script that npm installs is taken where there is no program", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "rolelint "));
  const script = path.join(folder, "rolelint.cmd");
  fs.writeFileSync(script, "");
  assert.equal(extension.program("", "/nowhere", { Path: folder }, "linux"), undefined);
  assert.equal(extension.program("", "/nowhere", { Path: folder }, "win32"), script);
  const run = extension.executable(script);
  assert.deepEqual([run.command, run.options], [`"${script}"`, { shell: true, cwd: folder }]);
  const file = path.join(folder, "rolelint.exe");
  fs.writeFileSync(file, "");
  assert.equal(extension.program("", "/nowhere", { Path: folder }, "win32"), file);
  assert.equal(extension.executable(file).options, undefined);
  fs.rmSync(folder, { recursive: true });
});

test("it starts, restarts and ends, and says what to do if there is no program", async () => {
  const context = { extensionPath: "/nowhere", subscriptions: [] };
  const old = process.env.PATH;
  process.env.PATH = "";
  await extension.activate(context);
  process.env.PATH = old;
  assert.match(seen.errors[0], /not installed.*pipx install rolelint/s);
  seen.settings["rolelint.path"] = "/opt/rolelint";
  await seen.commands["rolelint.restart"]();
  const [client] = seen.clients;
  assert.deepEqual(client.server.run, { command: "/opt/rolelint", args: ["lsp"], transport: 0 });
  assert.ok(client.options.documentSelector.some((entry) => entry.language === "markdown"));
  await extension.deactivate();
  assert.equal(client.running, false);
});

test("what it starts speaks the protocol", { timeout: 60_000 }, async (t) => {
  const command = built();
  let protocol;
  try {
    protocol = require("vscode-languageserver-protocol/node");
  } catch {
    return t.skip("`npm ci` was not run");
  }
  if (!command) {
    return t.skip("no program: `cargo build`, or set ROLELINT");
  }
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "rolelint-"));
  const page = path.join(folder, "engineer.md");
  const text = "# Engineer\n\n## Impact\n\n- Handles recieved parcels every day.\n";
  fs.writeFileSync(page, text);
  const child = spawn(command, ["lsp"], { stdio: ["pipe", "pipe", "inherit"] });
  t.after(() => child.kill());
  const connection = protocol.createMessageConnection(
    new protocol.StreamMessageReader(child.stdout),
    new protocol.StreamMessageWriter(child.stdin),
  );
  connection.onRequest(protocol.RegistrationRequest.type, () => undefined);
  const uri = pathToFileURL(page).href;
  const told = new Promise((resolve) => {
    connection.onNotification(protocol.PublishDiagnosticsNotification.type, resolve);
  });
  connection.listen();
  const { capabilities } = await connection.sendRequest(protocol.InitializeRequest.type, {
    processId: process.pid,
    rootUri: pathToFileURL(folder).href,
    capabilities: {},
    workspaceFolders: null,
  });
  assert.equal(capabilities.textDocumentSync.change, protocol.TextDocumentSyncKind.Incremental);
  await connection.sendNotification(protocol.InitializedNotification.type, {});
  await connection.sendNotification(protocol.DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: "markdown", version: 1, text },
  });
  const { diagnostics, version } = await told;
  assert.equal(version, 1);
  const slip = diagnostics.find((diagnostic) => diagnostic.code === "misspelling");
  assert.deepEqual(slip.range, { start: { line: 4, character: 10 }, end: { line: 4, character: 18 } });
  await connection.sendRequest(protocol.ShutdownRequest.type);
  const ended = new Promise((resolve) => child.on("exit", resolve));
  await connection.sendNotification(protocol.ExitNotification.type);
  assert.equal(await ended, 0);
  connection.dispose();
  fs.rmSync(folder, { recursive: true });
});

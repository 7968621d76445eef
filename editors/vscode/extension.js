// Starts `rolelint lsp` and hands the editor's documents to it. Everything else happens in the program.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const vscode = require("vscode");
const { LanguageClient, TransportKind } = require("vscode-languageclient/node");

/** The languages in which role frameworks are kept. */
const LANGUAGES = ["markdown", "mdx", "yaml", "json", "jsonc", "toml", "csv", "tsv", "html", "plaintext"];

let client;

/**
 * The program: what the user set, what is packed with the extension, or what stands in PATH. A workspace
 * has no say in it (`"scope": "machine"` in package.json), and its folder is never searched.
 */
function program(configured, extensionPath, environment, platform) {
  if (configured) {
    return configured;
  }
  // What npm installs on Windows is a script beside which no `rolelint.exe` stands.
  const names = platform === "win32" ? ["rolelint.exe", "rolelint.cmd"] : ["rolelint"];
  const packed = path.join(extensionPath, "server", names[0]);
  if (fs.existsSync(packed)) {
    return packed;
  }
  const folders = (environment.PATH ?? environment.Path ?? "").split(path.delimiter);
  const rooted = folders.filter((folder) => path.isAbsolute(folder));
  const places = rooted.flatMap((folder) => names.map((name) => path.join(folder, name)));
  return places.find((file) => fs.existsSync(file));
}

/**
 * How the program is started. Windows runs scripts only through its shell, which splits names at blanks, and which
 * looks for what a script names in the current folder first: that must not be the workspace.
 */
function executable(command) {
  const run = { command, args: ["lsp"], transport: TransportKind.stdio };
  if (!/\.(cmd|bat)$/i.test(command)) {
    return run;
  }
  return { ...run, command: `"${command}"`, options: { shell: true, cwd: path.dirname(command) } };
}

async function start(context) {
  const settings = vscode.workspace.getConfiguration("rolelint");
  const command = program(settings.get("path"), context.extensionPath, process.env, process.platform);
  if (!command) {
    vscode.window.showErrorMessage(
      "rolelint is not installed. Install it (`pipx install rolelint` or `npm install -g rolelint`), " +
        "or say in the setting `rolelint.path` where it is.",
    );
    return;
  }
  const run = executable(command);
  const documentSelector = LANGUAGES.map((language) => ({ scheme: "file", language }));
  documentSelector.push({ scheme: "file", pattern: "**/rolelint.words" });
  client = new LanguageClient("rolelint", "rolelint", { run, debug: run }, { documentSelector });
  await client.start();
}

async function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand("rolelint.restart", async () => {
      await deactivate();
      await start(context);
    }),
  );
  await start(context);
}

async function deactivate() {
  const running = client;
  client = undefined;
  await running?.stop();
}

module.exports = { activate, deactivate, executable, program };

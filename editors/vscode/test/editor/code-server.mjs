// Starts VS Code for one test file: code-server with a profile of its own, seen in Chromium.
import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { Editor } from "./editor.mjs";

export const HOME = path.resolve(import.meta.dirname, "../..");
export const ARTEFACTS = path.join(HOME, "test/artefacts");
const TOOLS = path.join(HOME, ".vscode-test");
const ENTRY = path.join(TOOLS, "node_modules/code-server/out/node/entry.js");
const VSIX = path.join(HOME, "prefect-toml.vsix");
const { chromium } = createRequire(path.join(TOOLS, "package.json"))("playwright-core");

/** Where Debian has its programs; of these only the Python is of interest to the extension. */
const SYSTEM_PATH = "/usr/bin:/bin";

/** Chromium asks nobody but the page. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** What makes VS Code quiet, so that the only messages are those that are tested. */
const QUIET = {
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "chat.commandCenter.enabled": false,
  "telemetry.telemetryLevel": "off",
  "extensions.ignoreRecommendations": true,
  "git.enabled": false,
  "editor.accessibilitySupport": "off",
  "editor.minimap.enabled": false,
  "window.restoreWindows": "none",
  "workbench.colorTheme": "Default Dark Modern",
  "files.autoSave": "off",
};

/** Run the newest Python of the test's own choice, or the one on PATH. */
export const PYTHON = process.env.PYTHON ?? "/usr/bin/python3";

/**
 * The server of the VSIX in an environment of its own, for tests that are not about setting it
 * up; PREFECT_TOML_SERVER names another, such as that of a clone.
 *
 * @returns {string} the folder of the program `prefect-toml-lsp`
 */
export function serverFolder() {
  if (process.env.PREFECT_TOML_SERVER) {
    return path.dirname(process.env.PREFECT_TOML_SERVER);
  }
  const folder = path.join(TOOLS, "server");
  const [wheel] = readdirSync(path.join(HOME, "bundled"));
  const built = readFileSync(path.join(HOME, "bundled", wheel));
  const known = path.join(folder, "installed.whl");
  if (!existsSync(known) || !readFileSync(known).equals(built)) {
    rmSync(folder, { recursive: true, force: true });
    execFileSync(PYTHON, ["-m", "venv", folder]);
    const pip = ["-m", "pip", "install", "--quiet", path.join(HOME, "bundled", wheel)];
    execFileSync(path.join(folder, "bin/python"), pip, { stdio: ["ignore", "pipe", "pipe"] });
    writeFileSync(known, built);
  }
  return path.join(folder, "bin");
}

/** Passes on what the server says so many seconds later. */
const SLOW = `
import queue, subprocess, sys, threading, time
server = subprocess.Popen([sys.argv[1]], stdin=sys.stdin, stdout=subprocess.PIPE)
said = queue.Queue()
def pass_on():
    while (found := said.get()) is not None:
        at, data = found
        time.sleep(max(0, at - time.monotonic()))
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
passing = threading.Thread(target=pass_on)
passing.start()
while data := server.stdout.read1():
    said.put((time.monotonic() + float(sys.argv[2]), data))
said.put(None)
passing.join()
`;

/**
 * The same server as it is on a busy machine.
 *
 * @param {number} delay of each of its answers, in milliseconds
 * @returns {string} the folder of the program `prefect-toml-lsp`
 */
export function slowServerFolder(delay) {
  const server = path.join(serverFolder(), "prefect-toml-lsp");
  const script = `#!/bin/sh\nexec ${PYTHON} "$(dirname "$0")/slow.py" ${server} ${delay / 1_000}\n`;
  return makeWorkspace({ "prefect-toml-lsp": script, "slow.py": SLOW });
}

const made = [];
const started = [];
process.once("exit", () => {
  started.filter(({ exitCode }) => exitCode === null).forEach((each) => each.kill("SIGKILL"));
  made.forEach((each) => rmSync(each, { recursive: true, force: true }));
});

/** A new folder, removed when the tests end. */
function makeFolder() {
  made.push(mkdtempSync(path.join(tmpdir(), "prefect-toml-vscode-")));
  return made.at(-1);
}

/** A new folder with these files, removed when the tests end. */
export function makeWorkspace(files) {
  const folder = makeFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text, { mode: text.startsWith("#!") ? 0o755 : 0o644 });
  }
  return folder;
}

const folders = new Map();

/** A folder that has these VSIX files installed; tests with the same ones share it. */
function installed(extensions) {
  const key = extensions.map((each) => path.basename(each)).join();
  folders.set(key, folders.get(key) ?? install(extensions));
  return folders.get(key);
}

function install(extensions) {
  const [folder, data] = [makeFolder(), makeFolder()];
  for (const each of extensions) {
    const args = [ENTRY, "--install-extension", each, "--extensions-dir", folder];
    args.push("--user-data-dir", data, "--config", path.join(data, "none.yaml"));
    execFileSync(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  }
  return folder;
}

/** A VSIX of an extension that stands in for another one; its folder is below test/fixtures. */
export function fixture(name) {
  const target = path.join(makeWorkspace({}), name);
  cpSync(path.join(HOME, "test/fixtures", name), target, { recursive: true });
  const vsce = path.join(HOME, "node_modules/.bin/vsce");
  const args = ["package", "--no-dependencies", "--skip-license", "--allow-missing-repository", "--out", `${target}.vsix`];
  execFileSync(vsce, args, { cwd: target, stdio: ["ignore", "ignore", "pipe"] });
  return `${target}.vsix`;
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function answers(url) {
  for (let left = 300; left > 0; left--) {
    try {
      await fetch(url);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error(`code-server does not answer at ${url}`);
}

/**
 * Start VS Code on a folder.
 *
 * @param {object} options
 * @param {string} options.name of the test; its log and screenshots are kept below this name
 * @param {string} options.folder what is opened
 * @param {object} [options.settings] of the user
 * @param {string} [options.searched] PATH, before the system's own folders
 * @param {string} [options.onlyPath] PATH, all of it
 * @param {boolean} [options.asksForTrust] whether VS Code asks if the workspace is trusted
 * @param {string[]} [options.extensions] VSIX files to install with the one under test
 * @param {object} [options.environment] variables on top of this process's
 */
export async function startEditor(options) {
  const { name, folder, settings = {}, searched = "", onlyPath, extensions = [] } = options;
  mkdirSync(path.join(ARTEFACTS, name), { recursive: true });
  const data = makeFolder();
  mkdirSync(path.join(data, "User"), { recursive: true });
  writeFileSync(path.join(data, "User/settings.json"), JSON.stringify({ ...QUIET, ...settings }));

  const port = await freePort();
  const args = [ENTRY, "--auth", "none", "--bind-addr", `127.0.0.1:${port}`];
  args.push("--user-data-dir", data, "--extensions-dir", installed([VSIX, ...extensions]));
  args.push("--config", path.join(data, "none.yaml"), "--disable-telemetry", "--disable-update-check");
  if (!options.asksForTrust) {
    args.push("--disable-workspace-trust");
  }
  const environment = {
    ...process.env,
    PATH: onlyPath ?? [searched, SYSTEM_PATH].filter(Boolean).join(":"),
    VSCODE_CLI: "1", // or VS Code takes PATH from a login shell
    ...options.environment,
  };
  const server = spawn(process.execPath, args, { env: environment, cwd: folder, detached: true });
  const log = [];
  server.stdout.on("data", (text) => log.push(text));
  server.stderr.on("data", (text) => log.push(text));

  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: FLAGS });
  const stop = async () => {
    writeFileSync(path.join(ARTEFACTS, name, "code-server.log"), log.join(""));
    await browser.close();
    try {
      process.kill(-server.pid); // its group: the extension host and our server, too
    } catch (error) {
      if (error.code !== "ESRCH") {
        throw error;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
    keepLogs(data, path.join(ARTEFACTS, name));
  };
  started.push(server);
  try {
    await answers(`http://127.0.0.1:${port}/healthz`);
    const page = await browser.newPage({ viewport: { width: 1100, height: 760 } });
    await page.goto(`http://127.0.0.1:${port}/?folder=${encodeURIComponent(folder)}`);
    const editor = new Editor(page, { name, folder, data, serverPid: server.pid, stop });
    await editor.isReady();
    return editor;
  } catch (error) {
    await stop();
    throw error;
  }
}

function keepLogs(data, target) {
  for (const file of readdirSync(path.join(data, "logs"), { recursive: true })) {
    if (file.endsWith("Prefect TOML.log") || file.endsWith("remoteexthost.log")) {
      cpSync(path.join(data, "logs", file), path.join(target, path.basename(file)));
    }
  }
}

/** The server that ships with the extension, in a Python environment of its own. */

import { createHash, randomBytes } from "node:crypto";
import * as fs from "node:fs/promises";
import { existsSync } from "node:fs";
import * as path from "node:path";
import * as vscode from "vscode";
import { noPython } from "./noPython";
import { Problem, Remedy } from "./problem";
import { run } from "./programs";
import { choosePython, pythonsOnPath } from "./python";

const VENV_TIMEOUT = 120_000;
const PIP_TIMEOUT = 300_000;
const DAY = 24 * 60 * 60_000;

/** What `current.json` in the extension's storage holds: the environment that is ready. */
interface Ready {
  /** SHA-256 of the wheel that it has, in hexadecimal. */
  wheel: string;
  folder: string;
}

/**
 * The Python of the environment that has the wheel of this extension; it is set up the first time,
 * with progress shown.
 *
 * Each set-up has a folder of its own, and `current.json` is replaced when all is done. So a
 * set-up that was cut off, or a second window that does the same, leaves nothing half done.
 *
 * @throws Problem where it cannot be set up
 */
export async function privateServer(
  context: vscode.ExtensionContext,
  output: vscode.LogOutputChannel,
  selected: string | undefined,
  searched: string,
  forbidden: readonly string[],
): Promise<string> {
  const wheel = await bundledWheel(context.extensionPath);
  const storage = context.globalStorageUri.fsPath;
  const digest = createHash("sha256").update(await fs.readFile(wheel)).digest("hex");
  const ready = await readyFolder(storage, digest);
  if (ready) {
    return pythonOf(ready);
  }
  const candidates = [...(selected ? [selected] : []), ...pythonsOnPath(searched, forbidden)];
  const python = await choosePython(candidates, context.extensionPath);
  if ("reason" in python) {
    throw noPython(python);
  }
  const progress = {
    location: vscode.ProgressLocation.Notification,
    title: "Setting up Prefect TOML (once)", // It is cut off after some 60 characters.
  };
  return await vscode.window.withProgress(progress, async (shown) => {
    const folder = path.join(storage, `server-${randomBytes(4).toString("hex")}`);
    try {
      await fs.mkdir(storage, { recursive: true });
      shown.report({ message: "making an environment" });
      await step(output, storage, python.path, ["-m", "venv", folder], VENV_TIMEOUT);
      shown.report({ message: "installing packages" });
      const pip = ["-m", "pip", "install", "--disable-pip-version-check", "--no-input", wheel];
      await step(output, storage, pythonOf(folder), pip, PIP_TIMEOUT);
      await remember(storage, { wheel: digest, folder });
    } catch (error) {
      await fs.rm(folder, { recursive: true, force: true });
      throw error instanceof Problem ? error : failed(String(error));
    }
    return pythonOf(folder);
  });
}

async function bundledWheel(extension: string): Promise<string> {
  const folder = path.join(extension, "bundled");
  const names = existsSync(folder) ? await fs.readdir(folder) : [];
  const wheel = names.find((name) => name.endsWith(".whl"));
  if (wheel === undefined) {
    throw new Problem("This build of Prefect TOML has no server in it; install one on PATH.", [
      Remedy.openSettings,
      Remedy.tryAgain,
    ]);
  }
  return path.join(folder, wheel);
}

function pythonOf(folder: string): string {
  const windows = process.platform === "win32";
  return path.join(folder, windows ? "Scripts" : "bin", windows ? "python.exe" : "python");
}

/** The environment for this wheel, if its Python (a link, mostly) is still there. */
async function readyFolder(storage: string, digest: string): Promise<string | undefined> {
  try {
    const text = await fs.readFile(path.join(storage, "current.json"), "utf8");
    const { wheel: known, folder } = JSON.parse(text) as Ready;
    return known === digest && existsSync(pythonOf(folder)) ? folder : undefined;
  } catch {
    return undefined; // Not set up yet, or not readable: set it up again.
  }
}

/** Make an environment the current one, and remove others that no window can still be setting up. */
async function remember(storage: string, ready: Ready): Promise<void> {
  const file = path.join(storage, "current.json");
  await fs.writeFile(`${file}.new`, JSON.stringify(ready));
  await fs.rename(`${file}.new`, file);
  for (const name of await fs.readdir(storage)) {
    const folder = path.join(storage, name);
    const old = Date.now() - (await fs.stat(folder)).mtimeMs > DAY;
    if (name.startsWith("server-") && folder !== ready.folder && old) {
      await fs.rm(folder, { recursive: true, force: true });
    }
  }
}

async function step(
  output: vscode.LogOutputChannel,
  cwd: string,
  command: string,
  args: string[],
  timeout: number,
): Promise<void> {
  output.info(`running ${command} ${args.join(" ")}`);
  const { code, stdout, stderr } = await run(command, args, cwd, timeout);
  for (const line of `${stdout}\n${stderr}`.split("\n").filter((each) => each.trim())) {
    output.info(`  ${line}`);
  }
  if (code !== 0) {
    throw failed(stderr);
  }
}

/** The problem that a step of the set-up failed, with what its program said last. */
function failed(said: string): Problem {
  const last = said.trim().split("\n").at(-1) ?? "";
  return new Problem(
    "Prefect TOML could not set up its server. It needs the network once, for the Python " +
      `packages that the server uses; or install prefect-toml-lsp yourself. ${last}`.trim(),
    [Remedy.tryAgain, Remedy.choosePython],
  );
}

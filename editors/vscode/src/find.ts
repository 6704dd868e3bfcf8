/** Which server to start. */

import * as os from "node:os";
import * as path from "node:path";
import * as vscode from "vscode";
import { selectedPython } from "./environment";
import { privateServer } from "./install";
import { Problem, Remedy } from "./problem";
import { isBelow, isProgram, onPath } from "./programs";
import { isNamedPython, isNewEnough, OLDEST, probe, serverOf, show } from "./python";

/** A command line, and in words where it comes from. */
export interface Found {
  command: [string, ...string[]];
  origin: string;
}

const SETTING = "prefectToml.server.path";

/**
 * The server to start: the setting's, the selected Python environment's, PATH's, else our own.
 *
 * In an untrusted workspace nothing from the workspace runs: not what its settings name, not what
 * is below its folders, nor the selected environment, which it may have chosen.
 *
 * @throws Problem where there is none
 */
export async function findServer(
  context: vscode.ExtensionContext,
  output: vscode.LogOutputChannel,
): Promise<Found> {
  const safe = context.extensionPath;
  const trusted = vscode.workspace.isTrusted;
  const folders = vscode.workspace.workspaceFolders ?? [];
  const forbidden = trusted ? [] : folders.map((folder) => folder.uri.fsPath);

  const set = configuredPath(trusted);
  if (set) {
    return await configured(set, forbidden, safe);
  }
  const selected = trusted ? await selectedPython(folders[0]?.uri, output) : undefined;
  if (selected) {
    const python = await probe(selected, safe);
    if (python?.package && isNewEnough(python)) {
      return { command: serverOf(selected), origin: "the selected Python environment" };
    }
    output.info(`${selected}, the selected Python environment, does not have the server`);
  }
  const searched = process.env.PATH ?? "";
  const [program] = onPath(["prefect-toml-lsp"], searched, forbidden);
  if (program) {
    return { command: [program], origin: "PATH" };
  }
  const python = await privateServer(context, output, selected, searched, forbidden);
  return { command: serverOf(python), origin: "the extension" };
}

/** The setting; of an untrusted workspace only what the user has set for all. */
function configuredPath(trusted: boolean): string | undefined {
  const section = vscode.workspace.getConfiguration();
  const value = trusted
    ? section.get<string>(SETTING)
    : section.inspect<string>(SETTING)?.globalValue;
  return typeof value === "string" && value.trim() ? value.trim() : undefined;
}

async function configured(set: string, forbidden: string[], safe: string): Promise<Found> {
  const file = /^~[\\/]/.test(set) ? path.join(os.homedir(), set.slice(2)) : set;
  const remedies = [Remedy.openSettings, Remedy.tryAgain];
  if (!path.isAbsolute(file)) {
    throw new Problem(`${SETTING} must be a full path: ${set} is not one.`, remedies);
  }
  if (!isProgram(file)) {
    throw new Problem(`${SETTING} is ${file}, and there is no program at this place.`, remedies);
  }
  if (forbidden.some((folder) => isBelow(file, folder))) {
    throw new Problem(
      `${SETTING} names a program in this workspace, which is not trusted, so it is not run.`,
      remedies,
    );
  }
  if (!isNamedPython(file)) {
    return { command: [file], origin: `the setting ${SETTING}` };
  }
  const python = await probe(file, safe);
  if (python === undefined) {
    throw new Problem(`${SETTING} is ${file}, which does not run as a Python.`, remedies);
  }
  if (!isNewEnough(python)) {
    throw new Problem(
      `${SETTING} is Python ${show(python)}; the server needs ${OLDEST.join(".")} or later.`,
      remedies,
    );
  }
  if (!python.package) {
    throw new Problem(
      `${SETTING} is a Python without the server: run \`${file} -m pip install .\` in its clone.`,
      remedies,
    );
  }
  return { command: serverOf(file), origin: `the setting ${SETTING}` };
}

/** The Python environment that the user has selected in Microsoft's Python extension. */

import * as vscode from "vscode";

/** The part of the extension's API (its version 2022.20 and later) that is used here. */
interface PythonApi {
  ready?: Promise<void>;
  environments?: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { path: string };
    resolveEnvironment(
      environment: { path: string },
    ): Promise<{ executable: { uri?: vscode.Uri } } | undefined>;
    onDidChangeActiveEnvironmentPath?: vscode.Event<unknown>;
  };
}

async function api(): Promise<PythonApi | undefined> {
  const extension = vscode.extensions.getExtension<PythonApi | undefined>("ms-python.python");
  const found = extension && (extension.isActive ? extension.exports : await extension.activate());
  await found?.ready;
  return found;
}

/** The selected interpreter; undefined without the extension or where none is selected. */
export async function selectedPython(
  folder: vscode.Uri | undefined,
  output: vscode.LogOutputChannel,
): Promise<string | undefined> {
  try {
    const environments = (await api())?.environments;
    const active = environments?.getActiveEnvironmentPath(folder);
    const resolved = active && (await environments?.resolveEnvironment(active));
    return resolved?.executable.uri?.fsPath;
  } catch (error) {
    output.warn(`the Python extension does not tell its environment: ${String(error)}`);
    return undefined;
  }
}

/** Call `changed` whenever the user selects another environment; nothing without the extension. */
export async function watchSelected(changed: () => void): Promise<vscode.Disposable | undefined> {
  try {
    return (await api())?.environments?.onDidChangeActiveEnvironmentPath?.(changed);
  } catch {
    return undefined; // `selectedPython` has said it already.
  }
}

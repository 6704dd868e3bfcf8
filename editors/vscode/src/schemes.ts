/** The schemes of the addresses that our documents have. */

import * as vscode from "vscode";

/** Whether this is the bundle for the browser: see scripts/bundle.mjs. */
declare const IN_BROWSER: boolean;

/** Repositories on GitHub and the like; the machine that a browser works on. */
const ELSEWHERE = ["vscode-vfs", "vscode-remote"];

/**
 * `file` on a desktop and on the machine that it works on; in a browser also what the folders of the
 * workspace have.
 */
export function schemes(): string[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const elsewhere = IN_BROWSER ? [...ELSEWHERE, ...folders.map(({ uri }) => uri.scheme)] : [];
  return [...new Set(["file", ...elsewhere])];
}

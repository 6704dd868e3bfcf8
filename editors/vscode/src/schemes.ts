/** The schemes of the addresses that our documents have. */

import * as vscode from "vscode";

/** Whether this is the bundle for the browser: see scripts/bundle.mjs. */
declare const IN_BROWSER: boolean;

/**
 * `file` on a desktop and on the machine that it works on; in a browser whatever the folders of the
 * workspace have, such as `vscode-vfs` for a repository on GitHub.
 */
export function schemes(): string[] {
  const folders = IN_BROWSER ? (vscode.workspace.workspaceFolders ?? []) : [];
  return [...new Set(["file", ...folders.map(({ uri }) => uri.scheme)])];
}

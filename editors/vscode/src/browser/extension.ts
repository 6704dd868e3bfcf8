/** What VS Code calls where there is no Python and no process: on vscode.dev and github.dev. */

import * as vscode from "vscode";
import { activateWith } from "../activation";
import { ServerHost } from "../host";
import { WorkerServer } from "./server";

const UNUSED = ["server.path", "schema"];

let stop: (() => Promise<void>) | undefined;

export async function deactivate(): Promise<void> {
  await stop?.();
}

export function activate(context: vscode.ExtensionContext): void {
  const output = vscode.window.createOutputChannel("Prefect TOML", { log: true });
  const server = new ServerHost(() => Promise.resolve(new WorkerServer(context, output)), output);
  stop = () => server.stop();
  activateWith(server, context, output);
  context.subscriptions.push(
    // Where the server has their files follows from the folders.
    vscode.workspace.onDidChangeWorkspaceFolders(() => {
      if (server.running) {
        void server.restart();
      }
    }),
  );
  const settings = vscode.workspace.getConfiguration("prefectToml");
  for (const name of UNUSED.filter((each) => settings.get(each))) {
    output.warn(`prefectToml.${name} names a file of a machine: in the browser it has no effect`);
  }
}

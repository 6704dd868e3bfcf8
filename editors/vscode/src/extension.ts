/** What VS Code calls: `activate` puts the parts together. */

import * as vscode from "vscode";
import { activateWith } from "./activation";
import { watchSelected } from "./environment";
import { ServerHost } from "./host";
import { programs } from "./program";

/** When VS Code began to read the bundle, and the processor time until then: scripts/bundle.mjs. */
declare const bundleStarted: [number, NodeJS.CpuUsage];

let stop: (() => Promise<void>) | undefined;

export async function deactivate(): Promise<void> {
  await stop?.();
}

export function activate(context: vscode.ExtensionContext): void {
  const output = vscode.window.createOutputChannel("Prefect TOML", { log: true });
  const server = new ServerHost(programs(context, output), output);
  stop = () => server.stop();
  // Only from the first start on, as this wakes the Python extension.
  const first = server.onDidChangeStatus(() => {
    first.dispose();
    void watchSelected(() => void server.reconsider()).then((watch) => {
      if (watch) {
        context.subscriptions.push(watch);
      }
    });
  });
  activateWith(server, context, output);
  context.subscriptions.push(
    vscode.workspace.onDidGrantWorkspaceTrust(() => void server.reconsider()),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("prefectToml.server.path")) {
        void server.reconsider();
      }
    }),
  );
  const [began, used] = bundleStarted;
  const { user, system } = process.cpuUsage(used);
  const [took, own] = [performance.now() - began, (user + system) / 1000];
  output.info(`activated in ${took.toFixed(1)} ms, with ${own.toFixed(1)} ms of processor time`);
}

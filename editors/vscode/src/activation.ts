/** The parts of the extension that are the same on a desktop and in a browser. */

import * as vscode from "vscode";
import { registerCommands } from "./commands";
import type { ServerHost } from "./host";
import { giveLanguage, isOurs } from "./language";
import { offerOnce } from "./neighbours";
import { showStatus } from "./status";

/** Keep a server running for our documents from now on, and show what there is to show. */
export function activateWith(
  server: ServerHost,
  context: vscode.ExtensionContext,
  output: vscode.LogOutputChannel,
): void {
  const take = (document: vscode.TextDocument): void => {
    if (isOurs(document)) {
      server.wantedByDocument();
      void offerOnce(context, document);
    }
  };
  context.subscriptions.push(
    output,
    server,
    registerCommands(server, output),
    showStatus(server, output),
    giveLanguage(),
    vscode.workspace.onDidOpenTextDocument(take),
  );
  vscode.workspace.textDocuments.forEach(take);
}

/** The commands of the palette. What they show is the server's. */

import * as vscode from "vscode";
import type { BaseLanguageClient as LanguageClient } from "vscode-languageclient";
import type { ServerHost } from "./host";
import { ask } from "./ask";
import { EffectiveSettings } from "./effective";
import { isOurs } from "./language";
import { releaseOf } from "./release";

/** Register them all. */
export function registerCommands(
  server: ServerHost,
  output: vscode.LogOutputChannel,
): vscode.Disposable {
  const effective = new EffectiveSettings(server, output);
  const commands: Record<string, (argument?: unknown) => unknown> = {
    restart: () => server.restart(),
    showOutput: () => output.show(true),
    showEffectiveSettings: (document) =>
      withServer(server, (client) => showEffective(client, effective, document)),
    openReference: () => withServer(server, openReference),
    createStarterFile: () => withServer(server, createStarter),
    chooseRelease: () => withServer(server, chooseRelease),
  };
  return vscode.Disposable.from(
    effective,
    ...Object.entries(commands).map(([name, does]) =>
      vscode.commands.registerCommand(`prefectToml.${name}`, does),
    ),
  );
}

async function withServer(
  server: ServerHost,
  does: (client: LanguageClient) => Promise<void>,
): Promise<void> {
  const client = await server.wanted();
  if (client === undefined) {
    return; // The user was told why.
  }
  try {
    await does(client);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(`Prefect TOML: ${reason}`);
  }
}

/** The document in front, if it is ours, else the folder of the workspace that the user means. */
async function place(): Promise<vscode.Uri | undefined> {
  const document = vscode.window.activeTextEditor?.document;
  if (document && isOurs(document) && document.uri.scheme !== "untitled") {
    return document.uri;
  }
  return await folder();
}

async function folder(): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const document = vscode.window.activeTextEditor?.document;
  const around = document && vscode.workspace.getWorkspaceFolder(document.uri);
  const chosen =
    around ?? (folders.length > 1 ? await vscode.window.showWorkspaceFolderPick() : folders[0]);
  if (chosen === undefined && folders.length === 0) {
    throw new Error("open a folder first");
  }
  return chosen?.uri;
}

/** Show the settings in force; a code lens names its document. */
async function showEffective(
  client: LanguageClient,
  effective: EffectiveSettings,
  document: unknown,
): Promise<void> {
  const named = typeof document === "string" ? client.protocol2CodeConverter.asUri(document) : undefined;
  const at = named ?? (await place());
  if (at) {
    await effective.show(client, at);
  }
}

async function openReference(client: LanguageClient): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || !isOurs(editor.document)) {
    throw new Error("open prefect.toml and put the cursor on a setting");
  }
  const to = client.code2ProtocolConverter;
  const position = to.asPosition(editor.selection.active);
  await ask(client, "prefect-toml.openReference", to.asUri(editor.document.uri), position);
}

async function createStarter(client: LanguageClient): Promise<void> {
  const at = await folder();
  if (at) {
    const uri = client.code2ProtocolConverter.asUri(at);
    await ask(client, "prefect-toml.createStarterFile", uri);
  }
}

const BY_PROJECT = "As the project says";

async function chooseRelease(client: LanguageClient): Promise<void> {
  const at = await place();
  const found = at && (await releaseOf(client, at));
  if (found === undefined) {
    throw new Error("this server does not tell the releases that it knows");
  }
  const items = [BY_PROJECT, ...found.known].map((label) => ({
    label,
    description: label === found.release ? `in force: ${found.reason}` : "",
  }));
  const placeHolder = "The Prefect release to judge by";
  const chosen = await vscode.window.showQuickPick(items, { placeHolder });
  if (chosen) {
    const value = chosen.label === BY_PROJECT ? undefined : chosen.label;
    const target = vscode.workspace.workspaceFolders
      ? vscode.ConfigurationTarget.Workspace
      : vscode.ConfigurationTarget.Global;
    await vscode.workspace.getConfiguration("prefectToml").update("prefectVersion", value, target);
  }
}

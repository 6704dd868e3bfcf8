/** The page of the settings in force, which follows what changes in the folder. */

import * as vscode from "vscode";
import type { BaseLanguageClient as LanguageClient } from "vscode-languageclient";
import { ask } from "./ask";
import { makePage, type Effective } from "./effectivePage";
import type { ServerHost } from "./host";
import { isOurs } from "./language";

const COMMAND = "prefect-toml.showEffectiveSettings";
const SETTLED = 300; // milliseconds after the last change

/** Shows one page at a time. */
export class EffectiveSettings implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private at: vscode.Uri | undefined;
  private isStale = false;
  private timer: NodeJS.Timeout | undefined;
  private readonly following: vscode.Disposable;

  constructor(
    private readonly server: ServerHost,
    private readonly output: vscode.LogOutputChannel,
  ) {
    const changed = (): void => this.changed();
    this.following = vscode.Disposable.from(
      server.onDidChangeFiles(changed),
      server.onDidChangeStatus(changed),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (isOurs(document)) {
          changed();
        }
      }),
    );
  }

  /** Open the page of the folder of a document, or of a folder, or show another one in its place. */
  async show(client: LanguageClient, at: vscode.Uri): Promise<void> {
    const answer = await this.read(client, at);
    this.at = at;
    this.panel ??= this.open();
    this.panel.reveal();
    this.write(this.panel, answer);
  }

  dispose(): void {
    this.panel?.dispose();
    this.following.dispose();
    clearTimeout(this.timer);
  }

  private open(): vscode.WebviewPanel {
    const panel = vscode.window.createWebviewPanel(
      "prefectToml.effectiveSettings",
      "Effective Settings",
      vscode.ViewColumn.Beside,
      { enableScripts: true, enableFindWidget: true, localResourceRoots: [] },
    );
    panel.onDidDispose(() => {
      this.panel = undefined;
    });
    panel.onDidChangeViewState(() => {
      if (this.isStale) {
        this.changed();
      }
    });
    panel.webview.onDidReceiveMessage(({ uri, line }: { uri: string; line: number }) => {
      this.follow(uri, line).catch((error: unknown) => {
        void vscode.window.showErrorMessage(`Prefect TOML: ${String(error)}`);
      });
    });
    return panel;
  }

  private changed(): void {
    this.isStale = this.panel !== undefined;
    clearTimeout(this.timer);
    if (this.panel?.visible) {
      this.timer = setTimeout(() => {
        this.refresh().catch((error: unknown) => {
          this.output.debug(`the settings in force are not renewed: ${String(error)}`);
        });
      }, SETTLED);
    }
  }

  private async refresh(): Promise<void> {
    const client = this.server.running;
    if (client !== undefined && this.at !== undefined) {
      const answer = await this.read(client, this.at);
      if (this.panel !== undefined) {
        this.write(this.panel, answer);
      }
    }
  }

  private async read(client: LanguageClient, at: vscode.Uri): Promise<Effective> {
    return await ask<Effective>(client, COMMAND, client.code2ProtocolConverter.asUri(at));
  }

  private write(panel: vscode.WebviewPanel, answer: Effective): void {
    this.isStale = false;
    panel.webview.html = makePage(answer, crypto.randomUUID());
  }

  /** Show a line of a file, beside the page where that has the first column. */
  private async follow(uri: string, line: number): Promise<void> {
    const { One, Beside } = vscode.ViewColumn;
    const target = this.server.running?.protocol2CodeConverter.asUri(uri) ?? vscode.Uri.parse(uri);
    await vscode.window.showTextDocument(target, {
      viewColumn: this.panel?.viewColumn === One ? Beside : One,
      selection: new vscode.Range(line, 0, line, 0),
    });
  }
}

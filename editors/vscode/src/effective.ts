/** A document that shows the settings in force; it can be read only and is never saved. */

import * as vscode from "vscode";

const SCHEME = "prefect-toml-effective";
const PLACE = vscode.Uri.from({ scheme: SCHEME, path: "/Effective settings.md" });

/** Holds the text that was shown last. */
export class EffectiveSettings implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private text = "";
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly registered = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);
  readonly onDidChange = this.changed.event;

  provideTextDocumentContent(): string {
    return this.text;
  }

  /** Open the document with another text, or renew it where it is open. */
  async show({ text, languageId }: { text: string; languageId: string }): Promise<void> {
    this.text = text;
    this.changed.fire(PLACE);
    const document = await vscode.workspace.openTextDocument(PLACE);
    await vscode.languages.setTextDocumentLanguage(document, languageId);
    await vscode.window.showTextDocument(document, { preview: true });
  }

  dispose(): void {
    this.registered.dispose();
    this.changed.dispose();
  }
}

/** Other extensions for TOML: an offer, made once, to leave Prefect's files to this one. */

import * as vscode from "vscode";
import { LANGUAGE } from "./language";

const NEIGHBOURS = ["tamasfe.even-better-toml", "tombi-toml.tombi"];
const OFFERED = "neighbours.offered";
const YES = "Leave Them to Prefect TOML";

/** What makes other extensions for TOML pass these files over: they go by language. */
const ASSOCIATIONS = { "prefect.toml": LANGUAGE, "profiles.toml": LANGUAGE };

/** Offer it when one of our documents has another extension's language, and never again. */
export async function offerOnce(
  context: vscode.ExtensionContext,
  document: vscode.TextDocument,
): Promise<void> {
  const name = document.uri.path.split("/").at(-1) ?? "";
  const neighbour = NEIGHBOURS.map((id) => vscode.extensions.getExtension(id)).find(Boolean);
  if (!neighbour || document.languageId === LANGUAGE || !(name in ASSOCIATIONS)) {
    return;
  }
  if (context.globalState.get(OFFERED)) {
    return;
  }
  await context.globalState.update(OFFERED, true);
  const other = (neighbour.packageJSON as { displayName?: string }).displayName ?? neighbour.id;
  const chosen = await vscode.window.showInformationMessage(
    `${other} checks and formats prefect.toml and profiles.toml, too, by its own rules. ` +
      "Prefect TOML can take these two files alone.",
    YES,
    "Keep Both",
  );
  if (chosen === YES) {
    const files = vscode.workspace.getConfiguration("files");
    const before = files.inspect<Record<string, string>>("associations")?.globalValue ?? {};
    const after = { ...before, ...ASSOCIATIONS };
    await files.update("associations", after, vscode.ConfigurationTarget.Global);
  }
}

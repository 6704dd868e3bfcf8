/** The status item: the Prefect release in force, and whether the server runs. */

import * as vscode from "vscode";
import type { ServerHost, Status } from "./host";
import { isOurs, SELECTOR } from "./language";
import { releaseOf } from "./release";

/** Findings come with every key; the release is asked for when they have settled. */
const SETTLED = 500;

/** Show the item for our documents from now on. */
export function showStatus(server: ServerHost, output: vscode.LogOutputChannel): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem("prefectToml.release", [...SELECTOR]);
  item.name = "Prefect release";
  let status: Status = "off";
  let timer: NodeJS.Timeout | undefined;

  const show = (text: string, detail: string, command: vscode.Command): void => {
    item.text = text;
    item.detail = detail;
    item.command = command;
    item.busy = status === "starting";
    item.severity =
      status === "failed"
        ? vscode.LanguageStatusSeverity.Error
        : vscode.LanguageStatusSeverity.Information;
  };

  const refresh = async (): Promise<void> => {
    const document = vscode.window.activeTextEditor?.document;
    if (status === "failed" || status === "off" || status === "starting") {
      const detail = { failed: "the server does not run", off: "", starting: "starting" }[status];
      show("Prefect", detail, { command: "prefectToml.restart", title: "Restart" });
    } else if (document && isOurs(document)) {
      const client = await server.wanted();
      const found = client && (await releaseOf(client, document.uri));
      show(found ? `Prefect ${found.release}` : "Prefect", found?.reason ?? "", {
        command: "prefectToml.chooseRelease",
        title: "Choose",
        tooltip: found?.from ?? "Choose the Prefect release to judge by",
      });
    }
  };

  const refreshSoon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      refresh().catch((error: unknown) => output.debug(`no release: ${String(error)}`));
    }, SETTLED);
  };

  refreshSoon();
  return vscode.Disposable.from(
    item,
    { dispose: () => clearTimeout(timer) },
    server.onDidChangeStatus((now) => {
      status = now;
      refreshSoon();
    }),
    vscode.window.onDidChangeActiveTextEditor(refreshSoon),
    // A lock file that changed is seen by the server, which then judges again.
    vscode.languages.onDidChangeDiagnostics(refreshSoon),
  );
}

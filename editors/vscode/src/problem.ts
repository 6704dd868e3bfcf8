/** Why there is no server, in words and with what can be done about it. */

import * as vscode from "vscode";

/** What a button of a message does. */
export enum Remedy {
  showOutput = "Show Output",
  tryAgain = "Try Again",
  choosePython = "Choose Python",
  getPython = "Get Python",
  openSettings = "Open Settings",
}

/** Why the server does not run; the message is a sentence or two for the user. */
export class Problem extends Error {
  constructor(
    message: string,
    readonly remedies: readonly Remedy[],
  ) {
    super(message);
  }
}

/** Show a problem once, with its buttons; `tryAgain` runs if the user asks for it. */
export async function report(
  problem: Problem,
  output: vscode.LogOutputChannel,
  tryAgain: () => void,
): Promise<void> {
  output.error(problem.message);
  const remedies = [...new Set([...problem.remedies, Remedy.showOutput])].filter(
    (each) => each !== Remedy.choosePython || hasPythonExtension(),
  );
  switch (await vscode.window.showErrorMessage(problem.message, ...remedies)) {
    case Remedy.showOutput:
      output.show(true);
      break;
    case Remedy.tryAgain:
      tryAgain();
      break;
    case Remedy.choosePython:
      await vscode.commands.executeCommand("python.setInterpreter");
      break;
    case Remedy.getPython:
      await vscode.env.openExternal(vscode.Uri.parse("https://www.python.org/downloads/"));
      break;
    case Remedy.openSettings:
      await vscode.commands.executeCommand("workbench.action.openSettings", "prefectToml.server.path");
      break;
    case undefined:
      break;
  }
}

function hasPythonExtension(): boolean {
  return vscode.extensions.getExtension("ms-python.python") !== undefined;
}

/** Requests to the server that VS Code has no feature for. */

import type { BaseLanguageClient as LanguageClient } from "vscode-languageclient";

/** What one of the server's commands answers. */
export async function ask<Answer>(
  client: LanguageClient,
  command: string,
  ...args: unknown[]
): Promise<Answer> {
  return await client.sendRequest<Answer>("workspace/executeCommand", { command, arguments: args });
}

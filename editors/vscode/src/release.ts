/** The Prefect release in force: what the server says of it. */

import type * as vscode from "vscode";
import type { BaseLanguageClient as LanguageClient } from "vscode-languageclient";
import { ask } from "./ask";

const COMMAND = "prefect-toml.showRelease";

/** The release that a document is judged by. */
export interface Release {
  release: string;
  /** Why it is this one, such as "pinned in uv.lock". */
  reason: string;
  /** The file that says so. */
  from: string | null;
  /** All releases that the server knows, newest first. */
  known: string[];
}

/** Ask for it; undefined of a server that does not tell. */
export async function releaseOf(
  client: LanguageClient,
  document: vscode.Uri,
): Promise<Release | undefined> {
  const commands = client.initializeResult?.capabilities.executeCommandProvider?.commands ?? [];
  if (!commands.includes(COMMAND)) {
    return undefined;
  }
  const uri = client.code2ProtocolConverter.asUri(document);
  return (await ask<Release | null>(client, COMMAND, uri)) ?? undefined;
}

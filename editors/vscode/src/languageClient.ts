/**
 * The LSP client of a server that is a program. It is a bundle of its own, read when the first document
 * of ours is opened, so that VS Code starts as fast as without it.
 */

import type { ChildProcess } from "node:child_process";
import * as readline from "node:readline";
import type * as vscode from "vscode";
import { LanguageClient } from "vscode-languageclient/node";
import { clientOptions, prepare, type Owner } from "./clientOptions";

/** How the program is started. */
export interface Program {
  /** Start the server; rejects where that fails. */
  spawn(): Promise<ChildProcess>;
  /** The server has written this line, which is not a message. */
  said(line: string): void;
}

/** A client that is not started yet. */
export function makeClient(
  program: Program,
  owner: Owner,
  output: vscode.LogOutputChannel,
): LanguageClient {
  const log = (stream: NodeJS.ReadableStream): void => {
    readline.createInterface({ input: stream }).on("line", (line) => {
      program.said(line);
      output.info(line); // The server has levels of its own.
    });
  };
  const options = {
    ...clientOptions(owner, output, ["server", "trace"]),
    stdioOptions: { stderr: log, stdout: log },
  };
  const client = new LanguageClient("prefectToml", "Prefect TOML", () => program.spawn(), options);
  return prepare(client, owner);
}

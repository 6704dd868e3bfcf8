/**
 * The LSP client. It is a bundle of its own, read when the first document of ours is opened, so
 * that VS Code starts as fast as without it.
 */

import type { ChildProcess } from "node:child_process";
import * as readline from "node:readline";
import type * as vscode from "vscode";
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  State,
  type LanguageClientOptions,
  type StaticFeature,
} from "vscode-languageclient/node";
import { SELECTOR } from "./language";

/** What the client asks of who has made it. */
export interface Owner {
  /** Start the server; rejects where that fails. */
  spawn(): Promise<ChildProcess>;
  /** The server is ready. */
  isRunning(): void;
  /** The server has written this line, which is not a message. */
  said(line: string): void;
  /** The server is gone, and was not asked to; whether it is to be started again. */
  mayRestart(): boolean;
}

/** Says everything in the output; what the user must know is shown by its owner. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

/** Tells the server that what is taken from a list may open the next one. */
const reopensLists: StaticFeature = {
  fillClientCapabilities(capabilities) {
    capabilities.experimental = { commands: { commands: ["editor.action.triggerSuggest"] } };
  },
  initialize() {
    // Nothing follows from what the server can do.
  },
  getState: () => ({ kind: "static" }),
  clear() {
    // Nothing is kept.
  },
};

/** A client that is not started yet. */
export function makeClient(owner: Owner, output: vscode.LogOutputChannel): LanguageClient {
  const log = (stream: NodeJS.ReadableStream): void => {
    readline.createInterface({ input: stream }).on("line", (line) => {
      owner.said(line);
      output.info(line); // The server has levels of its own.
    });
  };
  const options: LanguageClientOptions = {
    documentSelector: [...SELECTOR],
    outputChannel: output,
    stdioOptions: { stderr: log, stdout: log },
    initializationFailedHandler: () => false,
    middleware: { workspace: { configuration: serverSettings } },
    errorHandler: {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: () => {
        const action = owner.mayRestart() ? CloseAction.Restart : CloseAction.DoNotRestart;
        return { action, handled: true };
      },
    },
  };
  const client = new QuietClient("prefectToml", "Prefect TOML", () => owner.spawn(), options);
  client.registerFeature(reopensLists);
  client.onDidChangeState(({ newState }) => {
    if (newState === State.Running) {
      owner.isRunning();
    }
  });
  return client;
}

type Configuration = NonNullable<
  NonNullable<LanguageClientOptions["middleware"]>["workspace"]
>["configuration"];

/** The settings that are the server's: all of `prefectToml` but those of the extension itself. */
const serverSettings: Configuration = async (params, token, next) => {
  const answer: unknown = await next(params, token);
  return Array.isArray(answer) ? answer.map(withoutOwn) : [];
};

function withoutOwn(settings: unknown): unknown {
  if (typeof settings !== "object" || settings === null) {
    return settings;
  }
  const own = ["server", "trace"];
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !own.includes(name)));
}

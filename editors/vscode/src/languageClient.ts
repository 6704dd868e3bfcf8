/**
 * The LSP client. It is a bundle of its own, read when the first document of ours is opened, so
 * that VS Code starts as fast as without it.
 */

import type { ChildProcess } from "node:child_process";
import * as readline from "node:readline";
import * as vscode from "vscode";
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  State,
  type LanguageClientOptions,
  type StaticFeature,
} from "vscode-languageclient/node";
import { changesInOrder } from "./changesInOrder";
import { SELECTOR } from "./language";

/** VS Code's command that opens the completion list. */
const SUGGEST = "editor.action.triggerSuggest";

/** What the client asks of who has made it. */
export interface Owner {
  /** Start the server; rejects where that fails. */
  spawn(): Promise<ChildProcess>;
  /** The server is ready. */
  isRunning(): void;
  /** The server has written this line, which is not a message. */
  said(line: string): void;
  /** The server was told of a file that has changed on the disk. */
  filesChanged(): void;
  /** The server is gone, and was not asked to; whether it is to be started again. */
  mayRestart(): boolean;
}

/** Says everything in the output; what the user must know is shown by its owner. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

type Middleware = NonNullable<LanguageClientOptions["middleware"]>;

/** Less than the fastest person needs for the next key. */
const PATIENCE = 25; // milliseconds

/**
 * Completion that never leaves an old list open.
 *
 * While VS Code waits for the list that a character such as `.` or `=` has asked for, it shows the
 * one before, no longer filtered, and Enter takes from that. So who types on would get what was not
 * typed. An answer that is late is left out here, which closes the old list; a person who waits for
 * it, or who has gone on with the same word meanwhile, gets one then.
 */
function inTime(output: vscode.LogOutputChannel): Middleware["provideCompletionItem"] {
  let requests = 0;
  return async (document, position, context, token, next) => {
    const request = ++requests;
    const answer = Promise.resolve(next(document, position, context, token));
    if (context.triggerKind === vscode.CompletionTriggerKind.Invoke) {
      return await answer; // There is no list before it.
    }
    const late = new Promise<"late">((resolve) => setTimeout(resolve, PATIENCE, "late"));
    const first = await Promise.race([answer, late]);
    if (first !== "late") {
      return first;
    }
    answer.then(
      (found) => {
        const items = Array.isArray(found) ? found : (found?.items ?? []);
        if (items.length > 0 && request === requests && isAtWordFrom(document, position)) {
          void vscode.commands.executeCommand(SUGGEST, { auto: true });
        }
      },
      (error: unknown) => output.debug(`no list: ${String(error)}`),
    );
    return undefined;
  };
}

/** Whether nothing but a word is between the position and the cursor. */
function isAtWordFrom(document: vscode.TextDocument, position: vscode.Position): boolean {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document !== document || !editor.selection.isEmpty) {
    return false;
  }
  const { active } = editor.selection;
  const typed = document.getText(new vscode.Range(position, active));
  return position.isBeforeOrEqual(active) && /^\w*$/.test(typed);
}

/** Tells the server what its items and lenses may run. */
const commands: StaticFeature = {
  fillClientCapabilities(capabilities) {
    const names = [SUGGEST, "prefectToml.showEffectiveSettings"];
    capabilities.experimental = { commands: { commands: names } };
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
    middleware: {
      provideCompletionItem: inTime(output),
      sendNotification: changesInOrder(),
      workspace: {
        configuration: serverSettings,
        didChangeWatchedFile: async (event, next) => {
          await next(event);
          owner.filesChanged();
        },
      },
    },
    errorHandler: {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: () => {
        const action = owner.mayRestart() ? CloseAction.Restart : CloseAction.DoNotRestart;
        return { action, handled: true };
      },
    },
  };
  const client = new QuietClient("prefectToml", "Prefect TOML", () => owner.spawn(), options);
  client.registerFeature(commands);
  client.onDidChangeState(({ newState }) => {
    if (newState === State.Running) {
      owner.isRunning();
    }
  });
  return client;
}

/** The settings that are the server's: all of `prefectToml` but those of the extension itself. */
const serverSettings: NonNullable<Middleware["workspace"]>["configuration"] = async (params, token, next) => {
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

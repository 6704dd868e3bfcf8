/** What the LSP client is the same in, whether the server is a program or in a web worker. */

import * as vscode from "vscode";
import {
  BaseLanguageClient,
  CloseAction,
  ErrorAction,
  State,
  type LanguageClientOptions,
  type StaticFeature,
} from "vscode-languageclient";
import { changesInOrder } from "./changesInOrder";
import { SELECTOR } from "./language";

/** VS Code's command that opens the completion list. */
const SUGGEST = "editor.action.triggerSuggest";

/** What the client asks of who has made it. */
export interface Owner {
  /** The server is ready. */
  isRunning(): void;
  /** The server was told of a file that has changed on the disk. */
  filesChanged(): void;
  /** The server is gone, and was not asked to; whether it is to be started again. */
  mayRestart(): boolean;
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

/**
 * The options of every client.
 *
 * @param own the settings of `prefectToml` that are not the server's
 */
export function clientOptions(
  owner: Owner,
  output: vscode.LogOutputChannel,
  own: readonly string[],
): LanguageClientOptions & { middleware: Middleware } {
  return {
    documentSelector: [...SELECTOR],
    outputChannel: output,
    initializationFailedHandler: () => false,
    middleware: {
      provideCompletionItem: inTime(output),
      sendNotification: changesInOrder(),
      workspace: {
        configuration: serverSettings(own),
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
}

/** What is left to do with a client before it is started. */
export function prepare<Client extends BaseLanguageClient>(client: Client, owner: Owner): Client {
  // It says everything in the output; what the user must know is shown by its owner.
  client.error = (message, data) => BaseLanguageClient.prototype.error.call(client, message, data, false);
  client.registerFeature(commands);
  client.onDidChangeState(({ newState }) => {
    if (newState === State.Running) {
      owner.isRunning();
    }
  });
  return client;
}

type Configuration = NonNullable<Middleware["workspace"]>["configuration"];

/** The settings that are the server's: all of `prefectToml` but those of the extension itself. */
function serverSettings(own: readonly string[]): Configuration {
  const withoutOwn = (settings: unknown): unknown =>
    typeof settings === "object" && settings !== null
      ? Object.fromEntries(Object.entries(settings).filter(([name]) => !own.includes(name)))
      : settings;
  return async (params, token, next) => {
    const answer: unknown = await next(params, token);
    return Array.isArray(answer) ? answer.map(withoutOwn) : [];
  };
}

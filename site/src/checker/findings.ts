/** What the server says about the files: squiggles, a list, and the fixes that it offers. */
import { LSPPlugin, type LSPClient, type LSPClientExtension } from "@codemirror/lsp-client";
import { setDiagnostics, type Diagnostic } from "@codemirror/lint";
import { EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import type { ChangeSpec } from "@codemirror/state";
import type * as lsp from "vscode-languageserver-protocol";
import { element, withCode } from "../page.js";

const SEVERITIES = ["error", "warning", "info", "hint"] as const;
const PAUSE = 250; // milliseconds
const WORDS = ["error", "warning", "information", "hint"];

export interface Finding {
  uri: string;
  told: lsp.Diagnostic;
}

type Listener = (uri: string, found: lsp.Diagnostic[]) => void;

/** What the client can do with findings; `listener` hears of each file's. */
export function findings(listener: Listener): LSPClientExtension {
  return {
    clientCapabilities: {
      textDocument: {
        publishDiagnostics: { versionSupport: true, codeDescriptionSupport: true },
        codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix"] } } },
      },
      workspace: { didChangeConfiguration: {}, workspaceEdit: { documentChanges: false } },
    },
    notificationHandlers: {
      "textDocument/publishDiagnostics": (client, params: lsp.PublishDiagnosticsParams) => {
        const file = client.workspace.getFile(params.uri);
        const view = file?.getView();
        if (!file || !view || (params.version ?? file.version) !== file.version) {
          return true; // what comes next is about the text as it is now
        }
        view.dispatch(setDiagnostics(view.state, marks(client, view, params)));
        listener(params.uri, params.diagnostics);
        return true;
      },
    },
    editorExtension: AT_ONCE,
  };
}

/** Each change goes to the server with the next turn of the page. */
const AT_ONCE = ViewPlugin.fromClass(
  class {
    private isWaiting = false;

    update({ docChanged, view }: ViewUpdate): void {
      if (docChanged && !this.isWaiting) {
        this.isWaiting = true;
        setTimeout(() => {
          this.isWaiting = false;
          LSPPlugin.get(view)?.client.sync();
        });
      }
    }
  },
);

function marks(client: LSPClient, view: EditorView, params: lsp.PublishDiagnosticsParams): Diagnostic[] {
  return params.diagnostics.map((told) => ({
    ...span(view, told.range),
    severity: SEVERITIES[(told.severity ?? 1) - 1] ?? "error",
    message: text(told),
    renderMessage: () => message(client, { uri: params.uri, told }),
  }));
}

/** Where a range of the text that the server knows is now. */
function span(view: EditorView, range: lsp.Range): { from: number; to: number } {
  const plugin = LSPPlugin.get(view);
  if (!plugin) {
    throw new Error("the editor is not connected");
  }
  const at = (position: lsp.Position) =>
    plugin.unsyncedChanges.mapPos(plugin.fromPosition(position, plugin.syncedDoc));
  return { from: at(range.start), to: at(range.end) };
}

/** The text of a finding with its code and its fixes, which are asked for when it is shown. */
export function message(client: LSPClient, finding: Finding): HTMLElement {
  const { told } = finding;
  const severity = WORDS[(told.severity ?? 1) - 1] ?? "error";
  const label = element("span", severity);
  label.className = `severity ${severity}`;
  const made = element("div", label, " ", ...withCode(text(told)), " ", code(told));
  setTimeout(() => void addFixes(client, finding, made), PAUSE);
  return made;
}

/** Fixes are only asked for where the text is still shown after a pause. */
async function addFixes(client: LSPClient, finding: Finding, shown: HTMLElement): Promise<void> {
  if (shown.isConnected && client.connected) {
    const found = await fixes(client, finding);
    shown.append(...found.map((each) => button(client, each)));
  }
}

function text({ message: told }: lsp.Diagnostic): string {
  return typeof told === "string" ? told : told.value;
}

function code({ code: name }: lsp.Diagnostic): HTMLElement {
  const link = element("a", element("code", String(name ?? "")));
  link.href = `rules/${String(name ?? "")}.html`;
  link.target = "_blank";
  return link;
}

async function fixes(client: LSPClient, { uri, told }: Finding): Promise<lsp.CodeAction[]> {
  const params: lsp.CodeActionParams = {
    textDocument: { uri },
    range: told.range,
    context: { diagnostics: [told], only: ["quickfix"] },
  };
  const found = await client.request<lsp.CodeActionParams, lsp.CodeAction[] | null>(
    "textDocument/codeAction",
    params,
  );
  return (found ?? []).filter((each) => each.edit?.changes);
}

function button(client: LSPClient, action: lsp.CodeAction): HTMLElement {
  const made = element("button", ...withCode(action.title));
  made.type = "button";
  made.className = "fix";
  made.addEventListener("click", () => apply(client, action.edit?.changes ?? {}));
  return made;
}

function apply(client: LSPClient, changes: Record<string, lsp.TextEdit[]>): void {
  client.sync();
  for (const [uri, edits] of Object.entries(changes)) {
    const view = client.workspace.getFile(uri)?.getView();
    if (!view) {
      throw new Error("a fix is for a file that is not here");
    }
    const specs: ChangeSpec[] = edits.map((each) => ({
      ...span(view, each.range),
      insert: each.newText,
    }));
    view.dispatch({ changes: specs, userEvent: "input.fix" });
    view.focus();
  }
}

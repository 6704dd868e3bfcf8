/** The checker: an editor for the files of one folder, which the language server looks at. */
import { autocompletion, closeBrackets, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { properties } from "@codemirror/legacy-modes/mode/properties";
import { toml } from "@codemirror/legacy-modes/mode/toml";
import { lintKeymap } from "@codemirror/lint";
import {
  LSPClient,
  formatKeymap,
  hoverTooltips,
  renameKeymap,
  serverCompletion,
  type Transport,
} from "@codemirror/lsp-client";
import { classHighlighter } from "@lezer/highlight";
import { EditorView, drawSelection, keymap, lineNumbers } from "@codemirror/view";
import type * as lsp from "vscode-languageserver-protocol";
import { announce, byId, element } from "../page.js";
import { releases } from "../releases.js";
import { Connection } from "./connection.js";
import { findings, message } from "./findings.js";
import { STEPS } from "./messages.js";

const TIMEOUT = 60_000; // milliseconds; the first request waits until the server is there
const FOLDER = "file:///project";

interface File {
  name: string;
  uri: string;
  view: EditorView;
  panel: HTMLElement;
  tab: HTMLElement;
  found: lsp.Diagnostic[];
}

/** Where Prefect has its files: the profiles are the user's, the others the folder's. */
const URIS: Record<string, string> = {
  "prefect.toml": `${FOLDER}/prefect.toml`,
  "pyproject.toml": `${FOLDER}/pyproject.toml`,
  ".env": `${FOLDER}/.env`,
  "profiles.toml": "file:///home/pyodide/.prefect/profiles.toml",
};

class Checker {
  private readonly client: LSPClient;
  private readonly files: File[];
  private readonly state = byId("state", HTMLElement);
  private readonly progress = byId("progress", HTMLProgressElement);
  private readonly release = byId("as", HTMLSelectElement);

  constructor() {
    this.client = new LSPClient({
      rootUri: FOLDER,
      timeout: TIMEOUT,
      extensions: [
        findings((uri, found) => this.show(uri, found)),
        serverCompletion(),
        hoverTooltips(),
        keymap.of([...formatKeymap, ...renameKeymap]),
      ],
      notificationHandlers: { "window/logMessage": () => true },
    });
    this.files = Object.keys(URIS).map((name) => this.open(name));
    this.startTabs();
    this.startReleases();
  }

  start(): void {
    const connection = new Connection("checker/worker.js", {
      onStep: (step) => this.step(step),
      onStart: (transport) => this.connect(transport),
      onEnd: (reason) => this.say(`The checker has stopped: ${reason}. Your text is kept; reload to try again.`),
    });
    this.progress.hidden = false;
    connection.start();
  }

  private connect(transport: Transport): void {
    this.client.disconnect();
    this.client.connect(transport);
    this.client.initializing.then(
      () => this.configure(),
      (error: unknown) => this.say(`The checker did not start: ${String(error)}`),
    );
  }

  private step(step: number): void {
    this.progress.value = step;
    this.progress.hidden = step === STEPS.length - 1;
    this.say(STEPS[step] ?? "");
  }

  private say(text: string): void {
    this.state.textContent = text;
  }

  private open(name: string): File {
    const panel = byId(`panel-${name}`, HTMLElement);
    const template = panel.querySelector("textarea");
    const language = StreamLanguage.define(name === ".env" ? properties : toml);
    const uri = URIS[name] ?? "";
    const view = new EditorView({
      doc: template?.value ?? "",
      parent: panel,
      extensions: [
        lineNumbers(),
        history(),
        drawSelection(),
        closeBrackets(),
        autocompletion(),
        syntaxHighlighting(classHighlighter),
        language,
        keymap.of([...completionKeymap, ...lintKeymap, ...historyKeymap, ...defaultKeymap]),
        EditorView.contentAttributes.of({ "aria-label": name }),
        this.client.plugin(uri, name === ".env" ? "dotenv" : "toml"),
      ],
    });
    template?.remove();
    return { name, uri, view, panel, tab: byId(`tab-${name}`, HTMLElement), found: [] };
  }

  private startTabs(): void {
    this.files.forEach(({ tab }, at) => {
      tab.addEventListener("click", () => this.choose(at));
      tab.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (step !== undefined) {
          const next = (at + step + this.files.length) % this.files.length;
          this.choose(next);
          this.files[next]?.tab.focus();
        }
      });
    });
  }

  private choose(at: number): void {
    this.files.forEach(({ tab, panel }, number) => {
      tab.setAttribute("aria-selected", String(number === at));
      tab.tabIndex = number === at ? 0 : -1;
      panel.hidden = number !== at;
    });
  }

  private startReleases(): void {
    const { releases: all } = releases();
    const asked = new URLSearchParams(location.search).get("release") ?? "";
    this.release.replaceChildren(...all.map((each) => new Option(each, each)).reverse());
    this.release.value = all.includes(asked) ? asked : (all.at(-1) ?? "");
    this.release.addEventListener("change", () => this.configure());
  }

  /** Have the files judged by the release that is chosen. */
  private configure(): void {
    if (this.client.connected) {
      const settings = { prefectToml: { prefectVersion: this.release.value } };
      this.client.notification("workspace/didChangeConfiguration", { settings });
    }
  }

  private show(uri: string, found: lsp.Diagnostic[]): void {
    const file = this.files.find((each) => each.uri === uri);
    if (!file) {
      return;
    }
    file.found = found;
    file.tab.querySelector(".count")?.replaceChildren(found.length > 0 ? String(found.length) : "");
    const all = this.files.flatMap((each) => each.found.map((told) => ({ file: each, told })));
    const items = all.map(({ file: where, told }) => this.item(where, told));
    byId("findings", HTMLElement).replaceChildren(...items);
    byId("none", HTMLElement).hidden = all.length > 0;
    announce(all.length > 0 ? `${all.length} findings` : "No findings");
  }

  private item(file: File, told: lsp.Diagnostic): HTMLElement {
    const { line, character } = told.range.start;
    const place = element("button", `${file.name}:${line + 1}:${character + 1}`);
    place.type = "button";
    place.className = "place";
    place.addEventListener("click", () => {
      this.choose(this.files.indexOf(file));
      const at = Math.min(file.view.state.doc.line(line + 1).from + character, file.view.state.doc.length);
      file.view.dispatch({ selection: { anchor: at }, scrollIntoView: true });
      file.view.focus();
    });
    return element("li", place, " ", message(this.client, { uri: file.uri, told }));
  }
}

const checker = new Checker();
const load = byId("load", HTMLButtonElement);
load.addEventListener("click", () => {
  load.hidden = true;
  checker.start();
});

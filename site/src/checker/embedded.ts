/**
 * The language server in an editor's web worker, which loads nothing by itself: the editor hands it its
 * parts and the files of the workspace.
 *
 * It is a classic worker, as VS Code starts them. What is handed over before the server is there waits.
 */
import { startEngine, unpacked, type Engine } from "./engine.js";
import type { FileChange, FromEmbedded, Part, ToEmbedded } from "./messages.js";
import type { loadPyodide } from "./pyodide.mjs";

declare const self: {
  fetch: typeof fetch;
  importScripts: unknown;
  onmessage: ((event: { data: ToEmbedded }) => void) | null;
  postMessage(message: FromEmbedded): void;
};

type CreateModule = NonNullable<Parameters<typeof loadPyodide>[0]>["createPyodideModule"];

/** Where Pyodide looks for its files: at an address that nothing has. */
const NOWHERE = "https://parts.invalid/";

const WATCHED = `
import json
from prefect_toml_lsp.server.lifecycle import watched_patterns
json.dumps(watched_patterns())
`;

let engine: Engine | undefined;
const waiting: (string | FileChange)[] = [];

self.onmessage = ({ data }) => {
  if (typeof data === "object" && "parts" in data) {
    start(data.parts, data.lock).catch((error: unknown) => self.postMessage({ failed: String(error) }));
  } else if (typeof data === "object" && "ping" in data) {
    self.postMessage({ pong: true });
  } else if (engine) {
    handle(engine, data);
  } else {
    waiting.push(data);
  }
};

function handle({ python, take }: Engine, data: string | FileChange): void {
  if (typeof data === "string") {
    take(data);
  } else if ("remove" in data) {
    remove(python.FS, data.remove);
  } else if (data.content === null) {
    python.FS.mkdirTree(data.write);
  } else {
    python.FS.mkdirTree(data.write.slice(0, data.write.lastIndexOf("/")));
    python.FS.writeFile(data.write, data.content);
  }
}

function remove(files: Engine["python"]["FS"], path: string): void {
  const found = files.analyzePath(path);
  if (!found.exists) {
    return; // It was never handed over.
  }
  if (files.isDir(files.stat(path).mode)) {
    const inner = (files.readdir(path) as string[]).filter((name) => name !== "." && name !== "..");
    inner.forEach((name) => remove(files, `${path}/${name}`));
    files.rmdir(path);
  } else {
    files.unlink(path);
  }
}

async function start(parts: Record<Part, Uint8Array>, lock: string): Promise<void> {
  self.postMessage({ step: 0 });
  const part = (name: Part) => unpacked(new Blob([parts[name] as Uint8Array<ArrayBuffer>]).stream());
  const script = async (name: Part) => {
    const address = URL.createObjectURL(new Blob([await part(name)], { type: "text/javascript" }));
    const module = (await import(address)) as Record<string, unknown>;
    URL.revokeObjectURL(address);
    return module;
  };
  // Pyodide asks whether it may run by trying this one, and refuses where it works.
  self.importScripts = undefined;
  // Nor may a worker of VS Code fetch what is in memory: its page's policy forbids it.
  const fetched = new Map([
    ["pyodide.asm.wasm", { type: "application/wasm", data: part("pyodide.asm.wasm") }],
    ["python.zip", { type: "application/zip", data: part("python.zip") }],
  ]);
  self.fetch = async (input) => {
    const found = fetched.get(String(input instanceof Request ? input.url : input).slice(NOWHERE.length));
    return found ? new Response(await found.data, { headers: { "Content-Type": found.type } }) : Response.error();
  };
  const started = await startEngine({
    load: (await script("pyodide.mjs"))["loadPyodide"] as typeof loadPyodide,
    options: {
      indexURL: NOWHERE,
      stdLibURL: `${NOWHERE}python.zip`,
      lockFileContents: lock,
      createPyodideModule: (await script("pyodide.asm.mjs"))["default"] as CreateModule,
    },
    archive: part("engine.zip"),
    folder: "/workspace",
    post: (message) => self.postMessage(message),
    onStep: (step) => self.postMessage({ step }),
  });
  self.postMessage({ watched: JSON.parse(started.python.runPython(WATCHED) as string) as string[] });
  waiting.splice(0).forEach((data) => handle(started, data));
  engine = started;
  self.postMessage({ step: 3 });
}

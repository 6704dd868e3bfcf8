/** The language server in Pyodide: what arrives here as a string is a message for it. */
import { loadPyodide } from "./pyodide.mjs";
import type { FromWorker, ToWorker } from "./messages.js";

/** The part of a worker's scope that is used. */
declare const self: {
  location: { href: string };
  onmessage: ((event: { data: ToWorker }) => void) | null;
  postMessage(message: FromWorker): void;
};

const START = `
import gc, sys

gc.disable()  # imports make many objects that stay
sys.path.insert(0, "/engine.zip")
from prefect_toml_lsp.server import lazy_lsprotocol
if lazy_lsprotocol.install() is None:
    gc.enable()
from prefect_toml_lsp.server.app import make_server
from prefect_toml_lsp.server.port import connect

take = connect(make_server(), post)
gc.freeze()
gc.enable()
`;

/** The folder, which is empty: the documents are those of the page. */
const FOLDER = "/project";

const waiting: string[] = [];
let take = (message: string): void => void waiting.push(message);

self.onmessage = ({ data }) => {
  if (typeof data === "string") {
    take(data);
  } else {
    self.postMessage({ pong: true });
  }
};

async function unpacked(address: string): Promise<ArrayBuffer> {
  const { body } = await fetch(address);
  if (!body) {
    throw new Error("a part of the checker is empty");
  }
  return new Response(body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

async function start(): Promise<void> {
  const at = (name: string) => new URL(name, self.location.href).href;
  self.postMessage({ step: 0 });
  const archive = unpacked(at("engine.zip.gz"));
  const library = new Blob([await unpacked(at("python.zip.gz"))]);
  const python = await loadPyodide({
    indexURL: at("."),
    stdLibURL: URL.createObjectURL(library),
    env: { HOME: "/home/pyodide" },
  });
  self.postMessage({ step: 1 });
  python.FS.writeFile("/engine.zip", new Uint8Array(await archive));
  python.FS.mkdirTree(FOLDER);
  self.postMessage({ step: 2 });
  python.globals.set("post", (message: string) => self.postMessage(message));
  python.runPython(START);
  take = python.globals.get("take") as (message: string) => void;
  waiting.splice(0).forEach((message) => take(message));
  self.postMessage({ step: 3 });
}

// What fails is the page's to show: it hears of it as an error of the worker.
start().catch((error: unknown) =>
  setTimeout(() => {
    throw error;
  }),
);

/** The language server in Pyodide, for any worker: how it gets Pyodide's files is the worker's. */
import type { PyodideAPI, loadPyodide } from "./pyodide.mjs";

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

type Options = NonNullable<Parameters<typeof loadPyodide>[0]>;

export interface Setting {
  load: typeof loadPyodide;
  /** Where Pyodide's files and Python's library are. */
  options: Options;
  /** The server, compiled and packed: see scripts/engine.mjs. */
  archive: Promise<ArrayBuffer>;
  /** The folder of the documents, which is empty. */
  folder: string;
  /** Takes the messages of the server. */
  post: (message: string) => void;
  /** Python is there; the server is there and starts. */
  onStep: (step: 1 | 2) => void;
}

export interface Engine {
  python: PyodideAPI;
  /** Gives the server a message. */
  take: (message: string) => void;
}

/** Start Python, and the server in it. */
export async function startEngine(setting: Setting): Promise<Engine> {
  const python = await setting.load({ ...setting.options, env: { HOME: "/home/pyodide" } });
  setting.onStep(1);
  python.FS.writeFile("/engine.zip", new Uint8Array(await setting.archive));
  python.FS.mkdirTree(setting.folder);
  setting.onStep(2);
  python.globals.set("post", setting.post);
  python.runPython(START);
  return { python, take: python.globals.get("take") as (message: string) => void };
}

/** What a file has that was compressed with gzip. */
export function unpacked(compressed: ReadableStream<BufferSource>): Promise<ArrayBuffer> {
  return new Response(compressed.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

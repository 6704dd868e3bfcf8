/** The language server on a web page: what arrives here as a string is a message for it. */
import { startEngine, unpacked } from "./engine.js";
import { loadPyodide } from "./pyodide.mjs";
import type { FromWorker, ToWorker } from "./messages.js";

/** The part of a worker's scope that is used. */
declare const self: {
  location: { href: string };
  onmessage: ((event: { data: ToWorker }) => void) | null;
  postMessage(message: FromWorker): void;
};

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

async function fetched(address: string): Promise<ArrayBuffer> {
  const { body } = await fetch(address);
  if (!body) {
    throw new Error("a part of the checker is empty");
  }
  return await unpacked(body);
}

async function start(): Promise<void> {
  const at = (name: string) => new URL(name, self.location.href).href;
  self.postMessage({ step: 0 });
  const archive = fetched(at("engine.zip.gz"));
  const library = new Blob([await fetched(at("python.zip.gz"))]);
  ({ take } = await startEngine({
    load: loadPyodide,
    options: { indexURL: at("."), stdLibURL: URL.createObjectURL(library) },
    archive,
    folder: FOLDER,
    post: (message) => self.postMessage(message),
    onStep: (step) => self.postMessage({ step }),
  }));
  waiting.splice(0).forEach((message) => take(message));
  self.postMessage({ step: 3 });
}

// What fails is the page's to show: it hears of it as an error of the worker.
start().catch((error: unknown) =>
  setTimeout(() => {
    throw error;
  }),
);

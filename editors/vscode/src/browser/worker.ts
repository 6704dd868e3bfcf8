/** The web worker with the server: started, told the files, and ended. */

import * as vscode from "vscode";
import {
  AbstractMessageReader,
  AbstractMessageWriter,
  type DataCallback,
  type Disposable,
  type Message,
  type MessageTransports,
} from "vscode-languageclient";
import {
  PARTS,
  type FileChange,
  type FromEmbedded,
  type Part,
  type ToEmbedded,
} from "../../../../site/src/checker/messages.js";
import { Pulse } from "../../../../site/src/checker/pulse.js";

/** The part of a web worker that is used; the extension's other bundles know no browser. */
interface WebWorker {
  onmessage: ((event: { data: FromEmbedded }) => void) | null;
  onerror: ((event: { message?: string }) => void) | null;
  postMessage(message: ToEmbedded): void;
  terminate(): void;
}
declare const Worker: new (address: string) => WebWorker;
declare const Blob: new (parts: Uint8Array[], options: { type: string }) => object;
declare const URL: { createObjectURL(blob: object): string; revokeObjectURL(address: string): void };

const START_TIMEOUT = 180_000; // milliseconds; a slow connection and a slow machine

/** What a worker is made of, as it lies in the extension. */
export interface Parts {
  script: Uint8Array;
  lock: string;
  parts: Record<Part, Uint8Array>;
}

/** Read them; where the extension lies may be any address that VS Code can read. */
export async function readParts(folder: vscode.Uri): Promise<Parts> {
  const read = async (name: string): Promise<Uint8Array> =>
    await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, name));
  const [script, lock, ...parts] = await Promise.all(
    ["worker.js", "pyodide-lock.json", ...PARTS.map((name) => `${name}.gz`)].map(read),
  );
  if (script === undefined || lock === undefined) {
    throw new Error("there is no worker in the extension");
  }
  const named = PARTS.map((name, at) => [name, parts[at]] as const);
  const text = new TextDecoder().decode(lock);
  return { script, lock: text, parts: Object.fromEntries(named) as Parts["parts"] };
}

/** A worker that is started or runs. */
export class ServerWorker {
  private readonly worker: WebWorker;
  private readonly pulse: Pulse;
  private readonly reader = new Reader();
  private isOver = false;
  private onGone: (reason: string) => void = () => undefined;
  /** The glob patterns of the files that the server reads; comes before it is ready. */
  readonly watched: Promise<string[]>;
  private readonly ready: Promise<void>;

  /** @param onEnd is called when a worker that was ready is gone without being asked to */
  constructor(
    { script, lock, parts }: Parts,
    private readonly onEnd: (reason: string) => void,
  ) {
    const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    this.worker = new Worker(address);
    this.pulse = new Pulse(
      () => this.worker.postMessage({ ping: true }),
      () => this.gone("the worker does not answer"),
    );
    let tell: (patterns: string[]) => void;
    let isReady: () => void;
    const lost = new Promise<never>((_, reject) => {
      this.onGone = (reason) => reject(new Error(reason));
    });
    const slow = setTimeout(() => this.gone("it took too long"), START_TIMEOUT);
    lost.catch(() => undefined).finally(() => clearTimeout(slow));
    this.watched = Promise.race([lost, new Promise<string[]>((resolve) => (tell = resolve))]);
    this.ready = Promise.race([lost, new Promise<void>((resolve) => (isReady = resolve))]);
    this.worker.onmessage = ({ data }) => {
      this.pulse.beat();
      if (typeof data === "string") {
        this.reader.take(data);
      } else if ("watched" in data) {
        tell(data.watched);
      } else if ("failed" in data) {
        this.gone(data.failed);
      } else if ("step" in data && data.step === 3) {
        URL.revokeObjectURL(address);
        clearTimeout(slow);
        this.pulse.watch();
        this.onGone = this.onEnd;
        isReady();
      }
    };
    this.worker.onerror = ({ message }) => this.gone(message ?? "the worker failed");
    this.worker.postMessage({ parts, lock });
  }

  /** Hand the server a message or a file; nothing once it has ended. */
  post(message: string | FileChange): void {
    if (!this.isOver) {
      this.worker.postMessage(message);
    }
  }

  /** The connection to the server, once it is there. */
  async transports(): Promise<MessageTransports> {
    await this.ready;
    const writer = new Writer(
      (message) => this.post(message),
      () => this.end(),
    );
    return { reader: this.reader, writer };
  }

  /** End it. */
  end(): void {
    this.isOver = true;
    this.pulse.stop();
    this.worker.terminate();
  }

  private gone(reason: string): void {
    if (!this.isOver) {
      this.end();
      this.onGone(reason);
      this.reader.close();
    }
  }
}

class Reader extends AbstractMessageReader {
  private callback: DataCallback | undefined;

  listen(callback: DataCallback): Disposable {
    this.callback = callback;
    return { dispose: () => (this.callback = undefined) };
  }

  take(message: string): void {
    this.callback?.(JSON.parse(message) as Message);
  }

  close(): void {
    this.fireClose();
  }
}

class Writer extends AbstractMessageWriter {
  constructor(
    private readonly post: (message: string) => void,
    private readonly finish: () => void,
  ) {
    super();
  }

  write(message: Message): Promise<void> {
    if ("method" in message && message.method === "exit") {
      this.finish(); // A server in a worker cannot end by itself.
    } else {
      this.post(JSON.stringify(message));
    }
    return Promise.resolve();
  }

  end(): void {
    this.finish();
  }

  override dispose(): void {
    super.dispose();
    this.finish();
  }
}

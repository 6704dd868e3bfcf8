/** The worker with the language server, started again whenever it dies. */
import type { Transport } from "@codemirror/lsp-client";
import type { FromWorker, ToWorker } from "./messages.js";
import { Pulse } from "./pulse.js";

const ATTEMPTS = 3; // in a row of which none got ready

interface Watcher {
  /** How far the start is, by the number of the step. */
  onStep(step: number): void;
  /** A worker is there for the transport; also instead of one that died. */
  onStart(transport: Transport): void;
  onEnd(reason: string): void;
}

export class Connection {
  private worker: Worker | undefined;
  private readonly pulse: Pulse;
  private failures = 0;

  constructor(
    private readonly address: string,
    private readonly watcher: Watcher,
  ) {
    const ping: ToWorker = { ping: true };
    this.pulse = new Pulse(
      () => this.worker?.postMessage(ping),
      () => this.fail("the worker does not answer"),
    );
  }

  start(): void {
    const worker = new Worker(this.address, { type: "module" });
    const listeners = new Set<(message: string) => void>();
    this.worker = worker;
    this.pulse.rest();
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      this.pulse.beat();
      if (typeof data === "string") {
        listeners.forEach((each) => each(data));
      } else if ("step" in data) {
        this.step(data.step);
      }
    };
    worker.onerror = (event) => this.fail(event.message || "the worker did not start");
    this.watcher.onStart({
      send: (message) => worker.postMessage(message),
      subscribe: (listener) => void listeners.add(listener),
      unsubscribe: (listener) => void listeners.delete(listener),
    });
  }

  private step(step: number): void {
    this.watcher.onStep(step);
    if (step === 3) {
      this.failures = 0;
      this.pulse.watch();
    }
  }

  private fail(reason: string): void {
    this.worker?.terminate();
    this.worker = undefined;
    this.failures += 1;
    if (this.failures < ATTEMPTS) {
      this.start();
    } else {
      this.watcher.onEnd(reason);
    }
  }
}

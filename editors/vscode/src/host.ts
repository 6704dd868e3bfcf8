/** The server's life: started when there is a document for it, restarted, stopped. */

import * as vscode from "vscode";
import type { BaseLanguageClient as LanguageClient } from "vscode-languageclient";
import type { Owner } from "./clientOptions";
import { Crashes } from "./crashes";
import { Problem, Remedy, report } from "./problem";

/** A server that can be started. */
export interface Server {
  /** The same as long as the server is the same. */
  readonly id: string;
  /** What is started and where it comes from, for the output. */
  readonly title: string;
  /** A client that is not started yet. */
  makeClient(owner: Owner): Promise<LanguageClient>;
  /** Why the client could not be started. */
  neverRan(error: unknown): Promise<Problem>;
}

/** The server to start now; rejects with a `Problem` where there is none. */
export type Find = () => Promise<Server>;

/** What there is to say of the server. */
export type Status = "off" | "starting" | "running" | "failed";

const RESTARTS = 4;
const MINUTES = 3;

/** Keeps one server running while it is wanted. */
export class ServerHost implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private starting: Promise<LanguageClient | undefined> | undefined;
  private id = "";
  private hasFailed = false;
  private readonly crashes = new Crashes(RESTARTS, MINUTES * 60_000);
  private readonly changed = new vscode.EventEmitter<Status>();
  readonly onDidChangeStatus = this.changed.event;
  private readonly filesChanged = new vscode.EventEmitter<void>();
  /** A file that the server watches has changed, and the server was told. */
  readonly onDidChangeFiles = this.filesChanged.event;

  constructor(
    private readonly find: Find,
    private readonly output: vscode.LogOutputChannel,
  ) {}

  /** The client while it runs. */
  get running(): LanguageClient | undefined {
    return this.client?.isRunning() ? this.client : undefined;
  }

  /** The running client, started if need be; undefined where it can't be (the user was told). */
  async wanted(): Promise<LanguageClient | undefined> {
    if (this.running) {
      return this.running;
    }
    this.starting ??= this.start().finally(() => {
      this.starting = undefined;
    });
    return await this.starting;
  }

  /** Start it because of a document: after a failure only the user asks again. */
  wantedByDocument(): void {
    if (!this.hasFailed && this.client === undefined) {
      void this.wanted();
    }
  }

  /** Stop it, forget what went wrong, and look for the server again. */
  async restart(): Promise<void> {
    await this.starting;
    this.crashes.forget();
    await this.stop();
    this.hasFailed = false;
    await this.wanted();
  }

  /** Start another one, if now another one is the one to start. */
  async reconsider(): Promise<void> {
    await this.starting;
    if (this.client !== undefined && (await this.isStillTheOne())) {
      return;
    }
    if (this.client !== undefined || this.hasFailed) {
      await this.restart();
    }
  }

  dispose(): void {
    this.changed.dispose();
    this.filesChanged.dispose();
  }

  /** Shut it down; it may be started again. */
  async stop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    if (client === undefined) {
      return;
    }
    try {
      await client.dispose();
    } catch (error) {
      this.output.debug(`the server did not shut down: ${String(error)}`);
    }
    this.changed.fire("off");
  }

  private async isStillTheOne(): Promise<boolean> {
    try {
      return (await this.find()).id === this.id;
    } catch {
      return false; // The start says what is wrong.
    }
  }

  private async start(): Promise<LanguageClient | undefined> {
    this.changed.fire("starting");
    let found: Server | undefined;
    try {
      await this.stop();
      found = await this.find();
      this.output.info(`starting ${found.title}`);
      this.id = found.id;
      this.client = await found.makeClient(this.owner());
      await this.client.start();
      return this.client;
    } catch (error) {
      await this.fail(error instanceof Problem ? error : await this.neverRan(found, error));
      return undefined;
    }
  }

  private owner(): Owner {
    let hasRun = false;
    return {
      isRunning: () => {
        hasRun = true;
        this.output.info("the server is ready");
        this.changed.fire("running");
      },
      filesChanged: () => this.filesChanged.fire(),
      mayRestart: () => {
        if (!hasRun) {
          return false; // `start` says so.
        }
        const again = this.crashes.mayRestart(Date.now());
        this.changed.fire("starting");
        if (!again) {
          void this.fail(this.stopsAlways());
        }
        return again;
      },
    };
  }

  private async fail(problem: Problem): Promise<void> {
    this.hasFailed = true;
    await this.stop();
    this.changed.fire("failed");
    void report(problem, this.output, () => void this.restart());
  }

  private async neverRan(found: Server | undefined, error: unknown): Promise<Problem> {
    this.output.error(String(error));
    return found ? await found.neverRan(error) : new Problem(String(error), [Remedy.tryAgain]);
  }

  private stopsAlways(): Problem {
    return new Problem(
      `Prefect TOML's server stopped ${RESTARTS + 1} times within ${MINUTES} minutes, and is not ` +
        "started again by itself.",
      [Remedy.tryAgain],
    );
  }
}

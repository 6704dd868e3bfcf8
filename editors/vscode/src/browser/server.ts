/** The server in a web worker, for where there is no Python, and the files of the workspace for it. */

import * as vscode from "vscode";
import {
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type FileEvent,
  LanguageClient,
  type LanguageClientOptions,
  type MessageTransports,
} from "vscode-languageclient/browser";
import { clientOptions, prepare, type Owner } from "../clientOptions";
import type { Server } from "../host";
import { Problem, Remedy } from "../problem";
import { Mirror } from "./mirror";
import { Paths } from "./paths";
import { readParts, ServerWorker, type Parts } from "./worker";

const PATIENCE = 5_000; // milliseconds that the server waits for the files of the workspace
const IGNORED = "**/.gitignore";

/** The settings that are not for this server: a path is that of a file which it does not have. */
const OWN = ["server", "trace", "schema"];

export class WorkerServer implements Server {
  readonly id = "worker";
  readonly title = "the server of the extension in the browser";
  private readonly paths: Paths;
  private readonly parts: Promise<Parts>;
  private mirror: Mirror | undefined;
  private client: LanguageClient | undefined;
  private reason = "";

  constructor(
    context: vscode.ExtensionContext,
    private readonly output: vscode.LogOutputChannel,
  ) {
    this.parts = readParts(vscode.Uri.joinPath(context.extensionUri, "engine"));
    this.parts.catch(() => undefined); // Who waits for them is told.
    const folders = vscode.workspace.workspaceFolders ?? [];
    this.paths = new Paths(folders.map(({ uri }) => uri));
  }

  makeClient(owner: Owner): Promise<LanguageClient> {
    const client = new LanguageClient("prefectToml", "Prefect TOML", () => this.connect(), this.options(owner));
    this.client = prepare(client, owner);
    return Promise.resolve(client);
  }

  neverRan(error: unknown): Promise<Problem> {
    const why = this.reason || (error instanceof Error ? error.message : String(error));
    const message = `Prefect TOML's server, which runs in the browser here, could not be started: ${why}`;
    return Promise.resolve(new Problem(message, [Remedy.tryAgain]));
  }

  private options(owner: Owner): LanguageClientOptions {
    const options = clientOptions(owner, this.output, OWN);
    const { workspace } = options.middleware;
    options.uriConverters = {
      code2Protocol: (uri) => this.toServer(uri),
      protocol2Code: (uri) => this.toEditor(uri),
    };
    options.middleware.handleRegisterCapability = async (params, next) => {
      await next(params, new vscode.CancellationTokenSource().token);
      const watchers = params.registrations
        .filter(({ method }) => method === DidChangeWatchedFilesNotification.method)
        .flatMap(({ registerOptions }) => (registerOptions as { watchers: { globPattern: unknown }[] }).watchers);
      const patterns = watchers.map(({ globPattern }) => globPattern).filter((each) => typeof each === "string");
      void this.fill(patterns);
    };
    options.middleware.workspace = {
      ...workspace,
      didChangeWatchedFile: async (event, next) => {
        await this.mirror?.follow(this.toEditor(event.uri), event.type === FileChangeType.Deleted);
        await workspace?.didChangeWatchedFile?.(event, next);
      },
    };
    return options;
  }

  /** Start a worker, which has the files of the workspace before it is asked anything. */
  private async connect(): Promise<MessageTransports> {
    const began = performance.now();
    this.reason = "";
    const worker = new ServerWorker(await this.parts, (reason) => {
      this.reason = reason;
      this.output.error(`the server in the browser has ended: ${reason}`);
    });
    this.mirror = new Mirror((uri) => this.pathOf(uri), (change) => worker.send(change), this.output);
    const filled = this.mirror.fill(this.folders(), [...(await worker.watched), IGNORED]);
    const late = new Promise<"late">((resolve) => setTimeout(resolve, PATIENCE, "late"));
    const found = await Promise.race([filled, late]);
    if (found === "late") {
      void filled.then((files) => this.tell(files));
    }
    const transports = await worker.transports();
    this.output.info(`the server is there after ${((performance.now() - began) / 1000).toFixed(1)} s`);
    return transports;
  }

  /** Hand over files that match other patterns, and tell the server. */
  private async fill(patterns: string[]): Promise<void> {
    const found = await this.mirror?.fill(this.folders(), patterns);
    await this.tell(found ?? []);
  }

  private async tell(files: vscode.Uri[]): Promise<void> {
    if (files.length > 0 && this.client?.isRunning()) {
      const type = FileChangeType.Created;
      const changes: FileEvent[] = files.map((uri) => ({ uri: this.toServer(uri), type }));
      await this.client.sendNotification(DidChangeWatchedFilesNotification.type, { changes });
    }
  }

  private folders(): vscode.Uri[] {
    return (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
  }

  private pathOf(uri: vscode.Uri): string {
    return this.paths.pathOf(uri);
  }

  private toServer(uri: vscode.Uri): string {
    const address = uri.scheme === "untitled" ? uri : vscode.Uri.from({ scheme: "file", path: this.pathOf(uri) });
    return address.toString();
  }

  private toEditor(value: string): vscode.Uri {
    const uri = vscode.Uri.parse(value);
    const found = uri.scheme === "file" ? this.paths.addressOf(uri.path) : undefined;
    return found ? vscode.Uri.from(found) : uri;
  }
}

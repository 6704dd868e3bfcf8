/** The server in a web worker, for where there is no Python, and the files of the workspace for it. */

import * as vscode from "vscode";
import {
  DidChangeWatchedFilesNotification,
  type DidChangeWatchedFilesRegistrationOptions,
  FileChangeType,
  type FileEvent,
  LanguageClient,
  type LanguageClientOptions,
  type MessageTransports,
  type Registration,
} from "vscode-languageclient/browser";
import { clientOptions, prepare, type Owner } from "../clientOptions";
import type { Server } from "../host";
import { isOurs } from "../language";
import { Problem, Remedy } from "../problem";
import { Mirror } from "./mirror";
import { Paths } from "./paths";
import { readParts, ServerWorker, type Parts } from "./worker";

const PATIENCE = 5_000; // milliseconds that the server, or a finding, waits for files of the workspace
const SETTLED = 600; // milliseconds until the server has read what it was just given
const IGNORED = "**/.gitignore";

/** The settings that are not for this server: a path is that of a file which it does not have. */
const OWN = ["server", "trace", "schema"];

export class WorkerServer implements Server {
  readonly id = "worker";
  readonly title = "the server of the extension in the browser";
  private readonly paths: Paths;
  private readonly parts: Promise<Parts>;
  private mirror: Mirror | undefined;
  private readonly watched = new Set<string>();
  private filling: Promise<void> | undefined;
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
      // What has a folder of its own is in the home of the server, where nothing changes.
      const registrations = params.registrations.map((each) => withoutFolders(each));
      this.fill(registrations.flatMap(patternsOf));
      await next({ registrations }, new vscode.CancellationTokenSource().token);
    };
    options.middleware.provideDiagnostics = async (document, previous, token, next) => {
      const answer = await next(document, previous, token);
      if (this.filling === undefined) {
        return answer;
      }
      // Files that decide on a finding are still on their way.
      await Promise.race([this.filling, sleep(PATIENCE)]);
      return await next(document, previous, token);
    };
    options.middleware.provideWorkspaceDiagnostics = async (known, token, report, next) => {
      // What is left out here is asked for again in two seconds.
      const isEarly = (): boolean => this.filling !== undefined;
      const answer = await next(known, token, (part) => (isEarly() ? undefined : report(part)));
      return isEarly() ? { items: [] } : answer;
    };
    options.middleware.didOpen = async (document, next) => {
      await next(document);
      void this.near(document);
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
    this.watched.clear();
    const worker = new ServerWorker(await this.parts, (reason) => {
      this.reason = reason;
      this.output.error(`the server in the browser has ended: ${reason}`);
    });
    this.mirror = new Mirror((uri) => this.pathOf(uri), (change) => worker.post(change), this.output);
    const patterns = await worker.watched;
    patterns.forEach((each) => this.watched.add(each));
    const filled = this.mirror.fill(this.folders(), [...patterns, IGNORED]);
    const near = vscode.workspace.textDocuments.filter(isOurs).map(({ uri }) => this.mirror?.near(uri));
    await Promise.race([Promise.all([filled, ...near]), sleep(PATIENCE)]);
    void filled.then((files) => this.tell(files));
    const transports = await worker.transports();
    this.output.info(`the server is there after ${((performance.now() - began) / 1000).toFixed(1)} s`);
    return transports;
  }

  /** Hand over files that match other patterns, and tell the server. */
  private fill(patterns: string[]): void {
    const wanted = patterns.filter((each) => !this.watched.has(each));
    if (wanted.length > 0 && this.mirror) {
      wanted.forEach((each) => this.watched.add(each));
      const told = this.mirror.fill(this.folders(), wanted).then((files) => this.tell(files));
      const filling = told
        .then(() => sleep(SETTLED))
        .finally(() => {
          // After a restart there may be another one.
          if (this.filling === filling) {
            this.filling = undefined;
          }
        });
      this.filling = filling;
    }
  }

  /** Hand over what is near a document, and tell the server. */
  private async near(document: vscode.TextDocument): Promise<void> {
    const found = await this.mirror?.near(document.uri);
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

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** The patterns of a registration of files. */
function patternsOf({ method, registerOptions }: Registration): string[] {
  if (method !== DidChangeWatchedFilesNotification.method) {
    return [];
  }
  const { watchers } = registerOptions as DidChangeWatchedFilesRegistrationOptions;
  return watchers.map(({ globPattern }) => globPattern).filter((each) => typeof each === "string");
}

/** The same without patterns that are relative to a folder. */
function withoutFolders(registration: Registration): Registration {
  if (registration.method !== DidChangeWatchedFilesNotification.method) {
    return registration;
  }
  const watchers = patternsOf(registration).map((globPattern) => ({ globPattern }));
  return { ...registration, registerOptions: { watchers } };
}

/** The server as a program of this machine. */

import { spawn, type ChildProcess } from "node:child_process";
import type * as vscode from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import type { Owner } from "./clientOptions";
import { findServer, type Found } from "./find";
import type { Server } from "./host";
import { Problem, Remedy } from "./problem";

/** Finds the program to start. */
export function programs(context: vscode.ExtensionContext, output: vscode.LogOutputChannel): () => Promise<Server> {
  return async () => new Program(await findServer(context, output), context.extensionPath, output);
}

class Program implements Server {
  readonly id: string;
  readonly title: string;
  private lastWords = "";
  private allSaid: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly found: Found,
    private readonly cwd: string,
    private readonly output: vscode.LogOutputChannel,
  ) {
    this.id = found.command.join("\0");
    this.title = `${found.command.join(" ")}, from ${found.origin}`;
  }

  async makeClient(owner: Owner): Promise<BaseLanguageClient> {
    const { makeClient } = await import("./languageClient.js");
    const program = {
      spawn: () => this.spawn(this.found.command),
      said: (line: string) => {
        this.lastWords = line;
      },
    };
    return makeClient(program, owner, this.output);
  }

  async neverRan(): Promise<Problem> {
    await Promise.race([this.allSaid, new Promise((resolve) => setTimeout(resolve, 1_000))]);
    const { command, origin } = this.found;
    const why = this.lastWords ? ` (${this.lastWords})` : "";
    return new Problem(
      `Prefect TOML's server stopped as soon as it was started${why}. It comes from ${origin}: ${command.join(" ")}`,
      [Remedy.tryAgain, Remedy.openSettings],
    );
  }

  private spawn([command, ...args]: Found["command"]): Promise<ChildProcess> {
    this.lastWords = "";
    return new Promise((resolve, reject) => {
      // Not in the workspace: a Python that starts there would import modules from it.
      const server = spawn(command, args, { cwd: this.cwd, windowsHide: true });
      this.allSaid = new Promise((done) => server.once("close", done));
      server.once("spawn", () => resolve(server));
      server.once("error", reject);
    });
  }
}

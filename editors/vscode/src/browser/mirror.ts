/** The files of the workspace that the server reads, handed to it: it has none but these. */

import * as vscode from "vscode";
import type { FileChange } from "../../../../site/src/checker/messages.js";
import { Globs } from "./globs";

/** Bounds on what is handed over. */
const MOST_FOLDERS = 2_000;
const MOST_FILES = 2_000;
const MOST_BYTES = 64 * 1024 * 1024;
const LARGEST = 8 * 1024 * 1024; // as for the server's own reading
const AT_ONCE = 16; // folders that are listed at the same time

/** Folders of tools, in which only what a pattern leads to is searched. */
const SKIPPED = [".git", ".venv", "venv", "node_modules", "__pycache__"];
const ENVIRONMENT_MARK = "pyvenv.cfg";

/** A folder that is still to be searched; `isTool` says that it is one of a tool, or below it. */
interface Waiting {
  uri: vscode.Uri;
  relative: string;
  isTool: boolean;
}

export class Mirror {
  private files = new Map<string, number>();
  private bytes = 0;
  private isFull = false;
  private readonly patterns: string[] = [];
  private globs = new Globs([]);

  /**
   * @param pathOf where the server has an address
   * @param send hands a change over
   */
  constructor(
    private readonly pathOf: (uri: vscode.Uri) => string,
    private readonly send: (change: FileChange) => void,
    private readonly output: vscode.LogOutputChannel,
  ) {}

  /** Hand over what matches patterns below some folders; returns what is new to the server. */
  async fill(folders: readonly vscode.Uri[], patterns: readonly string[]): Promise<vscode.Uri[]> {
    this.globs = new Globs([...this.patterns, ...patterns]);
    this.patterns.push(...patterns);
    const found: vscode.Uri[] = [];
    let waiting = folders.map(folderAt);
    for (let count = 0; waiting.length > 0; count += AT_ONCE) {
      if (count >= MOST_FOLDERS) {
        this.output.warn(`only the first ${MOST_FOLDERS} folders of the workspace are searched`);
        break;
      }
      const [now, later] = [waiting.slice(0, AT_ONCE), waiting.slice(AT_ONCE)];
      const inner = await Promise.all(now.map((folder) => this.search(folder, found)));
      waiting = [...later, ...inner.flat()];
    }
    return found;
  }

  /**
   * Hand over what is in the folder of a document and in those around it, up to a folder of the
   * workspace, which decides on the document; returns what is new to the server.
   */
  async near(document: vscode.Uri): Promise<vscode.Uri[]> {
    const root = vscode.workspace.getWorkspaceFolder(document)?.uri;
    const found: vscode.Uri[] = [];
    for (let folder = parent(document); ; folder = parent(folder)) {
      await this.search(folderAt(folder), found);
      if (root === undefined || folder.path.length <= root.path.length) {
        return found;
      }
    }
  }

  /** Hand over a file as it is now, or that it is gone. */
  async follow(uri: vscode.Uri, isGone: boolean): Promise<void> {
    const path = this.pathOf(uri);
    this.forget(path);
    if (isGone || !(await this.hand(uri, path))) {
      this.send({ remove: path });
    }
  }

  /** Returns the folders to search next. */
  private async search(folder: Waiting, found: vscode.Uri[]): Promise<Waiting[]> {
    const { globs } = this;
    let entries: [string, vscode.FileType][];
    try {
      entries = await vscode.workspace.fs.readDirectory(folder.uri);
    } catch (error) {
      this.output.debug(`a folder cannot be searched: ${codeOf(error)}`);
      return [];
    }
    const isTool = folder.isTool || entries.some(([name]) => name === ENVIRONMENT_MARK);
    const inner: Waiting[] = [];
    for (const [name, type] of entries) {
      const uri = vscode.Uri.joinPath(folder.uri, name);
      const relative = folder.relative ? `${folder.relative}/${name}` : name;
      if (type === vscode.FileType.Directory) {
        const below = { uri, relative, isTool: isTool || SKIPPED.includes(name) };
        if (globs.matches(relative) || name === ".git") {
          this.send({ write: this.pathOf(uri), content: null });
        } else if (!below.isTool || globs.leadsTo(relative)) {
          inner.push(below);
        }
      } else if (globs.matches(relative) && !this.files.has(this.pathOf(uri))) {
        if (await this.hand(uri, this.pathOf(uri))) {
          found.push(uri);
        }
      }
    }
    return inner;
  }

  /** Whether there is a file or folder, within the bounds, and the server has it now. */
  private async hand(uri: vscode.Uri, path: string): Promise<boolean> {
    try {
      const { type, size } = await vscode.workspace.fs.stat(uri);
      if (type & vscode.FileType.Directory) {
        this.send({ write: path, content: null });
        return true;
      }
      if (size > LARGEST || !this.hasRoom(size)) {
        return false;
      }
      const content = await vscode.workspace.fs.readFile(uri);
      this.forget(path);
      this.files.set(path, content.length);
      this.bytes += content.length;
      this.send({ write: path, content });
      return true;
    } catch (error) {
      this.output.debug(`a file cannot be read: ${codeOf(error)}`);
      return false;
    }
  }

  private hasRoom(size: number): boolean {
    const hasRoom = this.files.size < MOST_FILES && this.bytes + size <= MOST_BYTES;
    if (!hasRoom && !this.isFull) {
      this.isFull = true;
      this.output.warn("the workspace has more files than the server in the browser is given");
    }
    return hasRoom;
  }

  private forget(path: string): void {
    this.bytes -= this.files.get(path) ?? 0;
    this.files.delete(path);
  }
}

function folderAt(uri: vscode.Uri): Waiting {
  return { uri, relative: "", isTool: false };
}

function parent(uri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(uri, "..");
}

/** The reason without the path, which may be long. */
function codeOf(error: unknown): string {
  return error instanceof vscode.FileSystemError ? error.code : String(error);
}

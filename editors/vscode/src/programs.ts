/** Running other programs and finding them on PATH. Knows nothing of VS Code. */

import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";

/** How a program ended; `code` is undefined where it could not be started or was killed. */
export interface Ended {
  code: number | undefined;
  stdout: string;
  stderr: string;
}

/**
 * Run a program to its end. Never throws: a program that is not there ends with the system's
 * reason in `stderr`.
 *
 * @param cwd a folder that is the extension's own. A Python that is started in a workspace would
 * import modules from it.
 * @param timeout milliseconds
 */
export function run(
  command: string,
  args: readonly string[],
  cwd: string,
  timeout: number,
): Promise<Ended> {
  return new Promise((resolve) => {
    const options = { cwd, timeout, windowsHide: true, maxBuffer: 8 << 20 };
    execFile(command, args, options, (error, stdout, stderr) => {
      const code = error ? error.code : 0;
      resolve({
        code: typeof code === "number" ? code : undefined,
        stdout,
        stderr: stderr || (error && typeof code !== "number" ? error.message : ""),
      });
    });
  });
}

/** Whether `file` is in `folder` or below it, symbolic links followed. */
export function isBelow(file: string, folder: string): boolean {
  const relative = path.relative(real(folder), real(file));
  return relative === "" || (!relative.startsWith("..") && !path.isAbsolute(relative));
}

function real(file: string): string {
  try {
    return fs.realpathSync(file);
  } catch {
    return path.resolve(file);
  }
}

/**
 * Where PATH has a program of one of these names, in the order of the names.
 *
 * Relative folders count for nothing, as nobody can tell what they are relative to.
 *
 * @param forbidden folders whose programs are not to be run: those of an untrusted workspace
 */
export function onPath(
  names: readonly string[],
  searched: string,
  forbidden: readonly string[],
): string[] {
  const folders = searched.split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  const found: string[] = [];
  for (const name of names) {
    for (const folder of folders) {
      const file = path.join(folder, name + (process.platform === "win32" ? ".exe" : ""));
      if (isProgram(file) && !forbidden.some((each) => isBelow(file, each) || isBelow(folder, each))) {
        found.push(file);
      }
    }
  }
  return found;
}

/** Whether there is a file at this place that may be executed. */
export function isProgram(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

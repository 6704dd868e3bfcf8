/** What a Python is able to do for us. Knows nothing of VS Code. */

import * as path from "node:path";
import { onPath, run } from "./programs";

/** The oldest Python that runs the server. */
export const OLDEST = [3, 10] as const;

const PACKAGE = "prefect_toml_lsp";
const PROBE_TIMEOUT = 15_000;

/** Runs on any Python, 2.7 included, since it has to tell how old a Python is. */
const PROBE = `
import json, sys
found = {"version": list(sys.version_info[:3]), "package": False, "venv": False}
try:
    from importlib.util import find_spec
    found["package"] = find_spec("${PACKAGE}") is not None
    found["venv"] = find_spec("venv") is not None and find_spec("ensurepip") is not None
except Exception:
    pass
print(json.dumps(found))
`;

/** A Python that answered. */
export interface Python {
  path: string;
  version: [number, number, number];
  /** Whether the server's package can be imported. */
  package: boolean;
  /** Whether it makes virtual environments with pip; Debian's does without python3-venv not. */
  venv: boolean;
}

/** Ask a Python about itself; undefined where it does not answer as one. */
export async function probe(python: string, cwd: string): Promise<Python | undefined> {
  const { code, stdout } = await run(python, ["-c", PROBE], cwd, PROBE_TIMEOUT);
  if (code !== 0) {
    return undefined;
  }
  try {
    return { path: python, ...(JSON.parse(stdout.trim()) as Omit<Python, "path">) };
  } catch {
    return undefined;
  }
}

export function isNewEnough({ version: [major, minor] }: Pick<Python, "version">): boolean {
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

/** Whether a file's name is that of a Python: `python`, `python3`, `python3.12`, `python.exe`. */
export function isNamedPython(file: string): boolean {
  return /^python[\d.]*(\.exe)?$/i.test(path.basename(file));
}

/** The command line that runs the server's package. */
export function serverOf(python: string): [string, ...string[]] {
  return [python, "-m", PACKAGE];
}

/** The Pythons on PATH, the one called `python3` first, then newer before older ones. */
export function pythonsOnPath(searched: string, forbidden: readonly string[]): string[] {
  const numbered = [15, 14, 13, 12, 11, 10].map((minor) => `python3.${minor}`);
  return onPath(["python3", "python", ...numbered], searched, forbidden);
}

/** Why none of some Pythons can set up the server. */
export type NoPython =
  | { reason: "none" }
  | { reason: "old"; python: Python }
  | { reason: "no venv"; python: Python };

/** The first Python that can set up an environment for the server, or why there is none. */
export async function choosePython(
  candidates: readonly string[],
  cwd: string,
): Promise<Python | NoPython> {
  let best: NoPython = { reason: "none" };
  for (const candidate of candidates) {
    const python = await probe(candidate, cwd);
    if (python === undefined) {
      continue;
    }
    if (!isNewEnough(python)) {
      best = best.reason === "none" ? { reason: "old", python } : best;
    } else if (!python.venv) {
      best = best.reason === "no venv" ? best : { reason: "no venv", python };
    } else {
      return python;
    }
  }
  return best;
}

/** A version as people write it. */
export function show({ version }: Pick<Python, "version">): string {
  return version.join(".");
}

// The parts of the language server in a browser: Pyodide's files and two archives, for the site's checker
// and for the VS Code extension.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { loadPyodide } from "pyodide";

const HERE = import.meta.dirname;
const PYODIDE = path.resolve(HERE, "../node_modules/pyodide");

/** Pyodide's own files; `pyodide-lock.json` is not among them. */
export const PYODIDE_FILES = ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm"].map((name) => path.join(PYODIDE, name));

/** Parts of the standard library that no server needs, and some 40 % of it. */
const UNUSED =
  /^(_pyrepl|ctypes|curses|dbm|doctest|ensurepip|ftplib|http|idlelib|imaplib|lib2to3|mailbox|multiprocessing|nntplib|pdb|pickletools|poplib|profile|pstats|pydoc|pydoc_data|smtplib|sqlite3|statistics|tarfile|tkinter|turtle|turtledemo|unittest|venv|wsgiref|xml|xmlrpc|_pyio|_pydecimal|_pydatetime|cProfile|compileall|cmd|code|optparse|plistlib|trace|modulefinder|bdb|pty|tty|webbrowser|zipapp)\b/;

const OTHER_SYSTEMS = /^(asyncio\/(windows|proactor)|logging\/(config|handlers))/;

/** Of the encodings Python asks for these; the others are half a megabyte. */
const ENCODINGS = /^encodings\/(__init__|aliases|ascii|cp437|idna|latin_1|utf_8|utf_8_sig|utf_16|utf_16_le|utf_32|punycode|unicode_escape|raw_unicode_escape)\b/;

/** The text of Pyodide's list of packages, without the packages: nothing of them is installed. */
export function lockFile() {
  const lock = JSON.parse(readFileSync(path.join(PYODIDE, "pyodide-lock.json"), "utf8"));
  return JSON.stringify({ ...lock, packages: {} });
}

/**
 * Write `engine.zip.gz`, the server and all that it imports, and `python.zip.gz`, Python's library.
 *
 * @param {string} out a folder
 * @param {string} command the Python whose environment has the server's packages
 * @param {object} [environment] variables for it, on top of this process's
 */
export async function writeArchives(out, command, environment = {}) {
  // Compiled by the Python that will run it: compiling takes longer than all else at the start.
  // Sets in compiled code are in the order of their hashes. Columns are a quarter of compiled code, and
  // tracebacks only show them next to the source, which the archives do not have; lines stay.
  const python = await loadPyodide({ env: { PYTHONHASHSEED: "0", PYTHONNODEBUGRANGES: "1" } });
  const work = mkdtempSync(path.join(tmpdir(), "prefect-toml-engine-"));
  try {
    const sources = path.join(work, "sources.zip");
    const env = { ...process.env, ...environment };
    execFileSync(command, [path.join(HERE, "engine.py"), sources], { stdio: "inherit", env });
    python.FS.writeFile("/engine.zip", readFileSync(sources));
  } finally {
    rmSync(work, { recursive: true });
  }
  python.FS.writeFile("/python.zip", readFileSync(path.join(PYODIDE, "python_stdlib.zip")));
  python.runPython(readFileSync(path.join(HERE, "compile.py"), "utf8"));
  const compile = python.globals.get("compile_archive");
  const isWanted = (name) =>
    !UNUSED.test(name) && !OTHER_SYSTEMS.test(name) && (!name.startsWith("encodings/") || ENCODINGS.test(name));
  for (const name of ["engine.zip", "python.zip"]) {
    compile(`/${name}`, "/compiled.zip", isWanted);
    writeFileSync(path.join(out, `${name}.gz`), gzipSync(python.FS.readFile("/compiled.zip"), { level: 9 }));
  }
}

/**
 * Write the parts of the worker that an editor starts, which are those of `PARTS` in
 * src/checker/messages.ts, and `worker.js`.
 *
 * @param {string} out a folder
 * @param {string} command the Python, as for `writeArchives`
 * @param {object} [environment] as there
 */
export async function writeEmbedded(out, command, environment) {
  await build({
    absWorkingDir: path.resolve(HERE, ".."),
    entryPoints: { worker: "src/checker/embedded.ts" },
    outdir: path.resolve(out),
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    logLevel: "warning",
  });
  for (const file of PYODIDE_FILES) {
    writeFileSync(path.join(out, `${path.basename(file)}.gz`), gzipSync(readFileSync(file), { level: 9 }));
  }
  writeFileSync(path.join(out, "pyodide-lock.json"), lockFile());
  await writeArchives(out, command, environment);
}

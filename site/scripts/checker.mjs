// Build the checker, which runs the server in the browser, into checker/: node scripts/checker.mjs
// `prefect-toml-lsp docs OUT --checker site/checker` then puts it into the site.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { loadPyodide } from "pyodide";

process.chdir(path.resolve(import.meta.dirname, ".."));
const PYTHON = process.env.PYTHON ?? path.resolve("../.venv/bin/python");
const PYODIDE = "node_modules/pyodide";
const OUT = "checker";

/** Parts of the standard library that no server needs, and some 40 % of it. */
const UNUSED =
  /^(_pyrepl|ctypes|curses|dbm|doctest|ensurepip|ftplib|http|idlelib|imaplib|lib2to3|mailbox|multiprocessing|nntplib|pdb|pickletools|poplib|profile|pstats|pydoc|pydoc_data|smtplib|sqlite3|statistics|tarfile|tkinter|turtle|turtledemo|unittest|venv|wsgiref|xml|xmlrpc|_pyio|_pydecimal|_pydatetime|cProfile|compileall|cmd|code|optparse|plistlib|trace|modulefinder|bdb|pty|tty|webbrowser|zipapp)\b/;

const OTHER_SYSTEMS = /^(asyncio\/(windows|proactor)|logging\/(config|handlers))/;

/** Of the encodings Python asks for these; the others are half a megabyte. */
const ENCODINGS = /^encodings\/(__init__|aliases|ascii|cp437|idna|latin_1|utf_8|utf_8_sig|utf_16|utf_16_le|utf_32|punycode|unicode_escape|raw_unicode_escape)\b/;

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT);
await build({
  entryPoints: ["src/checker/worker.ts", "src/checker/checker.ts"],
  outdir: OUT,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  external: ["./pyodide.mjs"],
  logLevel: "warning",
});
for (const name of ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm"]) {
  copyFileSync(path.join(PYODIDE, name), path.join(OUT, name));
}
// Nothing of it is installed; the names of 300 packages would be loaded for nothing.
const lock = JSON.parse(readFileSync(path.join(PYODIDE, "pyodide-lock.json"), "utf8"));
writeFileSync(path.join(OUT, "pyodide-lock.json"), JSON.stringify({ ...lock, packages: {} }));

// Compiled by the Python that will run it: compiling takes longer than all else at the start.
// Sets in compiled code are in the order of their hashes.
const python = await loadPyodide({ env: { PYTHONHASHSEED: "0" } });
const sources = path.join(OUT, "sources.zip");
execFileSync(PYTHON, ["scripts/engine.py", sources], { stdio: "inherit" });
python.FS.writeFile("/engine.zip", readFileSync(sources));
rmSync(sources);
python.FS.writeFile("/python.zip", readFileSync(path.join(PYODIDE, "python_stdlib.zip")));
python.runPython(readFileSync("scripts/compile.py", "utf8"));
const compile = python.globals.get("compile_archive");
const isWanted = (name) =>
  !UNUSED.test(name) && !OTHER_SYSTEMS.test(name) && (!name.startsWith("encodings/") || ENCODINGS.test(name));
for (const name of ["engine.zip", "python.zip"]) {
  compile(`/${name}`, "/compiled.zip", isWanted);
  writeFileSync(path.join(OUT, `${name}.gz`), gzipSync(python.FS.readFile("/compiled.zip"), { level: 9 }));
}

let sum = 0;
for (const name of readdirSync(OUT)) {
  const file = path.join(OUT, name);
  const compressed = gzipSync(readFileSync(file), { level: 9 }).length;
  sum += compressed;
  console.log(`${name}: ${statSync(file).size} bytes, ${compressed} compressed`);
}
console.log(`${(sum / 1e6).toFixed(2)} MB compressed`);

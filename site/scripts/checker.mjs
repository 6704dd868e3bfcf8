// Build the checker, which runs the server in the browser, into checker/: node scripts/checker.mjs
// `prefect-toml-lsp docs OUT --checker site/checker` then puts it into the site.
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { PYODIDE_FILES, lockFile, writeArchives } from "./engine.mjs";

process.chdir(path.resolve(import.meta.dirname, ".."));
const PYTHON = process.env.PYTHON ?? path.resolve("../.venv/bin/python");
const OUT = "checker";

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
for (const file of PYODIDE_FILES) {
  copyFileSync(file, path.join(OUT, path.basename(file)));
}
writeFileSync(path.join(OUT, "pyodide-lock.json"), lockFile());
await writeArchives(OUT, PYTHON);

let sum = 0;
for (const name of readdirSync(OUT)) {
  const file = path.join(OUT, name);
  const compressed = gzipSync(readFileSync(file), { level: 9 }).length;
  sum += compressed;
  console.log(`${name}: ${statSync(file).size} bytes, ${compressed} compressed`);
}
console.log(`${(sum / 1e6).toFixed(2)} MB compressed`);

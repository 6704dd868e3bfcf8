// The site as `docs` writes it, the code of its search, and what the command line answers.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";

export const HOME = path.resolve(import.meta.dirname, "..");
export const PYTHON = process.env.PYTHON ?? path.resolve(HOME, "../.venv/bin/python");

const made = mkdtempSync(path.join(tmpdir(), "prefect-toml-site-"));
process.once("exit", () => rmSync(made, { recursive: true, force: true }));

/** The folder of the site. */
export const site = path.join(made, "site");
const command = ["-m", "prefect_toml_lsp", "docs", site, "--checker", path.join(HOME, "checker")];
execFileSync(PYTHON, command, { stdio: ["ignore", "ignore", "inherit"] });

await build({
  absWorkingDir: HOME,
  entryPoints: ["src/ranking.ts", "src/history.ts"],
  outdir: made,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  format: "esm",
  logLevel: "warning",
});
const { Search } = await import(path.join(made, "ranking.mjs"));
export const { differences } = await import(path.join(made, "history.mjs"));

const read = (name) => readFileSync(path.join(site, name), "utf8");
let given;
new Function("prefectSearch", read("data/search.js"))((data) => (given = data));
export const search = new Search(given);
export const releases = new Function(`let ${read("data/releases.js")} return prefectReleases;`)();

const told = execFileSync(PYTHON, [path.join(HOME, "scripts/answers.py")], { maxBuffer: 1 << 26 });
export const { answers, comparisons } = JSON.parse(told);

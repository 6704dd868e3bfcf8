// Bundle the scripts of the site into the package, or, with --check, see whether they are current.
import { readFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";

process.chdir(path.resolve(import.meta.dirname, ".."));
const target = path.resolve("../server/prefect_toml_lsp/cli/site/templates");
const isCheck = process.argv.includes("--check");

const { outputFiles } = await build({
  entryPoints: ["src/site.ts"],
  outdir: target,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
  write: !isCheck,
});
const stale = (outputFiles ?? []).filter((each) => readFileSync(each.path, "utf8") !== each.text);
for (const each of stale) {
  console.error(`${path.relative("..", each.path)} is not current; run: npm run build`);
}
process.exitCode = stale.length > 0 ? 1 : 0;

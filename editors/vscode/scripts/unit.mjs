// Bundle and run the unit tests, of the parts that know nothing of VS Code.
import { execFileSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";

process.chdir(path.resolve(import.meta.dirname, ".."));
rmSync("out/unit", { recursive: true, force: true });
const tests = readdirSync("test/unit").map((name) => `test/unit/${name}`);
const common = { bundle: true, platform: "node", target: "node20", logLevel: "warning" };
await build({ ...common, entryPoints: tests, outdir: "out/unit" });
const built = tests.map((name) => `out/unit/${path.basename(name, ".ts")}.js`);
execFileSync(process.execPath, ["--test", ...built], { stdio: "inherit" });

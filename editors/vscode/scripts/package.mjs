// Build prefect-toml.vsix: the bundle, the server's wheel, the licence.
//
// PYTHON names the Python that builds the wheel (default: python3); it needs pip and the index.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, rmSync, statSync } from "node:fs";
import { bundle } from "./bundle.mjs";

const LARGEST_BUNDLE = 500_000; // bytes

function run(command, ...args) {
  // An error shows what the command said.
  execFileSync(command, args, { stdio: ["ignore", "pipe", "pipe"], encoding: "utf8" });
}

process.chdir(new URL("..", import.meta.url).pathname);
await bundle();
const files = ["out/extension.js", "out/languageClient.js"];
const size = files.map((file) => statSync(file).size).reduce((one, other) => one + other);
if (size > LARGEST_BUNDLE) {
  throw new Error(`the bundle has ${size} bytes, more than ${LARGEST_BUNDLE}`);
}

rmSync("bundled", { recursive: true, force: true });
mkdirSync("bundled");
const python = process.env.PYTHON ?? "python3";
run(python, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", "bundled", "../..");
copyFileSync("../../LICENSE", "LICENSE");

// The README's pictures are in the VSIX; there is no place on the web for its links to lead to.
const links = ["--allow-missing-repository", "--no-rewrite-relative-links"];
run("node_modules/.bin/vsce", "package", "--no-dependencies", ...links, "--out", "prefect-toml.vsix");
console.log(`prefect-toml.vsix: ${statSync("prefect-toml.vsix").size} bytes, bundle ${size} bytes`);

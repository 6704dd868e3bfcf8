// Build prefect-toml.vsix: the bundle, the server's wheel, the licence.
//
// WHEEL names a wheel that is built already. Without it PYTHON (default: python3) builds one; it needs
// pip and the index.
import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
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
const wheel = process.env.WHEEL;
if (wheel) {
  copyFileSync(wheel, path.join("bundled", path.basename(wheel)));
} else {
  const python = process.env.PYTHON ?? "python3";
  run(python, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", "bundled", "../..");
}
copyFileSync("../../LICENSE", "LICENSE");

// What goes into the VSIX. The README's pictures are in its text: VS Code's page of an installed
// extension has no others than these, and those that are on the web.
const staged = "out/vsix";
rmSync(staged, { recursive: true, force: true });
const parts = ["package.json", "CHANGELOG.md", "LICENSE", "language-configuration.json", "syntaxes"];
for (const name of [...parts, "bundled", "images/icon.png", ...files]) {
  cpSync(name, `${staged}/${name}`, { recursive: true });
}
const readme = readFileSync("README.md", "utf8").replace(/\]\((images\/[\w-]+\.png)\)/g, (_, name) => {
  return `](data:image/png;base64,${readFileSync(name, "base64")})`;
});
writeFileSync(`${staged}/README.md`, readme);

// The repository, once there is one. No link is relative to it: the pictures are in the text.
const constants = readFileSync("../../server/prefect_toml_lsp/__init__.py", "utf8");
const url = /^REPOSITORY = "(.+)"$/m.exec(constants)?.[1];
const links = ["--no-rewrite-relative-links"];
if (url) {
  const manifest = JSON.parse(readFileSync("package.json", "utf8"));
  manifest.repository = { type: "git", url, directory: "editors/vscode" };
  writeFileSync(`${staged}/package.json`, `${JSON.stringify(manifest, null, 2)}\n`);
} else {
  links.push("--allow-missing-repository");
}
const vsix = path.resolve("prefect-toml.vsix");
const vsce = path.resolve("node_modules/.bin/vsce");
const options = { cwd: staged, stdio: ["ignore", "pipe", "pipe"], encoding: "utf8" };
execFileSync(vsce, ["package", "--no-dependencies", ...links, "--out", vsix], options);
console.log(`prefect-toml.vsix: ${statSync("prefect-toml.vsix").size} bytes, bundle ${size} bytes`);

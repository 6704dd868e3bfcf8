// Build prefect-toml.vsix: the bundle, the server's wheel, the server for the browser, the licence.
//
// WHEEL names a wheel that is built already. Without it PYTHON (default: python3) builds one. It needs
// pip and the index, also for the packages that the server in the browser has.
import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { bundle } from "./bundle.mjs";

const LARGEST_BUNDLE = 500_000; // bytes, on a desktop
const LARGEST_VSIX = 11_000_000;

function run(command, ...args) {
  // An error shows what the command said.
  execFileSync(command, args, { stdio: ["ignore", "pipe", "pipe"], encoding: "utf8" });
}

process.chdir(new URL("..", import.meta.url).pathname);
await bundle();
const sizeOf = (files) => files.map((file) => statSync(file).size).reduce((one, other) => one + other);
const desktop = ["out/extension.js", "out/languageClient.js"];
const size = sizeOf(desktop);
if (size > LARGEST_BUNDLE) {
  throw new Error(`the bundle has ${size} bytes, more than ${LARGEST_BUNDLE}`);
}

rmSync("bundled", { recursive: true, force: true });
mkdirSync("bundled");
const python = process.env.PYTHON ?? "python3";
if (process.env.WHEEL) {
  copyFileSync(process.env.WHEEL, path.join("bundled", path.basename(process.env.WHEEL)));
} else {
  run(python, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", "bundled", "../..");
}
copyFileSync("../../LICENSE", "LICENSE");

// The server for the browser is built by the site's scripts, of the packages that the wheel brings along.
const site = path.resolve("../../site");
if (!existsSync(path.join(site, "node_modules/pyodide"))) {
  run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", "--prefix", site);
}
const { writeEmbedded } = await import(path.join(site, "scripts/engine.mjs"));
const packages = path.resolve("out/packages");
for (const folder of ["engine", packages]) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
}
const [wheel] = readdirSync("bundled");
run(python, "-m", "pip", "install", "--quiet", "--target", packages, path.join("bundled", wheel));
await writeEmbedded("engine", python, { PYTHONPATH: packages });

// What goes into the VSIX. The README's pictures are in its text: VS Code's page of an installed
// extension has no others than these, and those that are on the web.
const staged = "out/vsix";
rmSync(staged, { recursive: true, force: true });
const parts = ["package.json", "CHANGELOG.md", "LICENSE", "language-configuration.json", "syntaxes"];
for (const name of [...parts, "bundled", "engine", "images/icon.png", ...desktop, "out/browser.js"]) {
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
const all = statSync(vsix).size;
if (all > LARGEST_VSIX) {
  throw new Error(`the VSIX has ${all} bytes, more than ${LARGEST_VSIX}`);
}
const engine = sizeOf(readdirSync("engine").map((name) => `engine/${name}`));
const browser = `${statSync("out/browser.js").size} bytes with a server of ${engine}`;
console.log(`prefect-toml.vsix: ${all} bytes; the bundle has ${size} bytes, in the browser ${browser}`);

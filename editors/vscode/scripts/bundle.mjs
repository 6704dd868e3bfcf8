// Bundle the extension, minified: out/extension.js, which VS Code reads when it starts, and
// out/languageClient.js, which is read with the first document.
import { build } from "esbuild";

const LAZY = "./languageClient.js";

/** VS Code gives `vscode`; everything else is inside. */
export async function bundle() {
  const common = {
    outdir: "out",
    bundle: true,
    minify: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    mainFields: ["module", "main"],
    logLevel: "warning",
  };
  await Promise.all([
    build({
      ...common,
      entryPoints: ["src/extension.ts"],
      external: ["vscode", LAZY],
      banner: { js: "var bundleStarted = [performance.now(), process.cpuUsage()];" },
    }),
    build({ ...common, entryPoints: ["src/languageClient.ts"], external: ["vscode"] }),
  ]);
}

if (import.meta.filename === process.argv[1]) {
  await bundle();
}

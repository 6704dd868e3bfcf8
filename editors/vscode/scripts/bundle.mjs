// Bundle the extension, minified: out/extension.js, which VS Code reads when it starts, and
// out/languageClient.js, which is read with the first document; out/browser.js for a browser.
import { build } from "esbuild";

const LAZY = "./languageClient.js";

/** VS Code gives `vscode`; everything else is inside. */
export async function bundle() {
  const common = {
    outdir: "out",
    bundle: true,
    minify: true,
    format: "cjs",
    mainFields: ["module", "main"],
    logLevel: "warning",
    external: ["vscode"],
  };
  const desktop = { ...common, platform: "node", target: "node20", define: { IN_BROWSER: "false" } };
  await Promise.all([
    build({
      ...desktop,
      entryPoints: ["src/extension.ts"],
      external: ["vscode", LAZY],
      banner: { js: "var bundleStarted = [performance.now(), process.cpuUsage()];" },
    }),
    build({ ...desktop, entryPoints: ["src/languageClient.ts"] }),
    build({
      ...common,
      entryPoints: { browser: "src/browser/extension.ts" },
      platform: "browser",
      target: "es2022",
      define: { IN_BROWSER: "true" },
    }),
  ]);
}

if (import.meta.filename === process.argv[1]) {
  await bundle();
}

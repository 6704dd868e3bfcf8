import js from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import typescript from "typescript-eslint";

export default defineConfig(
  globalIgnores(["out/", "engine/", ".vscode-test/", "test/artefacts/", "test/fixtures/"]),
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [typescript.configs.strictTypeChecked, typescript.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-floating-promises": [
        "error",
        { allowForKnownSafeCalls: [{ from: "package", package: "node:test", name: ["describe", "it"] }] },
      ],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
    },
  },
  {
    files: ["**/*.mjs"],
    languageOptions: {
      // Of Node.js, and of the browser for what the tests run in it.
      globals: Object.fromEntries(
        [
          ...["console", "fetch", "process", "setTimeout", "URL"],
          ...["document", "getComputedStyle", "MutationObserver", "performance", "window"],
        ].map((name) => [name, "readonly"]),
      ),
    },
  },
);

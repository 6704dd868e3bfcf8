// Take the pictures of the READMEs from those of the last test run.
import { copyFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const names = [
  "completion",
  "problems",
  "hover",
  "quick-fix",
  "hints",
  "outline",
  "effective-settings",
  "code-lens",
  "release",
];
for (const name of names) {
  copyFileSync(path.join(root, `test/artefacts/editing/${name}.png`), path.join(root, `images/${name}.png`));
}
copyFileSync(path.join(root, "test/artefacts/editing/ignored.png"), path.join(root, "../../docs/ignored.png"));

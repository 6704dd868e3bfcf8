import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { after, before, describe, it } from "node:test";
import { choosePython, isNamedPython, isNewEnough, probe } from "../../src/python";

let root: string;

function python(name: string, version: number[], venv = true): string {
  const answer = JSON.stringify({ version, package: false, venv });
  const file = path.join(root, name);
  fs.writeFileSync(file, `#!/bin/sh\necho '${answer}'\n`, { mode: 0o755 });
  return file;
}

before(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "python-"));
});
after(() => {
  fs.rmSync(root, { recursive: true });
});

describe("probe", () => {
  it("asks a real Python", async () => {
    const found = await probe("python3", root);
    assert.ok(found);
    assert.equal(found.version[0], 3);
    assert.equal(found.package, false);
  });

  it("is undefined for what is not Python", async () => {
    assert.equal(await probe("/bin/true", root), undefined);
    assert.equal(await probe("/nonexistent/python3", root), undefined);
  });
});

describe("isNewEnough", () => {
  it("begins with 3.10", () => {
    assert.ok(isNewEnough({ version: [3, 10, 0] }));
    assert.ok(isNewEnough({ version: [4, 0, 0] }));
    assert.ok(!isNewEnough({ version: [3, 9, 18] }));
    assert.ok(!isNewEnough({ version: [2, 7, 18] }));
  });
});

describe("isNamedPython", () => {
  it("knows the usual names", () => {
    for (const name of ["python", "python3", "python3.12", "python.exe"]) {
      assert.ok(isNamedPython(`/usr/bin/${name}`), name);
    }
    assert.ok(!isNamedPython("/usr/bin/prefect-toml-lsp"));
    assert.ok(!isNamedPython("/opt/python/bin/ipython"));
  });
});

describe("choosePython", () => {
  it("takes the first that can do it", async () => {
    const [old, bare, good] = [
      python("old", [3, 9, 1]),
      python("bare", [3, 11, 2], false),
      python("good", [3, 12, 1]),
    ];
    const found = await choosePython(["/nonexistent", old, bare, good], root);
    assert.ok("path" in found);
    assert.equal(found.path, good);
  });

  it("tells what comes nearest where none can", async () => {
    const [old, bare] = [python("old", [3, 9, 1]), python("bare", [3, 11, 2], false)];
    const reasons = [[], [old], [old, bare], [bare, old]].map(async (candidates) => {
      const found = await choosePython(candidates, root);
      return "reason" in found ? found.reason : found.path;
    });
    assert.deepEqual(await Promise.all(reasons), ["none", "old", "no venv", "no venv"]);
  });
});

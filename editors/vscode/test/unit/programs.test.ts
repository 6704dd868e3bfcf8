import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { after, before, describe, it } from "node:test";
import { isBelow, isProgram, onPath, run } from "../../src/programs";

let root: string;

function program(...place: string[]): string {
  const file = path.join(root, ...place);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, "#!/bin/sh\n", { mode: 0o755 });
  return file;
}

before(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "programs-"));
});
after(() => {
  fs.rmSync(root, { recursive: true });
});

describe("run", () => {
  it("gives what a program wrote and how it ended", async () => {
    const script = "console.log('out'); console.error('err'); process.exit(3)";
    const ended = await run(process.execPath, ["-e", script], root, 10_000);
    assert.deepEqual(ended, { code: 3, stdout: "out\n", stderr: "err\n" });
  });

  it("tells why a program did not start", async () => {
    const ended = await run(path.join(root, "nothing"), [], root, 10_000);
    assert.equal(ended.code, undefined);
    assert.match(ended.stderr, /ENOENT/);
  });

  it("ends a program that takes too long", async () => {
    const { code } = await run(process.execPath, ["-e", "setTimeout(() => {}, 60000)"], root, 200);
    assert.equal(code, undefined);
  });
});

describe("isBelow", () => {
  it("compares whole names", () => {
    assert.ok(isBelow("/a/b/c", "/a/b"));
    assert.ok(isBelow("/a/b", "/a/b"));
    assert.ok(!isBelow("/a/bc", "/a/b"));
    assert.ok(!isBelow("/a", "/a/b"));
  });

  it("follows links", () => {
    const file = program("workspace", "tool");
    fs.symlinkSync(file, path.join(root, "link"));
    assert.ok(isBelow(path.join(root, "link"), path.join(root, "workspace")));
  });
});

describe("onPath", () => {
  it("has programs in the order of names, then of folders", () => {
    const [one, two, other] = [program("1", "tool"), program("2", "tool"), program("1", "other")];
    const searched = `${path.join(root, "2")}:${path.join(root, "1")}`;
    assert.deepEqual(onPath(["tool", "other"], searched, []), [two, one, other]);
  });

  it("skips relative folders, folders and what cannot be executed", () => {
    fs.mkdirSync(path.join(root, "3", "tool"), { recursive: true });
    fs.mkdirSync(path.join(root, "4"));
    fs.writeFileSync(path.join(root, "4", "tool"), "", { mode: 0o644 });
    const searched = `.:bin::${path.join(root, "3")}:${path.join(root, "4")}`;
    assert.deepEqual(onPath(["tool"], searched, []), []);
  });

  it("skips what is forbidden, links to it, too", () => {
    const file = program("forbidden", "bin", "tool");
    fs.mkdirSync(path.join(root, "5"));
    fs.symlinkSync(file, path.join(root, "5", "tool"));
    const allowed = program("6", "tool");
    const searched = ["forbidden/bin", "5", "6"].map((name) => path.join(root, name)).join(":");
    assert.deepEqual(onPath(["tool"], searched, [path.join(root, "forbidden")]), [allowed]);
  });

  it("skips a link in a forbidden folder to a program elsewhere", () => {
    const outside = program("7", "tool");
    fs.mkdirSync(path.join(root, "forbidden2"));
    fs.symlinkSync(outside, path.join(root, "forbidden2", "tool"));
    const forbidden = path.join(root, "forbidden2");
    assert.deepEqual(onPath(["tool"], forbidden, [forbidden]), []);
  });
});

describe("isProgram", () => {
  it("is false of nothing", () => {
    assert.ok(!isProgram(path.join(root, "nothing")));
  });
});

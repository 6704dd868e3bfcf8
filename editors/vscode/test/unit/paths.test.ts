import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Paths, type Address } from "../../src/browser/paths";

const github = (path: string): Address => ({ scheme: "vscode-vfs", authority: "github", path, query: "" });
const remote = (path: string): Address => ({ scheme: "vscode-remote", authority: "127.0.0.1:80", path, query: "" });

describe("Paths", () => {
  const folders = [github("/acme/flows"), remote("/home/me/flows/"), remote("/home/me/flows/inner"), github("/")];
  const paths = new Paths(folders);

  it("gives each folder of the workspace a name of its own", () => {
    const names = ["/workspace/flows", "/workspace/flows-2", "/workspace/inner", "/workspace/root"];
    assert.deepEqual(paths.folders.map(({ path }) => path), names);
  });

  it("puts a file below the innermost folder that has it", () => {
    assert.equal(paths.pathOf(github("/acme/flows/a/prefect.toml")), "/workspace/flows/a/prefect.toml");
    assert.equal(paths.pathOf(remote("/home/me/flows/.env")), "/workspace/flows-2/.env");
    assert.equal(paths.pathOf(remote("/home/me/flows/inner/.env")), "/workspace/inner/.env");
    assert.equal(paths.pathOf(remote("/home/me/flows")), "/workspace/flows-2");
    assert.equal(paths.pathOf(github("/other/x")), "/workspace/root/other/x");
  });

  it("leads back to every address", () => {
    const elsewhere: Address[] = [
      remote("/home/me/flows-of-others/prefect.toml"),
      { scheme: "memfs", authority: "", path: "/a b/ü/prefect.toml", query: "x=1&y=/2" },
      { scheme: "vscode-remote", authority: "other/host", path: "/home/me/flows/.env", query: "" },
    ];
    const inside = [github("/acme/flows"), github("/acme/flows/x"), remote("/home/me/flows/inner/y"), github("/z")];
    for (const address of [...elsewhere, ...inside]) {
      assert.deepEqual({ query: "", ...paths.addressOf(paths.pathOf(address)) }, address);
    }
    assert.equal(new Set(elsewhere.map((each) => paths.pathOf(each))).size, elsewhere.length);
  });

  it("has no address for the server's own files", () => {
    for (const path of ["/home/pyodide/.prefect/profiles.toml", "/workspace/unknown/x", "/elsewhere/x"]) {
      assert.equal(paths.addressOf(path), undefined, path);
    }
  });
});

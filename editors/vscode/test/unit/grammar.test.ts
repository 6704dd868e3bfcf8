import assert from "node:assert/strict";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import { before, describe, it } from "node:test";
import * as oniguruma from "vscode-oniguruma";
import { INITIAL, parseRawGrammar, Registry, type IGrammar } from "vscode-textmate";

const GRAMMAR = "syntaxes/prefect-toml.tmLanguage.json"; // The tests run in the extension's folder.

let grammar: IGrammar;

before(async () => {
  const wasm = createRequire(path.resolve("package.json")).resolve("vscode-oniguruma/release/onig.wasm");
  await oniguruma.loadWASM(fs.readFileSync(wasm).buffer);
  const registry = new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: () => Promise.resolve(parseRawGrammar(fs.readFileSync(GRAMMAR, "utf8"), GRAMMAR)),
  });
  const loaded = await registry.loadGrammar("source.prefect-toml");
  assert.ok(loaded);
  grammar = loaded;
});

/** The first name of each token's scope, by line; blanks and what has no scope of its own left out. */
function scopes(...lines: string[]): [string, string][][] {
  let state = INITIAL;
  return lines.map((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    return tokens
      .map(({ startIndex, endIndex, scopes: all }): [string, string] => [
        line.slice(startIndex, endIndex),
        (all.at(-1) ?? "").split(".")[0] ?? "",
      ])
      .filter(([text, scope]) => text.trim() && scope !== "source");
  });
}

describe("the grammar", () => {
  it("has headers, keys, values and comments", () => {
    assert.deepEqual(scopes("[server.api] # a table", 'api."port" = 4_200 # a key'), [
      [["[", "punctuation"], ["server.api", "entity"], ["]", "punctuation"], ["# a table", "comment"]],
      [['api."port"', "variable"], ["=", "keyword"], ["4_200", "constant"], ["# a key", "comment"]],
    ]);
  });

  it("takes no line of an array for a header", () => {
    const [, row, end] = scopes("a = [ # first", "  [true, 2],", "] # last");
    assert.deepEqual(row, [["true", "constant"], ["2", "constant"]]);
    assert.deepEqual(end, [["# last", "comment"]]);
  });

  it("takes nothing in a string for a header, key or comment", () => {
    const rows = scopes('a = """', "[no] # no", "no = 1", '"""', "b = 'no # no'");
    for (const row of rows.slice(1, 4)) {
      assert.ok(row.length > 0 && row.every(([, scope]) => scope === "string"));
    }
    assert.deepEqual(rows[4]?.at(-2), ["no # no", "string"]);
  });

  it("goes on after a string that is not closed", () => {
    assert.deepEqual(scopes('a = "open', "b = 1")[1]?.[0], ["b", "variable"]);
  });

  it("has the keys of inline tables", () => {
    const [row] = scopes("a = { b = 1, c = [2] } # end");
    const keys = row?.filter(([, scope]) => scope === "variable").map(([text]) => text);
    assert.deepEqual(keys, ["a", "b", "c"]);
    assert.deepEqual(row?.at(-1), ["# end", "comment"]);
  });
});

// The time from a key to what it changes on the screen, with and without the server: the latter is the
// editor's own share.
//
// Nothing is asserted on time. The figures are printed and kept in test/artefacts/latency.json.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { ARTEFACTS, fixture, makeWorkspace, serverFolder, startEditor } from "./code-server.mjs";

const ROUNDS = 4;
const REPETITIONS = 5; // in each round

/**
 * The files that are typed in. `plain.txt` has VS Code's own completion by words; `plain.floor` an
 * extension that answers at once, in the extension host: what no server can be faster than.
 */
const FILES = {
  "prefect.toml": "[server.api]\nport = 420\n",
  "plain.txt": "port prefix protect\nport = 420\n",
  "plain.floor": "port prefix protect\nport = 420\n",
};
const SERVER = "prefect.toml";

let editor;
const figures = { completion: {}, squiggle: {} };

before(async () => {
  const folder = makeWorkspace(FILES);
  const extensions = [fixture("floor")];
  editor = await startEditor({ name: "latency", folder, searched: serverFolder(), extensions });
  await editor.open(SERVER);
  await editor.until("the server", () => editor.output().includes("the server is ready"));
});
after(async () => {
  await editor?.stop();
  const report = { cores: cpus().length, load: loadavg()[0], milliseconds: figures };
  writeFileSync(path.join(ARTEFACTS, "latency.json"), `${JSON.stringify(report, null, 2)}\n`);
});

async function gone(selector) {
  await editor.until(`${selector} is gone`, async () => {
    return (await editor.page.locator(selector).count()) === 0;
  });
  await editor.page.waitForTimeout(150);
}

function median(values) {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle) - 1]) / 2;
}

function print(what) {
  const own = median(figures[what][SERVER]);
  for (const [name, values] of Object.entries(figures[what])) {
    const other = median(values);
    const more = name === SERVER ? "" : `; with the server ${(own - other).toFixed(1)} more`;
    console.log(`${what} in ${name}: ${other.toFixed(1)} ms (median of ${values.length})${more}`);
  }
}

async function measure(what, names, line, key, selector) {
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of names) {
      await editor.open(name);
      for (let i = 0; i < REPETITIONS; i++) {
        await editor.goTo(line, 100);
        const took = await editor.time(key, selector);
        assert.ok(took > 0, `nothing was seen in ${name}`);
        (figures[what][name] ??= []).push(took);
        await editor.press("Escape", "Backspace");
        await gone(selector);
      }
    }
  }
  print(what);
}

test("from a key to the completion list", async () => {
  const list = ".suggest-widget.visible .monaco-list-row";
  for (const name of Object.keys(FILES)) {
    await editor.open(name);
    await editor.goTo(2, 100);
    await editor.press("Enter");
    await editor.goTo(3, 1);
  }
  await measure("completion", Object.keys(FILES), 3, "p", list);
});

test("from a mistake to its squiggle", async () => {
  await measure("squiggle", [SERVER, "plain.floor"], 2, "x", ".squiggly-error");
});

// Next to another extension for TOML, here one that contributes the language as Even Better TOML does.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { fixture, makeWorkspace, serverFolder, startEditor } from "./code-server.mjs";

let editor;

before(async () => {
  const folder = makeWorkspace({
    "prefect.toml": '[server.api]\nport = "many"\n',
    "pyproject.toml": '[tool.prefect]\ndebug_mode = "maybe"\n',
    "other.toml": 'port = "many"\n',
  });
  const extensions = [fixture("toml")];
  editor = await startEditor({ name: "neighbours", folder, searched: serverFolder(), extensions });
});
after(() => editor?.stop());

function language() {
  return editor.page.locator('[id="status.editor.mode"]').innerText();
}

test("files keep the language of the other extension, and have findings", async () => {
  for (const name of ["pyproject.toml", "prefect.toml"]) {
    await editor.open(name);
    await editor.until(`a squiggle in ${name}`, () => editor.squiggles("error"));
    assert.equal(await language(), "TOML");
  }
});

test("the offer to take prefect.toml alone is made once, and does so", async () => {
  await editor.open("prefect.toml");
  const { text } = await editor.message(/can take these two files alone/);
  assert.match(text, /^Even Better TOML checks and formats prefect\.toml/);
  await editor.shot("offer");
  await editor.clickMessage("Leave Them to Prefect TOML");
  await editor.until("our language", async () => (await language()) === "Prefect TOML");
  const settings = JSON.parse(readFileSync(path.join(editor.data, "User/settings.json"), "utf8"));
  assert.equal(settings["files.associations"]["prefect.toml"], "prefect-toml");
  await editor.until("the squiggle", () => editor.squiggles("error"));
  await editor.open("pyproject.toml");
  assert.equal(await language(), "TOML");
  assert.deepEqual(await editor.messages(), []);
});

test("other TOML files are left alone", async () => {
  await editor.open("other.toml");
  await editor.page.waitForTimeout(1_000);
  assert.equal(await editor.squiggles("error"), 0);
  assert.equal(await language(), "TOML");
  const item = editor.page.locator('[id="status.languageStatus"]');
  if (await item.isVisible()) {
    await item.click();
    await editor.page.waitForTimeout(500);
    assert.equal(await editor.page.locator(".hover-language-status .element").count(), 0);
  }
});

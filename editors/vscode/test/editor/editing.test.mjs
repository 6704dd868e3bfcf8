// What a person does in prefect.toml, from the first key to the restart of the server.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { makeWorkspace, serverFolder, startEditor } from "./code-server.mjs";

const MISTAKES = `# A mistake in each table.
[api]
urll = "http://127.0.0.1:4200/api"

[server.api]
port = "many"
`;

const FIRST_SCREEN = `[server]
port = 4300

[api]
url = "http://127.0.0.1:4300/api"

[logging]
level = "verbose"

[results]
persist_by_default = true
`;

let editor;

before(async () => {
  const folder = makeWorkspace({
    "prefect.toml": "",
    "mistakes/prefect.toml": MISTAKES,
    "mistakes/.env": "PREFECT_API_KEY=hunter2\nPREFECT_LOGGING_LEVEL=INFO\n",
    "hints/prefect.toml": `[logging]
level = "INFO"

[server.api]
max_parameter_size = 524288

[server.events]
retention_period = "P7D"
`,
    "hints/.env": "PREFECT_LOGGING_LEVEL=DEBUG\n",
    ".vscode/settings.json": "{}\n",
    "untidy/prefect.toml": '[logging]\nlevel="INFO"\n\n\n\n[api]\nurl    =   "http://127.0.0.1:4200/api"\n',
    "profiles.toml": 'active = "local"\n\n[profiles.local]\nPREFECT_API_URL = "http://127.0.0.1:4200/api"\n',
    "pyproject.toml": '[project]\nname = "flows"\n\n[tool.prefect]\nresults.persist_by_default = "maybe"\n',
    ".env": "PREFECT_DEBUG_MODE=maybe\n",
  });
  editor = await startEditor({ name: "editing", folder, searched: serverFolder() });
});
after(() => editor?.stop());

test("a completion is accepted with Tab", async () => {
  await editor.open("prefect.toml");
  await editor.until("the server", () => editor.output().includes("the server is ready"));
  await editor.type("[server.api]\nport");
  const offered = await editor.until("port in the list", async () => {
    const list = await editor.suggestions();
    return list.includes("port") && list;
  });
  assert.equal(offered[0], "port");
  await editor.shot("completion");
  await editor.press("Tab");
  await editor.until("the key with its equals sign", async () => {
    return /^port = /m.test(await editor.text());
  });
  await editor.press("Escape");
  assert.match(await editor.saved("prefect.toml"), /^\[server\.api\]\nport = /);
});

test("a mistake gets its squiggle while it is typed, and its message in the Problems panel", async () => {
  await editor.type('"many"\nworkers = 3\n');
  await editor.until("a squiggle for the value", () => editor.squiggles("error"));
  await editor.until("a squiggle for the key", () => editor.squiggles("warning"));
  const rows = await editor.until("both messages", async () => {
    const shown = (await editor.problems()).join("\n");
    return /integer/.test(shown) && /workers/.test(shown) && shown;
  });
  assert.match(rows, /no setting `server\.api\.workers`/);
  await editor.shot("problems");
  await editor.press("Control+j");
});

test("hover tells what a setting is", async () => {
  await editor.goTo(2, 2);
  const shown = await editor.hover();
  assert.match(shown, /PREFECT_SERVER_API_PORT/);
  assert.match(shown, /4200/);
  await editor.shot("hover");
  await editor.press("Escape");
});

test("a quick fix is applied", async () => {
  await editor.open("mistakes/prefect.toml");
  await editor.until("squiggles", () => editor.squiggles("warning"));
  const offered = await editor.quickFixes(3, 2, /`url`/);
  await editor.shot("quick-fix");
  assert.match(offered[0], /`url`/);
  await editor.press("Enter");
  await editor.until("the corrected key", async () => /^url = /m.test(await editor.text()));
  await editor.until("no squiggle there", async () => (await editor.squiggles("warning")) === 0);
  assert.match(await editor.saved("mistakes/prefect.toml"), /^url = "http:/m);
});

test("a setting that Prefect ignores is explained at the cursor", async () => {
  // Made here, so that the Problems panel above has fewer rows than it can show.
  mkdirSync(path.join(editor.folder, "flows"));
  writeFileSync(path.join(editor.folder, "flows/prefect.toml"), FIRST_SCREEN);
  await editor.open("flows/prefect.toml");
  await editor.until("a squiggle for the value", () => editor.squiggles("error"));
  await editor.until("a squiggle for the key", () => editor.squiggles("warning"));
  const settings = path.join(editor.folder, ".vscode/settings.json");
  const before = readFileSync(settings, "utf8");
  writeFileSync(settings, JSON.stringify({ ...JSON.parse(before), "editor.hover.above": false }));
  await editor.goTo(2, 2);
  const shown = await editor.hover();
  assert.match(shown, /did you mean `port` in `\[server\.api\]`\?/);
  // The first picture of the project's README: the editor below its tabs.
  const { x, y } = await editor.page.locator(".breadcrumbs-control").first().boundingBox();
  await editor.shot("ignored", { clip: { x, y, width: 720, height: 240 } });
  writeFileSync(settings, before);
  await editor.press("Escape");
});

test("the document is formatted", async () => {
  await editor.open("untidy/prefect.toml");
  await editor.until("colours", () => editor.page.locator(".view-line .mtk1").count());
  await editor.command("Format Document");
  await editor.until("spaces around =", async () => /^level = "INFO"$/m.test(await editor.text()));
  const text = await editor.saved("untidy/prefect.toml");
  assert.equal(text, '[logging]\nlevel = "INFO"\n\n[api]\nurl = "http://127.0.0.1:4200/api"\n');
});

test("hints say what a number means, and what is in force instead", async () => {
  await editor.open("hints/prefect.toml");
  const lines = editor.page.locator(".editor-instance .view-lines");
  for (const hint of ["7 days", "512 KiB", "→ \"DEBUG\" (.env)"]) {
    await editor.until(hint, async () => (await lines.innerText()).replaceAll("\u00a0", " ").includes(hint));
  }
  await editor.shot("hints");
});

test("the outline has tables and keys", async () => {
  await editor.open("mistakes/prefect.toml");
  await editor.command("Explorer: Focus on Outline View");
  const rows = editor.page.locator(".outline-pane .monaco-list-row");
  const names = await editor.until("the outline", async () => {
    const texts = await rows.allInnerTexts();
    return texts.some((text) => /port/.test(text)) && texts;
  });
  assert.match(names.join("\n"), /api[\s\S]*url[\s\S]*server[\s\S]*api[\s\S]*port/);
  await editor.shot("outline");
});

test("tokens have the colours of what they mean", async () => {
  await editor.open("mistakes/prefect.toml");
  await editor.goTo(6, 2);
  const key = await editor.token();
  assert.match(key, /prefect-toml/);
  assert.match(key, /semantic token type\s*property/);
  await editor.goTo(2, 3);
  assert.match(await editor.token(), /semantic token type\s*namespace[\s\S]*modifiers\s*definition/);
  await editor.open("prefect.toml");
  await editor.goTo(3, 3);
  assert.match(await editor.token(), /modifiers\s*ignored/);
  // What Prefect ignores looks as a comment does, unlike other keys.
  const colours = await editor.page.evaluate(() => {
    const colourOf = (word) => {
      const spans = [...document.querySelectorAll(".view-line span span")];
      return getComputedStyle(spans.find((each) => each.textContent === word)).color;
    };
    return ["port", "workers"].map(colourOf);
  });
  assert.notEqual(colours[0], colours[1]);
});

test("profiles, pyproject.toml and .env have findings and hovers, whatever their language", async () => {
  await editor.open("profiles.toml");
  await editor.goTo(4, 3);
  assert.match(await editor.hover(), /api\.url|Prefect/);
  await editor.press("Escape");
  for (const name of ["pyproject.toml", ".env"]) {
    await editor.open(name);
    await editor.until(`a squiggle in ${name}`, () => editor.squiggles("error"));
  }
  // The rest of pyproject.toml has colours, too, as no other extension gives it any.
  await editor.open("pyproject.toml");
  await editor.goTo(1, 3);
  assert.match(await editor.token(), /entity\.name\.section/);
});

test("the status item shows the release, and another one is chosen", async () => {
  await editor.open("prefect.toml");
  const shown = await editor.until("the release", async () => {
    const text = await editor.status();
    return /Prefect 3\.\d+\.\d+/.test(text) && text;
  });
  assert.match(shown, /Prefect 3\./);
  await editor.shot("status");
  await editor.page.locator(".hover-language-status .element a", { hasText: "Choose" }).click();
  await editor.page.locator(".quick-input-list .monaco-list-row", { hasText: "in force: the newest" }).waitFor();
  await editor.shot("release");
  await editor.page.locator(".quick-input-widget input").fill("3.1.0");
  await editor.page.locator(".quick-input-list .monaco-list-row", { hasText: "3.1.0" }).first().waitFor();
  await editor.press("Enter");
  await editor.until("the chosen release", async () => /Prefect 3\.1\.0/.test(await editor.status()));
});

test("settings in force: filtered, led to their lines, and never out of date", async () => {
  await editor.open("mistakes/prefect.toml");
  await editor.command("Prefect TOML: Show Effective Settings");
  const page = editor.webview();
  const shown = page.locator("tbody tr:visible");
  const row = (name) => shown.filter({ hasText: name });
  await row("logging.level").waitFor();
  assert.match(await page.locator("h1").innerText(), /Prefect's settings in mistakes/);
  assert.match(await row("api.key").innerText(), /hidden: it is or may contain a secret/);
  assert.doesNotMatch(await page.locator("body").innerText(), /hunter2/);
  await editor.shot("effective-settings");
  const all = await shown.count();
  await page.locator("input").fill("logging .env");
  await editor.until("the filter", async () => (await shown.count()) < all);
  assert.match(await row("logging.level").innerText(), /"INFO"/);
  // It follows what is typed, and what other programs write.
  await row("logging.level").locator("a", { hasText: ".env" }).click();
  await editor.page.locator('.tab.active[data-resource-name=".env"]').waitFor();
  const place = editor.page.locator('[id="status.editor.selection"]');
  await editor.until("its line", async () => (await place.innerText()).includes("Ln 2,"));
  await editor.press("End", "Control+Shift+ArrowLeft");
  await editor.type("ERROR");
  await row('"ERROR"').waitFor();
  await editor.saved("mistakes/.env");
  writeFileSync(path.join(editor.folder, "mistakes/.env"), "PREFECT_LOGGING_LEVEL=CRITICAL\n");
  await row('"CRITICAL"').waitFor();
  assert.equal(await page.locator("input").inputValue(), "logging .env");
  await editor.closeTab("Effective Settings");
});

test("a code lens says what a table sets, and shows what is in force", async () => {
  await editor.open("mistakes/prefect.toml");
  const settings = path.join(editor.folder, ".vscode/settings.json");
  const before = JSON.parse(readFileSync(settings, "utf8"));
  writeFileSync(settings, JSON.stringify({ ...before, "prefectToml.codeLens.enable": true }));
  await editor.open("mistakes/prefect.toml");
  const lens = editor.page.locator(".codelens-decoration a", { hasText: "1 setting" }).first();
  await lens.waitFor();
  await editor.shot("code-lens");
  await lens.click();
  await editor.webview().locator("tbody tr", { hasText: "logging.level" }).waitFor();
  await editor.closeTab("Effective Settings");
});

test("Create prefect.toml opens the one that is there", async () => {
  await editor.open("mistakes/prefect.toml");
  await editor.command("Prefect TOML: Create prefect.toml");
  await editor.page.locator('.tab.active[data-resource-name="prefect.toml"]').waitFor();
  assert.deepEqual(await editor.messages(), []);
});

test("the reference of the setting at the cursor is opened", async () => {
  await editor.open("mistakes/prefect.toml");
  await editor.goTo(6, 2);
  await editor.command("Prefect TOML: Open Settings Reference");
  const question = editor.page.locator(".monaco-dialog-box");
  await question.waitFor();
  assert.match(await question.innerText(), /https:\/\/docs\.prefect\.io\/v3\/api-ref\/settings-ref#/);
  await editor.press("Escape");
});

test("the page of the installed extension has its pictures", async () => {
  await editor.press("Control+Shift+x");
  await editor.page.locator(".extension-list-item", { hasText: "Prefect TOML" }).first().click();
  const pictures = editor.webview().locator("img");
  await pictures.first().waitFor();
  const widths = await pictures.evaluateAll((all) => all.map((each) => each.naturalWidth));
  assert.ok(widths.length > 5 && widths.every((width) => width > 500), String(widths));
  await editor.shot("page");
});

test("the server is restarted by a command", async () => {
  await editor.open("prefect.toml");
  const [before] = await editor.until("one server", () => {
    const found = editor.servers();
    return found.length === 1 && found;
  });
  await editor.command("Prefect TOML: Restart Server");
  await editor.until("another server", () => {
    const found = editor.servers();
    return found.length === 1 && found[0] !== before;
  });
  await editor.until("squiggles of the new one", () => editor.squiggles("error"));
});

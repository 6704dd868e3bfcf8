// Where there is no Python and no process: the extension in VS Code's web worker extension host.
import assert from "node:assert/strict";
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { ARTEFACTS, makeWorkspace, startEditor } from "./code-server.mjs";

const START = 90_000; // milliseconds; Python has to start on a busy machine
const OWN = `from prefect.settings.base import PrefectBaseSettings, build_settings_config


class Acme(PrefectBaseSettings):
    model_config = build_settings_config(("acme",))
    host: str = ""
`;

let editor;
const figures = {};

before(async () => {
  const folder = makeWorkspace({
    "prefect.toml": '[server.api]\nhots = "127.0.0.1"\n\n[logging]\nlevel = "INFO"\n',
    ".env": "PREFECT_LOGGING_LEVEL=DEBUG\n",
    "requirements.txt": "prefect==3.8.8\n",
    "flows/prefect.toml": '[acme]\nhost = "here"\n\n[acne]\nhost = "there"\n',
    "flows/acme.py": OWN,
    "packages/node_modules/prefect.toml": "[api]\n",
  });
  // No program can be found; and the page's own host is asked for, which an extension has on vscode.dev.
  const settings = { "remote.extensionKind": { "prefect-toml-lsp.prefect-toml": ["web"] } };
  editor = await startEditor({ name: "browser", folder, settings, onlyPath: "/nonexistent" });
});
after(async () => {
  await editor?.stop();
  writeFileSync(path.join(ARTEFACTS, "browser.json"), `${JSON.stringify(figures, null, 2)}\n`);
});

/** The worker of the server; those of VS Code have other names. */
async function serverWorkers() {
  const all = editor.page.workers();
  const nameOf = (worker) => worker.evaluate(() => globalThis.name).catch(() => ""); // It may just end.
  const names = await Promise.all(all.map(nameOf));
  return all.filter((_, at) => names[at].startsWith("ExtensionHostWorker -> "));
}

/** What the output of the extension shows, which in a browser is not a file. */
async function output() {
  const lines = await editor.page.locator(".part.panel .view-lines").allInnerTexts();
  return lines.join(" ").replaceAll(/\s+/g, " ");
}

async function problems(pattern) {
  return await editor.until(`a problem like ${pattern}`, async () => {
    const shown = (await editor.problems()).join("\n");
    return pattern.test(shown) && shown;
  });
}

test("a misspelled key has its warning, by a server in a web worker", async () => {
  const began = Date.now();
  await editor.open("prefect.toml");
  await editor.until("a squiggle", () => editor.squiggles("warning"), START);
  figures.secondsToFirstFindings = (Date.now() - began) / 1_000;
  assert.match(await problems(/hots/), /did you mean `host` in `\[server\.api\]`\?/);
  assert.equal((await serverWorkers()).length, 1);
  assert.deepEqual(editor.servers(), [], "no program serves");
  const logs = readdirSync(path.join(editor.data, "logs"), { recursive: true });
  const remote = logs.filter((file) => file.endsWith("remoteexthost.log"));
  assert.equal(remote.length, 1);
  assert.doesNotMatch(readFileSync(path.join(editor.data, "logs", remote[0]), "utf8"), /activate.*prefect-toml/);
  assert.deepEqual(await editor.messages(), []);
});

test(".env next to it counts, as it is on the disk", async () => {
  const file = path.join(editor.folder, ".env");
  await problems(/Prefect ignores `logging\.level` here: `PREFECT_LOGGING_LEVEL` on line 1 of `\.env` wins/);
  await editor.shot("findings");
  rmSync(file);
  await editor.until("no finding", async () => !/logging\.level/.test((await editor.problems()).join("\n")));
  writeFileSync(file, "# New.\nPREFECT_LOGGING_LEVEL=ERROR\n");
  await problems(/`PREFECT_LOGGING_LEVEL` on line 2 of `\.env` wins/);
});

test("completion, hover and a quick fix", async () => {
  await editor.press("Control+j"); // The panel is in the way.
  await editor.open("prefect.toml");
  const offered = await editor.quickFixes(2, 2, /`host`/);
  assert.match(offered[0], /`host`/);
  await editor.press("Enter");
  await editor.until("the key", async () => /^host = /m.test(await editor.text()));
  await editor.until("no squiggle", async () => (await editor.squiggles("warning")) === 0);
  assert.match(await editor.saved("prefect.toml"), /^host = "127/m);

  await editor.goTo(2, 2);
  assert.match(await editor.hover(), /PREFECT_SERVER_API_HOST/);
  await editor.press("Escape");

  await editor.goTo(2, 100);
  await editor.press("Enter");
  await editor.type("po");
  await editor.until("port in the list", async () => (await editor.suggestions()).includes("port"));
  await editor.press("Escape");
});

test("from a key to its squiggle", async () => {
  const squiggle = ".squiggly-error, .squiggly-warning";
  await editor.press("Backspace", "Backspace");
  await editor.until("no squiggle", async () => (await editor.page.locator(squiggle).count()) === 0);
  const took = [];
  for (let left = 10; left > 0; left--) {
    took.push(await editor.time("x", squiggle));
    assert.ok(took.at(-1) > 0, "nothing was seen");
    await editor.press("Escape", "Backspace");
    await editor.until("no squiggle", async () => (await editor.page.locator(squiggle).count()) === 0);
  }
  figures.millisecondsToSquiggle = took.toSorted((one, other) => one - other)[5];
});

test("settings classes of the project are known, and folders of tools are not searched", async () => {
  await editor.open("flows/prefect.toml");
  const shown = await problems(/acne/);
  assert.doesNotMatch(shown, /`acme/);
  assert.doesNotMatch(shown, /node_modules/);
  await editor.press("Control+j");
});

test("the settings in force are shown, and lead to their files", async () => {
  await editor.open("prefect.toml");
  await editor.command("Prefect TOML: Show Effective Settings");
  const page = editor.webview();
  await page.locator("tr", { hasText: "logging.level" }).waitFor();
  await editor.shot("effective");
  await page.locator("tr", { hasText: "logging.level" }).locator("a").first().click();
  await editor.page.locator('.tab.active[aria-label^=".env"]').waitFor();
});

test("a worker that fails is replaced, with the text as it is", async () => {
  await editor.open("prefect.toml");
  await editor.goTo(2, 1);
  await editor.type("portt = 1\n");
  await editor.until("the squiggle", () => editor.squiggles("warning"));
  const [worker] = await serverWorkers();
  await worker.evaluate(() => void setTimeout(() => { throw new Error("killed by the test"); }));
  await editor.until("another worker", async () => {
    const now = await serverWorkers();
    return now.length === 1 && now[0] !== worker;
  });
  await editor.goTo(2, 4);
  await editor.type("s"); // Only a new server has a finding with the new name.
  await editor.until("the finding", async () => /server\.api\.porstt/.test((await editor.problems()).join("\n")), START);
  await editor.until("only the table that nothing reads", async () => {
    const shown = (await editor.problems()).join("\n");
    return /`acne`/.test(shown) && !/`acme/.test(shown);
  });
  await editor.command("Prefect TOML: Show Output");
  await editor.until("the reason", async () => /has ended:.*killed by the test/.test(await output()));
  await editor.shot("replaced");
  // The output is shown line by line.
  const starts = async () => [...(await output()).matchAll(/is there after ([\d.]+) s/g)].map((each) => Number(each[1]));
  await editor.until("the one in its place", async () => (await starts()).length > 1);
  figures.secondsToServer = await starts();
  assert.equal(figures.secondsToServer.length, 2, "the first one, and the one in its place");
  assert.deepEqual(await editor.messages(), []);
});

test("the release is that of the requirements", async () => {
  const shown = await editor.status();
  assert.match(shown, /Prefect 3\.8\.8/);
  assert.match(shown, /requirements\.txt/);
  writeFileSync(path.join(editor.folder, "requirements.txt"), "prefect==3.6.29\n");
  const status = editor.page.locator(".hover-language-status");
  await editor.until("the other release", async () => (await status.innerText()).includes("Prefect 3.6.29"));
});

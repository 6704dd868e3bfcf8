// The checker in Chromium: what it finds, completes, explains and fixes, and how fast.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { browser, open, screenshot, violations } from "./browser.mjs";
import { HOME, PYTHON, site } from "./engine.mjs";
import { serve } from "./serve.mjs";

const COLD = 5_000; // milliseconds from the click to the first findings
const KEYSTROKE = 100; // milliseconds, at the median
const LARGEST = 8_000_000; // bytes, compressed
/** How many programs wait for each core: a machine that does other work is so many times slower. */
const SLOWNESS = Math.max(1, loadavg()[0] / cpus().length);
const WAIT = { timeout: 60_000 };

let server;
let page;
before(async () => (server = await serve(site)));
after(async () => {
  await browser.close();
  server.stop();
});

const findings = () => page.locator("#findings li");
const editor = (name) => page.locator(`[id="panel-${name}"] .cm-content`);

/** Have a file hold this text, as if typed. */
async function write(name, text) {
  await page.locator(`[id="tab-${name}"]`).click();
  await editor(name).fill(text);
}

const finding = (code) => findings().filter({ has: page.locator(`code:text-is("${code}")`) });

test("it is small", () => {
  const folder = path.join(site, "checker");
  const sizes = readdirSync(folder).map((name) => gzipSync(readFileSync(path.join(folder, name))).length);
  const sum = sizes.reduce((one, other) => one + other);
  console.log(`${(sum / 1e6).toFixed(2)} MB compressed`);
  assert.ok(sum < LARGEST, `${sum} bytes`);
});

test("it starts on demand, and says how far it is", async () => {
  page = await open(`${server.address}checker.html`);
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url())));
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(page.workers(), []);
  assert.match(await page.locator("#load").textContent(), /Load the checker \(\d\.\d MB\)/);
  const begun = performance.now();
  await page.locator("#load").click();
  await page.locator("#state", { hasText: "Loading Python" }).waitFor();
  await findings().first().waitFor(WAIT);
  const taken = performance.now() - begun;
  console.log(`first findings after ${Math.round(taken)} ms, ${SLOWNESS.toFixed(1)} programs a core`);
  assert.equal(await page.locator("#state").textContent(), "Ready");
  assert.ok(await page.locator("#progress").isHidden());
  assert.ok(asked.length > 0 && asked.every((each) => each.origin + "/" === server.address));
  assert.ok(taken < COLD * SLOWNESS, `${taken} ms`);
});

test("it shows findings where they are, with a fix", async () => {
  assert.match(await finding("unknown-setting").textContent(), /Prefect has no setting server\.port/);
  assert.equal(await page.locator(".cm-lintRange").count(), 3);
  await finding("unknown-setting").locator(".fix").first().waitFor();
  assert.deepEqual(await violations(page), []);
  await screenshot(page, "checker");
  await finding("unknown-setting").getByRole("button", { name: "Move to [server.api]" }).click();
  await finding("unknown-setting").waitFor({ state: "detached" });
  assert.match(await editor("prefect.toml").innerText(), /\[server\.api\]\s+port = 4300/);
  await finding("enum").getByRole("button", { name: 'Change to "INFO"' }).click();
  await finding("number-from-string").getByRole("button", { name: "Write 60.0" }).click();
  await page.locator("#none").waitFor();
});

test("it completes and explains", async () => {
  await write("prefect.toml", "[server.api]\n");
  await page.keyboard.press("Control+End");
  await page.keyboard.type("keep");
  await page.locator(".cm-completionLabel", { hasText: "keepalive_timeout" }).waitFor();
  await screenshot(page, "checker-completion");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => /keepalive_timeout/.test(document.querySelector(".cm-content").innerText));
  await write("prefect.toml", "[server.api]\nport = 4200\n");
  await page.locator(".cm-line", { hasText: "port" }).hover({ position: { x: 15, y: 8 } });
  await page.locator(".cm-tooltip", { hasText: "PREFECT_SERVER_API_PORT" }).waitFor();
  await screenshot(page, "checker-hover");
  await page.mouse.move(0, 0);
});

test("the files are one folder", async () => {
  await write("prefect.toml", "[server.api]\nport = 4200\n");
  await write(".env", "PREFECT_SERVER_API_PORT=4201\n");
  await finding("overridden").filter({ hasText: ".env" }).waitFor();
  await write("pyproject.toml", '[tool.prefect.logging]\nlevel = "LOUD"\n');
  await finding("enum").filter({ hasText: "pyproject.toml:2:9" }).waitFor();
  await finding("enum").locator(".place").click();
  assert.equal(await page.locator("[aria-selected=true][role=tab]").textContent(), "pyproject.toml 1");
  await write("profiles.toml", 'active = "gone"\n');
  await findings().filter({ hasText: "profiles.toml:1" }).first().waitFor();
  for (const name of [".env", "pyproject.toml", "profiles.toml"]) {
    await write(name, "");
  }
  await page.locator("#none").waitFor();
});

test("the release that is chosen judges", async () => {
  await write("prefect.toml", '[client]\ncustom_headers = { a = "b" }\n');
  await page.locator("#as").selectOption("3.4.0");
  await findings().filter({ hasText: "3.4.8" }).waitFor();
  await page.locator("#as").selectOption({ index: 0 });
  await page.locator("#none").waitFor();
});

test("a keystroke is judged at once", async () => {
  await write("prefect.toml", `[server.api]\nhost = "a"\n\n[logging]\nlevel = "INFO"\n`);
  await page.keyboard.press("Control+End");
  const taken = [];
  for (let count = 0; count < 21; count++) {
    await page.evaluate(() => {
      window.judged = new Promise((resolve) => {
        const begun = performance.now();
        const seen = new MutationObserver(() => resolve(performance.now() - begun));
        seen.observe(document.getElementById("findings"), { childList: true });
      });
    });
    await page.keyboard.type(count ? "x" : "x = 1 # ");
    taken.push(await page.evaluate(() => window.judged));
    await page.waitForTimeout(50);
  }
  const median = taken.slice(1).sort((one, other) => one - other)[10];
  console.log(`${median.toFixed(0)} ms a keystroke at the median, ${Math.max(...taken.slice(1)).toFixed(0)} at most`);
  assert.ok(median < KEYSTROKE * SLOWNESS, `${median} ms`);
});

test("a worker that dies is started again, and the text is kept", async () => {
  await write("prefect.toml", "[server]\nport = 1\n");
  await finding("unknown-setting").waitFor();
  const [worker] = page.workers();
  await worker.evaluate(() => void setTimeout(() => { throw new Error("it fell over"); }));
  await page.waitForFunction(() => document.getElementById("state").textContent !== "Ready");
  await page.locator("#state", { hasText: "Ready" }).waitFor(WAIT);
  assert.match(await editor("prefect.toml").innerText(), /\[server\]\s+port = 1/);
  await write("prefect.toml", "[server]\nhost = 1\n");
  await finding("unknown-setting").filter({ hasText: "server.host" }).waitFor(WAIT);
  const [second] = page.workers();
  assert.notEqual(second, worker);
  await second.evaluate(() => void setTimeout(() => { for (;;); }));
  await page.waitForFunction(() => document.getElementById("state").textContent !== "Ready", null, WAIT);
  await page.locator("#state", { hasText: "Ready" }).waitFor(WAIT);
  assert.match(await editor("prefect.toml").innerText(), /host = 1/);
});

test("it finds what the command line finds", async () => {
  const told = execFileSync(PYTHON, [path.join(HOME, "scripts/corpus.py")], { maxBuffer: 1 << 26 });
  const { folders, quiet, waiting } = JSON.parse(told);
  const found = await page.evaluate(askWorker, folders);
  assert.ok(folders.length > 200);
  assert.ok(folders.flatMap((each) => each.found).length > 150);
  const alike = ([file, line, column, severity, code]) =>
    JSON.stringify([file, line, column, waiting.includes(code) ? "any" : severity, code]);
  const sorted = (rows) => rows.map(alike).sort();
  const shown = found.map((rows) => sorted(rows.filter((row) => !quiet.includes(row[4]))));
  const names = folders.map((each) => each.name);
  const expected = folders.map((each) => sorted(each.found));
  const wrong = names.flatMap((name, at) =>
    `${shown[at]}` === `${expected[at]}` ? [] : [{ name, found: shown[at], expected: expected[at] }],
  );
  assert.deepEqual(wrong, []);
});

/** In the page: what the worker says about each folder, as it says it to the page. */
async function askWorker(folders) {
  const worker = new Worker("checker/worker.js", { type: "module" });
  const waiting = new Map();
  let last = 0;
  let refreshes = 0;
  worker.onmessage = ({ data }) => {
    const message = typeof data === "string" ? JSON.parse(data) : {};
    if ("id" in message && !("method" in message)) {
      waiting.get(message.id)(message.result ?? message.error);
    } else if (message.method === "workspace/diagnostic/refresh") {
      refreshes += 1;
      worker.postMessage(JSON.stringify({ jsonrpc: "2.0", id: message.id, result: null }));
    }
  };
  const tell = (method, params, more) =>
    worker.postMessage(JSON.stringify({ jsonrpc: "2.0", method, params, ...more }));
  const ask = (method, params) =>
    new Promise((resolve) => {
      waiting.set((last += 1), resolve);
      tell(method, params, { id: last });
    });
  await ask("initialize", {
    processId: null,
    rootUri: "file:///project",
    capabilities: {
      textDocument: { diagnostic: {} },
      workspace: { diagnostics: { refreshSupport: true } },
    },
  });
  tell("initialized", {});
  const answers = new Map();
  for (const release of new Set(folders.map((each) => each.release))) {
    tell("workspace/didChangeConfiguration", { settings: { prefectToml: { prefectVersion: release } } });
    const documents = folders
      .filter((each) => each.release === release)
      .flatMap(({ name, files }) => Object.entries(files).map(([file, text]) => ({ name, file, text })));
    const uri = ({ name, file }) => `file:///project/${name}/${file}`;
    for (const each of documents) {
      const textDocument = { uri: uri(each), languageId: "toml", version: 1, text: each.text };
      tell("textDocument/didOpen", { textDocument });
    }
    // What depends on another document is judged again, and then the server asks for a refresh.
    let seen;
    do {
      seen = refreshes;
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      documents.forEach(({ name }) => answers.set(name, []));
      for (const each of documents) {
        const answer = await ask("textDocument/diagnostic", { textDocument: { uri: uri(each) } });
        const rows = answer.items.map(({ range: { start }, severity, code }) =>
          [each.file, start.line, start.character, severity, code]);
        answers.get(each.name).push(...rows);
      }
    } while (seen !== refreshes);
  }
  worker.terminate();
  return folders.map(({ name }) => answers.get(name));
}

// Finding the server, and all that can be wrong with it: one message that says what to do, no
// loop, and an editor that stays usable.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, test } from "node:test";
import { fixture, makeWorkspace, serverFolder, startEditor } from "./code-server.mjs";

const PREFECT_TOML = '[server.api]\nport = "many"\n';
const NO_PYTHON = "/nonexistent";

let editor;
afterEach(async () => {
  await editor?.stop();
  editor = undefined;
});

/** A program of the test's own, in a folder outside the workspace. */
function program(name, script) {
  return path.join(makeWorkspace({ [name]: `#!/bin/sh\n${script}\n` }), name);
}

function workspace(files = {}) {
  return makeWorkspace({ "prefect.toml": PREFECT_TOML, ...files });
}

async function hasSquiggle() {
  await editor.until("the squiggle", () => editor.squiggles("error"), 60_000);
}

/** The editor takes keys as ever, and there is nothing new after a while. */
async function staysUsable() {
  await editor.page.waitForTimeout(2_000);
  assert.equal((await editor.messages()).length, 1, "one message");
  await editor.goTo(1, 1);
  await editor.type("# typed\n");
  await editor.until("what was typed", async () => /^# typed$/m.test(await editor.text()));
}

function starts() {
  return editor.output().match(/ starting /g)?.length ?? 0;
}

test("the server of the VSIX is set up, once", async () => {
  editor = await startEditor({ name: "set-up", folder: workspace() });
  await editor.open("prefect.toml");
  await editor.message(/^Setting up Prefect TOML \(once\): (making|installing) /);
  const shown = editor.page.locator(".notifications-toasts .notification-list-item-message");
  assert.ok(await shown.evaluate((each) => each.scrollWidth <= each.clientWidth), "it is cut off");
  await editor.shot("set-up");
  await editor.until("the squiggle", () => editor.squiggles("error"), 180_000);
  assert.match(editor.output(), /-m venv /);
  assert.match(editor.output(), /from the extension/);
  await editor.command("Prefect TOML: Restart Server");
  await editor.until("the second start", () => starts() === 2);
  await hasSquiggle();
  assert.equal(editor.output().match(/-m venv /g).length, 1);
});

test("no Python", async () => {
  editor = await startEditor({ name: "no-python", folder: workspace(), onlyPath: NO_PYTHON });
  await editor.open("prefect.toml");
  const { text, buttons } = await editor.message(/needs Python 3\.10 or later/);
  assert.match(text, /no Python on PATH/);
  assert.deepEqual(buttons, ["Get Python", "Try Again", "Show Output"]);
  await editor.shot("message");
  assert.match(await editor.status(), /does not run/);
  await staysUsable();
});

test("a Python too old", async () => {
  const old = program("python3", `echo '{"version": [3, 8, 18], "package": false, "venv": true}'`);
  editor = await startEditor({ name: "old", folder: workspace(), onlyPath: path.dirname(old) });
  await editor.open("prefect.toml");
  const { text } = await editor.message(/needs Python 3\.10 or later/);
  assert.match(text, /python3 is Python 3\.8\.18/);
  await staysUsable();
});

test("a Python that cannot make environments, as Debian has it", async () => {
  const python = program("python3", `echo '{"version": [3, 11, 2], "package": false, "venv": false}'`);
  const onlyPath = path.dirname(python);
  editor = await startEditor({ name: "no-venv", folder: workspace(), onlyPath });
  await editor.open("prefect.toml");
  const { text } = await editor.message(/python3-venv/);
  assert.match(text, /makes no virtual environments/);
  await staysUsable();
});

test("no network while the server is set up", async () => {
  const environment = { PIP_CONFIG_FILE: "/dev/null", PIP_INDEX_URL: "http://127.0.0.1:9/simple", PIP_RETRIES: "0" };
  for (const name of ["PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL"]) {
    environment[name] = "";
  }
  editor = await startEditor({ name: "no-network", folder: workspace(), environment });
  await editor.open("prefect.toml");
  const { text, buttons } = await editor.message(/could not set up its server/, 120_000);
  assert.match(text, /needs the network once/);
  assert.deepEqual(buttons, ["Try Again", "Show Output"]);
  const storage = path.join(editor.data, "User/globalStorage/prefect-toml-lsp.prefect-toml");
  assert.deepEqual(readdirSync(storage), [], "nothing half done is left");
  await staysUsable();
});

test("a path to nothing, then one that is right", async () => {
  const settings = { "prefectToml.server.path": "/nonexistent/prefect-toml-lsp" };
  editor = await startEditor({ name: "path-to-nothing", folder: workspace(), settings });
  await editor.open("prefect.toml");
  const { text, buttons } = await editor.message(/there is no program at this place/);
  assert.match(text, /prefectToml\.server\.path is \/nonexistent\/prefect-toml-lsp/);
  assert.deepEqual(buttons, ["Open Settings", "Try Again", "Show Output"]);
  await staysUsable();
  await editor.clickMessage("Open Settings");
  // In a browser the programs are on the remote side, and so are the settings that name them.
  await editor.page.locator(".settings-tabs-widget .action-label", { hasText: "Remote" }).click();
  const field = editor.page.locator(".settings-editor .setting-item-contents input[type=text]").first();
  await editor.page.locator(".settings-count-widget", { hasText: "1 Setting Found" }).waitFor();
  // The page may be drawn again while the search goes on; what is typed then is typed again.
  const right = path.join(serverFolder(), "prefect-toml-lsp");
  await editor.until("the path in its field", async () => {
    await field.fill(right);
    await editor.page.waitForTimeout(1_000);
    return (await field.inputValue()) === right;
  });
  await editor.until("the server", () => editor.output().includes("the server is ready"));
  await editor.open("prefect.toml");
  await hasSquiggle();
  assert.match(editor.output(), /from the setting prefectToml\.server\.path/);
});

test("a path to a Python too old", async () => {
  const old = program("python3.8", `echo '{"version": [3, 8, 18], "package": true, "venv": true}'`);
  const settings = { "prefectToml.server.path": old };
  editor = await startEditor({ name: "path-to-old", folder: workspace(), settings });
  await editor.open("prefect.toml");
  const { text } = await editor.message(/server\.path is Python 3\.8\.18/);
  assert.match(text, /needs 3\.10 or later/);
  await staysUsable();
});

test("a broken environment: a server that exits at once", async () => {
  const broken = program("prefect-toml-lsp", "echo 'No module named pygls' >&2; exit 1");
  editor = await startEditor({ name: "exits", folder: workspace(), searched: path.dirname(broken) });
  await editor.open("prefect.toml");
  const { text } = await editor.message(/stopped as soon as it was started/);
  assert.match(text, /No module named pygls/);
  assert.match(text, /It comes from PATH/);
  await staysUsable();
  assert.equal(starts(), 1, "it is not tried again by itself");
});

test("a server killed while running is started again, up to a limit", async () => {
  editor = await startEditor({ name: "killed", folder: workspace(), searched: serverFolder() });
  await editor.open("prefect.toml");
  await hasSquiggle();
  let last;
  for (let time = 1; time <= 5; time++) {
    const [server] = await editor.until(`server ${time}`, () => {
      const found = editor.servers();
      return found.length === 1 && found[0] !== last && found;
    });
    await editor.until("it is ready", () => {
      return editor.output().match(/the server is ready/g).length === time;
    });
    last = server;
    process.kill(server, "SIGKILL");
    if (time === 1) {
      await editor.goTo(2, 14);
      await editor.until("another server", () => editor.servers().some((each) => each !== server));
      await hasSquiggle();
      assert.deepEqual(await editor.messages(), [], "nobody needs to know");
    }
  }
  const { text } = await editor.message(/stopped 5 times within 3 minutes/);
  assert.match(text, /not started again by itself/);
  await editor.shot("limit");
  await staysUsable();
  assert.deepEqual(editor.servers(), []);
  await editor.clickMessage("Try Again");
  await hasSquiggle();
});

test("a workspace on a read-only disk", async (t) => {
  const folder = workspace();
  if (!makeReadOnly(folder, t)) {
    t.skip("nothing can be mounted here, and permissions do not stop root");
    return;
  }
  editor = await startEditor({ name: "read-only", folder, searched: serverFolder() });
  await editor.open("prefect.toml");
  await hasSquiggle();
  assert.deepEqual(await editor.messages(), []);
  await editor.command("Prefect TOML: Choose Prefect Release");
  await editor.page.locator(".quick-input-widget input").fill("3.1.0");
  await editor.page.locator(".quick-input-list .monaco-list-row", { hasText: "3.1.0" }).first().waitFor();
  await editor.press("Enter");
  const { text } = await editor.message(/Unable to write/);
  assert.match(text, /^Prefect TOML: /);
  await staysUsable();
});

/**
 * For root, whom permissions do not stop, the folder is mounted read-only; false where that is not
 * allowed, as in some containers.
 */
function makeReadOnly(folder, t) {
  if (process.getuid() === 0) {
    try {
      execFileSync("mount", ["--bind", folder, folder], { stdio: "pipe" });
    } catch {
      return false;
    }
    t.after(() => execFileSync("umount", ["--lazy", folder]));
    execFileSync("mount", ["-o", "remount,ro,bind", folder]);
  } else {
    chmodSync(folder, 0o555);
    t.after(() => chmodSync(folder, 0o755));
  }
  assert.throws(() => writeFileSync(path.join(folder, "written"), ""));
  return true;
}

test("a command starts the server where no file of Prefect's is open", async () => {
  const folder = makeWorkspace({ "flow.py": "" });
  editor = await startEditor({ name: "starter", folder, searched: serverFolder() });
  await editor.until("activation", () => editor.output().includes("activated"));
  assert.equal(starts(), 0);
  await editor.command("Prefect TOML: Create prefect.toml");
  await editor.page.locator('.tab.active[aria-label*="prefect.toml"]').waitFor();
  await editor.until("its tables", async () => /^\[api\]$/m.test(await editor.text()));
  assert.match(await editor.saved("prefect.toml"), /^\[server\.api\]$/m);
});

test("the selected Python environment comes before PATH", async () => {
  const python = path.join(serverFolder(), "python");
  const wrong = program("prefect-toml-lsp", "exit 1");
  editor = await startEditor({
    name: "selected",
    folder: workspace(),
    searched: path.dirname(wrong),
    extensions: [fixture("python")],
    environment: { SELECTED_PYTHON: python },
  });
  await editor.open("prefect.toml");
  await hasSquiggle();
  assert.match(editor.output(), /from the selected Python environment/);
});

test("an untrusted workspace runs nothing of its own until it is trusted", async () => {
  const ran = path.join(makeWorkspace({}), "ran");
  const evil = `#!/bin/sh\necho "$0" >> ${ran}\nexit 1\n`;
  const folder = workspace({
    "bin/prefect-toml-lsp": evil,
    "bin/python3": evil,
    "set/prefect-toml-lsp": evil,
    ".venv/bin/python": evil,
    "prefect_toml_lsp/__init__.py": `open(${JSON.stringify(ran)}, "a").write("import")\n`,
  });
  const settings = { "prefectToml.server.path": path.join(folder, "set/prefect-toml-lsp") };
  mkdirSync(path.join(folder, ".vscode"));
  writeFileSync(path.join(folder, ".vscode/settings.json"), JSON.stringify(settings));
  editor = await startEditor({
    name: "untrusted",
    folder,
    searched: `${folder}/bin:bin:.:${serverFolder()}`,
    asksForTrust: true,
    extensions: [fixture("python")],
    environment: { SELECTED_PYTHON: path.join(folder, ".venv/bin/python") },
  });
  await editor.page.locator(".monaco-dialog-box .monaco-button", { hasText: "No, I don't" }).click();
  await editor.open("prefect.toml");
  await hasSquiggle();
  assert.match(editor.output(), /from PATH/);
  assert.ok(!existsSync(ran), `the workspace ran ${existsSync(ran) && readFileSync(ran, "utf8")}`);

  await editor.command("Workspaces: Manage Workspace Trust");
  await editor.page.locator(".workspace-trust-editor .monaco-button", { hasText: /^Trust$/ }).click();
  await editor.message(/stopped as soon as it was started/);
  assert.match(readFileSync(ran, "utf8"), /set\/prefect-toml-lsp/);
});

// Whole files typed from nothing, with the completion list open all the while.
//
// A third of the values is typed at each speed; with TYPING_ROUNDS=6 all of them are, six times.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { makeWorkspace, serverFolder, slowServerFolder, startEditor } from "./code-server.mjs";

/** Values of every kind, each below a key of Prefect's; Enter after each starts a line. */
const VALUES = {
  "": ["debug_mode = true", "silence_api_url_misconfiguration = false"],
  api: ['url = "http://127.0.0.1:4200/api"', "tls_insecure_skip_verify = true", "enable_http2=false"],
  cli: ["colors = true", "wrap_lines = false"],
  client: ["max_retries = 5", "retry_jitter_factor = 0.2", "retry_extra_codes = [429, 503]"],
  flows: ["default_retries = 2", "default_retry_delay_seconds = 1.5"],
  logging: ['level = "INFO"', "log_prints = true", 'extra_loggers = ["httpx", "boto3"]', "colors=false"],
  results: ["persist_by_default = true", 'default_serializer = "pickle"'],
  runner: ["process_limit = 5", "poll_frequency = 10", "heartbeat_frequency = 30"],
  "server.api": ["port = 42", 'host = "127.0.0.1"', "default_limit=200", "keepalive_timeout = 5"],
  "server.events": ['retention_period = "P7D"', "stream_out_enabled = true"],
  "server.services.db_vacuum": ['enabled = ["events", "flow_runs"]', "loop_seconds = 3600"],
  "server.ui": ["enabled = true"],
  tasks: ["refresh_cache = false", "default_retries = 3"],
  worker: ["heartbeat_seconds = 30", "prefetch_seconds = 10", "query_seconds = 10"],
};

const SPEEDS = [30, 50, 80]; // milliseconds a key
const ROUNDS = Number(process.env.TYPING_ROUNDS ?? 0); // of all values at each speed

/** The sections of a file: a header, which is put there, and lines, which are typed. */
function sectionsAt(delay) {
  const tables = Object.entries(VALUES);
  const share = tables.filter((_, index) => index % SPEEDS.length === SPEEDS.indexOf(delay));
  return (ROUNDS ? tables : share).map(([table, lines]) => [
    table && `[${table}]`,
    `${table && "\n"}${lines.join("\n")}\n\n`,
  ]);
}

let editor;

before(async () => {
  const names = ["prefect.toml", "root/prefect.toml", "profiles.toml", "pyproject.toml", ".env"];
  const speeds = SPEEDS.flatMap((delay) => [...Array(ROUNDS || 1).keys()].map((round) => `${round}-${delay}/prefect.toml`));
  const files = Object.fromEntries([...names, ...speeds].map((name) => [name, ""]));
  files["pyproject.toml"] = '[project]\nname = "flows"\n\n';
  const settings = { "editor.formatOnType": false };
  editor = await startEditor({ name: "typing", folder: makeWorkspace(files), searched: serverFolder(), settings });
  await editor.open("prefect.toml");
  await editor.until("the server", () => editor.output().includes("the server is ready"));
});
after(() => editor?.stop());

async function typeAt(delay, text) {
  await editor.page.keyboard.type(text, { delay });
}

/** Take the item in focus, once the list has this one there. */
async function take(label) {
  const focused = editor.page.locator(".suggest-widget.visible .monaco-list-row.focused .label-name");
  await editor.until(`${label} in focus`, async () => (await focused.allInnerTexts())[0] === label);
  await editor.page.waitForTimeout(100); // A list that has just come takes no key yet.
  await editor.press("Enter");
}

async function is(name, text) {
  await editor.press("Escape");
  assert.equal(await editor.saved(name), text);
}

for (const delay of SPEEDS) {
  test(`no Enter is swallowed at ${delay} ms a key`, async () => {
    const sections = sectionsAt(delay);
    const file = sections.flat().join("");
    for (let round = 0; round < (ROUNDS || 1); round++) {
      await editor.open(`${round}-${delay}/prefect.toml`);
      for (const [header, lines] of sections) {
        await editor.page.keyboard.insertText(header);
        await typeAt(delay, lines);
      }
      await is(`${round}-${delay}/prefect.toml`, file);
    }
    const count = file.match(/=/g).length * (ROUNDS || 1);
    console.log(`${count} values at ${delay} ms a key`);
  });
}

test("tables, keys and values are taken from the list", async () => {
  await editor.open("prefect.toml");
  await typeAt(30, "debug_");
  await take("debug_mode");
  await take("false"); // the default, by a quick Enter
  await typeAt(30, "\n\nlogg");
  await take("logging"); // opens its header
  await typeAt(30, "leve");
  await take("level");
  await take('"INFO"');
  await typeAt(30, "\n\n[server.ap");
  await take("api"); // ends after the bracket
  await typeAt(30, "\nport=");
  await take("4200");
  await typeAt(30, "\nhost = ");
  await take('"127.0.0.1"');
  await typeAt(30, "\n");
  await is(
    "prefect.toml",
    'debug_mode = false\n\n[logging]\nlevel = "INFO"\n\n[server.api]\nport=4200\nhost = "127.0.0.1"\n',
  );
});

test("a setting of another table is written there, and the cursor stays", async () => {
  await editor.open("root/prefect.toml");
  await typeAt(30, "server_logg");
  await take("server.logging_level");
  await editor.until("the new table", async () => (await editor.text()).includes("[server]"));
  await typeAt(30, "debug_mode = true\nPREFECT_TASKS_DEFAULT_RETRIES");
  await take("tasks.default_retries");
  await is(
    "root/prefect.toml",
    'debug_mode = true\n\n\n[server]\nlogging_level = "WARNING"\n\n[tasks]\ndefault_retries = 0',
  );
});

test("a variable goes on with its values", async () => {
  await editor.open(".env");
  await typeAt(30, "PREFECT_DEBUG_M");
  await take("PREFECT_DEBUG_MODE");
  await take("false");
  await typeAt(30, "\nPREFECT_SERVER_API_PORT=42\nPREFECT_LOGGING_LEVEL=");
  await take("INFO");
  await typeAt(30, "\n");
  await is(".env", "PREFECT_DEBUG_MODE=false\nPREFECT_SERVER_API_PORT=42\nPREFECT_LOGGING_LEVEL=INFO\n");
  await editor.open("profiles.toml");
  await typeAt(30, '[profiles.dev]\nPREFECT_LOGGING_LE');
  await take("PREFECT_LOGGING_LEVEL");
  await take('"INFO"');
  await typeAt(30, "\n");
  await is("profiles.toml", '[profiles.dev]\nPREFECT_LOGGING_LEVEL = "INFO"\n');
});

test("Prefect's tables are offered in pyproject.toml", async () => {
  await editor.open("pyproject.toml");
  await editor.press("Control+End");
  await typeAt(30, "[tool.pre");
  await take("prefect");
  await typeAt(30, "\nlogg");
  await take("logging");
  await typeAt(30, 'level = "DEBUG"\n');
  await is(
    "pyproject.toml",
    '[project]\nname = "flows"\n\n[tool.prefect]\n[tool.prefect.logging]\nlevel = "DEBUG"\n',
  );
});

/** Typed to the end, headers and all; the lists that open on the way are those of a busy machine. */
const THROUGH = `debug_mode=true

[server.api]
port=42
host = "127.0.0.1"
default_limit = 200

[server.services.db_vacuum]
loop_seconds=5
enabled = ["events"]

[logging.to_api]
batch_size = 5
`;

test("what is typed through is what is written, also where the lists are late", async () => {
  const folder = makeWorkspace({ "prefect.toml": "" });
  const settings = { "editor.formatOnType": false };
  const slow = await startEditor({ name: "slow", folder, searched: slowServerFolder(300), settings });
  try {
    await slow.open("prefect.toml");
    await slow.until("the server", () => slow.output().includes("the server is ready"), 60_000);
    await slow.page.waitForTimeout(1_000);
    await slow.page.keyboard.type(THROUGH, { delay: 30 });
    await slow.press("Escape");
    assert.equal(await slow.saved("prefect.toml"), THROUGH);
    // Who waits for a list gets it.
    await slow.page.keyboard.type("\n[server.", { delay: 30 });
    await slow.until("the tables", async () => (await slow.suggestions()).includes("deployments"));
    await slow.page.keyboard.type("dep", { delay: 30 });
    await slow.until("one table", async () => (await slow.suggestions()).length === 1);
    await slow.press("Enter");
    await slow.press("Escape");
    assert.equal(await slow.saved("prefect.toml"), `${THROUGH}\n[server.deployments]`);
  } finally {
    await slow.stop();
  }
});

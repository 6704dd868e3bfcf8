// The site in Chromium, from the disk: what one can do with it, and how it looks.
import assert from "node:assert/strict";
import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { after, test } from "node:test";
import { browser, open, screenshot, violations } from "./browser.mjs";
import { site } from "./engine.mjs";

const address = (name) => `${pathToFileURL(path.join(site, name))}`;
const to = (name, query = "") => address(name) + query;
after(() => browser.close());

/** Of each template one page. */
const PAGES = [
  "index.html",
  "settings/server.services.html",
  "settings/logging.level.html",
  "settings/experiments.plugins.strict.html",
  "groups.html",
  "packages.html",
  "releases.html",
  "compare.html",
  "rules/index.html",
  "rules/unknown-setting.html",
];
const PHONE = { viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true };

/** How a page is looked at, and the rules of axe that then say something new. */
const LOOKS = {
  light: {},
  dark: { colorScheme: "dark", rules: ["color-contrast", "link-in-text-block"] },
  phone: { ...PHONE, rules: ["color-contrast", "target-size", "scrollable-region-focusable"] },
};

for (const [look, { rules, ...options }] of Object.entries(LOOKS)) {
  test(`axe finds nothing, and nothing moves: ${look}`, async () => {
    const page = await open("about:blank", options);
    for (const name of PAGES) {
      await page.goto(to(name, "?release=3.4.0"));
      assert.deepEqual(await violations(page, rules), [], name);
      assert.equal(await page.evaluate(() => window.shifts), 0, name);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${name} is ${wide} pixels too wide`);
      await screenshot(page, `${look}-${path.basename(name, ".html")}`);
    }
    assert.deepEqual(page.complaints, []);
  });
}

test("a page is there within a second, and small", async () => {
  const scripts = ["site.js", "style.css", "data/releases.js", "data/search.js"];
  const common = scripts.reduce((sum, name) => sum + statSync(path.join(site, name)).size, 0);
  const sizes = [".", "settings", "rules"]
    .flatMap((folder) => readdirSync(path.join(site, folder)).map((name) => path.join(folder, name)))
    .filter((name) => name.endsWith(".html"))
    .map((name) => statSync(path.join(site, name)).size);
  const largest = common + Math.max(...sizes);
  assert.ok(largest < 500_000, `${largest} bytes`);
  const page = await open(to("index.html"));
  const painted = await page.waitForFunction(
    () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
  );
  const paint = await painted.jsonValue();
  console.log(`largest page with everything: ${largest} bytes; first paint: ${Math.round(paint)} ms`);
  assert.ok(paint < 1000, `${paint} ms`);
});

test("search by keyboard alone", async () => {
  const page = await open(to("settings/server.api.html", "?release=3.4.0"));
  const chosen = () => page.locator("[role=option][aria-selected=true] code").textContent();
  await page.keyboard.press("/");
  await page.keyboard.type("timout");
  await page.locator("[role=option]").first().waitFor();
  assert.equal(await chosen(), "api.request_timeout");
  await page.locator("#query").fill("");
  await page.keyboard.type("port");
  await page.waitForFunction(() => document.querySelectorAll("[role=option]").length > 5);
  assert.equal(await chosen(), "server.api.port");
  assert.deepEqual(await violations(page), []);
  await screenshot(page, "search");
  await page.keyboard.press("ArrowDown");
  assert.equal(await chosen(), "runner.server.port");
  await page.keyboard.press("Escape");
  assert.ok(await page.locator("#found").isHidden());
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await page.waitForURL(/settings\/(?!server\.api\.html)/);
  assert.match(page.url(), /\?release=3\.4\.0$/, "the release stays");
  await page.keyboard.press("/");
  await page.keyboard.type("qqqqqq");
  await page.locator("#found .nothing").waitFor();
});

test("Enter right after the word goes to the first that is found", async () => {
  const page = await open(to("index.html"));
  await page.keyboard.press("/");
  await page.keyboard.type("PREFECT_API_KEY");
  await page.keyboard.press("Enter");
  await page.waitForURL(/settings\/api\.key\.html$/);
});

test("the switch shows what a release has", async () => {
  const page = await open(to("settings/server.services.late_runs.after_seconds.html"));
  const note = page.locator("[data-page]");
  assert.match(await note.textContent(), /Prefect [\d.]+ has this setting/);
  await page.goto(to("settings/client.custom_headers.html"));
  await page.locator("#release").selectOption("3.4.0");
  await page.waitForURL(/release=3\.4\.0/);
  assert.equal(await note.textContent(), "Prefect 3.4.0 does not have this setting; it came with 3.4.8.");
  await page.locator("nav a", { hasText: "All settings" }).click();
  await page.waitForURL(/index\.html\?release=3\.4\.0/);
  const item = page.locator('[data-node="client.custom_headers"]');
  assert.equal(await item.getAttribute("class"), "gone");
  await screenshot(page, "release-3.4.0");
  await page.goto(to("settings/experiments.plugins.strict.html", "?release=3.5.0"));
  assert.equal(await note.textContent(), "Prefect 3.5.0 has this setting.");
  await page.goto(to("settings/plugins.setup_timeout_seconds.html", "?release=3.6.0"));
  assert.match(await note.textContent(), /^Prefect 3\.6\.0 does not have/);
});

test("type and default are those of the release", async () => {
  const page = await open(to("settings/server.ui.v2_enabled.html", "?release=3.7.8"));
  const fact = page.locator('[data-fact="Default"]');
  assert.equal(await fact.textContent(), "false");
  await page.goto(to("settings/server.ui.v2_enabled.html"));
  assert.equal(await fact.textContent(), "true");
});

test("two releases are compared", async () => {
  const page = await open(to("compare.html", "?from=3.7.8&to=3.8.0"));
  const shown = () => page.locator("#differences").innerText();
  assert.match(await shown(), /New \(\d+\)[\s\S]*server\.database\.migration_timeout/);
  assert.match(await shown(), /Changed[\s\S]*server\.ui\.v2_enabled: default true, was false/);
  await screenshot(page, "compare-3.7.8-3.8.0");
  await page.locator("#from").selectOption("3.6.0");
  assert.match(await shown(), /Moved[\s\S]*experiments\.plugins\.strict, now plugins\.strict/);
  assert.match(page.url(), /from=3\.6\.0&to=3\.8\.0$/);
  await page.locator("#to").selectOption("3.6.0");
  assert.equal(await shown(), "No setting is new, gone, moved or changed.");
});

test("an unknown release or page in the address is said", async () => {
  const page = await open(to("index.html", "?release=9.9"));
  assert.match(await page.locator("#unknown").textContent(), /knows no Prefect 9\.9; it shows [\d.]+/);
  await page.goto(to("compare.html", "?from=%3Cb%3E&to=1"));
  const note = await page.locator("#not-known").textContent();
  assert.equal(note, "This site knows no Prefect <b>. This site knows no Prefect 1.");
  await page.goto(to("404.html"));
  assert.match(await page.locator("main").textContent(), /There is no such page/);
});

test("an example is copied", async () => {
  const page = await open(to("settings/server.api.port.html"), {
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const button = page.getByRole("button", { name: "Copy the example for pyproject.toml" });
  await button.focus();
  await page.keyboard.press("Enter");
  await page.locator(".copy", { hasText: "Copied" }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied, "[tool.prefect.server.api]\nport = 4200");
});

test("without JavaScript, all text and links are there and nothing that does not work", async () => {
  const page = await open(to("settings/server.api.port.html"), { javaScriptEnabled: false });
  assert.equal(await page.locator("[data-fact=Default]").textContent(), "4200");
  for (const each of ["#query", "#release", ".copy >> nth=0"]) {
    assert.ok(await page.locator(each).isHidden(), each);
  }
  await screenshot(page, "no-javascript");
  await page.locator("nav a", { hasText: "Compare" }).click();
  assert.match(await page.locator("main").innerText(), /runs no JavaScript/);
  await page.locator("noscript a").click();
  assert.match(page.url(), /releases\.html$/);
});

test("on paper there is only the text", async () => {
  const page = await open(to("settings/server.api.port.html"));
  await page.emulateMedia({ media: "print" });
  assert.ok(await page.locator("header").isHidden());
  assert.ok(await page.locator(".copy").first().isHidden());
  await screenshot(page, "print");
});

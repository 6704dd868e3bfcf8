// A page of the site in Chromium, and what the tests ask of it.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { chromium } from "playwright-core";

export const ARTEFACTS = path.resolve(import.meta.dirname, "artefacts");
mkdirSync(ARTEFACTS, { recursive: true });
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"];
export const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: FLAGS });

/** How far things of a page have moved, and when it was first painted; from its beginning on. */
const OBSERVER = `
  window.shifts = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((each) => (window.shifts += each.value)))
    .observe({ type: "layout-shift", buffered: true });
`;

/**
 * Open a page; whatever it complains about fails the test that asks for `complaints`.
 *
 * @param {string} address
 * @param {object} [options] of the browser's context
 */
export async function open(address, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1100, height: 800 }, ...options });
  const page = await context.newPage();
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (each) => each.type() === "error" && complaints.push(each.text()));
  await page.addInitScript(OBSERVER);
  await page.goto(address);
  return Object.assign(page, { complaints });
}

/** The rules of axe that a page breaks, of all or of these, each with the elements. */
export async function violations(page, rules) {
  await page.evaluate(axe);
  const options = { preload: false, ...(rules && { runOnly: rules }) };
  const found = await page.evaluate((chosen) => window.axe.run(chosen), options);
  return found.violations.map((each) => [each.id, ...each.nodes.slice(0, 3).map((node) => node.html)]);
}

export function screenshot(page, name) {
  return page.screenshot({ path: path.join(ARTEFACTS, `${name}.png`) });
}

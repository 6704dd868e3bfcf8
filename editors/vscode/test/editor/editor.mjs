// A person at VS Code: presses keys, types, clicks, and reads what is on the screen.
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const PATIENCE = 20_000; // milliseconds until something must have appeared

/** One window of VS Code. */
export class Editor {
  constructor(page, { name, folder, data, serverPid, stop }) {
    this.page = page;
    this.name = name;
    this.folder = folder;
    this.data = data;
    this.serverPid = serverPid;
    this.stop = stop;
    page.setDefaultTimeout(PATIENCE);
  }

  async isReady() {
    await this.page.locator(".monaco-workbench .part.statusbar").waitFor({ timeout: 60_000 });
  }

  /** Wait until `look` gives something, and return it; `what` says what is missing otherwise. */
  async until(what, look, patience = PATIENCE) {
    const end = Date.now() + patience;
    let last;
    while (Date.now() < end) {
      last = await look();
      if (last) {
        return last;
      }
      await this.page.waitForTimeout(50);
    }
    await this.shot(`missing-${what.replace(/\W+/g, "-").slice(0, 40)}`);
    throw new Error(`not seen within ${patience} ms: ${what}\n${await this.notes()}`);
  }

  async shot(name, options = {}) {
    const folder = path.join(import.meta.dirname, "../artefacts", this.name);
    mkdirSync(folder, { recursive: true });
    await this.page.waitForTimeout(500); // What appears fades in.
    await this.page.screenshot({ path: path.join(folder, `${name}.png`), ...options });
  }

  async notes() {
    return `messages on screen: ${JSON.stringify(await this.messages())}\n${this.output()}`;
  }

  // Keys and commands

  async press(...keys) {
    for (const key of keys) {
      await this.page.keyboard.press(key);
    }
  }

  async type(text) {
    await this.page.keyboard.type(text, { delay: 30 });
  }

  /** Run a command by its title in the palette. */
  async command(title) {
    await this.press("F1");
    const input = this.page.locator(".quick-input-widget input");
    await input.waitFor();
    await input.fill(`>${title}`);
    const row = this.page.locator(".quick-input-list .monaco-list-row").first();
    await this.until(`the command ${title}`, async () => {
      return (await row.count()) && (await row.innerText()).includes(title.split(": ").at(-1));
    });
    await this.press("Enter");
  }

  /** Open a file of the folder by its path; try again if the list gave another one. */
  async open(name) {
    for (let left = 5; !(await this.#openOnce(name)); left--) {
      assert.ok(left > 1, `${name} could not be opened`);
      await this.press("Escape");
    }
    await this.page.locator(".monaco-editor.focused").first().waitFor();
  }

  async #openOnce(name) {
    await this.press("Control+p");
    const input = this.page.locator(".quick-input-widget input");
    try {
      await input.fill(path.join(this.folder, name), { timeout: 3000 });
    } catch (error) {
      if (error.name === "TimeoutError") {
        return false; // An earlier command's list was closed instead of this one.
      }
      throw error;
    }
    const rows = this.page.locator(".quick-input-list .monaco-list-row");
    await this.until(`${name} in the list`, async () => {
      const labels = await rows.evaluateAll((all) => all.map((row) => row.ariaLabel ?? ""));
      return labels.length === 1 && labels[0].includes(path.basename(name));
    });
    await this.press("Enter");
    // The breadcrumbs begin with the first name of the path.
    const first = this.page.locator(".breadcrumbs-control .monaco-breadcrumb-item").first();
    for (let left = 60; left > 0; left--) {
      const names = await first.allInnerTexts();
      if (names[0]?.trim() === name.split("/")[0]) {
        return true;
      }
      await this.page.waitForTimeout(50);
    }
    return false;
  }

  /** Put the cursor at a line and column, both from 1. */
  async goTo(line, column) {
    await this.press("Control+g");
    const input = this.page.locator(".quick-input-widget input");
    await input.waitFor();
    await input.fill(`:${line}:${column}`);
    await this.page.waitForTimeout(200);
    await this.press("Enter");
    await this.page.locator(".monaco-editor.focused").first().waitFor();
    const place = this.page.locator('[id="status.editor.selection"]');
    await this.until(`line ${line}`, async () => (await place.innerText()).includes(`Ln ${line},`));
  }

  /** Milliseconds from pressing `key` to an element that matches `selector`, as the page sees it. */
  async time(key, selector) {
    await this.page.evaluate((wanted) => {
      window.measured = new Promise((resolve) => {
        let pressed;
        const seen = () => {
          if (pressed !== undefined && document.querySelector(wanted)) {
            observer.disconnect();
            resolve(performance.now() - pressed);
          }
        };
        const observer = new MutationObserver(seen);
        observer.observe(document, { subtree: true, childList: true, attributes: true });
        window.addEventListener("keydown", (event) => (pressed = event.timeStamp), {
          capture: true,
          once: true,
        });
      });
    }, selector);
    await this.press(key);
    const patience = new Promise((resolve) => setTimeout(resolve, 10_000, undefined));
    return await Promise.race([this.page.evaluate(() => window.measured), patience]);
  }

  // What is on the screen

  /** The text of the editor, as far as it is on the screen. */
  async text() {
    const lines = await this.page.locator(".editor-instance .view-lines > .view-line").evaluateAll(
      (rows) =>
        rows
          .map((row) => {
            const top = parseInt(row.style.top, 10);
            const copy = row.cloneNode(true);
            // Inlay hints are not text.
            copy.querySelectorAll("[class*=dyn-rule], .inlay-hint").forEach((hint) => hint.remove());
            return [top, copy.textContent.replaceAll("\u00a0", " ").replaceAll("\u200c", "")];
          })
          .sort(([one], [other]) => one - other)
          .map(([, text]) => text),
    );
    return lines.join("\n");
  }

  /** Save, and read the file. */
  async saved(name) {
    await this.press("Control+s");
    await this.until(`${name} is saved`, async () => {
      return (await this.page.locator(".tab.active.dirty").count()) === 0;
    });
    return readFileSync(path.join(this.folder, name), "utf8");
  }

  /** The entries of the completion list, the first one is the one that Tab takes. */
  async suggestions() {
    return await this.page
      .locator(".suggest-widget.visible .monaco-list-row .label-name")
      .allInnerTexts();
  }

  async squiggles(severity) {
    return await this.page.locator(`.monaco-editor .squiggly-${severity}`).count();
  }

  /** Open the list of quick fixes at a place, both counted from 1; their titles, once `wanted` is among them. */
  async quickFixes(line, column, wanted) {
    await this.goTo(line, column);
    await this.press("Control+.");
    const actions = this.page.locator(".action-widget .monaco-list-row.action");
    return await this.until("the quick fixes", async () => {
      const titles = await actions.allInnerTexts();
      return titles.some((title) => wanted.test(title)) && titles;
    });
  }

  /** Open the Problems panel; its rows as text. */
  async problems() {
    if ((await this.page.locator(".markers-panel").count()) === 0) {
      await this.command("Problems: Focus on Problems View");
    }
    return await this.page.locator(".markers-panel .monaco-list-row").allInnerTexts();
  }

  async hover() {
    await this.press("Control+k", "Control+i");
    const shown = this.page.locator(".monaco-hover:not(.hidden) .monaco-hover-content");
    return await this.until("hover", async () => {
      const texts = (await shown.allInnerTexts()).filter((text) => text && text !== "Loading...");
      return texts.join("\n");
    });
  }

  /** The messages (notifications) that are shown: text and buttons. */
  async messages() {
    return await this.page.locator(".notifications-toasts .notification-list-item").evaluateAll((items) =>
      items.map((item) => ({
        text: item.querySelector(".notification-list-item-message")?.textContent ?? "",
        buttons: [...item.querySelectorAll(".monaco-text-button")].map((each) => each.textContent),
      })),
    );
  }

  /** Wait for a message that matches; fails if there is more than one that does. */
  async message(pattern, patience = PATIENCE) {
    return await this.until(
      `message ${pattern}`,
      async () => {
        const found = (await this.messages()).filter(({ text }) => pattern.test(text));
        assert.ok(found.length < 2, `the same message ${found.length} times`);
        return found[0];
      },
      patience,
    );
  }

  async clickMessage(button) {
    await this.page.locator(".notifications-toasts .monaco-text-button", { hasText: button }).click();
  }

  /** The types and modifiers of the token at the cursor, as VS Code's own inspector has them. */
  async token() {
    await this.command("Developer: Inspect Editor Tokens and Scopes");
    const widget = this.page.locator(".token-inspect-widget");
    const text = await this.until("the token inspector", async () => {
      const shown = (await widget.count()) ? await widget.innerText() : "";
      return shown.includes("language") ? shown : "";
    });
    await this.press("Escape");
    await widget.waitFor({ state: "hidden" });
    return text;
  }

  /** What the status item of our language says; it is opened by a click. */
  async status() {
    const item = this.page.locator('[id="status.languageStatus"]');
    await item.waitFor();
    await item.click();
    const shown = this.page.locator(".hover-language-status .element");
    return await this.until("the status item", async () => (await shown.allInnerTexts()).join("\n"));
  }

  /** What is in the page that our extension shows. */
  webview() {
    return this.page.frameLocator("iframe.webview").frameLocator("#active-frame");
  }

  async closeTab(name) {
    await this.page.locator(`.tab[aria-label^="${name}"] .tab-actions .codicon-close`).click();
    await this.page.locator(".monaco-editor .view-lines").first().click();
  }

  // What the screen covers

  /** All that the extension has written to its output. */
  output() {
    const logs = path.join(this.data, "logs");
    return readdirSync(logs, { recursive: true })
      .filter((file) => file.endsWith("Prefect TOML.log"))
      .map((file) => readFileSync(path.join(logs, file), "utf8"))
      .join("\n");
  }

  /** The ids of the language servers that this VS Code has started. */
  servers() {
    const processes = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
    return processes.map(Number).filter((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").filter(Boolean);
        const started = command.some((each) => /prefect-toml-lsp$|^prefect_toml_lsp$/.test(each));
        return started && this.#descends(pid);
      } catch {
        return false; // It has gone meanwhile.
      }
    });
  }

  #descends(pid) {
    for (let each = pid; each > 1; ) {
      if (each === this.serverPid) {
        return true;
      }
      each = Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${each}/status`, "utf8"))[1]);
    }
    return false;
  }
}

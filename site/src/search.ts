/** The search box: a combobox with the pages that are found as one types. */
import { announce, byId, element, up } from "./page.js";
import { Search, type Data, type Entry } from "./ranking.js";
import { withRelease } from "./releases.js";

const MOST = 12;

declare global {
  interface Window {
    prefectSearch?: (data: Data) => void;
  }
}

let loading: Promise<Search> | undefined;

/** The data comes with the first use: as a script, since a page of the disk can fetch nothing. */
export function loadSearch(): Promise<Search> {
  loading ??= new Promise((resolve, reject) => {
    window.prefectSearch = (data) => resolve(new Search(data));
    const script = element("script");
    script.src = `${up}data/search.js`;
    script.onerror = () => reject(new Error("the data of the search is missing"));
    document.head.append(script);
  });
  return loading;
}

export function startSearch(): void {
  const box = new SearchBox(byId("query", HTMLInputElement), byId("found", HTMLElement));
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target instanceof Element && event.target.closest("input, select, textarea, .cm-editor");
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      box.focus();
    }
  });
}

class SearchBox {
  private entries: Entry[] = [];
  private chosen = -1;

  constructor(
    private readonly input: HTMLInputElement,
    private readonly list: HTMLElement,
  ) {
    input.addEventListener("focus", () => void loadSearch());
    input.addEventListener("input", () => void this.look());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    // Before the box loses the focus, which would close the list under the pointer.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  focus(): void {
    this.input.focus();
    this.input.select();
  }

  private async look(): Promise<void> {
    const query = this.input.value;
    const search = await loadSearch();
    if (query === this.input.value) {
      this.show(search.find(query), query.trim() !== "");
    }
  }

  private show(found: Entry[], wasAsked: boolean): void {
    this.entries = found.slice(0, MOST);
    this.list.replaceChildren(...this.entries.map((entry, at) => option(entry, at)));
    if (wasAsked && found.length === 0) {
      const nothing = element("p", "Nothing is called or described so.");
      nothing.className = "nothing";
      this.list.append(nothing);
    }
    this.list.hidden = !wasAsked;
    this.input.setAttribute("aria-expanded", String(this.entries.length > 0));
    this.choose(this.entries.length > 0 ? 0 : -1);
    announce(wasAsked ? `${found.length} found` : "");
  }

  private choose(at: number): void {
    this.chosen = at;
    this.list.querySelectorAll("[role=option]").forEach((each, number) => {
      each.setAttribute("aria-selected", String(number === at));
      if (number === at) {
        each.scrollIntoView({ block: "nearest" });
      }
    });
    if (at < 0) {
      this.input.removeAttribute("aria-activedescendant");
    } else {
      this.input.setAttribute("aria-activedescendant", `found-${at}`);
    }
  }

  private key(event: KeyboardEvent): void {
    const count = this.entries.length;
    if (event.key === "Escape") {
      event.preventDefault();
      if (this.list.hidden) {
        this.input.value = "";
        this.input.blur();
      }
      this.close();
    } else if (event.key === "Enter") {
      event.preventDefault();
      void this.open();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count > 0) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.list.hidden = false;
      this.choose((this.chosen + step + count) % count);
    }
  }

  /** Go to the page that is chosen, also where Enter comes before the data has. */
  private async open(): Promise<void> {
    await this.looked();
    const entry = this.entries[this.chosen];
    if (entry) {
      location.assign(withRelease(up + entry.page));
    }
  }

  private async looked(): Promise<void> {
    if (this.list.hidden) {
      await this.look();
    }
  }

  private close(): void {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

function option(entry: Entry, at: number): HTMLElement {
  const link = element("a", element("code", entry.shown), element("span", entry.text));
  link.id = `found-${at}`;
  link.href = withRelease(up + entry.page);
  link.tabIndex = -1;
  link.setAttribute("role", "option");
  return link;
}

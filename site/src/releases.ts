/** The switch of releases: what the release in the address has, on every page. */
import { runAt, type Releases, type Run } from "./history.js";
import { announce, byId, element, withCode } from "./page.js";

declare global {
  interface Window {
    prefectReleases?: Releases;
  }
}

/** The data of `data/releases.js`, which every page has. */
export function releases(): Releases {
  if (!window.prefectReleases) {
    throw new Error("the data of the releases is missing");
  }
  return window.prefectReleases;
}

const asked = new URLSearchParams(location.search).get("release");

/** The number of the release that is asked for; the newest where it is not known. */
function current(): number {
  const { releases: all } = releases();
  const number = asked === null ? -1 : all.indexOf(asked);
  return number < 0 ? all.length - 1 : number;
}

/** The address of a page of the site, for the release that is chosen. */
export function withRelease(address: string): string {
  const { releases: all } = releases();
  const number = current();
  if (number === all.length - 1) {
    return address;
  }
  const [page = "", fragment] = address.split("#");
  const query = `?release=${all[number] ?? ""}`;
  return `${page.split("?")[0] ?? ""}${query}${fragment === undefined ? "" : `#${fragment}`}`;
}

export function startReleases(): void {
  const { releases: all } = releases();
  const newest = all.length - 1;
  if (document.getElementById("release")) {
    startSwitch(all, newest);
  }
  if (asked !== null && !all.includes(asked)) {
    unknown(`This site knows no Prefect ${asked}; it shows ${all[newest] ?? ""}.`);
  }
  if (current() !== newest) {
    showRelease(current());
  }
}

function startSwitch(all: string[], newest: number): void {
  const select = byId("release", HTMLSelectElement);
  select.replaceChildren(...all.map((each) => new Option(each, each)).reverse());
  select.value = all[current()] ?? "";
  select.addEventListener("change", () => {
    const address = new URL(location.href);
    address.searchParams.delete("release");
    if (select.value !== all[newest]) {
      address.searchParams.set("release", select.value);
    }
    location.assign(address);
  });
}

function unknown(text: string): void {
  const note = byId("unknown", HTMLElement);
  note.textContent = text;
  note.hidden = false;
  announce(text);
}

function showRelease(number: number): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[href]")) {
    const address = link.getAttribute("href") ?? "";
    if (/^[^:#]*\.html(#.*)?$/.test(address)) {
      link.setAttribute("href", withRelease(address));
    }
  }
  const { nodes } = releases();
  for (const item of document.querySelectorAll<HTMLElement>("[data-node]")) {
    const known = nodes[item.dataset["node"] ?? ""];
    // What packages read goes by their own releases.
    item.classList.toggle("gone", known !== undefined && !runAt(known, number));
  }
  for (const count of document.querySelectorAll<HTMLElement>("[data-count]")) {
    const path = count.dataset["count"] ?? "";
    if (nodes[path]) {
      count.textContent = String(settingsBelow(path, number));
    }
  }
  const page = document.querySelector<HTMLElement>("[data-page]");
  const known = nodes[page?.dataset["page"] ?? ""];
  if (page && known) {
    page.replaceChildren(...said(number, known.runs, Boolean(known.table)));
    const run = runAt(known, number);
    if (run) {
      showFacts(run);
    }
  }
}

function settingsBelow(table: string, number: number): number {
  const { nodes } = releases();
  const below = Object.entries(nodes).filter(([path]) => path.startsWith(`${table}.`));
  return below.filter(([, known]) => !known.table && runAt(known, number)).length;
}

/** What a release has of the setting or table of the page. */
function said(number: number, runs: Run[], isTable: boolean): (Node | string)[] {
  const { releases: all } = releases();
  const name = `Prefect ${all[number] ?? ""}`;
  const what = isTable ? "table" : "setting";
  if (runs.some(([first, last]) => first <= number && number <= last)) {
    return [element("strong", name), ` has this ${what}.`];
  }
  const [first, last] = [runs[0]?.[0] ?? 0, runs.at(-1)?.[1] ?? 0];
  const when = number < first ? `it came with ${all[first] ?? ""}` : `the last with it was ${all[last] ?? ""}`;
  return [element("strong", name), ` does not have this ${what}; ${when}.`];
}

/** Type, default and values as the release has them, where the page has those of the newest. */
function showFacts([, , type, value, allowed]: Run): void {
  const facts: Record<string, string | undefined> = { Type: type, Default: value, Allowed: allowed };
  for (const [label, text] of Object.entries(facts)) {
    const place = document.querySelector(`[data-fact="${label}"]`);
    place?.replaceChildren(...withCode(text || "none"));
  }
}

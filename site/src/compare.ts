/** The page that compares two releases, which are in its address. */
import { differences, type Difference } from "./history.js";
import { announce, byId, element, withCode } from "./page.js";
import { releases } from "./releases.js";

const TITLES: Record<Difference["kind"], string> = {
  new: "New",
  gone: "Gone",
  moved: "Moved",
  changed: "Changed",
};

export function startComparison(): void {
  const { releases: all } = releases();
  const asked = new URLSearchParams(location.search);
  const selects = [byId("from", HTMLSelectElement), byId("to", HTMLSelectElement)] as const;
  const defaults = [all.at(-2) ?? "", all.at(-1) ?? ""];
  const unknown: string[] = [];
  selects.forEach((select, at) => {
    const wanted = asked.get(select.id) ?? defaults[at] ?? "";
    if (!all.includes(wanted)) {
      unknown.push(wanted);
    }
    select.replaceChildren(...all.map((each) => new Option(each, each)).reverse());
    select.value = all.includes(wanted) ? wanted : (defaults[at] ?? "");
    select.addEventListener("change", () => {
      note([]);
      show(...selects);
      history.replaceState(null, "", `?from=${selects[0].value}&to=${selects[1].value}`);
    });
  });
  note(unknown);
  show(...selects);
}

function note(unknown: string[]): void {
  const place = byId("not-known", HTMLElement);
  place.hidden = unknown.length === 0;
  place.textContent = unknown.map((each) => `This site knows no Prefect ${each}.`).join(" ");
}

function show(from: HTMLSelectElement, to: HTMLSelectElement): void {
  const all = releases();
  const [before, after] = [from, to].map((each) => all.releases.indexOf(each.value));
  const found = differences(all, before ?? 0, after ?? 0);
  const title = `From ${from.value} to ${to.value}`;
  const sections = Object.entries(TITLES).flatMap(([kind, label]) => {
    const those = found.filter((each) => each.kind === kind);
    const list = element("ul", ...those.map(row));
    list.className = "plain";
    return those.length > 0 ? [element("h2", `${label} (${those.length})`), list] : [];
  });
  const nothing = element("p", "No setting is new, gone, moved or changed.");
  const shown = sections.length > 0 ? sections : [nothing];
  byId("differences", HTMLElement).replaceChildren(...shown);
  announce(`${title}: ${found.length} differences`);
}

function row({ path, to, parts }: Difference): HTMLLIElement {
  const item = element("li", link(path));
  if (to !== undefined) {
    item.append(", now ", link(to));
  }
  if (parts.length > 0) {
    item.append(": ", ...withCode(parts.join("; ")));
  }
  return item;
}

function link(path: string): HTMLAnchorElement {
  const made = element("a", element("code", path));
  made.href = `settings/${path}.html`;
  return made;
}

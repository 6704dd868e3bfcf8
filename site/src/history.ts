/** What releases have, and how two of them differ; of the data that `release_data.py` writes. */

/**
 * The first and last release by their numbers; type, default and what is allowed, in Markdown; and
 * what tells two ways of reading apart.
 */
export type Run = [
  first: number,
  last: number,
  type?: string,
  value?: string,
  allowed?: string,
  reading?: string,
];

export interface Known {
  runs: Run[];
  table?: 1;
  moved?: string;
}

export interface Releases {
  releases: string[];
  nodes: Record<string, Known>;
}

/** What a release, by its number, has of a setting or table; nothing where it has none. */
export function runAt(known: Known | undefined, release: number): Run | undefined {
  return known?.runs.find(([first, last]) => first <= release && release <= last);
}

export interface Difference {
  path: string;
  kind: "new" | "gone" | "moved" | "changed";
  /** Where it went, for one that moved. */
  to?: string;
  /** What is different, in Markdown. */
  parts: string[];
}

/** How the settings of two releases, by their numbers, differ, in the order of the tree. */
export function differences({ nodes }: Releases, before: number, after: number): Difference[] {
  const found: Difference[] = [];
  const reached = new Set<string>();
  for (const [path, known] of Object.entries(nodes)) {
    const one = runAt(known, before);
    if (known.table || !one) {
      continue;
    }
    const other = runAt(known, after);
    const to = other ? path : successor(nodes, path, after);
    const there = other ?? (to === undefined ? undefined : runAt(nodes[to], after));
    const parts = there ? changes(one, there) : [];
    if (to === undefined) {
      found.push({ path, kind: "gone", parts });
    } else if (to !== path) {
      reached.add(to);
      found.push({ path, kind: "moved", to, parts });
    } else if (parts.length > 0) {
      found.push({ path, kind: "changed", parts });
    }
  }
  for (const [path, known] of Object.entries(nodes)) {
    if (!known.table && !reached.has(path) && runAt(known, after) && !runAt(known, before)) {
      found.push({ path, kind: "new", parts: [] });
    }
  }
  return found;
}

/** The path in a release that replaces one that it does not have. */
function successor(nodes: Record<string, Known>, path: string, release: number): string | undefined {
  const former = Object.keys(nodes).filter((each) => nodes[each]?.moved === path);
  const paths = [nodes[path]?.moved, ...former];
  return paths.find((each) => each !== undefined && runAt(nodes[each], release));
}

function changes([, , ...before]: Run, [, , ...after]: Run): string[] {
  const found = ["type", "default", "values"].flatMap((label, at) => {
    const [was, is] = [before[at] ?? "", after[at] ?? ""];
    return was === is ? [] : [`${label} ${shown(is)}, was ${shown(was)}`];
  });
  const isReadOtherwise = before[3] !== after[3] && before[0] === after[0];
  return isReadOtherwise ? [...found, "Prefect takes other values"] : found;
}

function shown(text: string): string {
  if (!text) {
    return "none";
  }
  return text.includes("`") ? text : `\`${text}\``;
}

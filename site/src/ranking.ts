/** What a query finds, in the order of `cli/search.py`. */
import { Forms, root } from "./forms.js";
import { Names, fold } from "./spelling.js";

/** The numbers of `search_data.py`. */
export const Kind = { code: 0, setting: 1, table: 2, former: 3 } as const;

/** Name, kind, text, variables, whether an integration package reads it. */
export type Row = [name: string, kind: number, text: string, variables?: string[], isOfPackage?: number];

export interface Data {
  entries: Row[];
  words: string[];
  things: Record<string, string>;
  advice: Record<string, number[]>;
}

export class Entry {
  readonly name: string;
  readonly kind: number;
  readonly text: string;
  readonly variables: string[];
  readonly isOfPackage: boolean;
  readonly names: string;
  readonly described: string;

  constructor([name, kind, text, variables = [], isOfPackage = 0]: Row) {
    this.name = name;
    this.kind = kind;
    this.text = text;
    this.variables = variables;
    this.isOfPackage = Boolean(isOfPackage);
    this.names = [name, ...variables].join(" ").toLowerCase();
    this.described = text.toLowerCase();
  }

  /** The path of its page. */
  get page(): string {
    return `${this.kind === Kind.code ? "rules" : "settings"}/${this.name}.html`;
  }

  /** The name as its file has it. */
  get shown(): string {
    return this.kind === Kind.table ? `[${this.name}]` : this.name;
  }
}

export class Search {
  private readonly codes: Entry[];
  private readonly nodes: Entry[];
  private readonly settings: Entry[];
  private readonly byName = new Map<string, Entry>();
  private readonly byVariable = new Map<string, Entry>();
  private readonly byFolded = new Map<string, Entry[]>();
  private readonly spelling: Names;
  private readonly words: Names;
  private readonly forms: Forms;

  constructor(private readonly data: Data) {
    const entries = data.entries.map((row) => new Entry(row));
    this.codes = entries.filter((each) => each.kind === Kind.code);
    this.nodes = entries.filter((each) => each.kind !== Kind.code);
    this.settings = entries.filter((each) => each.kind === Kind.setting);
    for (const entry of entries) {
      this.byName.set(entry.name, entry);
      for (const variable of entry.variables) {
        if (this.byVariable.get(variable)?.kind !== Kind.setting) {
          this.byVariable.set(variable, entry);
        }
      }
    }
    for (const [name, entry] of [...this.byName, ...this.byVariable]) {
      const same = this.byFolded.get(fold(name)) ?? [];
      this.byFolded.set(fold(name), [...same, entry]);
    }
    this.spelling = new Names(this.byFolded.keys());
    this.words = new Names(data.words);
    this.forms = new Forms(
      this.settings.map((each) => each.names),
      this.settings.map((each) => each.text.toLowerCase()),
    );
  }

  /** Everything that a query finds, each once, the most likely first. */
  find(query: string): Entry[] {
    const text = query.trim();
    if (!text) {
      return [];
    }
    const exact = this.exact(text);
    const found = [...(exact ? [exact] : []), ...this.begunWith(text), ...this.matching(text)];
    return [...new Set(found.length > 0 ? found : this.nearest(text))];
  }

  exact(query: string): Entry | undefined {
    const path = query.replace(/^[[\]]+|[[\]]+$/g, "").trim().replace(/^tool\.prefect\./, "");
    return this.byName.get(query) ?? this.byName.get(path) ?? this.byVariable.get(path.toUpperCase());
  }

  /** What lies below a path that is being typed. */
  private begunWith(query: string): Entry[] {
    const path = query.toLowerCase().replace(/^\[/, "");
    return path.includes(".") ? this.nodes.filter((each) => each.name.startsWith(path)) : [];
  }

  private matching(query: string): Entry[] {
    const written = query.toLowerCase().replace(/^[[\] ]+|[[\] ]+$/g, "");
    const words = this.forms.known(written.split(/\s+/).filter(Boolean));
    if (words.length === 0 || written.includes(".")) {
      return [];
    }
    const wanted = words.join(" ");
    const forms = words.map((word) => this.forms.of(word));
    const has = (names: string, text = "") =>
      forms.every((each) => each.some((form) => names.includes(form) || beginsWord(form, text)));
    const advised = this.advised(wanted);
    const named = this.settings.filter((each) => has(each.names));
    const ranks = new Map(named.map((each) => [each, rank(wanted, each, advised)]));
    named.sort(
      (one, other) =>
        (ranks.get(one) ?? 0) - (ranks.get(other) ?? 0) ||
        Number(one.isOfPackage) - Number(other.isOfPackage),
    );
    const codes = this.codes.filter((each) => has(each.name));
    const described = this.settings.filter((each) => !has(each.names) && has(each.names, each.described));
    return [...named, ...codes, ...described];
  }

  private nearest(query: string): Entry[] {
    const name = fold(query);
    const respelled = this.respelled(name);
    const found = this.named(this.spelling.slips(name));
    if (respelled !== undefined) {
      const advised = this.advised(respelled);
      found.push(...(advised.length > 0 ? advised : this.matching(respelled)));
    }
    return [...found, ...this.advised(query), ...this.named(this.spelling.near(name))];
  }

  private named(folded: string[]): Entry[] {
    return folded.flatMap((name) => this.byFolded.get(name) ?? []);
  }

  private advised(query: string): Entry[] {
    const { advice, things } = this.data;
    const parts = query.split(".").map(fold).filter(Boolean);
    const flat = parts.join("_");
    const whole = Object.keys(things).filter((each) => each.includes("_"));
    const phrased = whole.reduce((text, each) => text.replace(each, things[each] ?? each), flat);
    const meant = phrased.split("_").map((word) => things[word] ?? word);
    const numbers = advice[parts.join(".")] ?? advice[flat] ?? advice[meant.join("_")] ?? [];
    return numbers.flatMap((number) => this.nodes[number] ?? []);
  }

  private respelled(name: string): string | undefined {
    const words = name.split("_");
    const right = words.map((word) => this.words.slips(word)[0] ?? word);
    return right.some((word, at) => word !== words[at]) ? right.join("_") : undefined;
  }
}

/** Whether a word of the text begins so: `port` is in `the port`, not in `support`. */
function beginsWord(form: string, text: string): boolean {
  let at = text.indexOf(form);
  while (at > 0 && /[a-z0-9]/.test(text[at - 1] ?? "")) {
    at = text.indexOf(form, at + 1);
  }
  return at >= 0;
}

/** How well the name of a setting fits a word, from 0; lower fits better. */
function rank(wanted: string, entry: Entry, advised: Entry[]): number {
  const place = advised.indexOf(entry);
  if (place >= 0) {
    return place;
  }
  if (root(entry.name.split(".").at(-1) ?? "") === root(wanted)) {
    return advised.length;
  }
  return advised.length + (entry.name.split(/[._]/).map(root).includes(root(wanted)) ? 1 : 2);
}

/** The forms of a word, as `cli/word_forms.py` has them. */

const VOWEL = /[aeiouy]/;
const DOUBLED = /.[aeiouy]([bdfgkmnprt])\1$/;
/** Words of a question that say nothing about what it asks for. */
const FILLERS = new Set(
  (
    "a an and are can change configure do does for how i in is it my of or set the to turn what when where " +
    "which with"
  ).split(" "),
);
const SHORT = /^[^aeiouy][aeiouy][^aeiouwxy]$/;

/** What the forms of a word in lower case have in common: `log` of `logs` and `logging`. */
export function root(word: string): string {
  if (word.length > 4 && /ie[sd]$/.test(word)) {
    return `${word.slice(0, -3)}y`;
  }
  if (/(?:ss|us|is)$/.test(word)) {
    return word;
  }
  for (const ending of ["ings", "ing", "ed"]) {
    const rest = word.endsWith(ending) ? word.slice(0, -ending.length) : "";
    if (rest.length > 2 && VOWEL.test(rest)) {
      if (SHORT.test(rest)) {
        return `${rest}e`;
      }
      return DOUBLED.test(rest) ? rest.slice(0, -1) : rest;
    }
  }
  for (const [ending, least] of [["es", 4], ["e", 4], ["s", 3]] as const) {
    const rest = word.endsWith(ending) ? word.slice(0, -ending.length) : "";
    if (rest.length >= least) {
      return rest;
    }
  }
  return word;
}

/** The forms of words that occur in names of settings and in what else is searched. */
export class Forms {
  private readonly named: Set<string>;
  private readonly byRoot = new Map<string, string[]>();

  constructor(names: string[], texts: string[]) {
    this.named = new Set(words(names));
    for (const word of new Set([...this.named, ...words(texts)])) {
      this.byRoot.set(root(word), [...(this.byRoot.get(root(word)) ?? []), word]);
    }
  }

  /**
   * The words of a query as names of settings have them: `timeout` for `timeouts` and `time out`. Fillers are
   * left out, unless there is nothing else.
   */
  known(query: string[]): string[] {
    const fillers = query.every((word) => FILLERS.has(word)) ? new Set<string>() : FILLERS;
    const found: string[] = [];
    for (const word of query) {
      const last = fillers.has(word) ? word : (this.inNames(word.replace(/[-_]/g, "")) ?? word);
      const before = found.at(-1);
      const joined = before === undefined ? undefined : this.inNames(before + last);
      found.splice(joined === undefined ? found.length : -1, 1, joined ?? last);
    }
    return found.filter((each) => !fillers.has(each));
  }

  private inNames(word: string): string | undefined {
    return [word, ...(this.byRoot.get(root(word)) ?? [])].find((each) => this.named.has(each));
  }

  /** The word and its other forms. */
  of(word: string): string[] {
    return [word, ...(this.byRoot.get(root(word)) ?? [])];
  }
}

function words(texts: string[]): string[] {
  return texts.flatMap((text) => text.match(/[a-z0-9]+/g) ?? []);
}

/** How alike names are, as `prefect/spelling.py` has it. */

const NEAR = 0.6;
const MOST_SLIPS = 4;
const KEPT = 8;
const LONG = 8;
const ROUNDING = 1e-9;

/** A name in lower case, its words joined by single underscores. */
export function fold(name: string): string {
  return name
    .replace(/([\p{Ll}\d])(?=\p{Lu})/gu, "$1_")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .join("_");
}

/** The letters inserted, deleted, replaced or swapped with their neighbour between two names. */
export function slipsBetween(one: string, other: string): number {
  let before: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const cost = one[i - 1] === other[j - 1] ? 0 : 1;
      let least = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        least = Math.min(least, (before[j - 2] ?? 0) + 1);
      }
      next.push(least);
    }
    [before, row] = [row, next];
  }
  return row[other.length] ?? 0;
}

interface Near {
  name: string;
  slips: number;
  share: number;
}

/** Folded names in which to look for those like a given one. */
export class Names {
  private readonly names: string[];

  constructor(names: Iterable<string>) {
    this.names = [...new Set(names)];
  }

  /** The names that `name` may be a misspelling of, the nearest first. */
  near(name: string): string[] {
    return this.found(name).map((each) => each.name);
  }

  /** Those with one wrong letter at most, in a long name two; the nearest first. */
  slips(name: string): string[] {
    const most = name.length < LONG ? 1 : 2;
    return this.found(name)
      .filter((each) => each.slips <= most)
      .map((each) => each.name);
  }

  private found(name: string): Near[] {
    const found: Near[] = [];
    for (const other of this.names) {
      const longer = Math.max(name.length, other.length);
      const share = Math.floor((1 - NEAR) * longer + ROUNDING);
      const most = Math.min(share, 1 + Math.floor(longer / 4), MOST_SLIPS);
      if (Math.abs(name.length - other.length) <= most) {
        const slips = slipsBetween(name, other);
        if (slips <= most) {
          found.push({ name: other, slips, share: longer ? slips / longer : 0 });
        }
      }
    }
    return found.sort((a, b) => a.share - b.share).slice(0, KEPT);
  }
}

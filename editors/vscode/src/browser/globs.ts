/** The glob patterns of LSP 3.17 that the server has: `**` before a slash, `*`, `?` and `{a,b}`. Knows nothing of VS Code. */

/** Which paths match patterns, and which folders are on the way to what matches. */
export class Globs {
  private readonly whole: RegExp;
  private readonly leading: RegExp;

  /** @param patterns relative to the folder of the workspace, with `/` */
  constructor(patterns: readonly string[]) {
    this.whole = anyOf(patterns);
    this.leading = anyOf(patterns.flatMap(leadingParts));
  }

  matches(path: string): boolean {
    return this.whole.test(path);
  }

  /** Whether a folder's own name, or that of one around it, is part of a pattern. */
  leadsTo(folder: string): boolean {
    return this.leading.test(folder);
  }
}

/** `a`, `a/b` of `a/b/c`; not `**`, which all folders match. */
function leadingParts(pattern: string): string[] {
  const parts = pattern.split("/");
  const leading = parts.slice(0, -1).map((_, at) => parts.slice(0, at + 1).join("/"));
  return leading.filter((each) => each !== "**");
}

function anyOf(patterns: readonly string[]): RegExp {
  return new RegExp(patterns.length > 0 ? `^(?:${patterns.map(expression).join("|")})$` : "$.^");
}

function expression(pattern: string): string {
  let isOpen = false;
  return pattern.replace(/\*\*\/|[*?{},]|[^*?{},]+/g, (found) => {
    switch (found) {
      case "**/":
        return "(?:.*/)?";
      case "*":
        return "[^/]*";
      case "?":
        return "[^/]";
      case "{":
        isOpen = true;
        return "(?:";
      case "}":
        isOpen = false;
        return ")";
      case ",":
        return isOpen ? "|" : ",";
      default:
        return found.replace(/[.+^$()|[\]\\]/g, "\\$&");
    }
  });
}

/** Where the server has what the editor has elsewhere. Knows nothing of VS Code. */

/** The parts of an address (RFC 3986) that tell documents apart. */
export interface Address {
  scheme: string;
  authority: string;
  path: string;
  query?: string;
}

const ROOT = "/workspace";
const ELSEWHERE = "/elsewhere";

/**
 * The server knows only files. So each folder of the workspace is one below `/workspace` for it, whatever
 * its address is, and everything else is below `/elsewhere`.
 */
export class Paths {
  /** The folders with their paths. */
  readonly folders: readonly { address: Address; path: string }[];

  constructor(folders: readonly Address[]) {
    const names = new Set<string>();
    this.folders = folders.map((address) => {
      const name = address.path.split("/").filter(Boolean).at(-1) ?? "root";
      let unique = name;
      for (let count = 2; names.has(unique); count++) {
        unique = `${name}-${count}`;
      }
      names.add(unique);
      return { address: { ...address, path: withoutSlash(address.path) }, path: `${ROOT}/${unique}` };
    });
  }

  /** The path that the server has for an address. */
  pathOf({ scheme, authority, path, query = "" }: Address): string {
    // The innermost folder: one may be in another.
    const around = this.folders
      .filter(({ address }) => isSame(address, { scheme, authority, path, query }))
      .filter(({ address }) => path === address.path || path.startsWith(`${address.path}/`))
      .sort((one, other) => other.address.path.length - one.address.path.length)
      .at(0);
    if (around) {
      return around.path + withoutSlash(path.slice(around.address.path.length));
    }
    const parts = [scheme, authority, query].map((part) => encodeURIComponent(part) || "_");
    return `${ELSEWHERE}/${parts.join("/")}${path}`;
  }

  /** The address of a path of the server; undefined of one that is its own. */
  addressOf(path: string): Address | undefined {
    const around = this.folders.find((each) => path === each.path || path.startsWith(`${each.path}/`));
    if (around) {
      const { address } = around;
      return { ...address, path: address.path + path.slice(around.path.length) || "/" };
    }
    const found = /^\/elsewhere\/([^/]+)\/([^/]+)\/([^/]+)(\/.*)$/.exec(path);
    if (!found) {
      return undefined;
    }
    const parts = found.slice(1, 4).map((part) => (part === "_" ? "" : decodeURIComponent(part)));
    const [scheme = "", authority = "", query = ""] = parts;
    return { scheme, authority, path: found[4] ?? "/", query };
  }
}

function isSame(one: Address, other: Address): boolean {
  return (
    one.scheme === other.scheme &&
    one.authority === other.authority &&
    (one.query ?? "") === (other.query ?? "")
  );
}

function withoutSlash(path: string): string {
  return path.replace(/\/+$/, "");
}

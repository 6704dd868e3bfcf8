/** Changes that reach the server in their order. */

interface Versioned {
  textDocument: { uri: string; version: number };
}

/** A middleware of vscode-languageclient: passes a notification on, or does not. */
type Pass = <T extends string | { method: string }, P>(
  type: T,
  next: (type: T, params?: P) => Promise<void>,
  params: P,
) => Promise<void>;

/**
 * Leaves out a `textDocument/didChange` that the opened text has already.
 *
 * vscode-languageclient lets close and open overtake a change made before them. Someone who types
 * while a document gets another language would have that change applied twice.
 */
export function changesInOrder(): Pass {
  const opened = new Map<string, number>();
  return async (type, next, params) => {
    const method = typeof type === "string" ? type : type.method;
    if (method === "textDocument/didOpen") {
      const { uri, version } = (params as Versioned).textDocument;
      opened.set(uri, version);
    } else if (method === "textDocument/didChange") {
      const { uri, version } = (params as Versioned).textDocument;
      if (version <= (opened.get(uri) ?? -1)) {
        return;
      }
    } else if (method === "textDocument/didClose") {
      opened.delete((params as Versioned).textDocument.uri);
    }
    await next(type, params);
  };
}

/** The messages between a page, or an editor, and its worker, in addition to those of the protocol (strings). */

/** The steps of the server's start; each comes once, in this order. */
export const STEPS = ["Loading Python", "Loading the checker", "Starting the checker", "Ready"] as const;

export type FromWorker = string | { step: number } | { pong: true };
export type ToWorker = string | { ping: true };

/** The parts that the embedded worker is given, each compressed with gzip; see scripts/engine.mjs. */
export const PARTS = ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python.zip", "engine.zip"] as const;
export type Part = (typeof PARTS)[number];

/** A change of the server's files; `content` is null for a folder. */
export type FileChange = { write: string; content: Uint8Array | null } | { remove: string };

/** Of the embedded worker: the glob patterns of the files that the server reads, before it is ready. */
export type FromEmbedded = FromWorker | { watched: string[] } | { failed: string };
export type ToEmbedded = ToWorker | { parts: Record<Part, Uint8Array>; lock: string } | FileChange;

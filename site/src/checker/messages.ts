/** What the page and its worker say to each other beside the messages of the protocol (strings). */

/** How far the start of the server is; all of them come once, in this order. */
export const STEPS = ["Loading Python", "Loading the checker", "Starting the checker", "Ready"] as const;

export type FromWorker = string | { step: number } | { pong: true };
export type ToWorker = string | { ping: true };

/** The messages between the page and its worker, in addition to those of the protocol (strings). */

/** The steps of the server's start; each comes once, in this order. */
export const STEPS = ["Loading Python", "Loading the checker", "Starting the checker", "Ready"] as const;

export type FromWorker = string | { step: number } | { pong: true };
export type ToWorker = string | { ping: true };

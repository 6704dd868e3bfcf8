import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { changesInOrder } from "../../src/changesInOrder";

type Message = [method: string, version?: number, uri?: string];

/** What of these messages arrives at the server. */
async function sent(...messages: Message[]): Promise<Message[]> {
  const pass = changesInOrder();
  const arrived: Message[] = [];
  for (const message of messages) {
    const [method, version, uri = "file:///a"] = message;
    const next = (): Promise<void> => Promise.resolve(void arrived.push(message));
    await pass({ method: `textDocument/${method}` }, next, { textDocument: { uri, version } });
  }
  return arrived;
}

describe("changesInOrder", () => {
  it("leaves out a change that close and open have overtaken", async () => {
    const arrived = await sent(["didOpen", 1], ["didClose"], ["didOpen", 2], ["didChange", 2], ["didChange", 3]);
    assert.deepEqual(arrived, [["didOpen", 1], ["didClose"], ["didOpen", 2], ["didChange", 3]]);
  });

  it("passes every other change on", async () => {
    const again: Message[] = [["didOpen", 5], ["didChange", 6], ["didClose"], ["didOpen", 1], ["didChange", 2]];
    const other: Message[] = [["didOpen", 5], ["didChange", 2, "file:///b"]];
    assert.deepEqual(await sent(...again), again);
    assert.deepEqual(await sent(...other), other);
  });
});

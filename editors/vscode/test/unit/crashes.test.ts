import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Crashes } from "../../src/crashes";

describe("Crashes", () => {
  it("allows as many restarts as its limit within the span", () => {
    const crashes = new Crashes(2, 100);
    assert.deepEqual([0, 1, 2].map((now) => crashes.mayRestart(now)), [true, true, false]);
  });

  it("forgets what is older than the span", () => {
    const crashes = new Crashes(2, 100);
    assert.deepEqual([0, 60, 101, 120].map((now) => crashes.mayRestart(now)), [true, true, true, false]);
  });

  it("forgets when asked to", () => {
    const crashes = new Crashes(1, 100);
    assert.deepEqual([0, 1].map((now) => crashes.mayRestart(now)), [true, false]);
    crashes.forget();
    assert.ok(crashes.mayRestart(2));
  });
});

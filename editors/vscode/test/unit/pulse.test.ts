import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it, mock } from "node:test";
import { Pulse } from "../../../../site/src/checker/pulse.js";

const SECOND = 1_000;

describe("Pulse", () => {
  let asked = 0;
  let silences = 0;
  let pulse: Pulse;
  beforeEach(() => {
    mock.timers.enable({ apis: ["setInterval"] });
    [asked, silences] = [0, 0];
    pulse = new Pulse(
      () => (asked += 1),
      () => (silences += 1),
    );
  });
  afterEach(() => {
    pulse.stop();
    mock.timers.reset();
  });

  it("asks nothing before the worker is there", () => {
    mock.timers.tick(60 * SECOND);
    assert.deepEqual([asked, silences], [0, 0]);
  });

  it("is content with a worker that answers now and then", () => {
    pulse.watch();
    for (let left = 10; left > 0; left--) {
      mock.timers.tick(10 * SECOND);
      pulse.beat();
    }
    assert.deepEqual([asked, silences], [50, 0]);
  });

  it("notices a silence, once", () => {
    pulse.watch();
    mock.timers.tick(12 * SECOND);
    assert.equal(silences, 0);
    mock.timers.tick(2 * SECOND);
    assert.equal(silences, 1);
    mock.timers.tick(60 * SECOND);
    assert.equal(silences, 1);
  });
});

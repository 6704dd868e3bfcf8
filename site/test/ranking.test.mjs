// The search and the comparison, against what the command line answers.
import assert from "node:assert/strict";
import { test } from "node:test";
import { answers, comparisons, differences, releases, search } from "./engine.mjs";

/** What the site cannot have looked up beforehand, and how seldom it may then put another first. */
const DRAWN = ["two of others' words", "misspelled words", "misspelled paths", "in another table"];
const RARE = 0.03;

for (const family of new Set(answers.map((each) => each.family))) {
  test(`the first result for ${family} is that of explain`, () => {
    const answered = answers.filter((each) => each.family === family && each.found.length > 0);
    assert.ok(answered.length >= 50, `${answered.length} questions`);
    const others = answered.filter(({ query, found }) => search.find(query)[0] !== search.exact(found[0]));
    const most = DRAWN.includes(family) ? answered.length * RARE : 0;
    assert.ok(others.length <= most, `${others.map((each) => each.query)} of ${answered.length}`);
  });
}

test("a path that is being typed leads to what is below it", () => {
  const names = search.find("server.api.p").map((each) => each.name);
  assert.deepEqual(names.slice(0, 1), ["server.api.port"]);
});

test("nothing is found for what is like nothing", () => {
  for (const query of ["", " ", "qqqqqqqq", "[", "."]) {
    assert.deepEqual(search.find(query), [], query);
  }
});

test("a query takes less than a frame", () => {
  const begun = performance.now();
  answers.slice(-100).forEach(({ query }) => search.find(query));
  assert.ok((performance.now() - begun) / 100 < 16, "milliseconds a query");
});

test("two releases differ as upgrade says", () => {
  for (const { from, to, changes } of comparisons) {
    const [before, after] = [from, to].map((each) => releases.releases.indexOf(each));
    const found = differences(releases, before, after).map(({ path, kind }) => [path, kind]);
    assert.deepEqual(Object.fromEntries(found), changes, `${from} to ${to}`);
  }
});

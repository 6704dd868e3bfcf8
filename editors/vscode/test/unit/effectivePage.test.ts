import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { makePage, type Effective, type Row } from "../../src/effectivePage";

const ROW: Row = {
  setting: "server.api.port",
  value: "4200",
  state: "shown",
  because: "",
  sources: [{ text: "`server.api.port` on line 2 of `prefect.toml`", uri: "file:///a/prefect.toml", line: 1 }],
  passedOver: [],
};

function page(shown: Partial<Effective>): string {
  return makePage({ title: "", about: "", rows: [], notes: [], ...shown }, "n0nce").replaceAll("<wbr>", "");
}

describe("the page of the settings in force", () => {
  it("leads from a source to its line", () => {
    const html = page({ rows: [ROW] });
    assert.match(
      html,
      /<a href="#" data-uri="file:\/\/\/a\/prefect\.toml" data-line="1"><code>server\.api\.port<\/code> on line 2 of/,
    );
    assert.match(html, /<td><code>4200<\/code><\/td>/);
  });

  it("the environment leads nowhere, and what decides is said", () => {
    const sources = [{ text: "`PREFECT_API_URL` in the environment" }];
    assert.doesNotMatch(page({ rows: [{ ...ROW, sources }] }), /<a /);
    const html = page({ rows: [{ ...ROW, because: "`debug_mode` decides", sources: [], passedOver: sources }] });
    assert.match(html, /<td><code>debug_mode<\/code> decides<br><span class="passed">not <code>PREFECT_API_URL/);
  });

  it("nothing of a value or a path becomes HTML", () => {
    const evil = '<img src=x onerror="alert(1)">';
    const place = { text: `\`${evil}\` on line 1 of \`${evil}\``, uri: `file:///${evil}`, line: 0 };
    const html = page({
      title: evil,
      about: evil,
      notes: [evil],
      rows: [{ ...ROW, setting: evil, value: evil, because: "", sources: [place], passedOver: [place] }],
    });
    assert.doesNotMatch(html, /<img/);
    assert.doesNotMatch(html, /onerror="/);
  });

  it("words in place of a value, and code spans of any fence", () => {
    const html = page({
      title: "Prefect's settings in `` a`b ``",
      rows: [{ ...ROW, state: "refused", value: "refused, Prefect does not start with it" }],
    });
    assert.match(html, /<h1>Prefect's settings in <code>a`b<\/code><\/h1>/);
    assert.match(html, /<span class="words refused">refused, Prefect does not start with it<\/span>/);
  });
});
